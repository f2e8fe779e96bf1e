/* SPDX-License-Identifier: GPL-2.0-only */
/* peers.h - put the same containers together in each of the ways compared. */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include <stdbool.h>

#include "bench.h"

/* Namespaces and a cable from "low" to "wire", and a bridge if it takes one: no endpoint yet. */
void card_make(struct peer *peer, enum peer_id id);

/* The same with containers A and B, addresses and neighbours. */
void peer_make(struct peer *peer, enum peer_id id);

/* Whether its endpoints are made by macbpf. */
bool peer_is_ours(const struct peer *peer);

/* Takes all of it away; the second returns when the kernel is done with it. */
void peer_drop(struct peer *peer);
void peers_wait_gone(void);

const struct netns *peer_netns(const struct peer *peer, enum spot spot);

/* The address of `to` as `from` reaches it, network byte order. */
unsigned int peer_address(enum peer_id id, enum spot from, enum spot to);

/* MAC of the far end of the cable. */
#define MAC_WIRE "02:00:00:00:0a:09"

#endif
