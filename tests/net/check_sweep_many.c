// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_sweep_many.c - of many devices each command looks at some, and none is forgotten.
 *
 * guards: libmacbpf/session/sweep.c libmacbpf/session/follow.c
 */
#include <linux/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "fixture.h"

#define CROWD 210 /* more than three commands look at */
#define LOOKS 64  /* MB_LOOKS */

static void add_crowd(void)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_KIND,
		.kind = MACBPF_KIND_VETH, /* a netkit is waited for, each */
		.netns = fx.box[0].name,
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
	};
	char name[16];

	expect_ok(macbpf_batch__begin(fx.mb, NULL));
	for (int i = 0; i < CROWD; i++) {
		snprintf(name, sizeof(name), "mv%d", i);
		expect_ok(macbpf_link__add(fx.mb, "low", name, &opts, NULL));
	}
	macbpf_batch__end(fx.mb);
}

/* By one command, which reads its lines from memory. */
static void move_all_addresses(void)
{
	int fd = memfd_create("addresses", 0);

	ck_assert_int_ge(fd, 0);
	for (int i = 0; i < CROWD; i++)
		dprintf(fd, "link set mv%d address 02:00:00:00:07:%02x\n", i, i);
	run_ok(&fx.box[0], "ip -batch /proc/self/fd/%d", fd);
	close(fd);
}

/* Whose new addresses lead somewhere; returns how many do. */
static int followed(bool of[CROWD])
{
	static struct run r;
	unsigned int last;
	int count = 0;

	memset(of, 0, CROWD * sizeof(*of));
	ck_assert_int_eq(run(&r, &fx.host, "%s fdb show low", macbpf_path()), 0);
	for (char *line = strtok(r.out, "\n"); line; line = strtok(NULL, "\n")) {
		if (sscanf(line, "02:00:00:00:07:%x", &last) != 1)
			continue;
		ck_assert_uint_lt(last, CROWD);
		of[last] = true;
		count++;
	}
	return count;
}

static void write_something(const char *name)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .alias = "any command" };

	expect_ok(macbpf_link__set(fx.mb, NULL, name, &opts));
}

/* The one whose turn comes after all others'. */
static int last_of(const bool of[CROWD])
{
	int i = 0;

	while (of[i])
		i++;
	while (!of[(i + 1) % CROWD])
		i = (i + 1) % CROWD;
	return i;
}

START_TEST(of_many_devices_each_command_looks_at_some_in_turn)
{
	bool of[CROWD];
	char name[16];
	int last;

	add_crowd();
	move_all_addresses();
	add_link("low", "any", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	ck_assert_int_eq(followed(of), LOOKS);
	last = last_of(of);
	snprintf(name, sizeof(name), "mv%d", last);
	write_something(name);
	ck_assert_int_ge(followed(of), 2 * LOOKS);
	ck_assert_int_le(followed(of), 2 * LOOKS + 1);
	ck_assert_msg(of[last], "%s, which is named, is looked at at once", name);
	write_something("any");
	write_something("any");
	ck_assert_int_eq(followed(of), CROWD);
}
END_TEST

START_TEST(of_many_devices_settling_looks_at_all)
{
	bool of[CROWD];

	add_crowd();
	move_all_addresses();
	expect_ok(macbpf__settle(fx.mb));
	ck_assert_int_eq(followed(of), CROWD);
}
END_TEST

/* Which netns a device is in is known without a look: of three at least one has not its turn. */
START_TEST(of_many_each_is_delivered_to_where_it_is)
{
	const uint8_t *mac[] = { mac_a, mac_b, mac_c };
	const char *name[] = { "mv0", "mv70", "mv140" };

	add_crowd();
	for (int i = 0; i < 3; i++) {
		struct macbpf_link_opts opts = { .sz = sizeof(opts), .address = mac[i] };

		expect_ok(macbpf_link__set(fx.mb, NULL, name[i], &opts));
		run_ok(&fx.box[0], "ip link set %s netns %s", name[i], fx.host.name);
		run_ok(&fx.host, "ip link set %s up", name[i]);
	}
	write_something("mv1");
	for (int i = 0; i < 3; i++)
		ck_assert_msg(arrives(AT(&fx.far, "wire"), mac_wire, mac[i], AT(&fx.host, name[i])),
			      "%s is deaf", name[i]);
}
END_TEST

/* At least once in three times it is not the owner's turn. */
START_TEST(of_many_the_owner_of_an_address_that_is_wanted_is_looked_at)
{
	uint8_t mac[6] = { 2, 0, 0, 0, 7, 100 };
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .address = mac };

	add_crowd();
	run_ok(&fx.box[0], "ip link set mv100 address 02:00:00:00:07:64");
	write_something("mv100");
	for (; mac[5] < 106; mac[5]++) {
		run_ok(&fx.box[0], "ip link set mv100 address 02:00:00:00:07:%02x", mac[5] + 1);
		if (mac[5] % 2) {
			expect_ok(macbpf_link__set(fx.mb, NULL, "mv10", &opts));
			continue;
		}
		opts.dev_flags = opts.dev_flags_mask = IFF_UP;
		expect_ok(macbpf_link__add(fx.mb, "low", "new", &opts, NULL));
		expect_ok(macbpf_link__del(fx.mb, NULL, "new"));
		opts.dev_flags = opts.dev_flags_mask = 0;
	}
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, of_many_devices_each_command_looks_at_some_in_turn);
	tcase_add_test(tc, of_many_devices_settling_looks_at_all);
	tcase_add_test(tc, of_many_each_is_delivered_to_where_it_is);
	tcase_add_test(tc, of_many_the_owner_of_an_address_that_is_wanted_is_looked_at);
}

int main(void)
{
	return run_suite("net: sweep many", add_tests);
}
