// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_batch.c - a batch leaves what the same calls leave one by one, also when it dies.
 *
 * guards: libmacbpf/api/batch.c
 */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/rig.h"

enum op {
	ADD,
	SET,
	DEL,
};

static const uint8_t list[][6] = { { 2, 0, 0, 0, 2, 1 }, { 2, 0, 0, 0, 2, 2 } };

/* Slots that become free and are used again, names, addresses that change hands, refusals. */
static const struct call {
	enum op op;
	const char *name;
	struct macbpf_link_opts opts;
	int want;
} calls[] = {
	{ ADD, "mv0", { MODE(BRIDGE) }, 0 },
	{ ADD, "mv1", { MODE(BRIDGE), UP, .netns = "box1", .address = MAC(1) }, 0 },
	{ ADD, "mv2", { MODE(PRIVATE), UP, .address = MAC(2) }, 0 },
	{ ADD, "mv3", { MODE(BRIDGE), UP, .address = MAC(1) }, -EADDRINUSE },
	{ SET, "mv0", { UP, .address = MAC(3) }, 0 },
	{ SET, "mv0", { .name = "eth1" }, 0 },
	{ SET, "eth1", { .address = MAC(2) }, -EADDRINUSE },
	{ DEL, "mv1", { 0 }, 0 },
	{ ADD, "mv4", { MODE(BRIDGE), UP, .address = MAC(1) }, 0 },
	{ SET, "mv4", { .netns = "box2" }, 0 },
	{ SET, "mv4", { UP }, 0 },
	{ ADD, "mv5", { MODE(VEPA), .address = MAC(1) }, 0 },
	{ DEL, "mv1", { 0 }, -ENODEV },
	{ ADD, "mb9", { MODE(BRIDGE) }, 0 },
	{ SET, "mv5", { SOURCES(list, SET) }, 0 },
	{ ADD, "mv6", { MODE(BRIDGE), UP }, 0 },
	{ ADD, "a1", { MODE(BRIDGE) }, 0 }, /* free slots are filled in their order */
	{ ADD, "a2", { MODE(BRIDGE), .netns = "box1" }, 0 },
	{ ADD, "a3", { MODE(BRIDGE), .address = MAC(5) }, 0 },
	{ DEL, "a1", { 0 }, 0 },
	{ DEL, "a2", { 0 }, 0 },
	{ ADD, "a4", { MODE(BRIDGE) }, 0 },
	{ ADD, "a5", { MODE(BRIDGE) }, 0 },
	{ ADD, "a6", { MODE(BRIDGE) }, 0 },
	{ SET, "a3", { UP }, 0 },
	{ ADD, "a7", { MODE(BRIDGE), UP, .address = MAC(5) }, -EADDRINUSE },
	{ DEL, "a3", { 0 }, 0 },
	{ DEL, "a4", { 0 }, 0 },
	{ DEL, "a5", { 0 }, 0 },
	{ DEL, "a6", { 0 }, 0 },
	{ DEL, "eth1", { 0 }, 0 },
	{ DEL, "mv4", { 0 }, 0 },
	{ ADD, "mv7", { MODE(PASSTHRU) }, -EINVAL },
	{ ADD, "mv8", { MODE(BRIDGE) }, 0 },
	{ DEL, "mv2", { 0 }, 0 },
	{ DEL, "mb9", { 0 }, 0 },
	{ DEL, "mv5", { 0 }, 0 },
	{ DEL, "mv6", { 0 }, 0 },
	{ DEL, "mv8", { 0 }, 0 },
	{ ADD, "mv7", { MODE(PASSTHRU), UP }, 0 },
	{ DEL, "mv7", { 0 }, 0 },
	{ ADD, "mv9", { MODE(BRIDGE) }, 0 },
	{ ADD, "mv9", { MODE(BRIDGE) }, -EEXIST }, /* the last: each try takes a number */
};

static int call(size_t i)
{
	struct macbpf_link_opts opts = calls[i].opts;

	opts.has |= MACBPF_LINK_HOOK;
	opts.hook = MACBPF_HOOK_TCX;
	switch (calls[i].op) {
	case ADD:
		return rig_try_add("eth0", calls[i].name, opts);
	case SET:
		opts.has &= ~(uint64_t)MACBPF_LINK_HOOK;
		return rig_try_set(NULL, calls[i].name, opts);
	default:
		return macbpf_link__del(rig_mb, NULL, calls[i].name);
	}
}

static void expect_call(size_t i)
{
	int err = call(i);

	ck_assert_msg(err == calls[i].want, "call %zu (%s): %d instead of %d: %s", i, calls[i].name,
		      err, calls[i].want, macbpf__error(rig_mb));
}

/* What there is after the first `count` calls, one by one. */
static char *serially(size_t count)
{
	rig_open();
	for (size_t i = 0; i < count; i++)
		expect_call(i);
	rig_settle();
	return fake_text();
}

START_TEST(same_as_one_by_one)
{
	size_t count = (size_t)_i + 1;
	char *want = serially(count);

	rig_open();
	ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	for (size_t i = 0; i < count; i++)
		expect_call(i);
	macbpf_batch__end(rig_mb);
	rig_settle();
	rig_expect_same(want, fake_text(), calls[_i].name);
}
END_TEST

/* The sentence is the one of a call alone, whatever the batch knew. */
START_TEST(same_sentence)
{
	char sentence[512];

	if (!calls[_i].want)
		return;
	free(serially((size_t)_i));
	expect_call((size_t)_i);
	snprintf(sentence, sizeof(sentence), "%s", macbpf__error(rig_mb));
	rig_open();
	ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	for (int i = 0; i <= _i; i++)
		expect_call((size_t)i);
	ck_assert_str_eq(macbpf__error(rig_mb), sentence);
}
END_TEST

/* Runs the batch with a fault; returns how many calls have ended as they should. */
static size_t run_with_fault(int at)
{
	size_t done = 0;

	rig_open();
	ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	fake_fault = (struct fake_fault){ .at = at, .dead = true, .error = -ENOMEM };
	while (done < ARRAY_SIZE(calls) && call(done) == calls[done].want && !fake_fault.where)
		done++;
	return done;
}

/* The kernel closes and unlocks what a dead process had; the next command is another's. */
static void bury_process(void)
{
	macbpf__close(rig_mb);
	rig_mb = NULL;
	fake_fault = (struct fake_fault){ 0 };
	fake.locked = false;
	ck_assert_int_eq(macbpf__open(&rig_mb, NULL), 0);
	rig_settle();
}

/* What can't be changed at once is not changed back by the next command. */
static bool may_be_half_done(const struct call *c)
{
	return c->op == SET && c->opts.source;
}

/* All of the call is there, or nothing. */
START_TEST(killed_anywhere_the_next_command_repairs)
{
	char *all[ARRAY_SIZE(calls) + 1], *got;
	bool is_cut;
	size_t done;
	int at = 0;

	for (size_t i = 0; i <= ARRAY_SIZE(calls); i++)
		all[i] = serially(i);
	do {
		at += 1;
		done = run_with_fault(at);
		bury_process();
		got = fake_text();
		is_cut = done < ARRAY_SIZE(calls);
		if (is_cut && (may_be_half_done(&calls[done]) || !strcmp(got, all[done + 1])))
			free(got);
		else
			rig_expect_same(strdup(all[done]), got, is_cut ? calls[done].name : "end");
	} while (is_cut);
	for (size_t i = 0; i <= ARRAY_SIZE(calls); i++)
		free(all[i]);
	ck_assert_int_gt(at, 500);
}
END_TEST

START_TEST(what_ip_does_between_two_calls_is_seen_if_it_matters)
{
	rig_open();
	ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE) });
	fake_dev_del(fake_dev_named(FAKE_HOME, "mv0"));
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	fake_dev_named(FAKE_HOME, "eth0")->dev.mtu = 9000;
	rig_add("mv2", (struct macbpf_link_opts){ .has = MACBPF_LINK_MTU, .mtu = 9000 });
	fake_dev_add(FAKE_HOME, "mb4", 0);
	rig_add("mv3", (struct macbpf_link_opts){ MODE(BRIDGE) });
	macbpf_batch__end(rig_mb);
	ck_assert_ptr_nonnull(fake_dev_named(FAKE_HOME, "mb5"));
}
END_TEST

/* A device that kept a hostdev's name from use is gone, for the batch too. */
START_TEST(a_name_is_free_again)
{
	rig_open();
	ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_add("mb2", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_del("mb2");
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE) });
	macbpf_batch__end(rig_mb);
	ck_assert_ptr_nonnull(fake_dev_named(FAKE_HOME, "mb2"));
}
END_TEST

START_TEST(a_pause_lets_others_write)
{
	rig_open();
	ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE) });
	ck_assert(fake.locked);
	macbpf_batch__pause(rig_mb);
	ck_assert(!fake.locked);
	rig_add("mv2", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_add("mv3", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_close();
	ck_assert(!fake.locked);
}
END_TEST

/* A look at one that has no carrier yet costs a grace period; to wait for the last is enough. */
START_TEST(the_last_device_is_looked_at_in_the_end)
{
	rig_open();
	ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	fake_fault = (struct fake_fault){ .call = "mb_rtnl_get", .error = -EIO };
	rig_add("mv1",
		(struct macbpf_link_opts){ MODE(BRIDGE), UP, .netns = "box1", .address = MAC(1) });
	ck_assert_ptr_null(fake_fault.where);
	macbpf_batch__end(rig_mb);
	ck_assert_ptr_nonnull(fake_fault.where);
}
END_TEST

START_TEST(hooks)
{
	static const struct {
		uint64_t has;
		uint32_t hook, want;
	} rows[] = {
		{ 0, 0, MACBPF_HOOK_CLSACT },
		{ MACBPF_LINK_HOOK, MACBPF_HOOK_AUTO, MACBPF_HOOK_CLSACT },
		{ MACBPF_LINK_HOOK, MACBPF_HOOK_TCX, MACBPF_HOOK_TCX },
	};

	rig_open();
	ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		rig_add("mv0",
			(struct macbpf_link_opts){ .has = rows[i].has, .hook = rows[i].hook });
		ck_assert_uint_eq(fake_dev_named(FAKE_HOME, "mb0")->hook, rows[i].want);
		ck_assert_uint_eq(fake_dev_named(FAKE_HOME, "eth0")->hook, MACBPF_HOOK_TCX);
		rig_del("mv0");
	}
}
END_TEST

START_TEST(wrong_use)
{
	struct macbpf_batch_opts opts = { .sz = sizeof(opts), .flags = 2 };

	rig_open();
	macbpf_batch__pause(rig_mb);
	macbpf_batch__end(rig_mb);
	macbpf_batch__end(NULL);
	rig_expect(macbpf_batch__begin(rig_mb, &opts), -EINVAL, "0x2", "an unknown flag");
	ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	rig_expect(macbpf_batch__begin(rig_mb, NULL), -EALREADY, "already", "a batch in a batch");
}
END_TEST

static void fill(TCase *tc)
{
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, same_as_one_by_one, 0, ARRAY_SIZE(calls));
	tcase_add_loop_test(tc, same_sentence, 0, ARRAY_SIZE(calls));
	tcase_add_test(tc, killed_anywhere_the_next_command_repairs);
	tcase_add_test(tc, what_ip_does_between_two_calls_is_seen_if_it_matters);
	tcase_add_test(tc, a_name_is_free_again);
	tcase_add_test(tc, a_pause_lets_others_write);
	tcase_add_test(tc, the_last_device_is_looked_at_in_the_end);
	tcase_add_test(tc, hooks);
	tcase_add_test(tc, wrong_use);
}

int main(void)
{
	return rig_main("batch", fill);
}
