// SPDX-License-Identifier: GPL-2.0-only
/* result_print.c - writing a result as each version has it. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "common/own.h"
#include "cni/result.h"

/* What version 1.1.0 brought. */
static const char *const new_in_interface[] = { "mtu", "socketPath", "pciID" };
static const char *const new_in_route[] = { "mtu", "advmss", "priority", "table", "scope" };

static json_t *without(const json_t *list, const char *const *keys, size_t count)
{
	json_t *copy = json_array(), *entry;
	const json_t *old;
	size_t i;

	json_array_foreach (list, i, old) {
		entry = json_copy((json_t *)old);
		for (size_t k = 0; k < count; k++)
			json_object_del(entry, keys[k]);
		json_array_append_new(copy, entry);
	}
	return copy;
}

static json_t *with_family(const json_t *ips)
{
	json_t *copy = json_array(), *entry;
	const json_t *old;
	size_t i;

	json_array_foreach (ips, i, old) {
		entry = json_object();
		json_object_set_new(
			entry, "version",
			json_string(result_ip(old).address.family == AF_INET ? "4" : "6"));
		json_object_update(entry, (json_t *)old);
		json_array_append_new(copy, entry);
	}
	return copy;
}

static void set_list(json_t *object, const char *key, json_t *list)
{
	if (json_array_size(list))
		json_object_set(object, key, list);
	json_decref(list);
}

static json_t *lists(const struct result *result, enum version version)
{
	bool old = version < VERSION_1_1_0;
	json_t *object = json_object();

	set_list(object, "interfaces",
		 without(result->interfaces, new_in_interface,
			 old ? ARRAY_SIZE(new_in_interface) : 0));
	set_list(object, "ips",
		 version < VERSION_1_0_0 ? with_family(result->ips) : json_incref(result->ips));
	set_list(object, "routes",
		 without(result->routes, new_in_route, old ? ARRAY_SIZE(new_in_route) : 0));
	return object;
}

/* Versions before 0.3.0: the first address of each family, and the family's routes. */
static json_t *one_family(const struct result *result, int family)
{
	json_t *object = NULL, *routes = json_array(), *entry;
	const json_t *gateway;
	size_t i;

	json_array_foreach (result->ips, i, entry) {
		if (object || result_ip(entry).address.family != family)
			continue;
		object = json_object();
		json_object_set(object, "ip", json_object_get(entry, "address"));
		gateway = json_object_get(entry, "gateway");
		if (gateway)
			json_object_set(object, "gateway", (json_t *)gateway);
	}
	json_array_foreach (result->routes, i, entry)
		if (result_route(entry).dst.family == family)
			json_array_append(routes, entry);
	if (object)
		set_list(object, "routes", without(routes, new_in_route, ARRAY_SIZE(new_in_route)));
	json_decref(routes);
	return object;
}

static json_t *families(const struct result *result)
{
	json_t *v4 = one_family(result, AF_INET), *v6 = one_family(result, AF_INET6);
	json_t *object = json_object();

	if (v4)
		json_object_set_new(object, "ip4", v4);
	if (v6)
		json_object_set_new(object, "ip6", v6);
	return object;
}

int result_print(struct error *error, const struct result *result, enum version version)
{
	bool old = version < VERSION_0_3_0;
	json_t *object;
	int failed;

	if (old && !json_array_size(result->ips))
		return error_set(error, ERROR_CONFIG,
				 "cannot convert: no valid IP addresses; a network without IPAM "
				 "needs cniVersion 0.3.0 or newer");
	object = old ? families(result) : lists(result, version);
	json_object_set_new(object, "cniVersion", json_string(version_name(version)));
	if (result->dns)
		json_object_set(object, "dns", result->dns);
	else
		json_object_set_new(object, "dns", json_object());
	failed = json_dumpf(object, stdout, JSON_INDENT(4));
	json_decref(object);
	if (failed || putchar('\n') == EOF || fflush(stdout))
		return error_set(error, ERROR_IO, "can't write the result to stdout");
	return 0;
}
