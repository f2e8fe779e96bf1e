/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * old_port.h - a port as macbpf 0.1 left it: its programs, compiled from its sources in bpf/, and
 * tables of contract 3. No type of either contract is in here: takeover.c knows today's,
 * programs.c that.
 */
#ifndef NET_OLD_PORT_H
#define NET_OLD_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct macbpf;

struct old_endpoint {
	uint32_t slot, status, hostdev, id, kind, mode, flags, bc_queue_len;
	uint8_t mac[6];
	uint16_t queues;
	char name[16];
	uint16_t dest_flags;
	bool owns_mac, xmit;
};

struct old_source {
	uint8_t mac[6];
	uint16_t n, slot, flags;
	uint32_t hostdev;
};

#define OLD_ENDPOINTS 8
#define OLD_SOURCES   8

struct old_port {
	uint32_t lower, slots, next_id, flags, netns;
	struct old_endpoint ep[OLD_ENDPOINTS];
	struct old_source source[OLD_SOURCES];
	size_t count, sources;
	int lower_fd, bridge_fd, wire_fd; /* its programs; of bridge_fd, xmit as its endpoints */
};

/* Makes the port on `lower`, which this library made, one of 0.1's, without a gap. */
void old_port_make(struct macbpf *mb, const char *lower);

/* Loads the programs, over tables that say what is in `port`. */
int old_port_load(struct old_port *port);

#endif
