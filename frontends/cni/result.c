// SPDX-License-Identifier: GPL-2.0-only
/* result.c - what a result is made of, and reading one of any version. */
#include "cni/result.h"

#include <string.h>
#include <sys/socket.h>

#include "common/own.h"
#include "json/json.h"

struct parse {
	struct error *error;
	int kind;
	const char *whose;
	struct result *result;
};

void result_init(struct result *result)
{
	*result = (struct result){ json_array(), json_array(), json_array(), NULL };
}

void result_free(struct result *result)
{
	json_decref(result->interfaces);
	json_decref(result->ips);
	json_decref(result->routes);
	json_decref(result->dns);
}

static int bad(const struct parse *p, const char *what, const json_t *entry)
{
	char *text = json_dumps(entry, JSON_COMPACT | JSON_ENCODE_ANY);
	int err = error_set(p->error, p->kind, "%s: %s: %.200s", p->whose, what, text ?: "?");

	free(text);
	return err;
}

/* ---------------------------------------------------------------- entries */

static struct ip member_ip(const json_t *entry, const char *key,
			   bool (*parse)(const char *text, struct ip *ip))
{
	const char *text = json_string_value(json_object_get(entry, key));
	struct ip ip = { 0 };

	if (text && !parse(text, &ip))
		ip.family = 0;
	return ip;
}

static int64_t member_number(const json_t *entry, const char *key)
{
	const json_t *value = json_object_get(entry, key);

	return json_is_integer(value) ? json_integer_value(value) : -1;
}

struct result_ip result_ip(const json_t *entry)
{
	return (struct result_ip){
		.address = member_ip(entry, "address", ip_parse_prefix),
		.gateway = member_ip(entry, "gateway", ip_parse),
		.interface = member_number(entry, "interface"),
	};
}

struct route result_route(const json_t *entry)
{
	return (struct route){
		.dst = member_ip(entry, "dst", ip_parse_prefix),
		.gateway = member_ip(entry, "gw", ip_parse),
		.mtu = member_number(entry, "mtu"),
		.advmss = member_number(entry, "advmss"),
		.priority = member_number(entry, "priority"),
		.table = member_number(entry, "table"),
		.scope = member_number(entry, "scope"),
	};
}

/* A gateway that is there must be an address, of the family of what it is for. */
static bool gateway_fits(const json_t *entry, const char *key, struct ip gateway, int family)
{
	const json_t *value = json_object_get(entry, key);

	if (!value || json_is_null(value) || (json_is_string(value) && !*json_string_value(value)))
		return true;
	return gateway.family == family;
}

static bool number_fits(const json_t *entry, const char *key, int64_t max)
{
	const json_t *value = json_object_get(entry, key);

	return !value || json_is_null(value) ||
	       (json_is_integer(value) && json_integer_value(value) >= 0 &&
		json_integer_value(value) <= max);
}

static int add_ip(struct parse *p, const json_t *entry)
{
	struct result_ip ip = result_ip(entry);
	json_t *copy;

	if (!ip.address.family || !gateway_fits(entry, "gateway", ip.gateway, ip.address.family) ||
	    !number_fits(entry, "interface", INT32_MAX))
		return bad(p, "this is no address", entry);
	copy = json_copy((json_t *)entry);
	json_object_del(copy, "version");
	json_array_append_new(p->result->ips, copy);
	return 0;
}

static int add_route(struct parse *p, const json_t *entry)
{
	struct route route = result_route(entry);

	if (!route.dst.family || !gateway_fits(entry, "gw", route.gateway, route.dst.family) ||
	    !number_fits(entry, "mtu", UINT32_MAX) || !number_fits(entry, "advmss", UINT32_MAX) ||
	    !number_fits(entry, "priority", UINT32_MAX) ||
	    !number_fits(entry, "table", UINT32_MAX) || !number_fits(entry, "scope", UINT8_MAX))
		return bad(p, "this is no route", entry);
	json_array_append(p->result->routes, (json_t *)entry);
	return 0;
}

static int add_interface(struct parse *p, const json_t *entry)
{
	if (!json_is_string(json_object_get(entry, "name")))
		return bad(p, "this is no interface", entry);
	json_array_append(p->result->interfaces, (json_t *)entry);
	return 0;
}

static int add_each(struct parse *p, const json_t *object, const char *key,
		    int (*add)(struct parse *p, const json_t *entry))
{
	const json_t *list = json_object_get(object, key), *entry;
	size_t i;
	int err = 0;

	if (!list || json_is_null(list))
		return 0;
	if (!json_is_array(list))
		return bad(p, "this is no list", list);
	json_array_foreach (list, i, entry)
		if (!err)
			err = add(p, entry);
	return err;
}

/* ---------------------------------------------------------------- versions */

/* ip4 and ip6 of the versions before 0.3.0: one address each, with its own routes. */
static int parse_family(struct parse *p, const json_t *object, const char *key)
{
	const json_t *part = json_object_get(object, key);
	json_t *entry;
	int err;

	if (!part || json_is_null(part))
		return 0;
	entry = json_object();
	json_object_set(entry, "address", json_object_get(part, "ip"));
	if (json_object_get(part, "gateway"))
		json_object_set(entry, "gateway", json_object_get(part, "gateway"));
	err = add_ip(p, entry) ?: add_each(p, part, "routes", add_route);
	json_decref(entry);
	return err;
}

static int parse_old(struct parse *p, const json_t *object)
{
	return parse_family(p, object, "ip4") ?: parse_family(p, object, "ip6");
}

static int parse_lists(struct parse *p, const json_t *object)
{
	return add_each(p, object, "interfaces", add_interface)
		       ?: add_each(p, object, "ips", add_ip)
		       ?: add_each(p, object, "routes", add_route);
}

int result_parse(struct error *error, int kind, const char *whose, const json_t *object,
		 enum version version, struct result *result)
{
	struct parse p = { error, kind, whose, result };
	json_t *dns = json_object_get(object, "dns");
	int err;

	err = version < VERSION_0_3_0 ? parse_old(&p, object) : parse_lists(&p, object);
	if (!err && json_is_object(dns))
		result->dns = json_incref(dns);
	return err;
}

void result_append(struct result *result, const struct result *more)
{
	size_t i, first = json_array_size(result->interfaces);
	json_t *entry;

	json_array_foreach (more->ips, i, entry) {
		int64_t interface = result_ip(entry).interface;

		if (interface >= 0)
			json_object_set_new(entry, "interface",
					    json_integer(interface + (int64_t)first));
	}
	json_array_extend(result->interfaces, more->interfaces);
	json_array_extend(result->ips, more->ips);
	json_array_extend(result->routes, more->routes);
	if (!json_object_size(more->dns))
		return;
	json_decref(result->dns);
	result->dns = json_incref(more->dns);
}
