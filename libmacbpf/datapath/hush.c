// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* hush.c - libbpf keeps silent while this library is at work, in however many threads. */
#include "datapath/hush.h"

#include <bpf/libbpf.h>
#include <pthread.h>

/* Its switch is one for the whole process, so who uses it is counted for the whole process. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned int users;
static libbpf_print_fn_t before; /* what the process had before the first of them */

/* The kernel's number says enough. */
static int quiet(enum libbpf_print_level level, const char *fmt, va_list args)
{
	(void)level;
	(void)fmt;
	(void)args;
	return 0;
}

void mb_hush_begin(void)
{
	pthread_mutex_lock(&lock);
	if (!users++)
		before = libbpf_set_print(quiet);
	pthread_mutex_unlock(&lock);
}

/* What the process has chosen meanwhile is its choice. */
void mb_hush_end(void)
{
	libbpf_print_fn_t now;

	pthread_mutex_lock(&lock);
	if (!--users) {
		now = libbpf_set_print(before);
		if (now != quiet)
			libbpf_set_print(now);
	}
	pthread_mutex_unlock(&lock);
}
