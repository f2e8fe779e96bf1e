// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_feature.c - the listing of features is true, and trying them leaves nothing.
 *
 * guards: libmacbpf/api/feature.c
 */
#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/text.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"
#include "refuse.h"

struct lack {
	const char *what;
	struct refusal refusal;
	const char *facts[9]; /* lines that there must be */
};

static const struct lack lacks[] = {
	{ "nothing",
	  { 64, 64, ENOSYS },
	  { "bpf yes", "bpf_loop yes", "datapath yes", "clsact yes", "veth yes", "tun yes",
	    "cap_bpf yes" } },
	{ "TCX, as before 6.6",
	  { BPF_PROG_ATTACH, BPF_PROG_DETACH, EINVAL },
	  { "tcx no", "bpf yes", "datapath yes", "clsact yes", "veth yes" } },
	{ "BPF",
	  { 0, 64, ENOSYS },
	  { "bpf no", "bpf_loop no", "datapath no", "tcx no", "clsact no", "sk_lookup no",
	    "netkit no", "veth yes" } },
	{ "permission for BPF",
	  { 0, 64, EPERM },
	  { "bpf unknown", "bpf_loop unknown", "datapath unknown", "tcx unknown", "clsact unknown",
	    "sk_lookup unknown", "netkit unknown", "veth yes" } },
	{ "permission to load",
	  { BPF_PROG_LOAD, BPF_PROG_LOAD, EPERM },
	  { "bpf unknown", "bpf_redirect_peer unknown", "arp_directed unknown", "tcx unknown",
	    "tun yes" } },
};

/* All features, each a line of name and state between newlines. */
static void list(char *text, size_t size)
{
	struct macbpf_feature_info info = { .sz = sizeof(info) };
	const struct macbpf_feature *feature = NULL;
	struct macbpf_features *features;

	ck_assert_int_eq(macbpf_features__get(&features), 0);
	snprintf(text, size, "\n");
	while ((feature = macbpf_features__next(features, feature))) {
		ck_assert_int_eq(macbpf_feature__info(feature, &info), 0);
		ck_assert_int_eq(info.state == MACBPF_FEATURE_UNKNOWN, !!info.error);
		ck_assert_msg(info.text && *info.text, "%s has no sentence", info.name);
		mb_text_append(text, size, "%s %s\n", info.name,
			       macbpf_feature_state__name(info.state));
		ck_assert_uint_lt(strlen(text), size - 1);
	}
	macbpf_features__free(features);
}

static bool says(const char *text, const char *fact)
{
	char line[64];

	snprintf(line, sizeof(line), "\n%s\n", fact);
	return !!strstr(text, line);
}

static int write_list(void *arg, int fd)
{
	char text[2048];
	size_t len;

	(void)arg;
	list(text, sizeof(text));
	len = strlen(text);
	return write(fd, text, len) != (ssize_t)len;
}

START_TEST(what_is_lacking_is_seen)
{
	const struct lack *lack = &lacks[_i];
	char text[2048];

	ck_assert_msg(!refuse_bpf(&lack->refusal, write_list, NULL, text, sizeof(text)),
		      "without %s the child fails", lack->what);
	for (int i = 0; lack->facts[i]; i++)
		ck_assert_msg(says(text, lack->facts[i]), "without %s, no '%s' in:%s", lack->what,
			      lack->facts[i], text);
	expect_devices(2);
}
END_TEST

/* Whatever HOOK and MACBPF_ENDPOINT of the environment ask for. */
static void open_with_defaults(void)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts), .netns = "nt-host" };

	macbpf__close(fx.mb);
	ck_assert_int_eq(macbpf__open(&fx.mb, &opts), 0);
}

/* A listing that says one thing while `link add` does another would be worth nothing. */
START_TEST(what_is_there_is_used)
{
	struct macbpf_port_info port = { .sz = sizeof(port) };
	struct macbpf_ports *ports;
	char text[2048];

	open_with_defaults();
	list(text, sizeof(text));
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, NULL);
	ck_assert_str_eq(macbpf_kind__name(info_of("mv0")->kind),
			 says(text, "netkit yes") ? "netkit" : "veth");
	expect_ok(macbpf_ports__get(fx.mb, "low", &ports));
	expect_ok(macbpf_port__info(macbpf_ports__next(ports, NULL), &port));
	ck_assert_str_eq(macbpf_hook__name(port.hook), says(text, "tcx yes") ? "tcx" : "clsact");
	macbpf_ports__free(ports);
}
END_TEST

static bool probe_is_gone(void *arg)
{
	struct bpf_prog_info info;
	__u32 id = 0, len;
	int fd;

	(void)arg;
	while (!bpf_prog_get_next_id(id, &id)) {
		fd = bpf_prog_get_fd_by_id(id);
		if (fd < 0)
			continue;
		memset(&info, 0, sizeof(info));
		len = sizeof(info);
		bpf_obj_get_info_by_fd(fd, &info, &len);
		close(fd);
		if (!strcmp(info.name, "mb_probe"))
			return false;
	}
	return true;
}

/* Devices here have the very names that the probes give theirs. */
START_TEST(nothing_is_touched_or_left)
{
	char before[2048], after[2048];

	list(before, sizeof(before));
	run_ok(&fx.host, "ip link add probe0 type veth peer name probe1");
	netns_enter(&fx.host);
	list(after, sizeof(after));
	netns_leave();
	ck_assert_str_eq(before, after);
	expect_devices(4);
	ck_assert_int_eq(count_links(), 0);
	ck_assert(wait_until(probe_is_gone, NULL, 2 * WAIT_MS));
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, what_is_lacking_is_seen, 0, sizeof(lacks) / sizeof(lacks[0]));
	tcase_add_test(tc, what_is_there_is_used);
	tcase_add_test(tc, nothing_is_touched_or_left);
}

int main(void)
{
	return run_suite("feature", add_tests);
}
