// SPDX-License-Identifier: GPL-2.0-only
/* crowd_rows.c - what is measured with many endpoints, in the order in which they grow. */
#include "crowd_kinds.h"
#include "peers.h"

/* The wire sends to N endpoints, an endpoint to N others. */
#define WIRE_TO(n) SPOT_WIRE, SPOT_B, (n)
#define A_TO(n)	   SPOT_A, SPOT_B, (n) + 1
#define TO_NONE(n) SPOT_A, SPOT_WIRE, (n) + 1

static const struct row rows[] = {
	{ "random of 1 endpoint", &kind_random, A_TO(1), 64 },
	{ "broadcast, wire->4", &kind_broadcast, WIRE_TO(4), 16 },
	{ "broadcast, A->4", &kind_broadcast, A_TO(4), 16 },
	{ "broadcast, wire->16", &kind_broadcast, WIRE_TO(16), 16 },
	{ "broadcast, A->16", &kind_broadcast, A_TO(16), 16 },
	{ "broadcast, wire->60", &kind_broadcast, WIRE_TO(60), 8, { { 0, 1.6 } } },
	{ "broadcast, wire->60, CPU time", &kind_broadcast_cpu, WIRE_TO(60), 8, { { 0.80, 0 } } },
	{ "multicast, wire->one of 60", &kind_multicast, WIRE_TO(60), 8 },
	{ "wire->one, mcast-snooping on", &kind_snooping, WIRE_TO(60), 8 },
	{ "broadcast, A->60", &kind_broadcast, A_TO(60), 8, { { 0.65, 1.4 } } },
	{ "ARP request for one of 60", &kind_arp, A_TO(60), 8 },
	{ "the same, arp-directed on", &kind_arp_directed, A_TO(60), 8, { { 5, 10 } } },
	{ "multicast, none of 60 listens", &kind_multicast, TO_NONE(60), 8 },
	{ "none, mcast-snooping on", &kind_snooping, TO_NONE(60), 8, { { 1.1, 1 } } },
	{ "multicast, one of 60 listens", &kind_multicast, A_TO(60), 8 },
	{ "one, mcast-snooping on", &kind_snooping, A_TO(60), 8 },
	{ "a second's noise for 60, CPU time", &kind_noise, WIRE_TO(60), 4 },
	{ "the same, mcast-snooping on", &kind_noise_snooping, WIRE_TO(60), 4 },
	{ "random of 100", &kind_random, A_TO(100), 64 },
	{ "broadcast, wire->250", &kind_broadcast, WIRE_TO(250), 4 },
	{ "broadcast, A->250", &kind_broadcast, A_TO(250), 4 },
	{ "multicast, none of 250 listens", &kind_multicast, TO_NONE(250), 4 },
	{ "none, mcast-snooping on", &kind_snooping, TO_NONE(250), 4 },
	{ "multicast, one of 250 listens", &kind_multicast, A_TO(250), 4 },
	{ "one, mcast-snooping on", &kind_snooping, A_TO(250), 4 },
	{ "broadcast, wire->1000", &kind_broadcast, WIRE_TO(1000), 2, .rounds = 40 },
	{ "broadcast, wire->1000, CPU time", &kind_broadcast_cpu, WIRE_TO(1000), 1, .rounds = 40 },
	{ "multicast, wire->one of 1000", &kind_multicast, WIRE_TO(1000), 2, .rounds = 40 },
	{ "wire->one, mcast-snooping on", &kind_snooping, WIRE_TO(1000), 2, .rounds = 40 },
	{ "broadcast, A->1000", &kind_broadcast, A_TO(1000), 2, .rounds = 40 },
	{ "ARP request for one of 1000", &kind_arp, A_TO(1000), 2, .rounds = 40 },
	{ "the same, arp-directed on",
	  &kind_arp_directed,
	  A_TO(1000),
	  2,
	  { { 50, 10 } },
	  .rounds = 40 },
	{ "multicast, none of 1000 listens",
	  &kind_multicast,
	  TO_NONE(1000),
	  2,
	  { { 3, 1 } },
	  .rounds = 40 },
	{ "none, mcast-snooping on", &kind_snooping, TO_NONE(1000), 2, { { 6, 1 } }, .rounds = 40 },
	{ "multicast, one of 1000 listens",
	  &kind_multicast,
	  A_TO(1000),
	  2,
	  { { 3, 1 } },
	  .rounds = 40 },
	{ "one, mcast-snooping on", &kind_snooping, A_TO(1000), 2, { { 4, 1 } }, .rounds = 40 },
	{ "a second's noise for 1000, CPU time", &kind_noise, WIRE_TO(1000), 1, .rounds = 20 },
	{ "the same, mcast-snooping on", &kind_noise_snooping, WIRE_TO(1000), 1, .rounds = 20 },
	{ "random of 1000", &kind_random, A_TO(1000), 64 },
	{ "random of 4000", &kind_random, A_TO(4000), 64, { { 0.87, 0 } } },
};

const struct section crowd = {
	.title = "Many endpoints: until the last copy has arrived",
	.rows = rows,
	.count = sizeof(rows) / sizeof(rows[0]),
	.rounds = { 2, 20, 100 },
	.bridge = true,
	.floor = true,
	.most = { 17, 1001, 4001 },
	.make = card_make,
};
