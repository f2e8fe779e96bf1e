// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* contract.c - what maps a port has, by the number of its contract. */
#include <linux/bpf.h>

#include "common/own.h"
#include "datapath/contract.h"

#define SINGLE_MAX 65536 /* bytes; far more than any contract needs */

static const struct mb_contract *const contracts[] = { &mb_abi4, &mb_abi3 };

const struct mb_contract *mb_contract_of(uint32_t abi)
{
	for (size_t i = 0; i < ARRAY_SIZE(contracts); i++)
		if (contracts[i]->abi == abi)
			return contracts[i];
	return NULL;
}

bool mb_contract_is_single(const struct mb_shape *shape, uint32_t least)
{
	return shape->type == BPF_MAP_TYPE_ARRAY && shape->key == sizeof(uint32_t) &&
	       shape->entries == 1 && !shape->flags && shape->value >= least &&
	       shape->value <= SINGLE_MAX;
}

static bool is_kept(const struct mb_shape *want, const struct mb_shape *is)
{
	return is->type == want->type && is->key == want->key && is->value == want->value &&
	       is->flags == want->flags && (!want->entries || is->entries == want->entries);
}

static bool lacks(const struct mb_shape *want, const struct mb_shape *is)
{
	return want->type && !is->type;
}

bool mb_contract_is_kept(const struct mb_contract *contract, const struct mb_shape *shapes)
{
	for (int i = 0; i < MB_MAP_COUNT; i++)
		if (contract->shape[i].type && !lacks(&contract->shape[i], &shapes[i]) &&
		    !is_kept(&contract->shape[i], &shapes[i]))
			return false;
	return true;
}

bool mb_contract_is_whole(const struct mb_contract *contract, const struct mb_shape *shapes)
{
	for (int i = 0; i < MB_MAP_COUNT; i++)
		if (lacks(&contract->shape[i], &shapes[i]))
			return false;
	return true;
}
