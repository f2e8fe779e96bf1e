// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_guard.c - frames of a hostile sender, and a second opinion on each: that of
 * guard_frames.py, which is written from the rules and not from the program. With GUARD_RANDOM=n
 * and GUARD_SEED=n, so many more, made of these by chance.
 *
 * guards: bpf/guard.h bpf/rules.h bpf/rules_ipv4.h bpf/rules_ipv6.h bpf/rules_nd.h
 */
#include <arpa/inet.h>
#include <check.h>
#include <err.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>

#include "tests/harness/runner.h"
#include "bpf/policy.h"
#include "port.h"

#define LINE_SIZE 8192
#define CUT_OFF	  (ETH_HLEN + 40)

struct line {
	uint32_t flags, tci;
	char reason[32], name[128];
	uint8_t frame[2048];
	size_t len;
};

static struct rig rig, rig_list;

static const char *word(uint32_t reason)
{
	static const char *const words[256] = {
#define WORD(name, word, text) [MB_R_##name] = word,
		MB_REASONS(WORD)
#undef WORD
			[MB_R_NONE] = "pass",
	};

	return reason < 256 && words[reason] ? words[reason] : "?";
}

static bool read_line(FILE *in, struct line *line)
{
	static char text[LINE_SIZE];
	char hex[LINE_SIZE];
	int at = 0;

	if (!fgets(text, sizeof(text), in))
		return false;
	if (sscanf(text, "%u %u %31s %8191s %n", &line->flags, &line->tci, line->reason, hex,
		   &at) != 4)
		errx(1, "guard_frames.py said: %s", text);
	snprintf(line->name, sizeof(line->name), "%.*s", (int)strcspn(text + at, "\n"), text + at);
	line->len = strlen(hex) / 2;
	for (size_t i = 0; i < line->len && i < sizeof(line->frame); i++) {
		char byte[3] = { hex[2 * i], hex[2 * i + 1] };

		line->frame[i] = (uint8_t)strtoul(byte, NULL, 16);
	}
	return true;
}

static void put_addr(struct mb_guard *guard, int family, const char *text)
{
	uint8_t addr[16] = { [10] = 0xff, 0xff };

	ck_assert_int_eq(inet_pton(family, text, family == AF_INET ? addr + 12 : addr), 1);
	memcpy(&guard->addr[guard->count++], addr, sizeof(addr));
}

/* The list that guard_frames.py has. One of the IPv4 addresses is in the front. */
static void put_guard(struct rig *r, uint32_t flags)
{
	uint32_t hostdev = world_hostdev(B1), slot;
	struct mb_guard guard = { .flags = flags };
	uint64_t pair = mb_guard_pair(hostdev, inet_addr("10.9.0.1"));

	put_addr(&guard, AF_INET, "10.9.0.1");
	put_addr(&guard, AF_INET, "10.9.0.11");
	put_addr(&guard, AF_INET6, "fd00::1");
	slot = mb_guard_slot(pair);
	ck_assert(!bpf_map_update_elem(rig_map_fd(r, "mb_guards"), &hostdev, &guard, 0));
	ck_assert(!bpf_map_update_elem(rig_map_fd(r, "mb_guard_front"), &slot, &pair, 0));
}

static FILE *open_frames(void)
{
	const char *count = getenv("GUARD_RANDOM"), *seed = getenv("GUARD_SEED");
	char command[256];
	uint8_t m[6];

	world_mac(B1, m);
	snprintf(command, sizeof(command),
		 "python3 tests/prog/guard_frames.py %02x:%02x:%02x:%02x:%02x:%02x %.12s %.12s",
		 m[0], m[1], m[2], m[3], m[4], m[5], count ? count : "",
		 count ? (seed ? seed : "1") : "");
	return popen(command, "r");
}

static bool differs(const struct line *line)
{
	struct rig *r = line->flags & MB_GUARD_IP ? &rig_list : &rig;
	struct outcome out;
	const char *said;
	int err;

	put_guard(r, line->flags);
	err = rig_run(r, B1, line->frame, line->len, (uint16_t)line->tci, &out);
	/* The kernel tests no program with a frame that is cut off within its first headers. */
	if (err == -EINVAL && line->len < CUT_OFF)
		return false;
	ck_assert_msg(!err, "%s: %d", line->name, err);
	said = word(out.cb[MB_TRACE_REASON]);
	if (out.cb[MB_TRACE_ACT] != MB_ACT_DROP)
		said = "pass";
	if (!strcmp(said, line->reason))
		return false;
	fprintf(stderr, "%s, flags %#x, tag %u: %s, not %s\n", line->name, line->flags, line->tci,
		said, line->reason);
	return true;
}

START_TEST(as_the_other_says)
{
	size_t frames = 0, differences = 0;
	static struct line line;
	FILE *in = open_frames();

	ck_assert_ptr_nonnull(in);
	rig_open(&rig, MB_F_BRIDGE | MB_F_GUARD | MB_F_TRACE);
	rig_open(&rig_list, MB_F_BRIDGE | MB_F_GUARD | MB_F_GUARD_IP | MB_F_TRACE);
	while (read_line(in, &line)) {
		frames++;
		differences += differs(&line);
	}
	pclose(in);
	rig_close(&rig);
	rig_close(&rig_list);
	fprintf(stderr, "guard: %zu frames, %zu differences\n", frames, differences);
	ck_assert_uint_eq(differences, 0);
	ck_assert_uint_ge(frames, 500);
}
END_TEST

/* Closed: no entry, nothing out. */
START_TEST(without_an_entry_nothing_passes)
{
	uint8_t frame[FRAME_LEN];
	struct outcome out;

	rig_open(&rig, MB_F_BRIDGE | MB_F_GUARD | MB_F_GUARD_IP | MB_F_TRACE);
	port_frame(frame, B1, B2, ETH_P_IP);
	ck_assert_int_eq(rig_run(&rig, B1, frame, sizeof(frame), 0, &out), 0);
	ck_assert_uint_eq(out.cb[MB_TRACE_ACT], MB_ACT_DROP);
	ck_assert_uint_eq(rig_counted(&rig, MB_R_GUARD_MAC), 1);
	ck_assert_uint_eq(rig_counted_of(&rig, B1, MB_R_GUARD_MAC), 1);
	rig_close(&rig);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("guard");
	TCase *tc = tcase_create("guard");

	if (system("python3 -c pass >/dev/null 2>&1")) {
		fprintf(stderr, "check_guard: skipped: needs python3\n");
		return 77;
	}
	world_open("check_guard");
	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, as_the_other_says);
	tcase_add_test(tc, without_an_entry_nothing_passes);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
