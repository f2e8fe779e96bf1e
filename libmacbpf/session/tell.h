/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* tell.h - telling whoever listens what a writing function has changed. */
#ifndef MB_TELL_H
#define MB_TELL_H

#include "endpoint/change.h"
#include "kernel/bus.h"

/* What was made or changed. */
void mb_tell_link(const struct mb_change *c, const char *command);

/* What is to go, as long as it is there, for mb_bus_send() when it is gone. */
void mb_tell_draft(struct mb_bus_message *m, const char *command, const struct mb_port *port,
		   const struct mb_endpoint *ep);

/* Something of the whole port; NULL: of all. `changed`: words for what. */
void mb_tell_port(const char *lower, const char *command, const char *changed);

#endif /* MB_TELL_H */
