// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* ips.c - the IP addresses of endpoints' devices, for a listing: each netns is asked once. */
#include <errno.h>

#include "common/own.h"
#include "world/ips.h"

struct mb_ips_of {
	int32_t nsid;
	struct mb_ips ips;
};

/* One that can't be asked has none, and is not asked again. */
static const struct mb_ips *ips_in(struct macbpf *mb, struct mb_ips_table *table, int32_t nsid)
{
	struct mb_ips_of *of;

	for (size_t i = 0; i < table->count; i++)
		if (table->of[i].nsid == nsid)
			return &table->of[i].ips;
	if (!mb_grow(&table->of, table->count))
		return NULL;
	of = &table->of[table->count++];
	*of = (struct mb_ips_of){ .nsid = nsid };
	mb_rtnl_ips(mb->rtnl, nsid, &of->ips);
	return &of->ips;
}

int mb_ips_get(struct macbpf *mb, struct mb_ips_table *table, int32_t nsid, uint32_t ifindex,
	       struct mb_ip **ip, size_t *count)
{
	const struct mb_ips *ips = ips_in(mb, table, nsid);

	if (!ips)
		return -ENOMEM;
	for (size_t i = 0; i < ips->count; i++) {
		if (ips->ip[i].ifindex != ifindex)
			continue;
		if (!mb_grow(ip, *count))
			return -ENOMEM;
		(*ip)[(*count)++] = ips->ip[i];
	}
	return 0;
}

void mb_ips_free(struct mb_ips_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		free(table->of[i].ips.ip);
	free(table->of);
}
