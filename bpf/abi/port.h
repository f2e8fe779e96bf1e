/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* port.h - what programs ask of the port itself: mb_port. */
#ifndef MB_ABI_PORT_H
#define MB_ABI_PORT_H

#include <linux/types.h>

/* mb_port[0]. What only commands need is in mb_record. */
struct mb_port_facts {
	__u32 abi;   /* MB_ABI of the library that made it; the first word of mb_port in all */
	__u32 slots; /* slots of mb_members ever used: the bound of a flood */
	__u32 reserved[14];
};
_Static_assert(sizeof(struct mb_port_facts) == 64, "mb_port_facts has padding");

#endif /* MB_ABI_PORT_H */
