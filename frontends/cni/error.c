// SPDX-License-Identifier: GPL-2.0-only
/* error.c - what a runtime is told when something fails. */
#include "cni/error.h"

#include <errno.h>
#include <macbpf/macbpf.h>
#include <stdarg.h>
#include <stdio.h>

#include "common/own.h"
#include "cni/version.h"

int error_set(struct error *error, enum error_code code, const char *fmt, ...)
{
	char later[sizeof(error->msg)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(error->code ? later : error->msg, sizeof(error->msg), fmt, ap);
	va_end(ap);
	if (error->code)
		fprintf(stderr, "macbpf-cni: after that: %s\n", later);
	else
		error->code = code;
	return error->code;
}

static const struct {
	int err;
	enum error_code code;
} codes[] = {
	{ -EINVAL, ERROR_CONFIG },    { -EADDRNOTAVAIL, ERROR_CONFIG }, { -ELOOP, ERROR_CONFIG },
	{ -ENODEV, ERROR_AGAIN },     { -ENOENT, ERROR_CONTAINER },	{ -EBUSY, ERROR_AGAIN },
	{ -EAGAIN, ERROR_AGAIN },     { -ENOBUFS, ERROR_AGAIN },	{ -ENOMEM, ERROR_AGAIN },
	{ -EPERM, ERROR_PRIVILEGE },  { -EOPNOTSUPP, ERROR_KERNEL },	{ -EEXIST, ERROR_TAKEN },
	{ -EADDRINUSE, ERROR_TAKEN }, { -ENOSPC, ERROR_FULL },		{ -EPROTO, ERROR_CONTRACT },
};

static enum error_code code_of(int err)
{
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		if (codes[i].err == err)
			return codes[i].code;
	return ERROR_INTERNAL;
}

int error_set_macbpf(struct error *error, const struct macbpf *mb, int err)
{
	return error_set(error, code_of(err), "%s", macbpf__error(mb));
}

int error_set_foreign(struct error *error, json_t *object)
{
	if (!error->code && !error->foreign) {
		error->foreign = object;
		error->code = ERROR_IPAM;
	} else {
		json_decref(object);
	}
	return error->code;
}

void error_print(const struct error *error, const char *version)
{
	json_t *object = error->foreign ? json_incref(error->foreign) : json_object();

	if (!error->foreign) {
		json_object_set_new(object, "cniVersion", json_string(version ?: VERSION_NEWEST));
		json_object_set_new(object, "code", json_integer(error->code));
		json_object_set_new(object, "msg", json_string(error->msg));
	}
	json_dumpf(object, stdout, JSON_INDENT(4));
	putchar('\n');
	json_decref(object);
}
