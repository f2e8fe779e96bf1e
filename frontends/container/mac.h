/* SPDX-License-Identifier: GPL-2.0-only */
/* mac.h - MAC addresses as text */
#ifndef CONTAINER_MAC_H
#define CONTAINER_MAC_H

#include <stdbool.h>
#include <stdint.h>

#define MAC_TEXT 18

/* 02:00:00:00:00:01, 02-00-00-00-00-01 or 0200.0000.0001 */
bool mac_parse(const char *text, uint8_t mac[6]);

const char *mac_text(char out[MAC_TEXT], const uint8_t mac[6]);

#endif
