// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_news.c - which events an agent looks around for, and at whom.
 *
 * guards: libmacbpf/session/news.c libmacbpf/session/watched.c
 */
#include "libmacbpf/session/news.h"
#include "tests/unit/rig.h"

enum { LOWER = 2, HOSTDEV = 10, DEVICE = 11, BOX = 3, BRIDGE = 5 };

static struct mb_news news;

/* eth0 with one endpoint, whose device is number 11 in the netns 3. */
static struct mb_watched_dev devs[] = {
	{ -1, LOWER, 0 },
	{ -1, BRIDGE, 0 },
	{ -1, HOSTDEV, HOSTDEV },
	{ BOX, DEVICE, HOSTDEV },
};
static const struct mb_watched watched = { devs, ARRAY_SIZE(devs) };

static bool heard(struct mb_linkevent link)
{
	const struct mb_heard event = { .type = MB_HEARD_DEVICE, .link = link };

	news = (struct mb_news){ 0 };
	return mb_news_hear(&news, &watched, &event);
}

#define HEARD(...) heard((struct mb_linkevent){ __VA_ARGS__ })

START_TEST(hostdev_and_device)
{
	ck_assert(HEARD(.nsid = -1, .ifindex = HOSTDEV));
	ck_assert(mb_news_has_hostdev(&news, HOSTDEV));
	ck_assert(HEARD(.nsid = BOX, .ifindex = DEVICE));
	ck_assert(mb_news_has_hostdev(&news, HOSTDEV));
	/* It has come from elsewhere: its other end is known. */
	ck_assert(HEARD(.nsid = 7, .ifindex = 99, .link = HOSTDEV, .link_is_far = true));
	ck_assert(mb_news_has_hostdev(&news, HOSTDEV));
	/* A macvlan on it. */
	ck_assert(HEARD(.nsid = BOX, .ifindex = 12, .link = DEVICE));
	ck_assert(mb_news_has_hostdev(&news, HOSTDEV));
	ck_assert(!news.all);
}
END_TEST

START_TEST(lower)
{
	ck_assert(HEARD(.nsid = -1, .ifindex = LOWER));
	ck_assert(news.all);
	ck_assert(!mb_news_has_moved(&news, LOWER));
	ck_assert(HEARD(.nsid = -1, .ifindex = LOWER, .cable_moved = true));
	ck_assert(mb_news_has_moved(&news, LOWER));
	ck_assert(HEARD(.nsid = -1, .ifindex = BRIDGE));
	/* A VLAN device on it, and a filter, concern no device. */
	ck_assert(HEARD(.nsid = -1, .ifindex = 20, .link = LOWER));
	ck_assert(!news.all && !news.hostdevs);
	ck_assert(HEARD(.nsid = -1, .ifindex = LOWER, .is_filter = true));
	ck_assert(!news.all && !news.hostdevs);
}
END_TEST

START_TEST(others)
{
	ck_assert(!HEARD(.nsid = -1, .ifindex = 30, .name = "docker0"));
	ck_assert(!HEARD(.nsid = -1, .ifindex = DEVICE));
	ck_assert(!HEARD(.nsid = BOX, .ifindex = LOWER));
	/* The number of an end elsewhere says nothing of the lower, which has the same here. */
	ck_assert(!HEARD(.nsid = -1, .ifindex = 30, .link = LOWER, .link_is_far = true));
	ck_assert(!HEARD(.nsid = 4, .ifindex = 30, .link = LOWER, .link_is_far = true));
	ck_assert(!HEARD(.nsid = BOX, .ifindex = 30, .link = LOWER));
	ck_assert(!HEARD(.nsid = 4, .ifindex = DEVICE));
	ck_assert(!HEARD(.nsid = BOX, .ifindex = 30, .name = "mb1"));
	ck_assert(!HEARD(.nsid = -1, .ifindex = 30, .name = "mbeth"));
	ck_assert_msg(HEARD(.nsid = -1, .ifindex = 30, .name = "mb1"), "one that is being made");
}
END_TEST

START_TEST(commands)
{
	struct mb_heard event = { .type = MB_HEARD_COMMAND, .command.command = "link add" };

	news = (struct mb_news){ 0 };
	ck_assert(mb_news_hear(&news, &watched, &event));
	ck_assert(!news.all);
	event = (struct mb_heard){ .type = MB_HEARD_COMMAND, .command.command = MB_NEWS_AGENT };
	ck_assert_msg(!mb_news_hear(&news, &watched, &event), "agents don't keep each other busy");
	event.type = MB_HEARD_LOSS;
	ck_assert(mb_news_hear(&news, &watched, &event));
	ck_assert(news.all);
}
END_TEST

/* More than there is room for are all. */
START_TEST(too_many)
{
	news = (struct mb_news){ 0 };
	for (uint32_t i = 0; i <= MB_NEWS_HOSTDEVS; i++) {
		const struct mb_heard event = {
			.type = MB_HEARD_DEVICE,
			.link = { .nsid = -1, .ifindex = 100 + i, .name = "mb1" },
		};

		ck_assert(!news.all);
		ck_assert(mb_news_hear(&news, &watched, &event));
	}
	ck_assert(news.all);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, hostdev_and_device);
	tcase_add_test(tc, lower);
	tcase_add_test(tc, others);
	tcase_add_test(tc, commands);
	tcase_add_test(tc, too_many);
}

int main(void)
{
	return rig_main("news", fill);
}
