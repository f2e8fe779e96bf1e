/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* contract.h - what a port of each contract has: the shapes of its maps, and who reads them. */
#ifndef MB_CONTRACT_H
#define MB_CONTRACT_H

#include "datapath/record.h"

struct mb_shape {
	uint32_t type; /* enum bpf_map_type; 0: it has no such map */
	uint32_t key, value;
	uint32_t entries; /* 0: any number */
	uint32_t flags;
};

struct mb_contract {
	uint32_t abi;
	struct mb_shape shape[MB_MAP_COUNT];
	/* What record.h says of mb_abi_read_port() and mb_abi_read_endpoints(). */
	int (*read_port)(const struct mb_maps *maps, struct mb_port_rec *rec);
	int (*read_endpoints)(const struct mb_maps *maps, uint32_t count,
			      struct mb_endpoint_rec *recs);
	/* The same of the two that are for older ones; NULL: it is this library's. */
	int (*forget_endpoint)(const struct mb_maps *maps, uint32_t slot);
	int (*mark_port)(const struct mb_maps *maps);
};

extern const struct mb_contract mb_abi3, mb_abi4;

/* The contract of this number; NULL: it is unknown. */
const struct mb_contract *mb_contract_of(uint32_t abi);

/* Whether it is an array of one element, of `least` bytes or more, which can be read. */
bool mb_contract_is_single(const struct mb_shape *shape, uint32_t least);

/* Whether the maps that a port has are all of these shapes, and whether it has them all. */
bool mb_contract_is_kept(const struct mb_contract *contract, const struct mb_shape *shapes);
bool mb_contract_is_whole(const struct mb_contract *contract, const struct mb_shape *shapes);

#endif /* MB_CONTRACT_H */
