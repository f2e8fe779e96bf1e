// SPDX-License-Identifier: GPL-2.0-only
/* options.c - what `network create -o KEY=VALUE` says, with podman and with docker: a row each. */
#include "options/options.h"

#include <ctype.h>
#include <errno.h>
#include <macbpf/macbpf.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "common/own.h"
#include "common/text.h"
#include "container/mac.h"

/* Each reads one value to where its row says: 0, or -EINVAL. */
struct option {
	const char *name;
	int (*read)(const struct option *option, const char *value, struct options *options);
	size_t at; /* in struct options */
	const char *legal;
	int64_t min, max;	/* of numbers */
	enum options_engine of; /* who alone has it; 0: all */
};

static void *place(const struct option *option, struct options *options)
{
	return (char *)options + option->at;
}

static int read_parent(const struct option *option, const char *value, struct options *options)
{
	*(const char **)place(option, options) = value;
	return *value ? 0 : -EINVAL;
}

/* podman turns its own drivers' 1 and 0 into words, but no plugin's. */
static int read_bool(const struct option *option, const char *value, struct options *options)
{
	bool on = !strcmp(value, "true") || !strcmp(value, "1");

	*(bool *)place(option, options) = on;
	return on || !strcmp(value, "false") || !strcmp(value, "0") ? 0 : -EINVAL;
}

static int read_number(const struct option *option, const char *value, struct options *options)
{
	long long number;
	char *end;

	errno = 0;
	number = strtoll(value, &end, 10);
	if (errno || *end || end == value || isspace((unsigned char)*value) ||
	    number < option->min || number > option->max)
		return -EINVAL;
	*(int64_t *)place(option, options) = number;
	return 0;
}

/* netavark takes an empty mode for none. */
static int read_mode(const struct option *option, const char *value, struct options *options)
{
	return macbpf_mode__parse(*value ? value : "bridge", place(option, options));
}

/* That of netkit endpoints is no choice: it goes with them. */
static int read_hook(const struct option *option, const char *value, struct options *options)
{
	uint32_t *hook = place(option, options);
	int err = macbpf_hook__parse(value, hook);

	return err || *hook != MACBPF_HOOK_NETKIT ? err : -EINVAL;
}

static int read_kind(const struct option *option, const char *value, struct options *options)
{
	uint32_t *kind = place(option, options);
	int err = macbpf_kind__parse(value, kind);

	return err || *kind != MACBPF_KIND_TAP ? err : -EINVAL;
}

static int read_macaddr(const struct option *option, const char *value, struct options *options)
{
	uint8_t(*list)[6] = place(option, options);
	char text[MAC_TEXT];
	size_t len;

	for (; *value; value += len + (value[len] == ',')) {
		len = strcspn(value, ",");
		if (len >= sizeof(text) || options->macaddr_count == OPTIONS_MACADDR_MAX)
			return -EINVAL;
		memcpy(text, value, len);
		text[len] = '\0';
		if (!mac_parse(text, list[options->macaddr_count++]))
			return -EINVAL;
	}
	return options->macaddr_count ? 0 : -EINVAL;
}

#define AT(member) offsetof(struct options, member)
#define ON_OFF	   "true or false"
#define MODES	   "one of bridge, private, vepa, passthru and source"

static const struct option table[] = {
	{ "bclim", read_number, AT(bclim), "a whole number from -2147483648 to 2147483647",
	  INT32_MIN, INT32_MAX },
	{ "com.docker.network.driver.mtu", read_number, AT(mtu), "a whole number from 0 to 65535",
	  0, UINT16_MAX, OPTIONS_DOCKER },
	{ "endpoint", read_kind, AT(kind), "one of auto, veth and netkit" },
	{ "guard", read_bool, AT(guard), ON_OFF },
	{ "hook", read_hook, AT(hook), "one of auto, tcx and clsact" },
	{ "host_access", read_bool, AT(host_access), ON_OFF },
	{ "isolated", read_bool, AT(isolated), ON_OFF },
	{ "learning", read_bool, AT(learning), ON_OFF },
	{ "macaddr", read_macaddr, AT(macaddr),
	  "a list of up to 256 MAC addresses with commas between them, e.g. 02:00:00:00:00:01" },
	{ "macaddr_limit", read_number, AT(macaddr_limit), "a whole number from 0 to 256", 0, 256 },
	{ "macvlan_mode", read_mode, AT(mode), MODES, .of = OPTIONS_DOCKER },
	{ "mcast_flood", read_bool, AT(mcast_flood), ON_OFF },
	{ "metric", read_number, AT(metric), "a whole number from 0 to 4294967295", 0, UINT32_MAX,
	  OPTIONS_PODMAN },
	{ "mode", read_mode, AT(mode), MODES },
	{ "mtu", read_number, AT(mtu), "a whole number from 0 to 65535", 0, UINT16_MAX },
	{ "no_default_route", read_bool, AT(no_default_route), ON_OFF },
	{ "nodst", read_bool, AT(nodst), ON_OFF },
	{ "nopromisc", read_bool, AT(nopromisc), ON_OFF },
	{ "parent", read_parent, AT(parent), "the name of a device" },
};

static bool has(enum options_engine engine, const struct option *option)
{
	return !option->of || option->of == engine;
}

static int unknown(struct error *error, enum options_engine engine, const char *name)
{
	char known[360] = "";

	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (has(engine, &table[i]))
			mb_text_append(known, sizeof(known), "%s%s",
				       !i			    ? ""
				       : i + 1 == ARRAY_SIZE(table) ? " and "
								    : ", ",
				       table[i].name);
	return error_set(error, ERROR_CONFIG, "there is no network option \"%.40s\": %s are known",
			 name, known);
}

static int read_one(struct error *error, enum options_engine engine, const char *name,
		    const json_t *value, struct options *options)
{
	const char *text = json_string_value(value);

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		if (strcmp(table[i].name, name) != 0 || !has(engine, &table[i]))
			continue;
		if (text && !table[i].read(&table[i], text, options))
			return 0;
		return error_set(error, ERROR_CONFIG, "network option \"%s\": \"%.60s\" is not %s",
				 name, text ?: "?", table[i].legal);
	}
	return unknown(error, engine, name);
}

static int check(struct error *error, const struct options *options)
{
	if (options->macaddr_count && options->mode != MACBPF_MODE_SOURCE)
		return error_set(
			error, ERROR_CONFIG,
			"network option \"macaddr\" is for mode source only: say mode=source, "
			"or leave it out");
	if (options->isolated && options->mode != MACBPF_MODE_BRIDGE)
		return error_set(
			error, ERROR_CONFIG,
			"network option \"isolated\" is for mode bridge only: say mode=private "
			"for containers that reach none of the others");
	return 0;
}

int options_read(struct error *error, enum options_engine engine, const json_t *object,
		 struct options *options)
{
	const json_t *value;
	const char *name;
	int err = 0;

	*options = (struct options){
		.mode = MACBPF_MODE_BRIDGE,
		.metric = -1,
		.bclim = OPTIONS_NONE,
		.macaddr_limit = OPTIONS_NONE,
	};
	json_object_foreach((json_t *)object, name, value) if (!err) err =
		read_one(error, engine, name, value, options);
	return err ?: check(error, options);
}
