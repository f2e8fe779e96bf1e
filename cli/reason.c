// SPDX-License-Identifier: GPL-2.0-only
/* reason.c - what was counted for a reason, as listings tell it */
#include <inttypes.h>

#include "reason.h"

void reason_print(struct app *app, const struct macbpf_reason_info *info)
{
	struct out *out = &app->out;

	out_object_begin(out, "");
	out_line(out);
	out_text(out, "%-16s %12" PRIu64, info->name, info->frames);
	out_str(out, "name", NULL, info->name);
	out_num(out, "frames", NULL, (int64_t)info->frames);
	out_str(out, "text", app->details ? "  " : NULL, info->text);
	out_object_end(out);
}
