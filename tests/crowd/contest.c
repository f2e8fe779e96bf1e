// SPDX-License-Identifier: GPL-2.0-only
/*
 * contest.c - what only one can have: whether an outcome is possible in some order.
 *
 * Two who both have it are impossible. A refusal is possible only if at some moment of the attempt
 * somebody else had it, or was about to get or to lose it.
 */
#include "crowd.h"

static int number(const struct actor *a)
{
	return (int)(a - crowd->actor) + 1;
}

struct attempt contest_enter(int n)
{
	struct contest *c = &crowd->contest[n];
	struct attempt attempt;

	attempt.tries = atomic_fetch_add(&c->tries, 1) + 1;
	attempt.busy = atomic_fetch_add(&c->busy, 1);
	return attempt;
}

void contest_won(const struct actor *a, int n)
{
	int nobody = 0;

	if (!atomic_compare_exchange_strong(&crowd->contest[n].owner, &nobody, number(a)))
		fail(a, "got what actor %d has", nobody - 1);
}

void contest_lost(const struct actor *a, int n, const struct attempt *attempt)
{
	struct contest *c = &crowd->contest[n];

	if (!attempt->busy && atomic_load(&c->tries) == attempt->tries)
		fail(a, "refused what nobody else had or wanted");
	atomic_fetch_sub(&c->busy, 1);
}

void contest_leave(const struct actor *a, int n)
{
	int me = number(a);

	if (!atomic_compare_exchange_strong(&crowd->contest[n].owner, &me, 0))
		fail(a, "had what was actor %d's", me - 1);
}

void contest_left(int n)
{
	atomic_fetch_sub(&crowd->contest[n].busy, 1);
}
