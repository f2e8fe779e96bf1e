// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_diagnosis.c - what a diagnosis finds that no netns of a test has: many endpoints, another
 * version, VLAN devices, and that nothing is left open by one.
 *
 * guards: libmacbpf/api/diagnosis.c libmacbpf/port/trouble_find.c libmacbpf/port/trouble_past.c
 */
#include <errno.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <string.h>

#include "tests/harness/runner.h"
#include "tests/unit/rig.h"

static char found[512];

/* All words, with a blank behind each. */
static const char *diagnose(void)
{
	struct macbpf_finding_info info = { .sz = sizeof(info) };
	const struct macbpf_finding *finding = NULL;
	struct macbpf_diagnosis *d;
	char *before = fake_text(), *after;

	*found = '\0';
	ck_assert_int_eq(macbpf_diagnosis__get(rig_mb, "eth0", &d), 0);
	while ((finding = macbpf_finding__next(d, finding))) {
		macbpf_finding__info(finding, &info);
		ck_assert_ptr_nonnull(macbpf_finding_level__name(info.level));
		snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s ", info.what);
	}
	macbpf_diagnosis__free(d);
	after = fake_text();
	rig_expect_same(before, after, "what a diagnosis leaves as it is");
	return found;
}

static void open_one(void)
{
	rig_open();
	rig_dev("eth0")->dev.flags |= IFF_LOWER_UP;
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), UP });
}

START_TEST(nothing_is_found_where_all_is_well)
{
	open_one();
	ck_assert_str_eq(diagnose(), "");
}
END_TEST

START_TEST(a_backlog_that_is_too_small)
{
	open_one();
	for (int i = 1; i < 5; i++) {
		char name[8];

		snprintf(name, sizeof(name), "mv%d", i);
		rig_add(name, (struct macbpf_link_opts){ MODE(BRIDGE), UP });
	}
	fake.backlog = 20;
	ck_assert_str_eq(diagnose(), "");
	fake.backlog = 19;
	ck_assert_str_eq(diagnose(), "backlog ");
}
END_TEST

START_TEST(vlan_devices_that_are_and_were)
{
	struct fake_dev *vlan;

	open_one();
	vlan = fake_dev_add(FAKE_HOME, "eth0.5", 0);
	vlan->dev.link = rig_dev("eth0")->dev.ifindex;
	vlan->dev.vlan_proto = ETH_P_8021Q;
	vlan->dev.vlan_id = 5;
	rig_settle();
	ck_assert_str_eq(diagnose(), "vlan ");
	fake_dev_del(vlan);
	ck_assert_str_eq(diagnose(), "vlan-gone ");
	rig_settle();
	ck_assert_str_eq(diagnose(), "");
}
END_TEST

START_TEST(a_macvlan_of_the_kernel)
{
	struct fake_dev *other;

	open_one();
	other = fake_dev_add(FAKE_HOME, "macvlan0", 0);
	other->dev.link = rig_dev("eth0")->dev.ifindex;
	other->dev.is_macvlan = true;
	ck_assert_str_eq(diagnose(), "macvlan ");
	rig_try_host(true);
	ck_assert_str_eq(diagnose(), "");
}
END_TEST

START_TEST(programs_of_xdp)
{
	open_one();
	rig_dev("eth0")->dev.xdp_generic = true;
	ck_assert_str_eq(diagnose(), "xdp ");
	rig_dev("eth0")->dev.xdp_generic = false;
	rig_dev("mv0")->dev.xdp_generic = true;
	ck_assert_str_eq(diagnose(), "past-xdp ");
}
END_TEST

START_TEST(a_device_under_its_lower)
{
	open_one();
	rig_dev("mv0")->dev.master = rig_dev("eth0")->dev.ifindex;
	ck_assert_str_eq(diagnose(), "in-loop ");
}
END_TEST

START_TEST(a_hostdev_under_another)
{
	open_one();
	rig_dev("mb0")->dev.master = 4711; /* that is gone again */
	ck_assert_str_eq(diagnose(), "has-master ");
	rig_dev("mb0")->dev.master = 0;
	ck_assert_str_eq(diagnose(), "");
}
END_TEST

START_TEST(a_wireless_lan)
{
	open_one();
	fake.wifi = "eth0";
	ck_assert_str_eq(diagnose(), "wifi ");
}
END_TEST

START_TEST(chains_that_frames_go_past)
{
	open_one();
	fake.nft = "eth0";
	ck_assert_str_eq(diagnose(), "unseen ");
	fake.nft = "mb0";
	ck_assert_str_eq(diagnose(), "unseen ");
	fake.nft = "eth1";
	ck_assert_str_eq(diagnose(), "");
}
END_TEST

START_TEST(a_port_of_another_version)
{
	open_one();
	rig_change_version();
	ck_assert_str_eq(diagnose(), "other-version ");
}
END_TEST

START_TEST(a_port_from_another_netns)
{
	open_one();
	rig_change_netns();
	ck_assert_str_eq(diagnose(), "gone ");
}
END_TEST

static void lose_all_programs(const char *device)
{
	rig_dev(device)->progs = 0;
	rig_dev(device)->behind = NULL;
}

/* Nothing leads to the port any more. */
START_TEST(a_hostdev_that_no_port_knows)
{
	open_one();
	lose_all_programs("mb0");
	ck_assert_str_eq(diagnose(), "no-program ");
	lose_all_programs("eth0");
	ck_assert_str_eq(diagnose(), "no-port ");
	rig_ip_del("mv0");
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), UP });
	ck_assert_str_eq(diagnose(), "");
}
END_TEST

/* Which hostdevs that has is not known. */
START_TEST(a_hostdev_of_another_versions_port)
{
	open_one();
	rig_change_version();
	lose_all_programs("mb0");
	ck_assert_str_eq(diagnose(), "other-version ");
}
END_TEST

/* Anybody may give it, and it is no hostdev by it. */
START_TEST(a_lower_with_the_alias_of_a_hostdev)
{
	open_one();
	snprintf(rig_dev("eth0")->dev.alias, MB_IFALIAS_LEN, "macbpf:eth0:mv7");
	ck_assert_str_eq(diagnose(), "");
}
END_TEST

START_TEST(what_the_kernel_refuses_is_told)
{
	struct macbpf_diagnosis *d;

	open_one();
	fake_fault = (struct fake_fault){ .call = "mb_attach_find", .error = -EPERM };
	rig_expect(macbpf_diagnosis__get(rig_mb, NULL, &d), -EPERM, "", "a program that is hidden");
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, nothing_is_found_where_all_is_well);
	tcase_add_test(tc, a_backlog_that_is_too_small);
	tcase_add_test(tc, vlan_devices_that_are_and_were);
	tcase_add_test(tc, a_macvlan_of_the_kernel);
	tcase_add_test(tc, programs_of_xdp);
	tcase_add_test(tc, a_device_under_its_lower);
	tcase_add_test(tc, a_hostdev_under_another);
	tcase_add_test(tc, a_wireless_lan);
	tcase_add_test(tc, chains_that_frames_go_past);
	tcase_add_test(tc, a_port_of_another_version);
	tcase_add_test(tc, a_port_from_another_netns);
	tcase_add_test(tc, a_hostdev_that_no_port_knows);
	tcase_add_test(tc, a_hostdev_of_another_versions_port);
	tcase_add_test(tc, a_lower_with_the_alias_of_a_hostdev);
	tcase_add_test(tc, what_the_kernel_refuses_is_told);
}

int main(void)
{
	return rig_main("diagnosis", fill);
}
