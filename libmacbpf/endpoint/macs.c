// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* macs.c - lists of MACs, and what an operation makes of one; pure. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <macbpf/macbpf.h>

#include "base/mac.h"
#include "endpoint/macs.h"

void mb_macs_free(struct mb_macs *macs)
{
	free(macs->mac);
	*macs = (struct mb_macs){ 0 };
}

bool mb_macs_has(const struct mb_macs *macs, const uint8_t mac[6])
{
	return mb_mac_among(mac, macs->mac, macs->count);
}

static void append(struct mb_macs *macs, const uint8_t mac[6])
{
	if (!mb_macs_has(macs, mac))
		memcpy(macs->mac[macs->count++], mac, 6);
}

int mb_macs_apply(const struct mb_macs *old, uint32_t op, const uint8_t (*args)[6], size_t count,
		  struct mb_macs *out)
{
	bool keep = op == MACBPF_MACADDR_ADD || op == MACBPF_MACADDR_DEL;
	bool put = op == MACBPF_MACADDR_ADD || op == MACBPF_MACADDR_SET;
	struct mb_macs result = { calloc(old->count + count + 1, 6), 0 };

	if (!result.mac)
		return -ENOMEM;
	for (size_t i = 0; keep && i < old->count; i++)
		if (op == MACBPF_MACADDR_ADD || !mb_mac_among(old->mac[i], args, count))
			append(&result, old->mac[i]);
	for (size_t i = 0; put && i < count; i++)
		append(&result, args[i]);
	*out = result;
	return 0;
}
