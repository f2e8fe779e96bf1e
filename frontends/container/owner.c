// SPDX-License-Identifier: GPL-2.0-only
/* owner.c - the mark of an attachment on its endpoint. */
#include "container/owner.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define PART_MAX 80  /* bytes: an id of a container has 64 */
#define CUT_MARK '~' /* in no identifier */

/* FNV-1a */
static uint64_t hash(const char *text)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return h;
}

static void put_part(char out[PART_MAX + 1], const char *text)
{
	if (strlen(text) <= PART_MAX)
		snprintf(out, PART_MAX + 1, "%s", text);
	else
		snprintf(out, PART_MAX + 1, "%.*s%c%016" PRIx64, PART_MAX - 17, text, CUT_MARK,
			 hash(text));
}

const char *owner_make(char owner[OWNER_SIZE], const struct attachment *at)
{
	char net[PART_MAX + 1], box[PART_MAX + 1];

	put_part(net, at->network);
	put_part(box, at->container);
	snprintf(owner, OWNER_SIZE, "%s:%s:%s:%s", at->front, net, box, at->ifname);
	return owner;
}

bool owner_is_of(const char *owner, const struct attachment *at)
{
	char start[OWNER_SIZE], net[PART_MAX + 1];

	put_part(net, at->network);
	snprintf(start, sizeof(start), "%s:%s:", at->front, net);
	return !strncmp(owner, start, strlen(start));
}

bool owner_split(const char *owner, char container[OWNER_SIZE], char ifname[OWNER_SIZE])
{
	return sscanf(owner, "%*[^:]:%*[^:]:%200[^:]:%200[^:]", container, ifname) == 2 &&
	       !strchr(container, CUT_MARK);
}
