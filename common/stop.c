// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* stop.c - programs that go on until SIGTERM or SIGINT says that it is enough. */
#include "common/stop.h"

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	(void)signal;
	stopped = 1;
}

void mb_stop_catch(sigset_t *waiting)
{
	struct sigaction on_stop = { .sa_handler = stop };
	sigset_t block;

	sigemptyset(&block);
	sigaddset(&block, SIGTERM);
	sigaddset(&block, SIGINT);
	sigprocmask(SIG_BLOCK, &block, waiting);
	sigdelset(waiting, SIGTERM);
	sigdelset(waiting, SIGINT);
	sigaction(SIGTERM, &on_stop, NULL);
	sigaction(SIGINT, &on_stop, NULL);
}

bool mb_stop_asked(void)
{
	return stopped;
}
