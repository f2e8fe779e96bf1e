/* SPDX-License-Identifier: GPL-2.0-only */
/* attachment.h - one interface of one container: what is asked for, and what went wrong */
#ifndef CONTAINER_ATTACHMENT_H
#define CONTAINER_ATTACHMENT_H

#include <macbpf/macbpf.h>
#include <stdbool.h>
#include <stdint.h>

#include "container/error.h"

/* How a front end's users call things, for sentences. */
struct attachment_words {
	const char *lower;     /* "master" */
	const char *say_lower; /* how to say which one, as an advice */
	const char *drop_mtu;  /* how to say none, the same */
};

struct attachment {
	const char *front; /* the front end: no other's attachments are ours */
	const struct attachment_words *words;
	const char *network, *container, *ifname; /* the three name it */
	const char *netns;			  /* the container's, a path; NULL: not known */
	int netns_fd;				  /* the same, opened; -1: not */
	const char *lower; /* NULL: the one that the default route leads over */
	bool lower_inside; /* it is in the container, too */
	uint32_t hook;	   /* enum macbpf_hook */
	bool host_access;  /* host and containers of this lower reach each other from now on */
	bool late_up;	   /* it is made down: setup_interface() sets it up */
	/* Of the endpoint, in which netns, owner and up are not said; its pointers lead on. */
	struct macbpf_link_opts opts;
	struct macbpf_macvlan_opts macvlan;
	struct macbpf_source_opts source;
	struct macbpf_guard_opts guard;
	struct macbpf_rate_opts rate;
	struct error *error;
};

#endif
