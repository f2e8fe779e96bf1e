// SPDX-License-Identifier: GPL-2.0-only
/* deed.c - what an actor can do, and what all deeds share. */
#include <stdio.h>
#include <string.h>

#include "deed.h"

const char *const deed_names[DEEDS] = {
	[ADD] = "add",		 [DEL] = "del",
	[SET_MODE] = "set mode", [SET_ADDRESS] = "set address",
	[SET_MTU] = "set mtu",	 [SET_NETNS] = "set netns",
	[SET_UP] = "set up",	 [SET_SOURCES] = "set macaddr",
	[SET_PORT] = "port set", [IP_DEL] = "ip link del",
	[SHOW] = "show",	 [LIST] = "list",
	[COMMAND] = "command",	 [BATCH] = "batch",
};

/* Counts the outcome; 0 if all is well, and it is not refused. */
int settle(struct actor *a, struct macbpf *mb, enum deed deed, int err, int want)
{
	if (err != want)
		fail(a, "%d, not %d: %s", err, want, macbpf__error(mb));
	a->count[deed]++;
	a->refused[deed] += !!err;
	return err;
}

struct endpoint *any_endpoint(struct actor *a, bool there)
{
	struct endpoint *e = &a->mine[chance(a, ENDPOINTS)];

	for (int i = 0; i < 4 && e->there != there; i++)
		e = &a->mine[chance(a, ENDPOINTS)];
	return e;
}

void note(struct actor *a, enum deed deed, const struct endpoint *e)
{
	snprintf(a->doing, sizeof(a->doing), "%s %s (%s)", deed_names[deed], e->name,
		 e->there ? lower_name(e->lower) : "not there");
}

void new_address(struct actor *a, uint8_t mac[6])
{
	uint16_t n = a->addresses++;
	const uint8_t fresh[6] = {
		2, 0xcc, 0, (uint8_t)(a - crowd->actor), (uint8_t)(n >> 8), (uint8_t)n
	};

	memcpy(mac, fresh, sizeof(fresh));
}

uint32_t any_mode(struct actor *a)
{
	static const uint32_t modes[] = { MACBPF_MODE_PRIVATE, MACBPF_MODE_VEPA, MACBPF_MODE_BRIDGE,
					  MACBPF_MODE_SOURCE };

	return modes[chance(a, 4)];
}

uint32_t list_sources(uint32_t sources, uint8_t list[SOURCES][6])
{
	uint32_t count = 0;

	for (int i = 0; i < SOURCES; i++)
		if (sources & 1u << i)
			memcpy(list[count++], source_mac(i), 6);
	return count;
}

static void deed_batch(struct actor *a, struct macbpf *mb)
{
	static const enum deed deeds[] = { ADD,	     ADD,     ADD,	   DEL,	      DEL,
					   SET_MODE, SET_MTU, SET_ADDRESS, SET_NETNS, SET_UP };
	uint32_t count = 2 + chance(a, 5);

	settle(a, mb, BATCH, macbpf_batch__begin(mb, NULL), 0);
	while (count--)
		deed_do(a, mb, deeds[chance(a, sizeof(deeds) / sizeof(deeds[0]))]);
	macbpf_batch__end(mb);
}

void deed_do(struct actor *a, struct macbpf *mb, enum deed deed)
{
	static void (*const deeds[DEEDS])(struct actor *, struct macbpf *) = {
		[ADD] = deed_add,	    [DEL] = deed_del,
		[SET_MODE] = deed_set_mode, [SET_ADDRESS] = deed_set_address,
		[SET_MTU] = deed_set_mtu,   [SET_NETNS] = deed_set_netns,
		[SET_UP] = deed_set_up,	    [SET_SOURCES] = deed_set_sources,
		[SET_PORT] = deed_set_port, [IP_DEL] = deed_ip_del,
		[SHOW] = deed_show,	    [LIST] = deed_list,
		[COMMAND] = deed_command,   [BATCH] = deed_batch,
	};

	deeds[deed](a, mb);
}
