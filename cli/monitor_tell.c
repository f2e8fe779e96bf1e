// SPDX-License-Identifier: GPL-2.0-only
/* monitor_tell.c - the lines of `macbpf monitor` */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "monitor.h"

static void tell_time(struct out *out)
{
	struct timespec now;
	struct tm local;
	char text[48], zone[8];

	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &local);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &local);
	strftime(zone, sizeof(zone), "%z", &local);
	snprintf(text + strlen(text), sizeof(text) - strlen(text), ".%06ld%s", now.tv_nsec / 1000,
		 zone);
	out_str(out, "timestamp", "[", text);
	out_text(out, "] ");
}

static void begin(struct watch *w, const char *event)
{
	out_line_begin(&w->app->out);
	if (w->app->timestamp)
		tell_time(&w->app->out);
	out_str(&w->app->out, "event", NULL, event);
}

static void end(struct watch *w)
{
	out_line_end(&w->app->out);
}

/* The event's word is for JSON; text says it in its own way. */
static struct out *begin_about(const struct about *about, const char *event)
{
	struct out *out = &about->w->app->out;

	begin(about->w, event);
	out_str(out, "link", "", about->lower);
	if (!about->link) {
		out_text(out, ": lower");
		return out;
	}
	out_str(out, "ifname", ": endpoint ", about->link->name);
	out_str(out, "hostdev", NULL, about->link->hostdev);
	return out;
}

void tell_change(const struct about *about, const char *what, const char *from, const char *to)
{
	struct out *out = begin_about(about, what);

	out_text(out, " %s", what);
	out_str(out, "old", " ", from);
	out_str(out, "new", " -> ", to);
	end(about->w);
}

void tell_mac(const struct about *about, const uint8_t from[6], const uint8_t to[6])
{
	struct out *out = begin_about(about, "address");

	out_text(out, " address");
	out_mac(out, "old", " ", from);
	out_mac(out, "new", " -> ", to);
	end(about->w);
}

void tell_number(const struct about *about, const char *what, uint32_t from, uint32_t to)
{
	struct out *out = begin_about(about, what);

	out_text(out, " %s", what);
	out_num(out, "old", " ", from);
	out_num(out, "new", " -> ", to);
	end(about->w);
}

void tell_state(const struct about *about, bool is, const char *yes, const char *no)
{
	out_text(begin_about(about, is ? yes : no), " %s", is ? yes : no);
	end(about->w);
}

void tell_added(const struct about *about)
{
	const struct macbpf_link_info *link = about->link;
	struct out *out = begin_about(about, "added");
	const char *mode = macbpf_mode__name(link->mode);

	out_str(out, NULL, " added: hostdev ", link->hostdev);
	out_str(out, "type", " type ", macbpf_type__name(link->type));
	out_str(out, "mode", " mode ", mode ? mode : "unknown");
	out_mac(out, "address", " address ", link->address);
	if (*link->netns)
		out_str(out, "netns", " link-netns ", link->netns);
	end(about->w);
}

/* ---------------------------------------------------------------- source lists */

static bool has_source(const struct macbpf_link *link, const uint8_t *wanted)
{
	const uint8_t *mac = NULL;

	while ((mac = macbpf_source__next(link, mac)))
		if (!memcmp(mac, wanted, MACBPF_MAC_LEN))
			return true;
	return false;
}

/* Those of one list that the other lacks. */
static void print_missing(struct out *out, const char *key, const char *label,
			  const struct macbpf_link *list, const struct macbpf_link *other)
{
	const uint8_t *mac = NULL;

	out_array_begin(out, key);
	while ((mac = macbpf_source__next(list, mac)))
		if (!has_source(other, mac))
			out_mac(out, "", label, mac);
	out_array_end(out);
}

static bool lacks_any(const struct macbpf_link *list, const struct macbpf_link *other)
{
	const uint8_t *mac = NULL;

	while ((mac = macbpf_source__next(list, mac)))
		if (!has_source(other, mac))
			return true;
	return false;
}

void tell_sources(const struct about *about, const struct macbpf_link *old,
		  const struct macbpf_link *now)
{
	struct out *out;

	if (!lacks_any(old, now) && !lacks_any(now, old))
		return;
	out = begin_about(about, "macaddr");
	out_text(out, " macaddr");
	print_missing(out, "added", " +", now, old);
	print_missing(out, "removed", " -", old, now);
	end(about->w);
}

/* ---------------------------------------------------------------- what is no device */

static uint64_t frames_of(const struct macbpf_port *port, const char *name)
{
	struct macbpf_reason_info info = { .sz = sizeof(info) };
	const struct macbpf_reason *reason = NULL;

	while (port && (reason = macbpf_reason__next(port, reason))) {
		macbpf_reason__info(reason, &info);
		if (!strcmp(info.name, name))
			return info.frames;
	}
	return 0;
}

bool tell_frames(const struct about *about, const struct macbpf_port *old,
		 const struct macbpf_port *now)
{
	struct macbpf_reason_info info = { .sz = sizeof(info) };
	const struct macbpf_reason *reason = NULL;
	struct out *out = &about->w->app->out;
	bool any = false;

	while ((reason = macbpf_reason__next(now, reason))) {
		uint64_t before;

		macbpf_reason__info(reason, &info);
		before = frames_of(old, info.name);
		if (info.frames <= before)
			continue;
		if (!any) {
			begin(about->w, "frames");
			out_str(out, "link", "", about->lower);
			out_text(out, ":");
			out_num(out, "seconds", NULL, about->w->interval);
			out_object_begin(out, "frames");
		}
		any = true;
		out_text(out, " %s +%" PRIu64, info.name, info.frames - before);
		out_num(out, info.name, NULL, (int64_t)(info.frames - before));
	}
	if (!any)
		return false;
	out_object_end(out);
	out_text(out, " frames in %" PRIu32 " s", about->w->interval);
	end(about->w);
	return true;
}

void tell_command(struct watch *w, const struct macbpf_event *event)
{
	struct out *out = &w->app->out;

	begin(w, "command");
	if (*event->lower)
		out_str(out, "link", "", event->lower);
	out_str(out, "command", *event->lower ? ": command " : "command ", event->command);
	if (*event->name)
		out_str(out, "ifname", " ", event->name);
	if (*event->hostdev)
		out_str(out, "hostdev", " hostdev ", event->hostdev);
	if (*event->changed)
		out_str(out, "changed", ": ", event->changed);
	out_num(out, "pid", " (process ", event->pid);
	out_text(out, ")");
	end(w);
}

void tell_lost(struct watch *w)
{
	begin(w, "lost");
	out_text(&w->app->out, "events were lost, what follows is from a new look");
	end(w);
}
