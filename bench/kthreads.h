/* SPDX-License-Identifier: GPL-2.0-only */
/* kthreads.h - CPU time of this thread, and of the kernel's threads. */
#ifndef BENCH_KTHREADS_H
#define BENCH_KTHREADS_H

double thread_seconds(void);

/* Of all workers and softirq threads together, since they were started. */
double kthreads_seconds(void);

#endif
