// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_foreign.c - a port that uses what this version doesn't know: its endpoints are deleted, and
 * what else it has of them is left to its maker, who comes next.
 *
 * guards: libmacbpf/world/world.c libmacbpf/endpoint/parts.c libmacbpf/api/link_del.c
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/rig.h"

static void set_needs(uint32_t needs)
{
	struct mb_maps maps = fake_port_maps("eth0");
	struct mb_port_rec rec;

	fake.locked = true;
	ck_assert_int_eq(mb_abi_read_port(&maps, &rec), 0);
	rec.needs = needs;
	ck_assert_int_eq(mb_abi_write_port(&maps, &rec), 0);
	fake.locked = false;
	mb_maps_close(&maps);
}

static void make_port(void)
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(PRIVATE) });
}

/* What is left when its maker has come. */
static char *after(bool foreign)
{
	char *text;

	make_port();
	if (foreign) {
		set_needs(1u << 31);
		ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "mv0"), 0);
		set_needs(0);
	} else {
		rig_ip_del("mv0");
	}
	rig_settle();
	text = fake_text();
	rig_close();
	return text;
}

START_TEST(its_maker_does_the_rest)
{
	rig_expect_same(after(false), after(true), "deleted by a version that doesn't know it");
}
END_TEST

START_TEST(nothing_else_is_changed)
{
	make_port();
	set_needs(1u << 31);
	rig_expect(rig_try_add("eth0", "mv2", (struct macbpf_link_opts){ 0 }), -EPROTO,
		   "it has no name", "link add");
	rig_expect(rig_try_set(NULL, "mv0", (struct macbpf_link_opts){ MODE(VEPA) }), -EPROTO,
		   "what this version of macbpf doesn't know", "link set");
	ck_assert_uint_eq(rig_info("mv0")->mode, MACBPF_MODE_BRIDGE);
}
END_TEST

START_TEST(with_the_last_goes_the_port)
{
	char *text;

	make_port();
	set_needs(1u << 31);
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "mv0"), 0);
	ck_assert_uint_eq(fake_dev_named(FAKE_HOME, "eth0")->progs, 1);
	rig_expect(macbpf_link__del(rig_mb, NULL, "mv0"), -ENODEV, "cannot find", "once more");
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "mv1"), 0);
	ck_assert_uint_eq(fake_dev_named(FAKE_HOME, "eth0")->progs, 0);
	text = fake_text();
	ck_assert_msg(strstr(text, "0 programs, 0 maps") != NULL, "%s", text);
	free(text);
	rig_add("mv2", (struct macbpf_link_opts){ 0 });
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, its_maker_does_the_rest);
	tcase_add_test(tc, nothing_else_is_changed);
	tcase_add_test(tc, with_the_last_goes_the_port);
}

int main(void)
{
	return rig_main("foreign", fill);
}
