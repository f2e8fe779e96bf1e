// SPDX-License-Identifier: GPL-2.0-only
/* error.c - what went wrong. */
#include "container/error.h"

#include <errno.h>
#include <macbpf/macbpf.h>
#include <stdarg.h>
#include <stdio.h>

#include "common/own.h"

int error_set(struct error *error, int kind, const char *fmt, ...)
{
	char later[sizeof(error->msg)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(error->kind ? later : error->msg, sizeof(error->msg), fmt, ap);
	va_end(ap);
	if (error->kind)
		fprintf(stderr, "%s: after that: %s\n", program_invocation_short_name, later);
	else
		error->kind = kind;
	return error->kind;
}

static const struct {
	int err;
	enum error_kind kind;
} kinds[] = {
	{ -EINVAL, ERROR_CONFIG },    { -EADDRNOTAVAIL, ERROR_CONFIG }, { -ELOOP, ERROR_CONFIG },
	{ -ENODEV, ERROR_AGAIN },     { -ENOENT, ERROR_CONTAINER },	{ -EBUSY, ERROR_AGAIN },
	{ -EAGAIN, ERROR_AGAIN },     { -ENOBUFS, ERROR_AGAIN },	{ -ENOMEM, ERROR_AGAIN },
	{ -EPERM, ERROR_PRIVILEGE },  { -EOPNOTSUPP, ERROR_KERNEL },	{ -EEXIST, ERROR_TAKEN },
	{ -EADDRINUSE, ERROR_TAKEN }, { -ENOSPC, ERROR_FULL },		{ -EPROTO, ERROR_CONTRACT },
};

static enum error_kind kind_of(int err)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i].err == err)
			return kinds[i].kind;
	return ERROR_INTERNAL;
}

int error_set_macbpf(struct error *error, const struct macbpf *mb, int err)
{
	return error_set(error, kind_of(err), "%s", macbpf__error(mb));
}
