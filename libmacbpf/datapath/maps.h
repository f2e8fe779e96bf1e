/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* maps.h - typed access to a port's maps; the only maker of keys. Errors are -errno. */
#ifndef MB_MAPS_H
#define MB_MAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/abi.h"

/* The kernel's name of each, by enum mb_map. */
extern const char *const mb_map_names[MB_MAP_COUNT];

/* Descriptors of the doors of programs that are loaded while somebody waits for them (tracing.h).
 */
struct mb_doors {
	int fd[MB_PROGS_MAX];
	size_t count;
};

struct mb_maps {
	int fd[MB_MAP_COUNT]; /* -1: not open */
	uint32_t id;	      /* of those that were found: no other port's have it */
	uint32_t abi;	      /* the number of their contract */
	bool unknown; /* their contract, so that only records are open; or some are missing */
	struct mb_abi_head head; /* then: how mb_record begins, or zero */
	struct mb_doors *doors;	 /* of who waits; NULL: nobody */
};

#define MB_MAPS_NONE ((struct mb_maps){ .fd = { [0 ... MB_MAP_COUNT - 1] = -1 }, .abi = MB_ABI })

void mb_maps_close(struct mb_maps *maps);

/* Nothing happens if the device is there no more, or there is no such table. */
int mb_maps_set_alive(const struct mb_maps *maps, uint32_t ifindex);

int mb_maps_write_member(const struct mb_maps *maps, uint32_t slot, const struct mb_dest *dest);

/* The FDB, and the front that the programs look into first. -ENOENT: nobody owns this address. */
int mb_fdb_get(const struct mb_maps *maps, const uint8_t mac[6], struct mb_dest *dest);
int mb_fdb_set(const struct mb_maps *maps, const uint8_t mac[6], const struct mb_dest *dest);
int mb_fdb_del(const struct mb_maps *maps, const uint8_t mac[6]);

/* One address of the FDB. */
struct mb_fdb_row {
	uint8_t mac[MB_MAC_LEN];
	struct mb_dest dest;
};

/*
 * All addresses whose `flags` has one of these, in no order; the caller frees *rows. None of a port
 * whose table is not known.
 */
int mb_fdb_read(const struct mb_maps *maps, uint32_t flags, struct mb_fdb_row **rows,
		size_t *count);

/* One (MAC, endpoint) pair of the source table. */
struct mb_source_row {
	struct mb_source_key key;
	struct mb_source source;
};

/* All pairs, sorted by MAC; the caller frees *rows. None of a port whose table is not known. */
int mb_sources_read(const struct mb_maps *maps, struct mb_source_row **rows, size_t *count);

/* 1: there is a pair; 0: none, as in maps that are not made yet. */
int mb_sources_any(const struct mb_maps *maps);

/* Puts the pair behind the last of its MAC; nothing happens if the slot lists it already. */
int mb_source_add(const struct mb_maps *maps, const uint8_t mac[6], const struct mb_source *source);
/* Nothing happens if it isn't there. */
int mb_source_del(const struct mb_maps *maps, const uint8_t mac[6], uint16_t slot);
/* Writes the flags of a pair that is there. */
int mb_source_update(const struct mb_maps *maps, const struct mb_source_row *row);

/* One address of the table that the programs learn. */
struct mb_neigh_row {
	struct mb_neigh_key key;
	struct mb_neigh neigh;
};

/* All that are there now, in no order; the caller frees *rows. */
int mb_neigh_read(const struct mb_maps *maps, struct mb_neigh_row **rows, size_t *count);
/* Forgets what this hostdev brought in, and what all did. */
int mb_neigh_forget(const struct mb_maps *maps, uint32_t hostdev);
int mb_neigh_clear(const struct mb_maps *maps);

/* The sets of slots that listen to groups: made empty, unless they are there, and dropped. */
int mb_groups_make(const struct mb_maps *maps);
int mb_groups_drop(const struct mb_maps *maps);

/*
 * The groups of one endpoint: an empty list for programs to write into, and an end to that, for
 * whoever gets its slot. -ENOENT: it has none.
 */
int mb_groups_begin(const struct mb_maps *maps, uint32_t hostdev, uint32_t slot);
int mb_groups_forget(const struct mb_maps *maps, uint32_t hostdev, uint32_t slot);
int mb_groups_get(const struct mb_maps *maps, uint32_t hostdev, struct mb_group_list *list);

/* Whether all multicast goes to these, whatever they listen to. */
int mb_groups_set_always(const struct mb_maps *maps, const uint32_t *slots, size_t count, bool on);

/* Whether it gets all multicast; false where no program learns. */
int mb_groups_is_always(const struct mb_maps *maps, uint32_t slot, bool *always);

/* One address that programs have learnt from its sender. */
struct mb_station_row {
	uint8_t mac[MB_MAC_LEN];
	struct mb_station station;
};

/* All that are there now, old ones too, in no order; the caller frees *rows. */
int mb_stations_read(const struct mb_maps *maps, struct mb_station_row **rows, size_t *count);

/* From now on what this hostdev sends from is learnt, and no more, and all is forgotten. */
int mb_stations_begin(const struct mb_maps *maps, uint32_t hostdev, uint32_t slot, uint32_t limit);
int mb_stations_forget(const struct mb_maps *maps, uint32_t hostdev);

/* Nobody learns it, and whoever has it loses it. */
int mb_station_reserve(const struct mb_maps *maps, const uint8_t mac[6]);
int mb_station_del(const struct mb_maps *maps, const uint8_t mac[6]);

/* What a guarded endpoint may send. -ENOENT: it has no entry. */
int mb_guard_get(const struct mb_maps *maps, uint32_t hostdev, struct mb_guard *guard);
int mb_guard_set(const struct mb_maps *maps, uint32_t hostdev, const struct mb_guard *guard);
/* Nothing happens if it has none. */
int mb_guard_del(const struct mb_maps *maps, uint32_t hostdev);

/* What is counted of one endpoint: from nothing, read, no more. -ENOENT: nothing is. */
int mb_counts_begin(const struct mb_maps *maps, uint32_t hostdev);
/* A row if there is none: the port may have been made without the table. */
int mb_counts_ensure(const struct mb_maps *maps, uint32_t hostdev);
int mb_counts_get(const struct mb_maps *maps, uint32_t hostdev, uint64_t frames[MB_R_COUNT]);
/* Nothing happens if nothing was, as where the table is not. */
int mb_counts_end(const struct mb_maps *maps, uint32_t hostdev);

/* What an endpoint may get and send in a second; none: no limit. Errors are not that it has none.
 */
int mb_rate_get(const struct mb_maps *maps, uint32_t hostdev, struct mb_rate *rate);
/* One that limits nothing is taken out. */
int mb_rate_set(const struct mb_maps *maps, uint32_t hostdev, const struct mb_rate *rate);

/*
 * The devices through which what an endpoint sends goes first: `in`, from whose peer `out` it comes
 * back. Get: -ENOENT, there are none; del: nothing happens then.
 */
int mb_queue_get(const struct mb_maps *maps, uint32_t hostdev, uint32_t *in);
int mb_queue_get_out(const struct mb_maps *maps, uint32_t in, uint32_t *out);
int mb_queue_set(const struct mb_maps *maps, uint32_t hostdev, uint32_t in, uint32_t out);
int mb_queue_del(const struct mb_maps *maps, uint32_t hostdev);

/* How many values a map that is one for each CPU has of an entry; -errno, and libbpf says nothing.
 */
int mb_maps_cpus(void);

/*
 * Fills tables that are new from those of another port, as far as both mean the same: not the
 * records, nor what only one of them has. The first `slots` are in use.
 */
int mb_carry_tables(const struct mb_maps *from, const struct mb_maps *to, uint32_t slots);

/* Sums over the CPUs. */
int mb_maps_read_reasons(const struct mb_maps *maps, uint64_t frames[MB_R_COUNT]);

#endif /* MB_MAPS_H */
