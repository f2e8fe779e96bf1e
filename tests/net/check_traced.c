// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_traced.c - what is told of frames is what was done, of those that were asked for.
 *
 * guards: libmacbpf/api/trace_frame.c bpf/trace
 */
#include <linux/if_ether.h>
#include <errno.h>
#include <linux/pkt_cls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/backlog.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"

#define TOLD_MAX 4096

/* What one frame of ours was told to be. */
static struct told {
	uint32_t token;
	char line[128];
	uint32_t bytes, length, rest;
	int32_t verdict;
	uint64_t left_out;
	uint8_t frame[MACBPF_TRACE_BYTES + 4];
} told[TOLD_MAX];

static size_t count;
static struct macbpf_trace *trace;
static uint32_t next_token;

static const char *sender(const struct macbpf_traced *f)
{
	if (f->origin == MACBPF_ORIGIN_ENDPOINT)
		return f->at.name;
	return f->origin == MACBPF_ORIGIN_HOST ? "host" : "wire";
}

/* mva deliver mvb +2 mvb mvc */
static void write_line(struct told *t, const struct macbpf_traced *f)
{
	int n = snprintf(t->line, sizeof(t->line), "%s %s", sender(f), macbpf_act__name(f->act));

	if (f->target.ifindex)
		n += snprintf(t->line + n, sizeof(t->line) - (size_t)n, " %s", f->target.name);
	for (uint32_t i = 0; i < f->copies_named; i++)
		n += snprintf(t->line + n, sizeof(t->line) - (size_t)n, " +%s", f->copy[i].name);
	if (f->refused)
		n += snprintf(t->line + n, sizeof(t->line) - (size_t)n, " -%u", f->refused);
	if (f->reason)
		snprintf(t->line + n, sizeof(t->line) - (size_t)n, " %s", f->reason);
}

static void note(const struct macbpf_traced *f, void *arg)
{
	struct told *t = &told[count];

	(void)arg;
	if (!frame_token(f->frame, f->bytes, &t->token))
		return;
	ck_assert_uint_lt(++count, TOLD_MAX);
	write_line(t, f);
	t->bytes = f->bytes;
	t->length = f->length;
	t->rest = f->rest;
	t->verdict = f->verdict;
	t->left_out = f->left_out;
	memcpy(t->frame, f->frame, f->bytes);
}

static void begin(struct macbpf_trace_opts opts)
{
	opts.sz = sizeof(opts);
	opts.lower = "low";
	expect_ok(macbpf_trace__open(fx.mb, &opts, &trace));
	count = 0;
}

/* Of those that are waited for. */
static bool has_come(void *token)
{
	ck_assert_int_ge(macbpf_trace__dispatch(trace, note, NULL), 0);
	for (size_t i = 0; i < count; i++)
		if (told[i].token == *(uint32_t *)token)
			return true;
	return false;
}

static uint32_t send_from(struct spot from, const uint8_t *src, const uint8_t *dst, uint8_t tags)
{
	struct frame frame = { .token = ++next_token, .tags = tags, .vid = { 7 } };
	int fd = frame_socket(from.ns, from.device);

	memcpy(frame.dst, dst, 6);
	memcpy(frame.src, src, 6);
	ck_assert_int_eq(backlog_send(fd, &frame), 0);
	close(fd);
	return next_token;
}

static const struct told *find(uint32_t token)
{
	for (size_t i = 0; i < count; i++)
		if (told[i].token == token)
			return &told[i];
	return NULL;
}

static const struct told *expect(uint32_t token, const char *line)
{
	const struct told *t;

	ck_assert_msg(wait_until(has_come, &token, WAIT_MS), "%s: is not told", line);
	t = find(token);
	ck_assert_str_eq(t->line, line);
	return t;
}

static struct spot far_end(void)
{
	return AT(&fx.far, "wire");
}

static struct spot box(int n)
{
	static const char *const names[] = { "mva", "mvb", "mvc" };

	return AT(&fx.box[n], names[n]);
}

static void make_world(void)
{
	add_link("low", "mva", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mvb", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	add_link("low", "mvc", MACBPF_MODE_PRIVATE, mac_c, &fx.box[2]);
}

START_TEST(what_is_done_is_told)
{
	const struct told *t;

	make_world();
	begin((struct macbpf_trace_opts){ 0 });
	t = expect(send_from(far_end(), mac_wire, mac_a, 0), "wire deliver mva");
	ck_assert_int_eq(t->verdict, TC_ACT_REDIRECT);
	ck_assert_uint_eq(t->length, 60);
	ck_assert_uint_eq(t->bytes, 60);
	expect(send_from(box(0), mac_a, mac_b, 0), "mva deliver mvb");
	expect(send_from(box(2), mac_c, mac_a, 0), "mvc wire low");
	t = expect(send_from(far_end(), mac_wire, mac_low, 0), "wire next");
	ck_assert_int_eq(t->verdict, TC_ACT_UNSPEC);
	expect(send_from(far_end(), mac_wire, mac_all, 0), "wire next +mva +mvb +mvc flood-wire");
	expect(send_from(box(0), mac_a, mac_all, 0), "mva wire low +mvb flood-endpoint");
	expect(send_from(far_end(), mac_a, mac_all, 0), "wire next flood-wire");
	t = expect(send_from(far_end(), mac_wire, mac_b, 1), "wire deliver mvb");
	ck_assert_uint_eq(t->length, 64);
	ck_assert_uint_eq(t->frame[12] << 8 | t->frame[13], ETH_P_8021Q);
	ck_assert_uint_eq(t->frame[15], 7);
	macbpf_trace__close(trace);
}
END_TEST

static bool is_refused(void *token)
{
	const struct told *t;

	*(uint32_t *)token = send_from(far_end(), mac_wire, mac_all, 0);
	if (!wait_until(has_come, token, WAIT_MS))
		return false;
	t = find(*(uint32_t *)token);
	return !strcmp(t->line, "wire next +mva +mvb -1 flood-wire");
}

START_TEST(refusals_are_told)
{
	uint32_t token;

	make_world();
	begin((struct macbpf_trace_opts){ .what = MACBPF_TRACE_DROPS });
	run_ok(&fx.box[2], "ip link set mvc down");
	ck_assert(wait_until(is_refused, &token, WAIT_MS));
	for (size_t i = 0; i < count; i++)
		ck_assert(strstr(told[i].line, "-1"));
	macbpf_trace__close(trace);
	run_ok(&fx.host, "%s link set mva guard mac", macbpf_path());
	begin((struct macbpf_trace_opts){ .what = MACBPF_TRACE_DROPS });
	send_from(box(1), mac_b, mac_a, 0);
	expect(send_from(box(0), mac_a, mac_b, 0), "mva drop guard-l2");
	expect(send_from(box(0), mac_c, mac_b, 0), "mva drop guard-mac");
	ck_assert_uint_eq(count, 2);
	macbpf_trace__close(trace);
}
END_TEST

/* Sends one that is not to be told, then one that is. */
static void expect_only(struct macbpf_trace_opts opts, uint32_t (*no)(void), uint32_t (*yes)(void))
{
	uint32_t unwanted, wanted;

	begin(opts);
	unwanted = no();
	wanted = yes();
	ck_assert(wait_until(has_come, &wanted, WAIT_MS));
	ck_assert_msg(!find(unwanted), "%#x: %s", opts.what, find(unwanted)->line);
	macbpf_trace__close(trace);
}

static uint32_t wire_to_a(void)
{
	return send_from(far_end(), mac_wire, mac_a, 0);
}

static uint32_t a_to_b(void)
{
	return send_from(box(0), mac_a, mac_b, 0);
}

static uint32_t b_to_wire(void)
{
	return send_from(box(1), mac_b, mac_wire, 0);
}

static uint32_t a_to_all(void)
{
	return send_from(box(0), mac_a, mac_all, 0);
}

static uint32_t wire_to_host(void)
{
	return send_from(far_end(), mac_wire, mac_low, 0);
}

START_TEST(what_was_asked_for_is_told)
{
	struct macbpf_trace_opts address = { .what = MACBPF_TRACE_ADDRESS };

	make_world();
	expect_only((struct macbpf_trace_opts){ .what = MACBPF_TRACE_WIRE }, a_to_b, wire_to_a);
	expect_only((struct macbpf_trace_opts){ .what = MACBPF_TRACE_WIRE }, a_to_b, b_to_wire);
	expect_only((struct macbpf_trace_opts){ .what = MACBPF_TRACE_HOST }, wire_to_a,
		    wire_to_host);
	expect_only((struct macbpf_trace_opts){ .what = MACBPF_TRACE_GROUPS }, a_to_b, a_to_all);
	memcpy(address.address, mac_wire, 6);
	expect_only(address, a_to_b, wire_to_a);
	expect_only(address, a_to_b, b_to_wire);
	expect_only((struct macbpf_trace_opts){ .endpoint = "mvb" }, wire_to_a, a_to_b);
	expect_only((struct macbpf_trace_opts){ .endpoint = "mvb" }, wire_to_a, b_to_wire);
	expect_only((struct macbpf_trace_opts){ .endpoint = "mvb" }, wire_to_a, a_to_all);
}
END_TEST

START_TEST(no_more_is_told_than_asked_for)
{
	uint64_t left_out, lost;
	uint32_t last;

	make_world();
	begin((struct macbpf_trace_opts){
		.what = MACBPF_TRACE_ADDRESS, .address = { 2, 0, 0, 0, 1, 2 }, .sample = 10 });
	for (int i = 0; i < 50; i++)
		last = a_to_b();
	ck_assert(!wait_until(has_come, &last, 100));
	ck_assert_uint_le(count, 5 + 2); /* each CPU begins anew */
	ck_assert_int_eq(macbpf_trace__missed(trace, &left_out, &lost), 0);
	for (size_t i = 0; i < count; i++)
		left_out += told[i].left_out;
	ck_assert_uint_eq(left_out + count, 50);
	macbpf_trace__close(trace);
	begin((struct macbpf_trace_opts){ .rate = 3, .bytes = 32 });
	for (int i = 0; i < 50; i++)
		last = wire_to_a();
	ck_assert(!wait_until(has_come, &last, 100));
	ck_assert_uint_ge(count, 1);
	ck_assert_uint_eq(told[0].bytes, 32);
	ck_assert_uint_eq(told[0].length, 60);
	macbpf_trace__close(trace);
}
END_TEST

static bool says(void *arg)
{
	uint32_t token = send_from(far_end(), mac_wire, mac_all, 0);

	return wait_until(has_come, &token, WAIT_MS) && !strcmp(find(token)->line, arg);
}

/* What was sent before it was followed is not told. */
static bool says_host(void *arg)
{
	uint32_t token = send_from(AT(&fx.host, "low"), mac_low, mac_b, 0);

	(void)arg;
	return wait_until(has_come, &token, 100);
}

START_TEST(what_changes_meanwhile_is_followed)
{
	uint32_t token;

	make_world();
	begin((struct macbpf_trace_opts){ 0 });
	run_ok(&fx.host, "%s link add link low name mvd netns nt-box1 up type macvlan mode vepa",
	       macbpf_path());
	ck_assert(wait_until(says, "wire next +mva +mvb +mvc +mvd flood-wire", WAIT_MS));
	run_ok(&fx.host, "%s link set mva type macvlan mode private", macbpf_path());
	token = send_from(box(0), mac_a, mac_b, 0);
	ck_assert(!wait_until(has_come, &token, 100) || !strcmp(find(token)->line, "mva wire low"));
	expect(send_from(box(0), mac_a, mac_b, 0), "mva wire low");
	run_ok(&fx.host, "%s port set link low host-access on", macbpf_path());
	ck_assert(wait_until(says_host, NULL, WAIT_MS));
	expect(send_from(AT(&fx.host, "low"), mac_low, mac_b, 0), "host deliver mvb");
	expect(send_from(box(1), mac_b, mac_low, 0), "mvb host low");
	expect(send_from(box(1), mac_b, mac_wire, 0), "mvb wire low");
	for (int i = 0; i < 4; i++)
		run_ok(&fx.host, "%s link del mv%c", macbpf_path(), 'a' + i);
	ck_assert_int_eq(macbpf_trace__dispatch(trace, note, NULL), -ENODEV);
	macbpf_trace__close(trace);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, what_is_done_is_told);
	tcase_add_test(tc, refusals_are_told);
	tcase_add_test(tc, what_was_asked_for_is_told);
	tcase_add_test(tc, no_more_is_told_than_asked_for);
	tcase_add_test(tc, what_changes_meanwhile_is_followed);
}

int main(void)
{
	return run_suite("traced", add_tests);
}
