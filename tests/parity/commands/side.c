// SPDX-License-Identifier: GPL-2.0-only
/* side.c - one of the worlds in which the operations of the table are played. */
#include "side.h"

#include <err.h>
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/wait.h"
#include "agent.h"
#include "cable.h"
#include "devices.h"
#include "netlink.h"
#include "request.h"

#define SETTLE_MS 10000
#define DOOMED	  99 /* a group that no step uses */

static const char *const ns_names[NS_COUNT] = { "cp-low", "cp-wire", "cp-box" };

/* ---------------------------------------------------------------- waiting */

static bool is_settled(void *arg)
{
	struct side *s = arg;
	struct devices d;

	for (int i = 0; i < NS_COUNT; i++) {
		if (s->ns[i].fd < 0)
			continue;
		devices_read(&d, s->nl[i]);
		if (!devices_settled(&d))
			return false;
	}
	return true;
}

static void settle(struct side *s, const char *what)
{
	if (!wait_until(is_settled, s, SETTLE_MS))
		errx(1, "commands: devices don't come to rest after `%s`", what);
}

/* ---------------------------------------------------------------- building */

/*
 * Of a device whose peer elsewhere has the same index the kernel takes a second to see the carrier
 * (linkwatch_urgent_event()), so all have an index of their own.
 */
static void make_cables(struct side *s)
{
	const struct cable_end low = { "low", 11, 0x01 }, wire = { "wire", 21, 0x02 };
	const struct cable_end canary = { "canary", 12, 0x03 }, box = { "box0-canary", 31, 0x04 };

	cable_make(s->nl[NS_LOW], &low, &wire, &s->ns[NS_WIRE]);
	cable_make(s->nl[NS_LOW], &canary, &box, &s->ns[NS_BOX]);
	device_set_up(s->nl[NS_WIRE], wire.index);
}

/* The end of a netns holds up the whole kernel, so the next world is built in the same ones. */
static struct netns spaces[NS_COUNT] = { { .fd = -1 }, { .fd = -1 }, { .fd = -1 } };

static void make_space(int i)
{
	if (spaces[i].fd < 0)
		netns_make(&spaces[i], ns_names[i]);
}

static void start_agent_once(const char *macbpf)
{
	static bool started;

	if (!started)
		agent_start(macbpf, ns_names[NS_LOW]);
	started = true;
}

void side_open(struct side *s)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts), .netns = ns_names[NS_LOW] };

	for (int i = 0; i < NS_COUNT; i++) {
		make_space(i);
		s->ns[i] = spaces[i];
		s->nl[i] = nl_open(&s->ns[i]);
	}
	make_cables(s);
	settle(s, "(nothing)");
	if (s->ours && macbpf__open(&s->mb, &opts))
		err(1, "open macbpf");
	if (s->ours && agent_is_wanted())
		start_agent_once(s->macbpf);
}

static void talk_of_group(int nl, uint16_t type, uint32_t ifindex)
{
	struct ifinfomsg ifi = { .ifi_index = (int)ifindex };
	struct nl_request r;
	int error;

	nl_begin(&r, type, 0, &ifi, sizeof(ifi));
	nl_put_u32(&r, IFLA_GROUP, DOOMED);
	error = nl_talk(nl, &r);
	if (error && error != -ENODEV)
		errx(1, "commands: clean up: %s", strerror(-error));
}

/* As one group: the kernel waits once for all of its devices. */
static void clean(int nl)
{
	struct devices d;

	devices_read(&d, nl);
	for (int i = 0; i < d.count; i++)
		if (!(d.device[i].flags & IFF_LOOPBACK))
			talk_of_group(nl, RTM_SETLINK, d.device[i].ifindex);
	if (d.count > 1)
		talk_of_group(nl, RTM_DELLINK, 0);
}

void side_close(struct side *s)
{
	macbpf__close(s->mb);
	s->mb = NULL;
	for (int i = 0; i < NS_COUNT; i++) {
		if (s->ns[i].fd < 0)
			continue;
		clean(s->nl[i]);
		close(s->nl[i]);
	}
}

/* ---------------------------------------------------------------- the end of a netns */

/* Its devices go all at once. */
static bool canary_is_dead(void *arg)
{
	struct side *s = arg;
	struct devices d;

	devices_read(&d, s->nl[NS_LOW]);
	return !devices_named(&d, "canary");
}

static void drop_box(struct side *s)
{
	close(s->nl[NS_BOX]);
	netns_drop(&spaces[NS_BOX]);
	s->ns[NS_BOX].fd = -1;
	if (!wait_until(canary_is_dead, s, SETTLE_MS))
		errx(1, "commands: a netns doesn't end");
}

/* ---------------------------------------------------------------- answers */

static void answer_number(struct side *s, int error)
{
	snprintf(s->answer, sizeof(s->answer), "%s", error ? strerrorname_np(-error) : "ok");
}

/* ip(8) has no one exit status for what it refuses itself, so a refusal is a refusal. */
static void answer_status(struct side *s)
{
	snprintf(s->answer, sizeof(s->answer), "%s", s->run.status ? "refused" : "ok");
	if (s->run.status && !s->run.err[0])
		errx(1, "commands: a refusal without a reason on stderr");
}

bool side_refused(const struct side *s)
{
	return strcmp(s->answer, "ok") != 0;
}

/* ---------------------------------------------------------------- steps */

static void play_number(struct side *s, const struct netns *ns, const char *line)
{
	struct request q;

	request_parse(&q, line);
	answer_number(s, s->ours ? request_library(&q, s->mb)
				 : request_kernel(&q, ns, s->nl[ns - s->ns]));
}

static void play_tool(struct side *s, const struct netns *ns, const char *line)
{
	if (s->numbers) {
		play_number(s, ns, line);
		return;
	}
	run(&s->run, s->ours ? &s->ns[NS_LOW] : ns, "%s %s", s->ours ? s->macbpf : "ip", line);
	answer_status(s);
}

static void play_program(struct side *s, const struct netns *ns, const char *line)
{
	run(&s->run, ns, "%s", line);
	answer_status(s);
}

static const struct netns *place(struct side *s, const char **line)
{
	if (**line != '@')
		return &s->ns[NS_LOW];
	if (strncmp(*line, "@box ", 5) != 0)
		errx(1, "\"%s\": unknown place", *line);
	*line += 5;
	return &s->ns[NS_BOX];
}

void side_play(struct side *s, const char *step)
{
	const struct netns *ns = place(s, &step);

	if (!strcmp(step, "drop box"))
		drop_box(s);
	else if (!strncmp(step, "link ", 5))
		play_tool(s, ns, step);
	else
		play_program(s, ns, step);
	if (s->ours && agent_is_wanted())
		agent_follow_carriers(s->mb);
	settle(s, step);
}
