/* SPDX-License-Identifier: GPL-2.0-only */
/* directed.h - questions and answers between those of world.h, and what became of them. */
#ifndef PROG_DIRECTED_H
#define PROG_DIRECTED_H

#include <check.h>

#include "rig.h"
#include "tests/harness/solicit.h"

#define TAG	0x2005
#define FOREVER (1ull << 62)

#define N     7	  /* the address that is asked for */
#define ASKER 100 /* plus enum who: the address of who asks */

enum family { ARP, ND };

/*
 * One instance for frames from each side, over the same tables: the settings of the endpoint's
 * program are its sender's.
 */
extern struct rig rig;

/* _i of every test: enum family */
void open_rig(int i, uint32_t features);

void open_bridge(int i);

struct solicit message(enum who from, enum solicit_kind kind, uint16_t sender, uint16_t target);

/* Returns who got it, apart from the wire or the host. */
uint32_t play_tagged(enum who from, const struct solicit *s, uint16_t tci);

uint32_t play(enum who from, const struct solicit *s);

bool was_directed(void);

void read_neigh(uint16_t address, struct mb_neigh *neigh, uint8_t key[16]);

void write_neigh(const struct mb_neigh *neigh, const uint8_t key[16]);

/* As if its owner had answered: how long this program takes is not to matter. */
void answered(uint16_t address);

/* `from`, which has address `sender`, asks all for `target`. */
uint32_t ask(enum who from, uint16_t sender, uint16_t target);

/* Tells `to` alone that `from` has the address. */
void answer(enum who from, enum who to, uint16_t sender);

uint32_t ask_for_n(enum who from);

/* The owner and who asks are known, and N has been asked for: from here on it is directed. */
void settle(enum who owner, enum who asker);

void expect_directed(enum who asker, enum who owner);

void expect_flood(enum who asker, const char *why);

bool knows(uint16_t address, enum who owner);

bool is_nobodys(uint16_t address);

/* Each test is one by ARP and one by ND. */
int directed_main(const char *name, const TTest *const *tests, size_t count);

#endif /* PROG_DIRECTED_H */
