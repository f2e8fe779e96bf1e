// SPDX-License-Identifier: GPL-2.0-only
/* kthreads.c - sum up what the scheduler noted of the kernel's threads. */
#include "kthreads.h"

#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

double thread_seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static bool first_line(const char *pid, const char *file, char *line, int size)
{
	char path[300];
	bool ok;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%s/%s", pid, file);
	f = fopen(path, "re");
	if (!f)
		return false; /* it ended */
	ok = fgets(line, size, f);
	fclose(f);
	return ok;
}

static double seconds_of(const char *pid)
{
	char line[128];
	double ns = 0;

	if (!first_line(pid, "comm", line, sizeof(line)) ||
	    (strncmp(line, "kworker/", 8) && strncmp(line, "ksoftirqd/", 10)))
		return 0;
	if (!first_line(pid, "schedstat", line, sizeof(line)) || sscanf(line, "%lf", &ns) != 1)
		return 0;
	return ns / 1e9;
}

double kthreads_seconds(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	double sum = 0;

	if (!proc)
		err(1, "/proc");
	while ((entry = readdir(proc)))
		if (isdigit(entry->d_name[0]))
			sum += seconds_of(entry->d_name);
	closedir(proc);
	return sum;
}
