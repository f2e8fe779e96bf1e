// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_kernel.c - kernels that lack what macbpf needs: what it says, and what it does instead.
 *
 * guards: libmacbpf/kernel/ libmacbpf/api/
 */
#include <errno.h>
#include <linux/bpf.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "refuse.h"

struct lack {
	const char *what;
	struct refusal refusal;
	const char *hook;
	const char *sentence; /* what the refusal must say */
};

static const struct lack before_tcx = {
	"TCX, as before 6.6",
	{ BPF_PROG_ATTACH, BPF_PROG_DETACH, EINVAL },
	"auto",
	"",
};

static const struct lack lacks[] = {
	{ "TCX, as before 6.6", { BPF_PROG_ATTACH, BPF_PROG_DETACH, EINVAL }, "tcx", "has no TCX" },
	{ "BPF", { 0, 64, ENOSYS }, "auto", "no BPF" },
	{ "permission for BPF", { 0, 64, EPERM }, "auto", "seccomp" },
};

static int exec_add(void *arg, int fd)
{
	char *path = strndup(macbpf_path(), strcspn(macbpf_path(), " ")); /* it may have options */
	const struct lack *lack = arg;

	dup2(fd, STDERR_FILENO);
	execl(path, "macbpf", "-hook", lack->hook, "-endpoint", "veth", "link", "add", "link",
	      "low", "name", "mv0", "type", "macvlan", NULL);
	return 98;
}

/* Runs `macbpf link add` on such a kernel; returns its exit status and what it said. */
static int add_on(const struct lack *lack, char *said, size_t size)
{
	int status = refuse_bpf(&lack->refusal, exec_add, (void *)lack, said, size);

	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

START_TEST(what_is_lacking_is_named_and_nothing_is_left)
{
	const struct lack *lack = &lacks[_i];
	char said[1024];
	int status = add_on(lack, said, sizeof(said));

	ck_assert_msg(status == 2, "without %s: exit status %d: %s", lack->what, status, said);
	ck_assert_msg(!!strstr(said, lack->sentence), "without %s it says: %s", lack->what, said);
	ck_assert_msg(strchr(said, '\n') == said + strlen(said) - 1, "one line, not: %s", said);
	expect_devices(2);
}
END_TEST

START_TEST(without_tcx_clsact_does)
{
	struct macbpf_link_opts up = { .sz = sizeof(up),
				       .dev_flags = IFF_UP,
				       .dev_flags_mask = IFF_UP };
	char said[1024];

	ck_assert_msg(!add_on(&before_tcx, said, sizeof(said)), "it says: %s", said);
	ck_assert_uint_eq(info_of("mv0")->hook, MACBPF_HOOK_CLSACT);
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &up));
	ck_assert(arrives(AT(&fx.far, "wire"), mac_wire, mac_all, AT(&fx.host, "mv0")));
	ck_assert(arrives(AT(&fx.host, "mv0"), mac_a, mac_wire, AT(&fx.far, "wire")));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	expect_devices(2);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, without_tcx_clsact_does);
	tcase_add_loop_test(tc, what_is_lacking_is_named_and_nothing_is_left, 0,
			    sizeof(lacks) / sizeof(lacks[0]));
}

int main(void)
{
	return run_suite("kernel", add_tests);
}
