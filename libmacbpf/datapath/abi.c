// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* abi.c - the records of a port, by the number of its contract. */
#include "datapath/contract.h"
#include "datapath/named.h"

int mb_abi_read_port(const struct mb_maps *maps, struct mb_port_rec *rec)
{
	*rec = (struct mb_port_rec){ .abi = maps->abi };
	if (maps->unknown)
		return mb_named_read_port(maps, rec);
	return mb_contract_of(maps->abi)->read_port(maps, rec);
}

int mb_abi_read_endpoints(const struct mb_maps *maps, uint32_t count, struct mb_endpoint_rec *recs)
{
	if (maps->unknown)
		return mb_named_read_endpoints(maps, count, recs);
	return mb_contract_of(maps->abi)->read_endpoints(maps, count, recs);
}

bool mb_abi_is_older(const struct mb_maps *maps)
{
	return !maps->unknown && maps->abi < MB_ABI;
}

int mb_abi_forget_endpoint(const struct mb_maps *maps, uint32_t slot)
{
	return mb_contract_of(maps->abi)->forget_endpoint(maps, slot);
}

int mb_abi_mark_port(const struct mb_maps *maps)
{
	return mb_contract_of(maps->abi)->mark_port(maps);
}
