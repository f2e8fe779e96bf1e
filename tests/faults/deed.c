// SPDX-License-Identifier: GPL-2.0-only
/* deed.c - runs the lines of which deeds are made. */
#include "deed.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "tests/harness/run.h"

#define WORDS	 48
#define LINE_LEN 512
#define BATCH	 "batch "

#define CONF                                                                                       \
	"{\"cniVersion\":\"1.1.0\",\"name\":\"net\",\"type\":\"macbpf\",\"master\":\"low\","       \
	"\"mode\":\"bridge\",\"mac\":\"02:00:00:00:01:0a\",\"cni.dev/valid-attachments\":[]}"

#define REQUEST                                                                                    \
	"{\"container_id\":\"c1\",\"container_name\":\"red\",\"network\":{\"name\":\"net\","       \
	"\"network_interface\":\"low\",\"ipam_options\":{\"driver\":\"none\"}},"                   \
	"\"network_options\":{\"interface_name\":\"eth0\",\"static_mac\":\"02:00:00:00:01:0a\"}}"

static char *const cni_env[] = {
	"CNI_CONTAINERID=c1", "CNI_NETNS=/run/netns/box0",
	"CNI_IFNAME=eth0",    "CNI_PATH=/nonexistent",
	"CNI_ARGS=",	      NULL,
};

static bool is_cni(const char *line)
{
	return !strncmp(line, "cni ", 4);
}

static bool is_netavark(const char *line)
{
	return !strncmp(line, "netavark ", 9);
}

/* What is built lies in O. */
static char *path_of(const char *program)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", getenv("O") ?: "build", program);
	return path;
}

static void split(char *line, char **argv, int n)
{
	char *save;

	for (char *word = strtok_r(line, " ", &save); word && n < WORDS - 1;
	     word = strtok_r(NULL, " ", &save))
		argv[n++] = word;
	argv[n] = NULL;
}

/* From another netns, so that it has to go to the lower's. */
static void run_macbpf(const char *program, const char *words, const char *input,
		       const struct fault *f, struct result *r)
{
	char copy[LINE_LEN], *argv[WORDS] = { path_of(program), "-n", "host" };
	struct command c = { .ns = &place[FAR], .argv = argv, .input = input };

	snprintf(copy, sizeof(copy), "%s", words);
	split(copy, argv, 3);
	inject_run(&c, f, r);
}

static void run_cni(const char *verb, const struct fault *f, struct result *r)
{
	char variable[32], *argv[] = { path_of("macbpf-cni"), NULL };
	char *env[8] = { variable };
	struct command c = { .ns = &place[HOST], .argv = argv, .env = env, .input = CONF };

	snprintf(variable, sizeof(variable), "CNI_COMMAND=%s", verb);
	for (int i = 0; cni_env[i]; i++)
		env[i + 1] = cni_env[i];
	inject_run(&c, f, r);
}

static void run_netavark(const char *verb, const struct fault *f, struct result *r)
{
	char word[16], *argv[] = { path_of("macbpf-netavark"), word, "/run/netns/box0", NULL };
	struct command c = { .ns = &place[HOST], .argv = argv, .input = REQUEST };

	snprintf(word, sizeof(word), "%s", verb);
	inject_run(&c, f, r);
}

void deed_run(const char *line, const char *input, const struct fault *f, struct result *r)
{
	static const struct fault none = { .kind = FAULT_NONE };

	if (is_cni(line))
		run_cni(line + 4, f ?: &none, r);
	else if (is_netavark(line))
		run_netavark(line + 9, f ?: &none, r);
	else if (!strncmp(line, "macbpf ", 7))
		run_macbpf("macbpf", line + 7, input, f ?: &none, r);
	else if (!strncmp(line, "other ", 6))
		run_macbpf("tests/other/macbpf", line + 6, input, f ?: &none, r);
	else if (!strncmp(line, BATCH, strlen(BATCH)))
		run_macbpf("macbpf", "-batch -", line + strlen(BATCH), f ?: &none, r);
	else
		run_ok(&place[HOST], "%s", line);
}

/* ---------------------------------------------------------------- what it said */

static size_t count_lines(const char *text, const char *begin)
{
	size_t count = 0;

	for (const char *at = text; at && *at; at = strchr(at, '\n'), at += !!at)
		count += !strncmp(at, begin, strlen(begin));
	return count;
}

bool deed_complains(const char *line, const struct result *r)
{
	if (is_cni(line))
		return strstr(r->out, "\"code\"") && strstr(r->out, "\"msg\"");
	if (is_netavark(line))
		return !strncmp(r->out, "{\"error\":", 9);
	return !*r->out && count_lines(r->err, "Error: ") == 1 &&
	       1 + count_lines(r->err, "warning: ") + count_lines(r->err, "Command failed ") ==
		       count_lines(r->err, "");
}
