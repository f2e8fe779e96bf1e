// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* error.c - the last error's sentence, and the log. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/context.h"

const char *macbpf__error(const struct macbpf *mb)
{
	return mb ? mb->error : "";
}

int macbpf__incomplete(const struct macbpf *mb)
{
	return mb && mb->incomplete;
}

void macbpf__set_log(struct macbpf *mb, macbpf_log_fn log, void *arg)
{
	mb->log = log;
	mb->log_arg = arg;
}

void mb_begin(struct macbpf *mb)
{
	mb->error[0] = '\0';
	mb->incomplete = false;
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

int mb_refused(struct macbpf *mb, int err, const char *hint, const char *fmt, ...)
{
	char what[sizeof(mb->error)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return mb_fail(mb, err, "%s: %s%s%s%s", what, strerror(-err), *hint ? " (" : "", hint,
		       *hint ? ")" : "");
}

int mb_no_memory(struct macbpf *mb)
{
	return mb_fail(mb, -ENOMEM, "%s", strerror(ENOMEM));
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
