/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * crowd.h - many processes that make, change and delete endpoints on the same lowers at once.
 *
 * Each process is an actor with names of its own, so that it knows what comes of what it does,
 * whatever the others do to the same ports. What they compete for are contests. All of it is in
 * memory that they share.
 */
#ifndef CROWD_CROWD_H
#define CROWD_CROWD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <macbpf/macbpf.h>

#include "tests/harness/netns.h"

#define LOWERS	       8
#define HOT_LOWER      6 /* on it actors compete for addresses */
#define PASSTHRU_LOWER 7 /* and for this one */
#define BOXES	       4
#define ACTORS_MAX     256
#define ENDPOINTS      3 /* of an actor */
#define HOT_ADDRESSES  8
#define CONTESTS       (HOT_ADDRESSES + 1)
#define SOURCES	       16 /* MACs that endpoints of mode source list */
#define MTU	       1500

/* What an actor believes of one of its endpoints. */
struct endpoint {
	char name[16];
	bool there, up, is_tap;
	int lower;
	int box;     /* -1: beside the lower */
	int contest; /* what it has won; -1: nothing */
	uint32_t mode, mtu;
	uint32_t sources; /* a bit each */
	uint8_t mac[6];
};

enum deed {
	ADD,
	DEL,
	SET_MODE,
	SET_ADDRESS,
	SET_MTU,
	SET_NETNS,
	SET_UP,
	SET_SOURCES,
	SET_PORT,
	IP_DEL,
	SHOW,
	LIST,
	COMMAND,
	BATCH,
	DEEDS,
};

struct actor {
	struct endpoint mine[ENDPOINTS];
	uint64_t random;
	uint16_t addresses; /* that it has had */
	atomic_uint done;   /* deeds */
	uint32_t count[DEEDS], refused[DEEDS];
	uint32_t longest_ms;
	char doing[96];
};

struct contest {
	atomic_int busy;   /* who has it, or tries to get it, or gives it up */
	atomic_uint tries; /* ever */
	atomic_int owner;  /* number of the actor + 1; 0: nobody */
};

struct crowd {
	uint64_t seed;
	int actors;
	uint32_t rounds;
	struct actor actor[ACTORS_MAX];
	struct contest contest[CONTESTS];
	atomic_bool failed;
};

extern struct crowd *crowd;
extern struct netns host, far, box[BOXES];
extern const char *const deed_names[DEEDS];

/* What went wrong, with the actor and what it was doing; ends this process, and the run. */
__attribute__((noreturn, format(printf, 2, 3))) void fail(const struct actor *a, const char *fmt,
							  ...);

/* The netns and lowers, from the beginning. */
void place_make(void);
void place_drop(void);
const char *lower_name(int lower);
const char *lower_address(const char *lower); /* that it was made with */
const uint8_t *source_mac(int n);
const uint8_t *hot_mac(int n);

struct macbpf *context_open(void);

/* The life of one actor: crowd->rounds deeds. */
void actor_live(struct actor *a);

/* One deed, on an endpoint that chance chooses, and whether it came out as it must. */
void deed_do(struct actor *a, struct macbpf *mb, enum deed deed);
uint32_t chance(struct actor *a, uint32_t below);

/* Fails unless a row of a listing is what its actor believes. */
void endpoint_compare(const struct actor *a, const struct endpoint *e,
		      const struct macbpf_link *link);

/*
 * To get a thing: contest_enter(), the attempt, contest_won() or contest_lost(), which fails if
 * nobody else can have been in the way. To give it up: contest_leave(), the deed, contest_left().
 */
struct attempt {
	int busy;
	unsigned int tries;
};
struct attempt contest_enter(int n);
void contest_won(const struct actor *a, int n);
void contest_lost(const struct actor *a, int n, const struct attempt *attempt);
void contest_leave(const struct actor *a, int n);
void contest_left(int n);

/* When all are done: listings, filters and flags are what all believe together. */
void ledger_compare(struct macbpf *mb);

/* The same of the maps behind a lower's program. */
void tables_compare(int lower, uint32_t program, uint32_t endpoints);

/* Fails if something is left of a crowd that has deleted all it had. */
void ledger_expect_nothing(struct macbpf *mb);
void tables_remember(uint32_t program);
void tables_expect_gone(void);

#endif
