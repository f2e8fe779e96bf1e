// SPDX-License-Identifier: GPL-2.0-only
/* bus_fake.c - what was told to whoever listens; nobody hears of others. */
#include "libmacbpf/kernel/bus.h"
#include "libmacbpf/kernel/linkwatch.h"
#include "tests/unit/fakes/fake.h"

/* It can't fail, so that it is no call of its own: nobody asks how it went. */
void mb_bus_send(const struct mb_bus_message *message)
{
	fake.told = *message;
	fake.told_count++;
}

int mb_bus_listen(void)
{
	return -1;
}

int mb_bus_next(int fd, struct mb_bus_message *message, pid_t *pid)
{
	(void)fd;
	(void)message;
	(void)pid;
	return 0;
}

int mb_linkwatch_open(struct mb_linkwatch *w, bool filters)
{
	(void)filters;
	(void)w;
	return -1;
}

void mb_linkwatch_close(struct mb_linkwatch *w)
{
	(void)w;
}

int mb_linkwatch_next(struct mb_linkwatch *w, struct mb_linkevent *event)
{
	(void)w;
	(void)event;
	return 0;
}
