// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_without_bit.c - a number without its bit in `has` is not given, whatever it is.
 *
 * guards: libmacbpf/endpoint/guard.c libmacbpf/api/port_set.c libmacbpf/api/link_add.c
 */
#include <string.h>

#include "tests/unit/scene.h"

/* All of `opts` but its size and its `has`. */
#define ANYTHING(opts, byte)                                                                       \
	do {                                                                                       \
		memset(&(opts), byte, sizeof(opts));                                               \
		(opts).sz = sizeof(opts);                                                          \
		(opts).has = 0;                                                                    \
	} while (0)

struct subjects {
	struct macbpf_macvlan_opts macvlan;
	struct macbpf_macvtap_opts macvtap;
	struct macbpf_guard_opts guard;
	struct macbpf_rate_opts rate;
};

/* Numbers that are legal without their bits, and such that are not. */
static const int bytes[] = { 1, 0xff };

static struct macbpf_link_opts numbers(struct subjects *s, int byte)
{
	struct macbpf_link_opts opts;

	ANYTHING(s->macvlan, byte);
	ANYTHING(s->macvtap, byte);
	ANYTHING(s->guard, byte);
	ANYTHING(s->rate, byte);
	s->macvlan.reserved = s->guard.reserved = s->rate.reserved = 0;
	opts = (struct macbpf_link_opts){
		.sz = sizeof(opts),
		.macvlan = &s->macvlan,
		.macvtap = &s->macvtap,
		.guard = &s->guard,
		.rate = &s->rate,
	};
	opts.type = opts.kind = opts.hook = opts.mtu = opts.txqueuelen = (uint8_t)byte;
	opts.numtxqueues = opts.numrxqueues = opts.index = opts.group = (uint8_t)byte;
	opts.dev_flags = opts.protodown = (uint8_t)byte;
	return opts;
}

static char *made(struct macbpf_link_opts opts)
{
	rig_open();
	fake.netkit = true;
	opts.address = MAC(1);
	rig_add("mv0", opts);
	return fake_text();
}

START_TEST(a_number_to_add)
{
	struct subjects s;
	char *bare = made((struct macbpf_link_opts){ 0 });

	rig_expect_same(bare, made(numbers(&s, bytes[_i])), "numbers without their bits");
}
END_TEST

START_TEST(a_number_to_set)
{
	struct subjects s;
	char *bare = made((struct macbpf_link_opts){ 0 });

	rig_set("mv0", numbers(&s, bytes[_i]));
	rig_expect_same(bare, fake_text(), "numbers without their bits");
}
END_TEST

START_TEST(a_number_of_a_port)
{
	struct macbpf_port_opts opts;
	char *bare = made((struct macbpf_link_opts){ 0 });

	ANYTHING(opts, bytes[_i]);
	ck_assert_msg(!macbpf_port__set(rig_mb, "eth0", &opts), "%s", macbpf__error(rig_mb));
	rig_expect_same(bare, fake_text(), "numbers without their bits");
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, a_number_to_add, 0, ARRAY_SIZE(bytes));
	tcase_add_loop_test(tc, a_number_to_set, 0, ARRAY_SIZE(bytes));
	tcase_add_loop_test(tc, a_number_of_a_port, 0, ARRAY_SIZE(bytes));
}

int main(void)
{
	return rig_main("without bit", fill);
}
