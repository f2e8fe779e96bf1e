// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_conf.c - any bytes as a network configuration, as an IPAM plugin's answer, and as CNI_ARGS.
 *
 * guards: frontends/cni/
 */
#include <stdlib.h>
#include <string.h>

#include "frontends/cni/args.h"
#include "frontends/cni/conf.h"
#include "frontends/cni/result.h"
#include "frontends/container/name.h"
#include "frontends/json/json.h"
#include "front.h"

/* Each address and route of what passes can be given to the kernel; it prints in every version. */
static void try_result(int code, const json_t *object, enum version version)
{
	struct error error = { 0 };
	struct result result, twice;
	const json_t *entry;
	size_t i;

	result_init(&result);
	if (!result_parse(&error, code, "fuzz", object, version, &result)) {
		json_array_foreach (result.ips, i, entry)
			expect(result_ip(entry).address.family != 0);
		json_array_foreach (result.routes, i, entry)
			expect(result_route(entry).dst.family != 0);
		result_init(&twice);
		expect(!result_parse(&error, code, "fuzz", object, version, &twice));
		result_append(&twice, &result);
		for (int v = 0; v < VERSION_COUNT; v++)
			result_print(&error, &twice, (enum version)v);
		result_free(&twice);
	}
	result_free(&result);
}

/* What passes is safe to use: as a part of paths and names, in its range. The answer of the plugin
 * before us is in it. */
static void try_conf(const char *text, size_t len)
{
	struct error error = { 0 };
	struct conf conf;
	int err = conf_read_names(&error, text, len, &conf) ?: conf_read(&error, &conf);

	expect(err == error.kind);
	expect(!err == !*error.msg);
	if (!err) {
		expect(name_is_identifier(conf.name));
		expect(!conf.ipam || !strchr(conf.ipam, '/'));
		expect(conf.mtu >= 0 && conf.mtu <= 65535);
		expect(macbpf_mode__name(conf.mode) != NULL);
		expect(conf_version(&conf) != NULL);
		if (conf.prev)
			try_result(ERROR_CONFIG, conf.prev, conf.version);
	}
	if (err)
		error_print(&error, NULL, conf_version(&conf));
	conf_free(&conf);
}

static void try_args(const char *text)
{
	struct error error = { 0 };
	struct args args;

	expect(args_parse(&error, text, &args) == error.kind);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size), why[64];
	json_t *object = json_read((const char *)data, size, why, sizeof(why));

	if (!text)
		abort();
	try_args(text);
	try_conf((const char *)data, size);
	for (int v = 0; object && v < VERSION_COUNT; v++)
		try_result(ERROR_IPAM, object, (enum version)v);
	json_decref(object);
	free(text);
	return 0;
}
