// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_settle.c - settling leaves what a writing command that does nothing else leaves.
 *
 * guards: libmacbpf/api/settle.c
 */
#include <errno.h>
#include <linux/if.h>
#include <string.h>

#include "tests/unit/rig.h"

static struct fake_dev *dev(const char *name)
{
	struct fake_dev *found = fake_dev_named(FAKE_HOME, name);

	return found ? found : fake_dev_named(FAKE_BOX1, name);
}

static void nothing_happened(void)
{
}

static void device_deleted(void)
{
	fake_dev_del(dev("mv0"));
}

static void address_changed(void)
{
	memcpy(dev("mv0")->dev.address, MAC(7), 6);
}

static void address_taken_over(void)
{
	memcpy(dev("mv0")->dev.address, MAC(1), 6);
	fake_dev_del(dev("mv1"));
}

static void device_moved(void)
{
	dev("mv1")->netns = FAKE_BOX2;
}

static void lower_mtu_lowered(void)
{
	dev("eth0")->dev.mtu = 1000;
}

static void lower_deleted(void)
{
	fake_dev_del(dev("eth0"));
}

static void (*const events[])(void) = {
	nothing_happened, device_deleted,    address_changed, address_taken_over,
	device_moved,	  lower_mtu_lowered, lower_deleted,
};

static void happens(void (*event)(void))
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ .netns = "box1" });
	rig_add("mv1", (struct macbpf_link_opts){ .address = MAC(1) });
	event();
}

START_TEST(leaves_what_a_command_leaves)
{
	char *want;

	happens(events[_i]);
	rig_settle();
	want = fake_text();
	happens(events[_i]);
	ck_assert_int_eq(macbpf__settle(rig_mb), 0);
	ck_assert_str_eq(macbpf__error(rig_mb), "");
	rig_expect_same(want, fake_text(), "settled");
}
END_TEST

/* What the batch knew of before is no reason not to look, and the lock is free afterwards. */
START_TEST(looks_in_a_batch)
{
	char *want;

	happens(nothing_happened);
	address_changed();
	rig_settle();
	want = fake_text();
	happens(nothing_happened);
	ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	rig_add("mv2", (struct macbpf_link_opts){ 0 });
	rig_del("mv2");
	address_changed();
	ck_assert_int_eq(macbpf__settle(rig_mb), 0);
	ck_assert(!fake.locked);
	macbpf_batch__end(rig_mb);
	rig_expect_same(want, fake_text(), "settled in a batch");
}
END_TEST

START_TEST(leaves_another_version_alone)
{
	char *want;

	happens(nothing_happened);
	rig_change_version();
	want = fake_text();
	ck_assert_int_eq(macbpf__settle(rig_mb), 0);
	rig_expect_same(want, fake_text(), "a port of another version");
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, leaves_what_a_command_leaves, 0, ARRAY_SIZE(events));
	tcase_add_test(tc, looks_in_a_batch);
	tcase_add_test(tc, leaves_another_version_alone);
}

int main(void)
{
	return rig_main("settle", fill);
}
