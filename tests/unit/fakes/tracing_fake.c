// SPDX-License-Identifier: GPL-2.0-only
/* tracing_fake.c - tracing.h, of programs that tell nothing, and token.h, which nobody else has. */
#include <stdlib.h>

#include "libmacbpf/datapath/tracing.h"
#include "libmacbpf/kernel/token.h"
#include "tests/unit/fakes/fake.h"

struct mb_tracing_ring {
	int fd;
};

struct mb_tracing {
	uint32_t entry;
};

int mb_tracing_ring_open(struct mb_tracing_ring **out)
{
	int err = fake_call(__func__);

	if (err)
		return err;
	*out = calloc(1, sizeof(**out));
	(*out)->fd = -1;
	return 0;
}

void mb_tracing_ring_close(struct mb_tracing_ring *ring)
{
	free(ring);
}

int mb_tracing_ring_fd(const struct mb_tracing_ring *ring)
{
	return ring->fd;
}

int mb_tracing_ring_take(struct mb_tracing_ring *ring, mb_event_fn fn, void *arg)
{
	(void)ring;
	(void)fn;
	(void)arg;
	return fake_call(__func__);
}

int mb_tracing_open(const struct mb_config *config, const struct mb_maps *maps,
		    const struct mb_event_want *want, const struct mb_tracing_ring *ring,
		    int prog_fd, struct mb_tracing **out)
{
	int err = fake_call(__func__);

	(void)maps;
	(void)want;
	(void)ring;
	if (err)
		return err;
	if (!fake_object(prog_fd, FAKE_FD_PROG))
		abort();
	*out = calloc(1, sizeof(**out));
	(*out)->entry = config->entry;
	return 0;
}

void mb_tracing_close(struct mb_tracing *tracing)
{
	free(tracing);
}

int mb_tracing_hold(struct mb_tracing *tracing)
{
	(void)tracing;
	return 0;
}

void mb_tracing_close_doors(struct mb_doors *doors)
{
	doors->count = 0;
}

int mb_tracing_missed(const struct mb_tracing *tracing, uint64_t *left_out, uint64_t *lost)
{
	(void)tracing;
	(void)left_out;
	(void)lost;
	return 0;
}

int mb_token_take(const char *what, uint32_t ifindex, pid_t *pid)
{
	(void)what;
	(void)ifindex;
	(void)pid;
	return fake_call(__func__);
}

bool mb_token_is_held(const char *what, uint32_t ifindex)
{
	(void)what;
	(void)ifindex;
	return fake_call(__func__);
}

void mb_token_answer(int fd)
{
	(void)fd;
}
