// SPDX-License-Identifier: GPL-2.0-only
/* mac.c - MAC addresses as text. */
#include "container/mac.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static int digit(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : -1;
}

/* Groups of `group` digits with `separator` between them: twelve digits in all. */
static bool parse_groups(const char *text, int group, char separator, uint8_t mac[6])
{
	int digits = 0;

	for (; *text; text++) {
		if (digits && digits % group == 0 && digits < 12 && *text++ != separator)
			return false;
		if (digits == 12 || digit(*text) < 0)
			return false;
		mac[digits / 2] = (uint8_t)(mac[digits / 2] << 4 | digit(*text));
		digits++;
	}
	return digits == 12;
}

bool mac_parse(const char *text, uint8_t mac[6])
{
	uint8_t parsed[6] = { 0 };

	if (!parse_groups(text, strchr(text, '.') ? 4 : 2,
			  strchr(text, '.')   ? '.'
			  : strchr(text, '-') ? '-'
					      : ':',
			  parsed))
		return false;
	memcpy(mac, parsed, sizeof(parsed));
	return true;
}

const char *mac_text(char out[MAC_TEXT], const uint8_t mac[6])
{
	snprintf(out, MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3],
		 mac[4], mac[5]);
	return out;
}
