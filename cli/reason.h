/* SPDX-License-Identifier: GPL-2.0-only */
/* reason.h - what was counted for a reason, as listings tell it */
#ifndef CLI_REASON_H
#define CLI_REASON_H

#include "app.h"

/* An element of an array. Text with details has the sentence as well; JSON always has it. */
void reason_print(struct app *app, const struct macbpf_reason_info *info);

#endif /* CLI_REASON_H */
