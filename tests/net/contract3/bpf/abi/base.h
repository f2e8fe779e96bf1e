/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* base.h - the words that all subjects of the contract share: modes, flags, lengths. */
#ifndef MB_ABI_BASE_H
#define MB_ABI_BASE_H

#include <linux/types.h>

#define MB_MAC_LEN  6
#define MB_NAME_LEN 16 /* IFNAMSIZ */

/* Of one port. A full table is refused by the library's command, never met by a frame. */
#define MB_ENDPOINTS_MAX 4096u

/* Values equal enum macvlan_mode of linux/if_link.h; a set of modes is their OR. */
enum mb_mode {
	MB_MODE_PRIVATE = 1,
	MB_MODE_VEPA = 2,
	MB_MODE_BRIDGE = 4,
	MB_MODE_PASSTHRU = 8,
	MB_MODE_SOURCE = 16,
};

/* Values equal MACVLAN_FLAG_* of linux/if_link.h. */
enum mb_flag {
	MB_FLAG_NOPROMISC = 1,
	MB_FLAG_NODST = 2,
};

#endif /* MB_ABI_BASE_H */
