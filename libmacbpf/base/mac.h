/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* mac.h - MACs: as text, and which a device can have; pure. */
#ifndef MB_MAC_H
#define MB_MAC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MB_MAC_TEXT 18

/* Writes aa:bb:cc:dd:ee:ff into buf and returns it. */
const char *mb_mac_text(char buf[MB_MAC_TEXT], const uint8_t mac[6]);

/* What an endpoint's address may be: unicast and not zero (is_valid_ether_addr()). */
bool mb_mac_valid(const uint8_t mac[6]);

bool mb_mac_among(const uint8_t mac[6], const uint8_t (*macs)[6], size_t count);

#endif /* MB_MAC_H */
