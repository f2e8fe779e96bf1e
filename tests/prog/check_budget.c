// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_budget.c - what the verifier has to walk, against tests/expect/verifier.budget.
 *
 * Growth here is what first breaks on other kernels, long before anything is slow. A tenth more
 * than the file says is a failure; if it is meant, the new figures, which are printed, go into the
 * file.
 */
#include <err.h>
#include <linux/bpf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "../../bpf/abi.h"
#include "macbpf.skel.h"

#define LOWER	 "mb_lower_ingress"
#define ENDPOINT "mb_endpoint_ingress"

static const struct setting {
	const char *prog, *name;
	struct mb_config config;
} settings[] = {
	{ LOWER, "plain", { .lower = 1 } },
	{ LOWER, "passthru", { .lower = 1, .passthru = 1 } },
	{ LOWER, "sources", { .lower = 1, .sources = 1 } },
	{ ENDPOINT, "plain", { .lower = 1 } },
	{ ENDPOINT, "bridge", { .lower = 1, .bridge = 1 } },
	{ ENDPOINT, "bridge,sources", { .lower = 1, .bridge = 1, .sources = 1 } },
};
#define SETTINGS (sizeof(settings) / sizeof(settings[0]))

static char release[32]; /* "6.18" */
static bool known;	 /* the file has figures of this release */
static int failures;

static uint32_t walked(const struct setting *setting)
{
	struct macbpf_bpf *skel = macbpf_bpf__open();
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);
	struct bpf_program *prog;

	if (!skel)
		err(1, "open the datapath");
	skel->rodata->mb_cfg = setting->config;
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

/* The figure of the file; 0 if it has none. */
static uint32_t budget_of(FILE *file, const struct setting *setting)
{
	char line[256], on[32], of[64], with[64];
	uint32_t budget;

	rewind(file);
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%31s %63s %63s %u", on, of, with, &budget) != 4 ||
		    strcmp(on, release))
			continue;
		known = true;
		if (!strcmp(of, setting->prog) && !strcmp(with, setting->name))
			return budget;
	}
	return 0;
}

static void check(FILE *file, const struct setting *setting)
{
	uint32_t now = walked(setting), budget = budget_of(file, setting);

	printf("%s %s %s %u\n", release, setting->prog, setting->name, now);
	if (!known)
		return;
	if (!budget) {
		fprintf(stderr, "%s with %s: the budget has no figure\n", setting->prog,
			setting->name);
		failures++;
	} else if (now > budget + budget / 10) {
		fprintf(stderr, "%s with %s: %u instructions verified, the budget is %u (+10%%)\n",
			setting->prog, setting->name, now, budget);
		failures++;
	}
}

static void read_release(void)
{
	unsigned int major, minor;
	struct utsname name;

	if (uname(&name) || sscanf(name.release, "%u.%u", &major, &minor) != 2)
		errx(1, "no kernel release");
	snprintf(release, sizeof(release), "%u.%u", major, minor);
}

int main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "tests/expect/verifier.budget";
	FILE *file;

	if (geteuid()) {
		fprintf(stderr, "check_budget: skipped: needs root\n");
		return 77;
	}
	file = fopen(path, "r");
	if (!file)
		err(1, "%s", path);
	read_release();
	for (size_t i = 0; i < SETTINGS; i++)
		check(file, &settings[i]);
	fclose(file);
	if (!known)
		fprintf(stderr, "check_budget: notice: no figures for %s yet, see above\n",
			release);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
