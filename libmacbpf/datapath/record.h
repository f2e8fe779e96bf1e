/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* record.h - what is on record of ports and endpoints, whatever the number of their contract. */
#ifndef MB_RECORDS_H
#define MB_RECORDS_H

#include "abi/abi.h"
#include "datapath/maps.h"

struct mb_port_rec {
	uint32_t abi;	/* MB_ABI of its maker */
	uint32_t needs; /* enum mb_need, and bits that are not known here */
	uint32_t lower; /* ifindex */
	uint32_t netns; /* the inode number of the netns that it was made in */
	uint32_t slots; /* slots of mb_members ever used */
	uint32_t next_id;
	uint32_t flags; /* enum mb_port_flag */
	int32_t bc_cutoff;
	uint8_t lower_mac[MB_MAC_LEN];
	uint16_t turn;
	struct mb_prog_rec prog[MB_PROGS_MAX];
	uint8_t host_mac[MB_HOST_MACS][MB_MAC_LEN];
	struct mb_vlans vlans;
};

struct mb_endpoint_rec {
	uint32_t state;	  /* enum mb_endpoint_state */
	uint32_t status;  /* enum mb_endpoint_flag */
	uint32_t hostdev; /* ifindex; 0 while building */
	uint32_t id;	  /* the N of hostdev mbN */
	uint32_t kind;	  /* enum mb_endpoint_kind */
	uint32_t mode;	  /* enum mb_mode */
	uint32_t flags;	  /* enum mb_flag */
	uint32_t bc_queue_len;
	uint8_t mac[MB_MAC_LEN];
	uint16_t queues;
	uint32_t guard; /* enum mb_guard_flag */
	char name[MB_NAME_LEN];
	uint32_t learning;	/* 1: where it sends from leads to it */
	uint32_t macaddr_limit; /* addresses that it may have besides its own */
};

/* -EPROTO: it is of a contract that is not known and whose fields have no names, or means nothing.
 */
int mb_abi_read_port(const struct mb_maps *maps, struct mb_port_rec *rec);

/*
 * Those of the first `count` slots, after the port's. Of a contract that is not known, or a port
 * that lacks tables, only what each endpoint is.
 */
int mb_abi_read_endpoints(const struct mb_maps *maps, uint32_t count, struct mb_endpoint_rec *recs);

/*
 * Of a port of an older contract, whose tables are those of today as far as it has them: frees the
 * slot of an endpoint that is gone; tells whoever comes that it is being made one of today's, by
 * MB_PORT_CHANGING.
 */
bool mb_abi_is_older(const struct mb_maps *maps);
int mb_abi_forget_endpoint(const struct mb_maps *maps, uint32_t slot);
int mb_abi_mark_port(const struct mb_maps *maps);

/*
 * Only to ports of this library's contract. What a newer library has put where there is nothing
 * for this one stays. The first writes all but what the two others do.
 */
int mb_abi_write_port(const struct mb_maps *maps, const struct mb_port_rec *rec);
int mb_abi_write_slots(const struct mb_maps *maps, const struct mb_port_rec *rec);
int mb_abi_write_vlans(const struct mb_maps *maps, const struct mb_port_rec *rec);
int mb_abi_write_endpoint(const struct mb_maps *maps, uint32_t slot,
			  const struct mb_endpoint_rec *rec);

/* For the readers of each contract: what a port's record begins with; slots as they are. */
void mb_abi_take_head(struct mb_port_rec *rec, const struct mb_abi_head *head);
int mb_abi_read_slots(const struct mb_maps *maps, uint32_t count, void *endpoints);

#endif /* MB_RECORDS_H */
