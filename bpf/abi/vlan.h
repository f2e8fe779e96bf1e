/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* vlan.h - which tags VLAN devices on the lower take: mb_vlans. */
#ifndef MB_ABI_VLAN_H
#define MB_ABI_VLAN_H

#include <linux/types.h>

/* What a VLAN device goes by: a kind of tag, and an id. */
enum mb_tag {
	MB_TAG_8021Q,
	MB_TAG_8021AD,
	MB_TAG_COUNT,
};
#define MB_VIDS	     4096u
#define MB_VLAN_BITS 32u

/* mb_vlans[0]: a bit for each. */
struct mb_vlans {
	__u32 bits[MB_TAG_COUNT][MB_VIDS / MB_VLAN_BITS];
};
_Static_assert(sizeof(struct mb_vlans) == 1024, "mb_vlans has padding");

static inline int mb_vlans_have(const struct mb_vlans *vlans, __u32 tag, __u32 vid)
{
	return vlans->bits[tag][vid / MB_VLAN_BITS] >> vid % MB_VLAN_BITS & 1;
}

#endif /* MB_ABI_VLAN_H */
