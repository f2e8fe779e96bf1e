/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * fast.h - the question that settles nearly all frames: whose unicast is it, by one look.
 *
 * The entry points ask it first. What it doesn't settle takes the long way, in a function of its
 * own, so that what most frames run is short, lies together and keeps few registers.
 */
#ifndef MB_FAST_H
#define MB_FAST_H

#include "fdb.h"

/* A MAC at least two bytes before the end of what can be read, in one piece. */
static __always_inline __u64 mb_mac_number_wide(const __u8 *mac)
{
	return __le64_to_cpu(*(const __u64 *)mac);
}

/*
 * False if more has to be asked: a group frame, a header that can't be seen, a crowded slot. With
 * true, mode 0 means nobody, as in fdb.h. On the lower of a `passthru` port nothing else matters.
 */
static __always_inline bool mb_fast_find(struct mb_dest *dest, const struct __sk_buff *skb,
					 bool passthru)
{
	const struct ethhdr *eth = (void *)(long)skb->data;
	__u64 product, entry;

	if ((void *)(eth + 1) > (void *)(long)skb->data_end || eth->h_dest[0] & 1)
		return false;
	if (passthru) {
		*dest = mb_fdb_only();
		return true;
	}
	product = mb_front_product(mb_mac_number_wide(eth->h_dest));
	entry = mb_front_look(product);
	*dest = mb_front_has(entry, product) ? mb_front_dest(entry) : (struct mb_dest){};
	return dest->mode || !(entry & MB_FRONT_CROWDED);
}

#endif /* MB_FAST_H */
