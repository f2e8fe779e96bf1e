/* SPDX-License-Identifier: GPL-2.0-only */
/* notify.h - telling whoever started this process how far it is */
#ifndef CLI_NOTIFY_H
#define CLI_NOTIFY_H

/* As sd_notify(3), for units of Type=notify; nothing if nobody asked. */
void notify(const char *state);

#endif /* CLI_NOTIFY_H */
