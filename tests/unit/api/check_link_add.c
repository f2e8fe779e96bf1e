// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_link_add.c - what an add makes, and what it tells of that.
 *
 * guards: libmacbpf/api/link_add.c
 */
#include <errno.h>
#include <linux/if.h>
#include <string.h>

#include "tests/unit/rig.h"

static const uint8_t mac[6] = { 2, 0, 0, 0, 1, 9 };

static const struct {
	const char *what;
	struct macbpf_link_opts opts;
} cases[] = {
	{ "nothing asked", { 0 } },
	{ "up, in another netns, its address given",
	  { .netns = "box1", .address = mac, .dev_flags = IFF_UP, .dev_flags_mask = IFF_UP } },
	{ "its address not given", { .netns = "box1" } },
	{ "with an mtu", { .has = MACBPF_LINK_MTU, .mtu = 900 } },
	{ "passthru", { MODE(PASSTHRU) } },
	{ "a veth", { .has = MACBPF_LINK_KIND, .kind = MACBPF_KIND_VETH } },
	{ "a tap", { .has = MACBPF_LINK_TYPE, .type = MACBPF_TYPE_MACVTAP, .address = mac } },
};

START_TEST(tells_what_is_listed)
{
	struct macbpf_link_made made = { .sz = sizeof(made) };
	struct macbpf_link_opts opts = cases[_i].opts;
	const struct macbpf_link_info *info;

	rig_open();
	fake.netkit = true;
	opts.sz = sizeof(opts);
	ck_assert_int_eq(macbpf_link__add(rig_mb, "eth0", "mv0", &opts, &made), 0);
	info = rig_info("mv0");
	ck_assert_str_eq(made.lower, "eth0");
	ck_assert_str_eq(made.hostdev, info->hostdev);
	ck_assert_uint_eq(made.lower_ifindex, info->lower_ifindex);
	ck_assert_uint_eq(made.hostdev_ifindex, info->hostdev_ifindex);
	ck_assert_uint_eq(made.ifindex, info->ifindex);
	ck_assert_int_eq(made.netnsid, info->netnsid);
	ck_assert_uint_eq(made.kind, info->kind);
	ck_assert_uint_eq(made.mtu, info->mtu);
	ck_assert_mem_eq(made.address, info->address, sizeof(made.address));
	ck_assert_mem_eq(made.hostdev_address, info->hostdev_address, sizeof(made.address));
}
END_TEST

START_TEST(tells_the_real_lower)
{
	struct macbpf_link_made made = { .sz = sizeof(made) };

	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ 0 });
	ck_assert_int_eq(macbpf_link__add(rig_mb, "mv0", "mv1", NULL, &made), 0);
	ck_assert_str_eq(made.lower, "eth0");
	ck_assert_str_eq(made.hostdev, "mb1");
}
END_TEST

/* A size that is none is known before anything is made; nothing is written after an error. */
START_TEST(tells_nothing_of_nothing)
{
	struct macbpf_link_made none = { 0 }, made = { .sz = sizeof(made), .ifindex = 77 };

	rig_open();
	rig_expect(macbpf_link__add(rig_mb, "eth0", "mv0", NULL, &none), -EINVAL, "'sz'",
		   "no size");
	rig_expect(macbpf_link__add(rig_mb, "eth1", "mv0", NULL, &made), -ENODEV, "eth1",
		   "no lower");
	ck_assert_uint_eq(made.ifindex, 77);
	ck_assert_ptr_null(fake_dev_named(FAKE_HOME, "mv0"));
}
END_TEST

static const char *const places[] = { NULL, "box1" };

/* A process in the container hears of the new device and is faster than we are. */
START_TEST(takes_no_address_from_a_container)
{
	struct macbpf_link_made made = { .sz = sizeof(made) };
	struct macbpf_link_opts opts = { .sz = sizeof(opts),
					 .netns = places[_i],
					 .dev_flags = IFF_UP,
					 .dev_flags_mask = IFF_UP };

	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){
			       .address = mac, .dev_flags = IFF_UP, .dev_flags_mask = IFF_UP });
	fake.racer = mac;
	ck_assert_int_eq(macbpf_link__add(rig_mb, "eth0", "mv1", &opts, &made), 0);
	ck_assert_msg(memcmp(made.address, mac, 6), "it was made with its sibling's address");
	ck_assert_msg(rig_info("mv0")->owns_address, "its sibling lost the address");
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, takes_no_address_from_a_container, 0, ARRAY_SIZE(places));
	tcase_add_loop_test(tc, tells_what_is_listed, 0, ARRAY_SIZE(cases));
	tcase_add_test(tc, tells_the_real_lower);
	tcase_add_test(tc, tells_nothing_of_nothing);
}

int main(void)
{
	return rig_main("link_add", fill);
}
