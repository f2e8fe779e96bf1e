// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* error.c - the last error's sentence, and the log. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/context.h"

const char *macbpf__error(const struct macbpf *mb)
{
	return mb ? mb->error : "";
}

void macbpf__set_log(struct macbpf *mb, macbpf_log_fn log, void *arg)
{
	mb->log = log;
	mb->log_arg = arg;
}

void mb_begin(struct macbpf *mb)
{
	mb->error[0] = '\0';
}

int mb_fail(struct macbpf *mb, int err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(mb->error, sizeof(mb->error), fmt, ap);
	va_end(ap);
	errno = -err;
	return err;
}

void mb_log(struct macbpf *mb, enum macbpf_log_level level, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	if (!mb->log)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	mb->log(mb->log_arg, level, line);
}
