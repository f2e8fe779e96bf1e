// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* mac.c - MACs: as text, and which a device can have; pure. */
#include <stdio.h>
#include <string.h>

#include "base/mac.h"

const char *mb_mac_text(char buf[MB_MAC_TEXT], const uint8_t mac[6])
{
	snprintf(buf, MB_MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3],
		 mac[4], mac[5]);
	return buf;
}

bool mb_mac_valid(const uint8_t mac[6])
{
	static const uint8_t zero[6];

	return !(mac[0] & 1) && memcmp(mac, zero, 6);
}

bool mb_mac_among(const uint8_t mac[6], const uint8_t (*macs)[6], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!memcmp(macs[i], mac, 6))
			return true;
	return false;
}
