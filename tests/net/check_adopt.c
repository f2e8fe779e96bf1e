// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_adopt.c - a tap that another program has made: adopted, used, let go, and never deleted.
 *
 * guards: libmacbpf/kinds/adopted.c libmacbpf/endpoint/adopt.c libmacbpf/session/sweep.c
 */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/queue.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "hooks.h"
#include "loaded.h"
#include "suite.h"
#include "tap.h"

/* As libvirt makes it: it goes with the machine, and is up before the machine runs. */
static int machine(void)
{
	int queue = queue_open(&fx.host, "vnet0", false, 0);

	run_ok(&fx.host, "ip link set vnet0 address fe:00:00:00:01:01 alias theirs up");
	return queue;
}

static int try_adopt(uint32_t hook)
{
	MACBPF_OPTS(macbpf_link_opts, opts, .has = MACBPF_LINK_TYPE | MACBPF_LINK_HOOK,
		    .type = MACBPF_TYPE_MACVTAP, .hook = hook, .address = mac_a, .owner = "vm:one",
		    MODE(BRIDGE), MACVTAP(.has = MACBPF_MACVTAP_ADOPT, .adopt = 1));

	return macbpf_link__add(fx.mb, "low", "vnet0", &opts, NULL);
}

static void adopt(void)
{
	expect_ok(try_adopt(MACBPF_HOOK_AUTO));
	fixture_mark();
}

/* What anybody sees of it. */
#define LOOK_MAX 4096

struct look {
	char text[LOOK_MAX];
};

static struct look look(void)
{
	static const char *const questions[] = { "ip -d link show vnet0",
						 "tc qdisc show dev vnet0" };
	static struct run r;
	struct look look;
	int len = 0;

	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		run(&r, &fx.host, "%s", questions[i]);
		len += snprintf(look.text + len, (size_t)(LOOK_MAX - len), "%s", r.out);
		ck_assert_int_lt(len, LOOK_MAX);
	}
	return look;
}

static void expect_as(const struct look *before)
{
	struct look after = look();

	ck_assert_str_eq(after.text, before->text);
}

START_TEST(let_go_it_is_as_it_was)
{
	struct look before;
	const struct macbpf_link_info *info;
	int queue = machine();

	before = look();
	adopt();
	info = info_of("vnet0");
	ck_assert_uint_eq(info->type, MACBPF_TYPE_MACVTAP);
	ck_assert_uint_eq(info->kind, MACBPF_KIND_TAP);
	ck_assert_uint_eq(info->adopted, 1);
	ck_assert_uint_eq(info->queues, 0);
	ck_assert_str_eq(info->alias, "theirs");
	ck_assert_str_eq(info->owner, "vm:one");
	ck_assert_mem_eq(info->address, mac_a, 6);
	ck_assert(info->dev_flags & IFF_UP && info->owns_address);
	ck_assert(device_says(&fx.host, "vnet0", "persist off"));
	expect_ok(macbpf_link__del(fx.mb, NULL, "vnet0"));
	expect_as(&before);
	loaded_expect_gone();
	close(queue);
}
END_TEST

static void watch(int queue)
{
	memset(&seen, 0, sizeof(seen));
	capture_queue(&seen, queue, ON_TAP);
	capture_watch(&seen, &fx.box[0], "mv0", 3 /* ETH_P_ALL */, ON_VETH);
	capture_watch(&seen, &fx.far, "wire", 3, ON_WIRE);
}

static const uint32_t hooks[] = { MACBPF_HOOK_AUTO, MACBPF_HOOK_CLSACT };

START_TEST(its_guest_talks_to_everybody)
{
	struct frame f;
	int queue;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_b, &fx.box[0]);
	queue = machine();
	expect_ok(try_adopt(hooks[_i]));
	watch(queue);
	f = frame_of(mac_a, mac_b);
	ck_assert_uint_eq(guest_sends(queue, &f), SET(ON_VETH));
	f = frame_of(mac_a, mac_wire);
	ck_assert_uint_eq(guest_sends(queue, &f), SET(ON_WIRE));
	f = frame_of(mac_wire, mac_a);
	ck_assert_uint_eq(sent_from(WIRE, &f), SET(ON_TAP) | SET(ON_WIRE));
	f = frame_of(mac_b, mac_a);
	ck_assert_uint_eq(sent_from(AT(&fx.box[0], "mv0"), &f), SET(ON_TAP) | SET(ON_VETH));
	expect_ok(macbpf_link__del(fx.mb, NULL, "vnet0"));
	f = frame_of(mac_a, mac_all);
	ck_assert_uint_eq(guest_sends(queue, &f), 0);
	f = frame_of(mac_wire, mac_all);
	ck_assert_uint_eq(sent_from(WIRE, &f), SET(ON_WIRE) | SET(ON_VETH));
	forget(queue);
}
END_TEST

/* The machine stops, and its tap is gone. */
START_TEST(gone_with_its_machine_it_is_swept)
{
	int queue = machine();

	adopt();
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_b, &fx.box[0]);
	close(queue);
	expect_to_go(&fx.host, "vnet0");
	ck_assert_int_eq(macbpf_link__del(fx.mb, NULL, "nobody"), -ENODEV);
	ck_assert_int_eq(count_links(), 1);
	close(machine());
}
END_TEST

START_TEST(lower_gone_it_is_let_go)
{
	struct look before;
	int queue = machine();

	before = look();
	adopt();
	run_ok(&fx.host, "ip link del low");
	ck_assert_int_eq(macbpf_link__del(fx.mb, NULL, "nobody"), -ENODEV);
	expect_as(&before);
	close(queue);
}
END_TEST

/*
 * What its port knows no more when it comes home is let go then, and not deleted: also where it has
 * lost its qdisc on the way, and our program with it.
 */
START_TEST(moved_and_home_again_it_is_let_go)
{
	int queue = machine();

	expect_ok(try_adopt(hooks[_i]));
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_b, &fx.box[0]);
	run_ok(&fx.host, "ip link set vnet0 netns %s", fx.box[1].name);
	ck_assert_int_eq(macbpf_link__del(fx.mb, NULL, "nobody"), -ENODEV);
	ck_assert_int_eq(count_links(), 1);
	run_ok(&fx.box[1], "ip link set vnet0 netns %s", fx.host.name);
	ck_assert_int_eq(macbpf_link__del(fx.mb, NULL, "nobody"), -ENODEV);
	ck_assert(device_exists(&fx.host, "vnet0"));
	ck_assert(!device_says(&fx.host, "vnet0", "altname"));
	ck_assert(!device_says(&fx.host, "vnet0", "macbpf:"));
	adopt();
	close(queue);
}
END_TEST

/* As `<bandwidth>` of libvirt leaves them. */
START_TEST(what_its_maker_queues_and_filters_stays)
{
	struct look before;
	int queue = machine();

	run_ok(&fx.host, "tc qdisc add dev vnet0 root handle 1: pfifo limit 77");
	run_ok(&fx.host, "tc qdisc add dev vnet0 ingress");
	run_ok(&fx.host, "tc filter add dev vnet0 parent ffff: protocol all u32 match u32 0 0 "
			 "classid 1:1");
	before = look();
	adopt();
	ck_assert_int_eq(macbpf_link__set(fx.mb, NULL, "vnet0",
					  &(struct macbpf_link_opts){
						  .sz = sizeof(struct macbpf_link_opts),
						  RATING(.has = MACBPF_RATE_IN, .in = 1000000) }),
			 -EBUSY);
	expect_ok(macbpf_link__del(fx.mb, NULL, "vnet0"));
	expect_as(&before);
	ck_assert(strstr(tc("filter", "vnet0", "ingress"), "u32"));
	ck_assert(!strstr(tc("filter", "vnet0", "ingress"), "macbpf"));
	close(queue);
}
END_TEST

START_TEST(another_guest_is_told)
{
	int queue = machine();

	adopt();
	ck_assert_uint_eq(info_of("vnet0")->other_guest, 0);
	run_ok(&fx.host, "ip link set vnet0 address fe:00:00:00:01:09");
	ck_assert_uint_eq(info_of("vnet0")->other_guest, 1);
	run_ok(&fx.host, "ip link set vnet0 address 02:00:00:00:01:09");
	ck_assert_uint_eq(info_of("vnet0")->other_guest, 0);
	close(queue);
}
END_TEST

START_TEST(nobody_else_opens_it)
{
	int queue = machine(), other;

	adopt();
	ck_assert_int_eq(open_with("vnet0", &other, 1, 0), -EOPNOTSUPP);
	ck_assert_int_eq(try_adopt(MACBPF_HOOK_AUTO), -EBUSY);
	close(queue);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, let_go_it_is_as_it_was);
	tcase_add_loop_test(tc, its_guest_talks_to_everybody, 0, 2);
	tcase_add_test(tc, gone_with_its_machine_it_is_swept);
	tcase_add_test(tc, lower_gone_it_is_let_go);
	tcase_add_loop_test(tc, moved_and_home_again_it_is_let_go, 0, 2);
	tcase_add_test(tc, what_its_maker_queues_and_filters_stays);
	tcase_add_test(tc, another_guest_is_told);
	tcase_add_test(tc, nobody_else_opens_it);
}

int main(void)
{
	return run_suite("net: adopt", add_tests);
}
