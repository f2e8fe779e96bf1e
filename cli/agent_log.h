/* SPDX-License-Identifier: GPL-2.0-only */
/* agent_log.h - what an agent says, once for as long as it stays so */
#ifndef CLI_AGENT_LOG_H
#define CLI_AGENT_LOG_H

#include "app.h"

/* Takes the library's log over, for the rest of the process. */
void agent_log_take(struct app *app);

/* A pass is over: what the next doesn't say again is news when it is said once more. */
void agent_log_turn(void);

#endif /* CLI_AGENT_LOG_H */
