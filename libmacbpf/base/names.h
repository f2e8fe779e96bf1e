/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* names.h - words and addresses as text; pure. */
#ifndef MB_NAMES_H
#define MB_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#define MB_MAC_TEXT 18

/* Writes aa:bb:cc:dd:ee:ff into buf and returns it. */
const char *mb_mac_text(char buf[MB_MAC_TEXT], const uint8_t mac[6]);

/* What an endpoint's address may be: unicast and not zero (is_valid_ether_addr()). */
bool mb_mac_valid(const uint8_t mac[6]);

/* A name that the kernel takes for a device (dev_valid_name()), and no pattern for it to fill in.
 */
bool mb_name_valid(const char *name);

#endif /* MB_NAMES_H */
