/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* named.h - the records of a contract that is not known, read by the names of their fields. */
#ifndef MB_NAMED_H
#define MB_NAMED_H

#include "datapath/record.h"

/*
 * What record.h says of mb_abi_read_port() and mb_abi_read_endpoints(): of a port what mb_record
 * begins with, of endpoints what each is. -EPROTO: it lacks a field, or says what means nothing
 * here.
 */
int mb_named_read_port(const struct mb_maps *maps, struct mb_port_rec *rec);
int mb_named_read_endpoints(const struct mb_maps *maps, uint32_t count,
			    struct mb_endpoint_rec *recs);

/* Tells its maker's next command that an endpoint is gone, by MB_EP_BUILDING. */
int mb_named_disown(const struct mb_maps *maps, uint32_t slot);

/* What these bits are called by who set them, as "rate, guard"; empty if that can't be told. */
void mb_named_needs(const struct mb_maps *maps, uint32_t needs, char *text, size_t size);

#endif /* MB_NAMED_H */
