// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* agent.c - following at once what is done without macbpf, for as long as somebody wants it. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "common/own.h"
#include "endpoint/claim.h"
#include "port/announce.h"
#include "port/ask.h"
#include "session/follow.h"
#include "session/news.h"
#include "session/run.h"
#include "session/tell.h"
#include "session/timer.h"
#include "session/write.h"

#define QUIET_MS 5    /* what comes together is followed together */
#define MOST_MS	 50   /* but nobody waits longer */
#define AGAIN_MS 1000 /* after an error */
#define GULP	 4096 /* events that are taken before it is seen whether it is time */

struct macbpf_agent {
	struct macbpf *mb;
	struct mb_ears ears;
	int timer_fd;
	struct mb_watched watched; /* as of the last pass */
	struct mb_news news;	   /* since then */
	bool has_work;		   /* a pass is to be made, */
	uint64_t due;		   /* then */
	uint64_t first;		   /* when the first of the news came; 0: there are none */
	uint32_t *followed;	   /* lowers whose ports were this version's */
	size_t followed_count;
};

/* ---------------------------------------------------------------- a pass */

static bool was_followed(const struct macbpf_agent *a, uint32_t lower)
{
	for (size_t i = 0; i < a->followed_count; i++)
		if (a->followed[i] == lower)
			return true;
	return false;
}

static bool is_followed(const struct mb_port *port)
{
	return port->lower && !port->incompatible;
}

static int remember_ports(struct macbpf_agent *a, const struct mb_world *w)
{
	uint32_t *followed = calloc(w->count + 1, sizeof(*followed));
	size_t count = 0;

	if (!followed)
		return -ENOMEM;
	for (size_t i = 0; i < w->count; i++)
		if (is_followed(w->port[i]))
			followed[count++] = w->port[i]->lower_ifindex;
	free(a->followed);
	a->followed = followed;
	a->followed_count = count;
	return 0;
}

/* A newer macbpf has come: its agent follows from here on. */
static int check_versions(const struct macbpf_agent *a, const struct mb_world *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->port[i]->incompatible && was_followed(a, w->port[i]->lower_ifindex))
			return mb_fail(a->mb, -EPROTO,
				       "another version of macbpf has changed the port of %s "
				       "(contract %u), and has to follow it: let that version's "
				       "agent run",
				       mb_world_port_name(w->port[i]), w->port[i]->rec.abi);
	return 0;
}

/* The kernel's driver tells the groups again, too; here devices are asked for them. */
static void announce(struct macbpf_agent *a, const struct mb_port *port)
{
	if (!mb_news_has_moved(&a->news, port->lower_ifindex))
		return;
	if (mb_announce_port(a->mb, port, NULL) || mb_ask_all(a->mb, port))
		mb_log(a->mb, MACBPF_LOG_WARN, "%s", a->mb->error);
	else
		mb_log(a->mb, MACBPF_LOG_INFO, "announced the endpoints of %s",
		       mb_world_port_name(port));
}

/* One that was not known was not listened to. */
static bool is_news(const struct macbpf_agent *a, const struct mb_endpoint *ep)
{
	uint32_t hostdev = ep->hostdev ? ep->hostdev->ifindex : 0;

	return hostdev && (mb_news_has_hostdev(&a->news, hostdev) ||
			   !mb_watched_find(&a->watched, -1, hostdev));
}

static void follow_port(struct macbpf_agent *a, struct mb_world *w, struct mb_port *port)
{
	bool any = false;

	announce(a, port);
	for (size_t i = 0; i < port->count; i++) {
		struct mb_endpoint *ep = &port->ep[i];

		if (ep->rec.state != MB_EP_LIVE || !is_news(a, ep))
			continue;
		mb_follow_endpoint(a->mb, w, port, ep);
		any = true;
	}
	if (any)
		mb_claim_settle(a->mb, port);
}

static int pass_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct macbpf_agent *a = arg;
	int err;

	for (size_t i = 0; i < w->count; i++)
		if (is_followed(w->port[i]))
			follow_port(a, w, w->port[i]);
	mb_begin(mb);
	err = check_versions(a, w);
	mb_tell_port(NULL, MB_NEWS_AGENT, "");
	return remember_ports(a, w) ?: mb_watched_learn(&a->watched, w) ?: err;
}

/* What a batch knows is not what there is now. */
static int pass_run(struct macbpf *mb, void *arg)
{
	if (mb->batch)
		mb_write_pause(mb);
	return mb_write_world(mb, pass_locked, arg);
}

/* ---------------------------------------------------------------- when */

static void wait_for(struct macbpf_agent *a, uint64_t due)
{
	uint64_t now = mb_clock_ms();

	a->has_work = true;
	a->due = due;
	mb_timer_set(a->timer_fd, due > now ? due - now : 1);
}

static void heard_something(struct macbpf_agent *a)
{
	uint64_t now = mb_clock_ms(), due = now + QUIET_MS;

	if (!a->first)
		a->first = now;
	wait_for(a, due < a->first + MOST_MS ? due : a->first + MOST_MS);
}

/* What poll() doesn't see is taken in any case. */
static int hear_all(struct macbpf_agent *a)
{
	struct mb_heard heard;
	bool any = false;
	int got = 1;

	for (int i = 0; got > 0 && (i < GULP || mb_linkwatch_has_more(&a->ears.links)); i++) {
		got = mb_ears_next(&a->ears, &heard);
		if (got > 0 && mb_news_hear(&a->news, &a->watched, &heard))
			any = true;
	}
	if (any)
		heard_something(a);
	return got < 0 ? got : 0;
}

/* What is heard meanwhile is for the next. */
static int make_pass(struct macbpf_agent *a)
{
	int err;

	mb_timer_set(a->timer_fd, 0);
	err = mb_run(a->mb, pass_run, a);
	a->first = 0;
	a->has_work = err;
	if (!err) {
		a->news = (struct mb_news){ 0 };
		return 1;
	}
	a->news.all = true;
	wait_for(a, mb_clock_ms() + AGAIN_MS);
	return err;
}

int macbpf_agent__dispatch(struct macbpf_agent *agent)
{
	int err = hear_all(agent);

	if (!err && agent->has_work && mb_clock_ms() >= agent->due)
		err = make_pass(agent);
	if (err < 0)
		errno = -err;
	return err;
}

/* ---------------------------------------------------------------- life */

static int open_run(struct macbpf *mb, void *arg)
{
	struct macbpf_agent *a = arg;
	int err = mb_ears_open(mb, &a->ears, true);

	if (err)
		return err;
	a->timer_fd = mb_timer_open(mb, &a->ears);
	if (a->timer_fd < 0)
		return a->timer_fd;
	if (!a->ears.hear_all)
		mb_log(mb, MACBPF_LOG_WARN,
		       "without CAP_NET_BROADCAST what is changed inside of other network "
		       "namespaces is not heard, and followed only with what is");
	return 0;
}

int macbpf_agent__open(struct macbpf *mb, struct macbpf_agent **out)
{
	struct macbpf_agent *a = calloc(1, sizeof(*a));
	int err;

	if (!a)
		return mb_no_memory(mb);
	a->mb = mb;
	a->timer_fd = -1;
	a->ears = MB_EARS_NONE;
	err = mb_run(mb, open_run, a);
	if (err) {
		macbpf_agent__close(a);
		return err;
	}
	a->news.all = true;
	wait_for(a, 0);
	*out = a;
	return 0;
}

void macbpf_agent__close(struct macbpf_agent *agent)
{
	if (!agent)
		return;
	mb_ears_close(&agent->ears);
	mb_close_fd(&agent->timer_fd);
	mb_watched_free(&agent->watched);
	free(agent->followed);
	free(agent);
}

int macbpf_agent__fd(const struct macbpf_agent *agent)
{
	return agent->ears.poll_fd;
}
