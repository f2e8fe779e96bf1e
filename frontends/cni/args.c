// SPDX-License-Identifier: GPL-2.0-only
/* args.c - CNI_ARGS: KEY=VALUE;KEY=VALUE. */
#include "cni/args.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/own.h"
#include "common/text.h"
#include "container/mac.h"

struct reading {
	struct error *error;
	struct args *args;
	bool ignore_unknown;
	char unknown[256];
};

static int read_mac(struct reading *r, const char *value)
{
	if (!mac_parse(value, r->args->mac))
		return error_set(r->error, ERROR_ENVIRONMENT,
				 "CNI_ARGS: MAC \"%s\" is not a MAC address, e.g. "
				 "02:00:00:00:00:01",
				 value);
	r->args->has_mac = true;
	return 0;
}

static int read_ignore_unknown(struct reading *r, const char *value)
{
	r->ignore_unknown = !strcmp(value, "1") || !strcasecmp(value, "true");
	return 0;
}

static int leave_to_ipam(struct reading *r, const char *value)
{
	(void)r;
	(void)value;
	return 0;
}

static const struct {
	const char *key;
	int (*read)(struct reading *r, const char *value);
} keys[] = {
	{ "MAC", read_mac },
	{ "IgnoreUnknown", read_ignore_unknown },
	{ "IP", leave_to_ipam },
	{ "GATEWAY", leave_to_ipam },
};

static void note_unknown(struct reading *r, const char *key, const char *value)
{
	mb_text_append(r->unknown, sizeof(r->unknown), "%s\"%s=%s\"", *r->unknown ? " " : "", key,
		       value);
}

static int read_pair(struct reading *r, char *pair)
{
	char *value = strchr(pair, '=');

	if (!value)
		return error_set(r->error, ERROR_ENVIRONMENT, "CNI_ARGS: invalid pair \"%s\"",
				 pair);
	*value++ = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcmp(keys[i].key, pair))
			return keys[i].read(r, value);
	note_unknown(r, pair, value);
	return 0;
}

int args_parse(struct error *error, const char *text, struct args *args)
{
	struct reading r = { .error = error, .args = args };
	char *copy, *rest, *pair;
	int err = 0;

	*args = (struct args){ 0 };
	if (!text)
		return 0;
	copy = rest = strdup(text);
	if (!copy)
		return error_set(error, ERROR_INTERNAL, "out of memory");
	while (!err && (pair = strsep(&rest, ";")))
		err = read_pair(&r, pair);
	free(copy);
	if (!err && *r.unknown && !r.ignore_unknown)
		err = error_set(error, ERROR_ENVIRONMENT,
				"ARGS: unknown args [%s]; IgnoreUnknown=1 lets them pass",
				r.unknown);
	return err;
}
