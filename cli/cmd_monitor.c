// SPDX-License-Identifier: GPL-2.0-only
/* cmd_monitor.c - `macbpf monitor`: what happens to ports and endpoints, as it happens */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "complete.h"
#include "monitor.h"

#define SETTLE_MS 5  /* what comes together is looked at together */
#define MOST_MS	  50 /* but nobody waits longer */

static const struct {
	const char *word;
	uint32_t what;
} subjects[] = {
	{ "endpoints", WATCH_ENDPOINTS },
	{ "counters", WATCH_COUNTERS },
	{ "commands", WATCH_COMMANDS },
	{ "all", WATCH_ALL },
};

#define WORDS "link LOWER endpoints counters commands all interval SECONDS"

/* ---------------------------------------------------------------- words */

static uint32_t subject_of(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(subjects); i++)
		if (!strcmp(subjects[i].word, word))
			return subjects[i].what;
	return 0;
}

static int parse_lower(struct args *args, struct watch *w)
{
	const char *lower;
	int err = args_value(args, "a device name", &lower);

	if (!err)
		err = check_device("link", lower);
	if (!err)
		snprintf(w->lower, sizeof(w->lower), "%s", lower);
	return err;
}

static int parse_interval(struct args *args, struct watch *w)
{
	int err = args_u32(args, &w->interval);

	if (!err && (!w->interval || w->interval > 3600))
		err = usage_error("\"interval\" must be 1 to 3600 seconds, not %u", w->interval);
	return err;
}

static int parse(struct args *args, struct watch *w)
{
	const char *word;
	int err = 0;

	while (!err && (word = args_peek(args))) {
		if (subject_of(word)) {
			w->what |= subject_of(args_take(args));
		} else if (!strcmp(word, "interval")) {
			args_take_keyword(args);
			err = parse_interval(args, w);
		} else if (names_contain("link dev", word)) {
			args_take_keyword(args);
			err = parse_lower(args, w);
		} else {
			return args_end(args, "link, endpoints, counters, commands, all, interval");
		}
	}
	if (!w->what)
		w->what = WATCH_ALL;
	return err;
}

/* ---------------------------------------------------------------- listening */

struct ear {
	struct watch *w;
	struct macbpf_monitor *monitor;
	bool look;	  /* something was heard */
	uint64_t next_ms; /* when counters are due */
};

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* What an agent has changed is seen, and all that it looks at is none of it. */
static void hear_command(struct ear *ear, const struct macbpf_event *event)
{
	struct watch *w = ear->w;

	ear->look = true;
	if (w->what & WATCH_COMMANDS && strcmp(event->command, "agent") != 0 &&
	    (!*w->lower || !*event->lower || !strcmp(w->lower, event->lower)))
		tell_command(w, event);
}

static void hear(struct ear *ear, const struct macbpf_event *event)
{
	if (event->type == MACBPF_EVENT_COMMAND) {
		hear_command(ear, event);
	} else if (event->type == MACBPF_EVENT_LOST) {
		tell_lost(ear->w);
		ear->look = true;
	} else {
		ear->look = ear->look || watch_knows(ear->w, event);
	}
}

static int hear_all(struct ear *ear)
{
	struct macbpf_event event = { .sz = sizeof(event) };
	int got;

	while ((got = macbpf_monitor__next(ear->monitor, &event)) > 0)
		hear(ear, &event);
	return got;
}

/* Up to when something is there, or counters are due. */
static int wait_for(const struct ear *ear, int most_ms)
{
	struct pollfd in = { .fd = macbpf_monitor__fd(ear->monitor), .events = POLLIN };
	int n = poll(&in, 1, most_ms);

	return n < 0 ? -errno : n;
}

/* What belongs to one change comes in parts. */
static int settle(struct ear *ear)
{
	uint64_t since = now_ms();
	int got = 1;

	while (got > 0 && now_ms() - since < MOST_MS) {
		got = wait_for(ear, SETTLE_MS);
		if (got > 0)
			got = hear_all(ear) ? -EIO : 1;
	}
	return got < 0 ? got : 0;
}

/* -1: for ever. */
static int time_left(const struct ear *ear)
{
	uint64_t now = now_ms();

	if (!ear->next_ms)
		return -1;
	return ear->next_ms > now ? (int)(ear->next_ms - now) : 0;
}

/* Who doesn't hear what is done inside of containers looks now and then. */
static int tick(struct ear *ear)
{
	struct watch *w = ear->w;

	if (!ear->next_ms || time_left(ear))
		return 0;
	ear->next_ms = now_ms() + (uint64_t)w->interval * 1000;
	ear->look = ear->look || !macbpf_monitor__hears_all(ear->monitor);
	return w->what & WATCH_COUNTERS ? watch_count(w) : 0;
}

/* Settled first, so that a command's line is before what it did. */
static int look(struct ear *ear)
{
	int err = ear->look ? settle(ear) : 0;

	if (err || !ear->look)
		return err;
	ear->look = false;
	return ear->w->what & WATCH_ENDPOINTS ? watch_look(ear->w) : 0;
}

static int listen_on(struct ear *ear)
{
	int err = 0;

	while (!err && !ferror(ear->w->app->out.file)) {
		err = wait_for(ear, time_left(ear));
		if (err >= 0 || err == -EINTR)
			err = hear_all(ear);
		if (!err)
			err = tick(ear);
		if (!err)
			err = look(ear);
	}
	return err;
}

static void say_what_is_not_heard(const struct ear *ear)
{
	if (!macbpf_monitor__hears_all(ear->monitor))
		fprintf(stderr,
			"warning: without CAP_NET_BROADCAST what is changed inside of other "
			"network namespaces is noticed only every %u s\n",
			ear->w->interval);
}

/* Listens first, so that nothing is missed between; what is said is said when it has looked. */
static int monitor_open(struct ear *ear)
{
	struct watch *w = ear->w;
	int err = macbpf_monitor__open(w->app->mb, &ear->monitor);

	if (err)
		return err;
	if (w->what & WATCH_COUNTERS || !macbpf_monitor__hears_all(ear->monitor))
		ear->next_ms = now_ms() + (uint64_t)w->interval * 1000;
	err = watch_look(w);
	if (!err && w->what & WATCH_COUNTERS)
		err = watch_count(w);
	if (!err)
		say_what_is_not_heard(ear);
	/* What can't be told is said once, not with each look. */
	if (!w->app->verbose)
		macbpf__set_log(w->app->mb, NULL, NULL);
	return err;
}

/*
 * One that has no endpoints yet may get some, but one that isn't there is a mistake. Of one that
 * was asked for by an alternative name, what is heard has the other.
 */
static int find_lower(struct watch *w)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	struct macbpf_ports *ports;
	const struct macbpf_port *port;
	int err = *w->lower ? macbpf_ports__get(w->app->mb, w->lower, &ports) : 0;

	if (err || !*w->lower)
		return err;
	port = macbpf_ports__next(ports, NULL);
	if (port && !macbpf_port__info(port, &info))
		snprintf(w->lower, sizeof(w->lower), "%s", info.lower);
	macbpf_ports__free(ports);
	return 0;
}

static int monitor(struct app *app, struct args *args)
{
	struct watch w = { .app = app, .interval = 1 };
	struct ear ear = { .w = &w };
	int code, err;

	if (app->batch)
		return usage_error("\"macbpf monitor\" doesn't end: not in a batch");
	code = parse(args, &w);
	if (!code)
		code = app_open(app);
	if (code)
		return code;
	err = find_lower(&w);
	if (!err)
		err = monitor_open(&ear);
	if (!err)
		err = listen_on(&ear);
	code = err ? app_failed(app, err) : EXIT_OK;
	macbpf_monitor__close(ear.monitor);
	watch_free(&w);
	return code;
}

static void synopsis(void)
{
	puts(" [ link LOWER ] [ endpoints | counters | commands | all ] [ interval SECONDS ]\n"
	     "\n"
	     "endpoints  what becomes otherwise of endpoints, and of their lowers\n"
	     "counters   how many frames took a slow path or were dropped, and why, every SECONDS "
	     "(1)\n"
	     "commands   what commands changed something, and of whom\n"
	     "all        these three (the default); several may be given");
}

static void next(char **words)
{
	complete_next(WORDS, words);
}

static const struct command commands[] = {
	{ "", "", synopsis, monitor, next },
};

const struct object monitor_object = {
	.name = "monitor",
	.what = "what happens to ports and endpoints, as it happens",
	.commands = commands,
	.count = ARRAY_SIZE(commands),
	.is_command = true,
};
