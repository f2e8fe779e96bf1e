/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* contract.h - what maps a port has, by the number of its contract. */
#ifndef MB_CONTRACT_H
#define MB_CONTRACT_H

#include "datapath/maps.h"

struct mb_shape {
	uint32_t type; /* enum bpf_map_type; 0: it has no such map */
	uint32_t key, value;
	uint32_t entries; /* 0: any number */
	uint32_t flags;
};

struct mb_contract {
	uint32_t abi;
	struct mb_shape shape[MB_MAP_COUNT];
};

extern const struct mb_contract mb_abi4;

/* The contract of this number; NULL: it is unknown. */
const struct mb_contract *mb_contract_of(uint32_t abi);

/*
 * Whether a map may be the mb_port of any contract: its first word is the number then, and may be
 * read.
 */
bool mb_contract_may_begin(const struct mb_shape *port);

/* Whether the maps of a port are all of these shapes. */
bool mb_contract_is_kept(const struct mb_contract *contract, const struct mb_shape *shapes);

#endif /* MB_CONTRACT_H */
