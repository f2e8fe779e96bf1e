// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* reason.c - what was counted for a reason, and the words for that. */
#include <errno.h>
#include <string.h>

#include "base/context.h"
#include "datapath/reason.h"

static const struct {
	const char *name, *text;
} reasons[MB_R_COUNT] = {
#define MB_REASON_ROW(id, word, sentence) [MB_R_##id] = { word, sentence },
	MB_REASONS(MB_REASON_ROW)
#undef MB_REASON_ROW
};

const char *mb_reason_name(uint32_t id)
{
	return id < MB_R_COUNT ? reasons[id].name : NULL;
}

const char *mb_reason_text(uint32_t id)
{
	return id < MB_R_COUNT ? reasons[id].text : NULL;
}

void mb_reasons_fill(struct macbpf_reason reason[MB_R_COUNT], const uint64_t *frames)
{
	for (uint32_t id = 0; id < MB_R_COUNT; id++)
		reason[id] = (struct macbpf_reason){ id, frames[id] };
}

/* How many CPUs there may be is told by a file alone. No endpoint is missing, but that. */
int mb_reasons_read(struct macbpf *mb, const struct mb_maps *maps, uint64_t frames[MB_R_COUNT])
{
	int err = mb_maps_read_reasons(maps, frames);

	if (err == -ENOENT)
		return mb_fail(mb, -EIO,
			       "can't read what was counted, a row for each CPU: there is no "
			       "/sys/devices/system/cpu/possible; is /sys mounted?");
	return err ? mb_fail(mb, err, "can't read what was counted: %s", strerror(-err)) : 0;
}

/* The sentences say so, in the same words. */
static bool is_lost(uint32_t id)
{
	return id == MB_R_COPY_REFUSED || strstr(mb_reason_text(id), ": dropped");
}

int macbpf_reason__info(const struct macbpf_reason *reason, struct macbpf_reason_info *info)
{
	struct macbpf_reason_info ours = {
		.name = mb_reason_name(reason->id),
		.text = mb_reason_text(reason->id),
		.frames = reason->frames,
		.lost = is_lost(reason->id),
	};

	return mb_opts_give(info, &ours, sizeof(ours));
}
