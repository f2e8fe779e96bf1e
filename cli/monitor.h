/* SPDX-License-Identifier: GPL-2.0-only */
/* monitor.h - what the files of `macbpf monitor` share */
#ifndef CLI_MONITOR_H
#define CLI_MONITOR_H

#include "app.h"

enum watched {
	WATCH_ENDPOINTS = 1, /* and their lowers */
	WATCH_COUNTERS = 2,
	WATCH_COMMANDS = 4,
	WATCH_ALL = 7,
};

/* Who looks, and what was there when somebody looked last. */
struct watch {
	struct app *app;
	char lower[CHECK_DEVICE_MAX + 1]; /* of no other is told; "": of all */
	uint32_t what;			  /* OR of enum watched */
	uint32_t interval;		  /* seconds */
	struct macbpf_ports *ports, *counted;
	struct macbpf_links *links;
	struct macbpf_link_info *link; /* of these, by hostdev's number */
	size_t link_count;
};

/* Looks anew, and tells what became otherwise; the first time nothing. 0 or -errno. */
int watch_look(struct watch *w);
/* The same of counters. */
int watch_count(struct watch *w);
void watch_free(struct watch *w);

/* Whether a device is one of those that were seen: an endpoint's, a hostdev or a lower. */
bool watch_knows(const struct watch *w, const struct macbpf_event *event);

/* One line, or object, each. */
void tell_command(struct watch *w, const struct macbpf_event *event);
void tell_lost(struct watch *w);

/* What the line is about: a lower, or an endpoint (then `link` is not NULL). */
struct about {
	struct watch *w;
	const char *lower;
	const struct macbpf_link_info *link;
};

void tell_change(const struct about *about, const char *what, const char *from, const char *to);
void tell_mac(const struct about *about, const uint8_t from[6], const uint8_t to[6]);
void tell_number(const struct about *about, const char *what, uint32_t from, uint32_t to);
/* `yes` or `no`, which is all that there is to tell. */
void tell_state(const struct about *about, bool is, const char *yes, const char *no);
void tell_added(const struct about *about);
void tell_sources(const struct about *about, const struct macbpf_link *old,
		  const struct macbpf_link *now);
/* How many frames there were more, by reason; false: none. */
bool tell_frames(const struct about *about, const struct macbpf_port *old,
		 const struct macbpf_port *now);

#endif /* CLI_MONITOR_H */
