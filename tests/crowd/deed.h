/* SPDX-License-Identifier: GPL-2.0-only */
/* deed.h - what deeds share, and the deeds. */
#ifndef CROWD_DEED_H
#define CROWD_DEED_H

#include "crowd.h"
#include "tests/harness/link_opts.h"

#define OPTS(name, ...) MACBPF_OPTS(macbpf_link_opts, name, __VA_ARGS__)

/* Says what the actor is about to do. */
void note(struct actor *a, enum deed deed, const struct endpoint *e);

/* Counts the outcome, which must be `want`, and returns it. */
int settle(struct actor *a, struct macbpf *mb, enum deed deed, int err, int want);

/* One that is there, or one that is not, if chance finds it soon. */
struct endpoint *any_endpoint(struct actor *a, bool there);
uint32_t any_mode(struct actor *a);

/* An address that no one else has, nor had before. */
void new_address(struct actor *a, uint8_t mac[6]);

/* The MACs of a set of sources; returns how many. */
uint32_t list_sources(uint32_t sources, uint8_t list[SOURCES][6]);

void deed_add(struct actor *a, struct macbpf *mb);
void deed_del(struct actor *a, struct macbpf *mb);
void deed_ip_del(struct actor *a, struct macbpf *mb);
void deed_set_mode(struct actor *a, struct macbpf *mb);
void deed_set_address(struct actor *a, struct macbpf *mb);
void deed_set_mtu(struct actor *a, struct macbpf *mb);
void deed_set_netns(struct actor *a, struct macbpf *mb);
void deed_set_up(struct actor *a, struct macbpf *mb);
void deed_set_sources(struct actor *a, struct macbpf *mb);
void deed_set_port(struct actor *a, struct macbpf *mb);
void deed_show(struct actor *a, struct macbpf *mb);
void deed_list(struct actor *a, struct macbpf *mb);
void deed_command(struct actor *a, struct macbpf *mb);

#endif
