// SPDX-License-Identifier: GPL-2.0-only
/* no_rows.c - listings of endpoints, for words that are read and written down without a library. */
#include <macbpf/macbpf.h>

const uint8_t *macbpf_source__next(const struct macbpf_link *link, const uint8_t *prev)
{
	(void)link;
	(void)prev;
	return NULL;
}

const uint8_t *macbpf_guard_addr__next(const struct macbpf_link *link, const uint8_t *prev)
{
	(void)link;
	(void)prev;
	return NULL;
}
