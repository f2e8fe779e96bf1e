// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_programs.c - which programs run, and which of them the port remembers.
 *
 * guards: libmacbpf/port/programs.c
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/rig.h"

static struct mb_port_rec read_record(void)
{
	struct mb_maps maps = fake_port_maps("eth0");
	struct mb_port_rec rec;

	ck_assert_int_eq(mb_abi_read_port(&maps, &rec), 0);
	mb_maps_close(&maps);
	return rec;
}

static const struct mb_prog_rec *find(const struct mb_port_rec *rec, const struct fake_prog *prog)
{
	for (size_t i = 0; i < MB_PROGS_MAX; i++)
		if (rec->prog[i].id &&
		    !memcmp(&rec->prog[i].config, &prog->config, sizeof(prog->config)))
			return &rec->prog[i];
	return NULL;
}

/* Each program that runs is on record, so all with the same constants run the same. */
static void expect_remembered(const char *when)
{
	const struct mb_port_rec rec = read_record();
	const struct mb_prog_rec *known;

	for (size_t i = 0; i < FAKE_DEVS; i++) {
		for (size_t j = 0; j < fake.dev[i].progs; j++) {
			known = find(&rec, fake.dev[i].prog[j]);
			ck_assert_msg(known, "%s: that of %s is not on record", when,
				      fake.dev[i].dev.name);
			ck_assert_msg(known->id == fake.dev[i].prog[j]->id,
				      "%s: %s runs another than that on record", when,
				      fake.dev[i].dev.name);
		}
	}
}

static size_t count_remembered(void)
{
	const struct mb_port_rec rec = read_record();
	size_t count = 0;

	for (size_t i = 0; i < MB_PROGS_MAX; i++)
		count += rec.prog[i].id != 0;
	return count;
}

/* What stands behind on hostdevs is one for all. */
#define CLOSING 1

static uint32_t features_of(const char *name)
{
	return fake_dev_named(FAKE_HOME, name)->prog[0]->config.features;
}

static void list_source(const char *name, uint32_t op)
{
	rig_set(name,
		(struct macbpf_link_opts){
			SOURCE(.op = op, .macaddr = (const uint8_t(*)[6])MAC(7), .count = 1) });
}

START_TEST(each_by_its_settings)
{
	rig_open();
	fake.netkit = true;
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(PRIVATE) });
	rig_add("mv2", (struct macbpf_link_opts){ MODE(BRIDGE), .has = MACBPF_LINK_KIND,
						  .kind = MACBPF_KIND_VETH });
	ck_assert_uint_eq(features_of("eth0"), 0);
	ck_assert_uint_eq(features_of("mb0"), MB_F_BRIDGE | MB_F_XMIT);
	ck_assert_uint_eq(features_of("mb1"), MB_F_XMIT);
	ck_assert_uint_eq(features_of("mb2"), MB_F_BRIDGE);
	expect_remembered("three kinds");
	ck_assert_uint_eq(count_remembered(), 4 + CLOSING);
}
END_TEST

static void set_rate_out(uint64_t bits)
{
	const struct macbpf_rate_opts rate = { .sz = sizeof(rate),
					       .has = MACBPF_RATE_OUT,
					       .out = bits };

	rig_set("mv0", (struct macbpf_link_opts){ .rate = &rate });
}

/* A netkit has one on its hostdev's ingress for as long as what it sends comes back there. */
START_TEST(netkit_with_a_rate_and_without)
{
	const struct fake_dev *hostdev;

	rig_open();
	fake.netkit = true;
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	hostdev = fake_dev_named(FAKE_HOME, "mb0");
	for (int i = 0; i < 2; i++) {
		ck_assert_uint_eq(hostdev->progs, 1);
		ck_assert_ptr_null(hostdev->behind);
		set_rate_out(1000000);
		ck_assert_uint_eq(hostdev->progs, 2);
		ck_assert_ptr_nonnull(hostdev->behind);
		set_rate_out(0);
	}
	ck_assert_uint_eq(features_of("mb0"), MB_F_BRIDGE | MB_F_XMIT);
}
END_TEST

/* What one endpoint is set to is for the program of the host as well. */
START_TEST(that_of_the_host)
{
	const struct macbpf_link_opts learns = {
		MACVLAN(.has = MACBPF_MACVLAN_MODE | MACBPF_MACVLAN_LEARNING,
			.mode = MACBPF_MODE_BRIDGE, .learning = 1),
	};

	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	ck_assert_int_eq(rig_try_host(true), 0);
	expect_remembered("host access");
	rig_add("mv1", learns);
	expect_remembered("one that learns");
	rig_del("mv1");
	expect_remembered("nobody learns");
}
END_TEST

/* One that nobody wants for a while would be taken for what they run, if it stayed on record. */
START_TEST(wanted_again_it_is_loaded_again)
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(SOURCE) });
	expect_remembered("no sources");
	list_source("mv1", MACBPF_MACADDR_ADD);
	ck_assert_uint_eq(features_of("mb0"), MB_F_BRIDGE | MB_F_SOURCES);
	ck_assert_uint_eq(features_of("eth0"), MB_F_SOURCES);
	expect_remembered("with sources");
	ck_assert_uint_eq(count_remembered(), 3 + CLOSING);
	rig_del("mv0");
	rig_add("mv2", (struct macbpf_link_opts){ MODE(BRIDGE) });
	expect_remembered("with another bridge");
	list_source("mv1", MACBPF_MACADDR_DEL);
	ck_assert_uint_eq(features_of("mb2"), MB_F_BRIDGE);
	expect_remembered("without sources again");
	rig_set("mv2", (struct macbpf_link_opts){ MODE(PRIVATE) });
	expect_remembered("no bridge any more");
	ck_assert_uint_eq(count_remembered(), 2 + CLOSING);
}
END_TEST

/* The port forgets before it replaces: the next that looks finds that something is missing. */
START_TEST(killed_half_way)
{
	bool killed = true;

	for (int call = 1; killed; call++) {
		rig_open();
		rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
		rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE) });
		rig_add("mv2", (struct macbpf_link_opts){ MODE(PRIVATE) });
		fake_fault = (struct fake_fault){ .at = call, .dead = true, .error = -EIO };
		rig_try_direct(true);
		killed = fake_fault.where;
		fake_fault = (struct fake_fault){ 0 };
		rig_settle();
		expect_remembered("killed");
		ck_assert_uint_eq(features_of("mb0"), features_of("mb1"));
	}
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, each_by_its_settings);
	tcase_add_test(tc, netkit_with_a_rate_and_without);
	tcase_add_test(tc, that_of_the_host);
	tcase_add_test(tc, wanted_again_it_is_loaded_again);
	tcase_add_test(tc, killed_half_way);
}

int main(void)
{
	return rig_main("programs", fill);
}
