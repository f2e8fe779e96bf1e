/* SPDX-License-Identifier: GPL-2.0-only */
/* solicit.h - build ARP and neighbour discovery messages, as frames of SOLICIT_LEN bytes. */
#ifndef HARNESS_SOLICIT_H
#define HARNESS_SOLICIT_H

#include <stdint.h>

#define SOLICIT_LEN 86

enum solicit_kind {
	SOLICIT_REQUEST, /* ARP request, neighbour solicitation */
	SOLICIT_REPLY,	 /* ARP reply, neighbour advertisement */
};

struct solicit {
	enum solicit_kind kind;
	uint8_t src[6], dst[6]; /* of the frame; dst all zero: the group that it belongs to */
	uint8_t mac[6];		/* the one that it tells */
	uint16_t sender;	/* 10.6.x.y or fe80::x:y; 0: unspecified */
	uint16_t target;
};

void solicit_arp(uint8_t frame[SOLICIT_LEN], const struct solicit *s);
/* A reply is an advertisement that overrides, for `sender`. The checksum is left 0. */
void solicit_nd(uint8_t frame[SOLICIT_LEN], const struct solicit *s);

/* As keys of mb_neigh. */
void solicit_arp_key(uint8_t key[16], uint16_t address);
void solicit_nd_key(uint8_t key[16], uint16_t address);

#endif
