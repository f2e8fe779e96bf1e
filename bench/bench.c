// SPDX-License-Identifier: GPL-2.0-only
/* bench.c - macbpf against its peers: rate ratios from one interleaved run. */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "peers.h"

#define RESULTS_MAX 128

static const char *const levels[LEVELS] = { "check", "quick", "full" };
static const struct section *const sections[] = { &flows, &two_process, &taps,	  &crowd,
						  &guard, &starts,	&control, &memory };
#define SECTIONS (sizeof(sections) / sizeof(sections[0]))

static struct result results[RESULTS_MAX];
static size_t result_count;
static double started;

/* Rows run in the order of their size, since endpoints are only added, and print as written. */
static void run_section(const struct section *section, enum level level)
{
	static struct peer peers[PEERS];
	struct result *first = &results[result_count];

	for (int i = 0; i < PEERS; i++)
		if (section_has(section, i))
			section->make(&peers[i], i);
	for (size_t i = 0; i < section->count; i++) {
		const struct row *row = &section->rows[i];

		if (row->size <= section->most[level])
			result_count += run_row(&results[result_count], section, row, peers,
						section->rounds[level]);
	}
	if (first < &results[result_count])
		table_head(section);
	for (const struct result *r = first; r < &results[result_count]; r++)
		table_row(r);
	for (int i = 0; i < PEERS; i++)
		if (peers[i].name)
			peer_drop(&peers[i]);
	peers_wait_gone();
}

static void say_what(enum level level)
{
	struct utsname u;

	uname(&u);
	printf("Linux %s, macbpf %s, `bench %s`.\n", u.release, getenv("REVISION") ?: "?",
	       levels[level]);
}

/* What makes a run worthless: something lost that must not be, or times that can't be compared. */
static bool trusted(const struct result *r, enum level level)
{
	bool noisy = level != LEVEL_CHECK && r->section->exact && result_noisy(r);

	if (result_lost(r))
		printf("Not to be trusted: %s: something was lost.\n", r->row->name);
	if (noisy)
		printf("Not to be trusted: %s: the machine was too noisy.\n", r->row->name);
	return !result_lost(r) && !noisy;
}

static void count_targets(void)
{
	int met = 0, all = 0;

	for (size_t i = 0; i < result_count; i++)
		for (enum peer_id id = PEER_MACVLAN; id < PEERS; id++) {
			const struct result *r = &results[i];

			if (!r->has[id] || !target_of(r, id))
				continue;
			all++;
			met += target_met(r, id);
		}
	printf("%d of %d targets met.\n", met, all);
}

static bool conclude(enum level level)
{
	bool good = true;

	printf("\n");
	for (size_t i = 0; i < result_count; i++)
		good &= trusted(&results[i], level);
	if (level != LEVEL_CHECK)
		count_targets();
	if (good)
		printf("%zu rows in %.0f s: all that was sent has arrived.\n", result_count,
		       now() - started);
	return good;
}

static void write_files(const char *folder)
{
	char path[4096];

	if (!folder)
		return;
	snprintf(path, sizeof(path), "%s/bench.json", folder);
	json_write(path, results, result_count);
	snprintf(path, sizeof(path), "%s/bench.svg", folder);
	svg_write(path, results, result_count);
}

int main(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : levels[LEVEL_CHECK];
	const char *only = argc > 2 ? argv[2] : "";
	enum level level = 0;

	while (level < LEVELS && strcmp(word, levels[level]))
		level++;
	if (level == LEVELS || argc > 3 || !macbpf_path())
		errx(2, "usage: MACBPF=program bench [check|quick|full] [WORD OF A SECTION]");
	netns_sandbox("bench");
	pin_to(0);
	started = now();
	say_what(level);
	for (size_t i = 0; i < SECTIONS; i++)
		if (strstr(sections[i]->title, only))
			run_section(sections[i], level);
	write_files(getenv("BENCH_DIR"));
	return !conclude(level);
}
