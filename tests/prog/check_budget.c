// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_budget.c - what the verifier has to walk, against tests/expect/verifier.budget.
 *
 * Growth here is what first breaks on other kernels, long before anything is slow. Kernels differ
 * in what they walk, compilers in what they make of the same source: each pair has figures of its
 * own. A tenth more than the file says is a failure; if it is meant, the new figures, which are
 * printed, go into the file.
 *
 * guards: bpf/
 */
#include <err.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "bpf/abi/abi.h"
#include "budget.h"
#include "macbpf.skel.h"

/* "clang14": mk/test-prog.mk asks it. */
#define TEXT(number)	#number
#define NAME_OF(number) "clang" TEXT(number)
#define COMPILER	NAME_OF(MB_CLANG)

#define LOWER		"mb_lower_ingress"
#define ENDPOINT	"mb_endpoint_ingress"
#define CLOSED		"mb_closed"
#define LOWER_GROUPS	"mb_lower_ingress_groups"
#define ENDPOINT_GROUPS "mb_endpoint_ingress_groups"
#define HOST		"mb_lower_egress"
#define HOST_GROUPS	"mb_lower_egress_groups"
#define GUARDED		"mb_endpoint_ingress_guarded"
#define LIMITED		"mb_endpoint_ingress_limited"
#define PACED		"mb_paced"

static const struct setting {
	const char *prog, *name;
	uint32_t features;
} settings[] = {
	{ LOWER, "plain", 0 },
	{ LOWER, "passthru", MB_F_PASSTHRU },
	{ LOWER, "sources", MB_F_SOURCES },
	{ LOWER, "vlans", MB_F_VLANS },
	{ ENDPOINT, "plain", 0 },
	{ ENDPOINT, "bridge", MB_F_BRIDGE },
	{ ENDPOINT, "bridge,sources", MB_F_BRIDGE | MB_F_SOURCES },
	{ ENDPOINT, "bridge,xmit", MB_F_BRIDGE | MB_F_XMIT },
	{ LOWER, "directed", MB_F_DIRECTED },
	{ LOWER, "sources,directed", MB_F_SOURCES | MB_F_DIRECTED },
	{ ENDPOINT, "directed", MB_F_DIRECTED },
	{ ENDPOINT, "bridge,directed", MB_F_BRIDGE | MB_F_DIRECTED },
	{ ENDPOINT, "bridge,sources,directed", MB_F_BRIDGE | MB_F_SOURCES | MB_F_DIRECTED },
	{ LOWER, "learnt", MB_F_LEARNT },
	{ ENDPOINT, "learns", MB_F_LEARNT | MB_F_LEARNS },
	{ ENDPOINT, "bridge,learns", MB_F_BRIDGE | MB_F_LEARNT | MB_F_LEARNS },
	{ ENDPOINT, "bridge,sources,directed,learns",
	  MB_F_BRIDGE | MB_F_SOURCES | MB_F_DIRECTED | MB_F_LEARNT | MB_F_LEARNS },
	{ LOWER_GROUPS, "plain", MB_F_GROUPS },
	{ LOWER_GROUPS, "sources,directed", MB_F_SOURCES | MB_F_GROUPS | MB_F_DIRECTED },
	{ ENDPOINT_GROUPS, "plain", MB_F_GROUPS },
	{ ENDPOINT_GROUPS, "bridge", MB_F_BRIDGE | MB_F_GROUPS },
	{ ENDPOINT_GROUPS, "bridge,xmit", MB_F_BRIDGE | MB_F_GROUPS | MB_F_XMIT },
	{ LOWER_GROUPS, "sources,directed,host,learnt",
	  MB_F_SOURCES | MB_F_GROUPS | MB_F_DIRECTED | MB_F_HOST | MB_F_LEARNT },
	{ ENDPOINT_GROUPS, "bridge,sources,directed,host,learns",
	  MB_F_BRIDGE | MB_F_SOURCES | MB_F_GROUPS | MB_F_DIRECTED | MB_F_HOST | MB_F_LEARNT |
		  MB_F_LEARNS },
	{ ENDPOINT_GROUPS, "bridge,sources,directed",
	  MB_F_BRIDGE | MB_F_SOURCES | MB_F_GROUPS | MB_F_DIRECTED },
	{ GUARDED, "guard", MB_F_GUARD },
	{ GUARDED, "bridge,guard_ip", MB_F_BRIDGE | MB_F_GUARD | MB_F_GUARD_IP },
	{ GUARDED, "bridge,isolated,xmit", MB_F_BRIDGE | MB_F_ISOLATED | MB_F_XMIT },
	{ GUARDED, "bridge,sources,directed,groups,guard_ip,isolated",
	  MB_F_BRIDGE | MB_F_SOURCES | MB_F_GROUPS | MB_F_DIRECTED | MB_F_GUARD | MB_F_GUARD_IP |
		  MB_F_ISOLATED },
	{ LIMITED, "bridge,group_rate", MB_F_BRIDGE | MB_F_GROUP_RATE },
	{ CLOSED, "plain", 0 },
	{ LIMITED, "bridge,paced", MB_F_BRIDGE | MB_F_PACED },
	{ LIMITED, "bridge,xmit,paced", MB_F_BRIDGE | MB_F_XMIT | MB_F_PACED },
	{ LIMITED, "bridge,sources,directed,groups,guard_ip,isolated,group_rate,paced",
	  MB_F_BRIDGE | MB_F_SOURCES | MB_F_GROUPS | MB_F_DIRECTED | MB_F_GUARD | MB_F_GUARD_IP |
		  MB_F_ISOLATED | MB_F_GROUP_RATE | MB_F_PACED },
	{ PACED, "plain", 0 },
	{ LOWER, "host", MB_F_HOST },
	{ ENDPOINT, "host", MB_F_HOST },
	{ ENDPOINT, "bridge,host", MB_F_BRIDGE | MB_F_HOST },
	{ ENDPOINT, "bridge,sources,directed,host",
	  MB_F_BRIDGE | MB_F_SOURCES | MB_F_DIRECTED | MB_F_HOST },
	{ LOWER_GROUPS, "sources,directed,host",
	  MB_F_SOURCES | MB_F_GROUPS | MB_F_DIRECTED | MB_F_HOST },
	{ ENDPOINT_GROUPS, "bridge,sources,directed,host",
	  MB_F_BRIDGE | MB_F_SOURCES | MB_F_GROUPS | MB_F_DIRECTED | MB_F_HOST },
	{ HOST, "plain", MB_F_HOST },
	{ HOST_GROUPS, "plain", MB_F_HOST | MB_F_GROUPS },
};
#define SETTINGS (sizeof(settings) / sizeof(settings[0]))

static struct budget budget;
static int failures;

static uint32_t walked(const struct setting *setting)
{
	const struct mb_config config = { .lower = 1, .features = setting->features };
	struct macbpf_bpf *skel = macbpf_bpf__open();
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);
	struct bpf_program *prog;

	if (!skel)
		err(1, "open the datapath");
	skel->rodata->mb_cfg = mb_constants_of(&config);
	bpf_object__for_each_program(prog, skel->obj)
		bpf_program__set_autoload(prog, !strcmp(bpf_program__name(prog), setting->prog));
	prog = bpf_object__find_program_by_name(skel->obj, setting->prog);
	if (macbpf_bpf__load(skel))
		err(1, "load %s with %s", setting->prog, setting->name);
	if (bpf_obj_get_info_by_fd(bpf_program__fd(prog), &info, &len))
		err(1, "ask for %s", setting->prog);
	macbpf_bpf__destroy(skel);
	return info.verified_insns;
}

static void check(const struct setting *setting)
{
	uint32_t now = walked(setting), figure;
	char name[96];

	snprintf(name, sizeof(name), "%s %s", setting->prog, setting->name);
	printf("%s %s %u\n", budget.key, name, now);
	figure = budget_of(&budget, name);
	if (!budget.known)
		return;
	if (!figure) {
		fprintf(stderr, "%s: the budget has no figure\n", name);
		failures++;
	} else if (now > figure + figure / 10) {
		fprintf(stderr, "%s: %u instructions verified, the budget is %u (+10%%)\n", name,
			now, figure);
		failures++;
	}
}

int main(int argc, char **argv)
{
	if (geteuid()) {
		fprintf(stderr, "check_budget: skipped: needs root\n");
		return 77;
	}
	budget_read(&budget, argc > 1 ? argv[1] : "tests/expect/verifier.budget", COMPILER);
	for (size_t i = 0; i < SETTINGS; i++)
		check(&settings[i]);
	if (!budget.known)
		fprintf(stderr, "check_budget: notice: no figures for %s yet, see above\n",
			budget.key);
	/* A kernel that is tested on purpose is to have them. */
	if (!budget.known && getenv("BUDGET_NEEDED"))
		failures++;
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
