/* SPDX-License-Identifier: GPL-2.0-only */
/* hosts.h - hosts on one lower that ask for each other's MACs. */
#ifndef NET_HOSTS_H
#define NET_HOSTS_H

#include "suite.h"

#define HOSTS	    4 /* three boxes with mv0, mv1, mv2, and the wire's far end */
#define FAR	    3
#define DEADLINE_MS 20000
#define RETRANS_MS  100

enum family { V4, V6 };

extern const uint8_t *const macs[HOSTS];
extern const uint8_t mac_d[6]; /* of nobody yet */
extern const char *const devices[HOSTS];

const struct netns *netns_of(int host);

/* 10.7.0.N and fd07::N; static buffers of four. */
const char *address(enum family family, int n);

void give(int host, enum family family, int n);
void take(int host, enum family family, int n);

/* Makes the host's endpoint. */
void add(int tool, int host, const uint8_t *mac);

void set_directed(bool on);

/* Everyone has an address of his own, 101 and on, to ask with. */
void make_hosts(int tool);

struct question {
	int host;
	enum family family;
	int n;
	char mac[18];
};

/* What the host's table says of the address now: a MAC, or "". False if it isn't being asked for.
 */
bool look_up(struct question *q);

/*
 * Asserts at which MAC the host finds the address, asking from nothing. A busy machine may need
 * more than the kernel's three tries, but finds nobody else.
 */
void expect_mac(int asker, enum family family, int n, const char *want);

/* The same by who has it; `owner` -1: nobody. */
void expect_owner(int asker, enum family family, int n, int owner);

#endif
