// SPDX-License-Identifier: GPL-2.0-only
/* conf.c - the network configuration: reading and checking it, nothing else. */
#include "cni/conf.h"

#include <errno.h>
#include <macbpf/macbpf.h>
#include <stdlib.h>
#include <string.h>

#include "common/own.h"
#include "container/mac.h"
#include "container/name.h"
#include "json/json.h"

#define MTU_MAX	    65535
#define MACADDR_MAX 256

static int get_text(struct error *error, const struct conf *conf, const char *key, const char **out)
{
	return json_get_text(error, conf->root, "", key, out);
}

/* What says nothing counts as absent, as in Go. */
static void drop_empty(const char **text)
{
	if (*text && !**text)
		*text = NULL;
}

static int read_name(struct error *error, struct conf *conf)
{
	int err = get_text(error, conf, "name", &conf->name);

	if (err)
		return err;
	drop_empty(&conf->name);
	if (!conf->name)
		return error_set(error, ERROR_CONFIG, "missing network name");
	if (!name_is_identifier(conf->name))
		return error_set(error, ERROR_CONFIG,
				 "invalid characters found in network name \"%s\": a letter or "
				 "digit, then letters, digits, '_', '.' and '-'",
				 conf->name);
	return 0;
}

static int read_version(struct error *error, struct conf *conf)
{
	const char *text = NULL;
	int err = get_text(error, conf, "cniVersion", &text);

	if (err)
		return err;
	drop_empty(&text);
	return version_parse(error, text ?: "0.1.0", &conf->version);
}

static int read_place(struct error *error, struct conf *conf)
{
	return json_get_bool(error, conf->root, "", "linkInContainer", &conf->link_in_container);
}

static int read_master(struct error *error, struct conf *conf)
{
	int err = get_text(error, conf, "master", &conf->master);

	drop_empty(&conf->master);
	return err;
}

static int read_mode(struct error *error, struct conf *conf)
{
	const char *word = NULL;
	int err = get_text(error, conf, "mode", &word);

	if (err)
		return err;
	drop_empty(&word);
	conf->mode = MACBPF_MODE_BRIDGE;
	if (!word || !macbpf_mode__parse(word, &conf->mode))
		return 0;
	return error_set(error, ERROR_CONFIG,
			 "unknown macvlan mode: \"%s\"; bridge, private, vepa, passthru and source "
			 "are known",
			 word);
}

/* A word of the library's; without the key it stays 0, the library's choice. */
static int read_word(struct error *error, const struct conf *conf, const char *key,
		     int (*parse)(const char *word, uint32_t *value), uint32_t *value,
		     const char *legal)
{
	const char *word = NULL;
	int err = get_text(error, conf, key, &word);

	if (err)
		return err;
	drop_empty(&word);
	if (!word || !parse(word, value))
		return 0;
	return error_set(error, ERROR_CONFIG, "invalid value for key \"%s\": \"%s\" is none of %s",
			 key, word, legal);
}

/* That of netkit endpoints is no choice: it goes with them. */
static int parse_hook(const char *word, uint32_t *hook)
{
	int err = macbpf_hook__parse(word, hook);

	return err || *hook != MACBPF_HOOK_NETKIT ? err : -EINVAL;
}

static int parse_kind(const char *word, uint32_t *kind)
{
	int err = macbpf_kind__parse(word, kind);

	return err || *kind != MACBPF_KIND_TAP ? err : -EINVAL;
}

/* What makes an ADD take a grace period of RCU, and each frame less. */
static int read_engine(struct error *error, struct conf *conf)
{
	return read_word(error, conf, "hook", parse_hook, &conf->hook, "auto, tcx and clsact")
		       ?: read_word(error, conf, "endpoint", parse_kind, &conf->kind,
				    "auto, veth and netkit");
}

static int read_flag(struct error *error, struct conf *conf, const char *key, uint32_t flag)
{
	bool on = false;
	int err = json_get_bool(error, conf->root, "", key, &on);

	if (on)
		conf->flags |= flag;
	return err;
}

static int read_flags(struct error *error, struct conf *conf)
{
	return read_flag(error, conf, "nopromisc", MACBPF_FLAG_NOPROMISC)
		       ?: read_flag(error, conf, "nodst", MACBPF_FLAG_NODST)
		       ?: json_get_bool(error, conf->root, "", "mcastFlood", &conf->mcast_flood)
		       ?: json_get_bool(error, conf->root, "", "hostAccess", &conf->host_access)
		       ?: json_get_bool(error, conf->root, "", "learning", &conf->learning)
		       ?: json_get_bool(error, conf->root, "", "guard", &conf->guard);
}

static int read_numbers(struct error *error, struct conf *conf)
{
	conf->bcqueuelen = -1;
	conf->macaddr_limit = -1;
	return json_get_number(error, conf->root, "", "mtu", 0, MTU_MAX, &conf->mtu)
		       ?: json_get_number(error, conf->root, "", "bcqueuelen", 0, UINT32_MAX,
					  &conf->bcqueuelen)
		       ?: json_get_number(error, conf->root, "", "macaddrLimit", 0, MACADDR_MAX,
					  &conf->macaddr_limit);
}

static int read_mac(struct error *error, const json_t *object, const char *where, const char *key,
		    bool *has, uint8_t mac[6])
{
	const char *text = NULL;
	int err = json_get_text(error, object, where, key, &text);

	drop_empty(&text);
	if (err || !text)
		return err;
	if (!mac_parse(text, mac))
		return error_set(error, ERROR_CONFIG,
				 "invalid value for key \"%s%s\": \"%s\" is not a MAC address, "
				 "e.g. 02:00:00:00:00:01",
				 where, key, text);
	*has = true;
	return 0;
}

/* args.cni is the older of two ways for what the runtime adds to the configuration. */
static int read_runtime(struct error *error, struct conf *conf)
{
	json_t *runtime = NULL, *args = NULL, *cni = NULL;
	int err;

	err = json_get_object(error, conf->root, "", "runtimeConfig", &runtime)
		      ?: json_get_object(error, conf->root, "", "args", &args)
		      ?: json_get_object(error, args, "args.", "cni", &cni);
	return err
		       ?: read_mac(error, conf->root, "", "mac", &conf->has_mac, conf->mac)
		       ?: read_mac(error, cni, "args.cni.", "mac", &conf->has_mac, conf->mac)
		       ?: read_mac(error, runtime, "runtimeConfig.", "mac", &conf->has_runtime_mac,
				   conf->runtime_mac)
		       ?: bandwidth_read(error, runtime, &conf->bandwidth);
}

static int read_source(struct error *error, struct conf *conf, const json_t *value)
{
	const char *text = json_string_value(value);

	if (!text || !mac_parse(text, conf->macaddr[conf->macaddr_count]))
		return error_set(error, ERROR_CONFIG,
				 "invalid value for key \"macaddr\": \"%s\" is not a MAC address, "
				 "e.g. 02:00:00:00:00:01",
				 text ?: "?");
	conf->macaddr_count++;
	return 0;
}

static int read_sources(struct error *error, struct conf *conf)
{
	json_t *list = NULL, *value;
	size_t i;
	int err = json_get_array(error, conf->root, "", "macaddr", &list);

	if (err || !list)
		return err;
	if (conf->mode != MACBPF_MODE_SOURCE)
		return error_set(error, ERROR_CONFIG, "\"macaddr\" is for mode source only");
	conf->macaddr = calloc(json_array_size(list) + 1, sizeof(*conf->macaddr));
	if (!conf->macaddr)
		return error_set(error, ERROR_INTERNAL, "out of memory");
	json_array_foreach (list, i, value)
		if ((err = read_source(error, conf, value)))
			return err;
	return 0;
}

static int read_ipam(struct error *error, struct conf *conf)
{
	json_t *ipam = NULL;
	int err = json_get_object(error, conf->root, "", "ipam", &ipam)
			  ?: json_get_text(error, ipam, "ipam.", "type", &conf->ipam);

	if (err)
		return err;
	drop_empty(&conf->ipam);
	if (!conf->ipam || (!strchr(conf->ipam, '/') && *conf->ipam != '.'))
		return 0;
	return error_set(error, ERROR_CONFIG,
			 "invalid value for key \"ipam.type\": \"%s\" is the name of a program, "
			 "which CNI_PATH leads to, not a path",
			 conf->ipam);
}

/* Go's plugins take a dns object that says nothing for none. */
static int read_dns(struct error *error, struct conf *conf)
{
	return json_get_object(error, conf->root, "", "dns", &conf->dns);
}

static int read_prev(struct error *error, struct conf *conf)
{
	return json_get_object(error, conf->root, "", "prevResult", &conf->prev);
}

static int read_valid(struct error *error, struct conf *conf)
{
	int err = json_get_array(error, conf->root, "", "cni.dev/valid-attachments", &conf->valid);

	if (err || conf->valid)
		return err;
	return json_get_array(error, conf->root, "", "cni.dev/attachments", &conf->valid);
}

/* Neighbours' keys that promise what isn't done here: better no network than one without them. */
static int refuse_unsupported(struct error *error, struct conf *conf)
{
	static const char *const keys[] = { "macspoofchk", "portIsolation", "vlan", "vlanTrunk" };
	const json_t *value;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		value = json_object_get(conf->root, keys[i]);
		if (!value || json_is_null(value) || json_is_false(value) ||
		    (json_is_number(value) && !json_number_value(value)))
			continue;
		return error_set(error, ERROR_UNSUPPORTED,
				 "unsupported key \"%s\": macbpf-cni doesn't do that; remove the "
				 "key, or use the bridge plugin",
				 keys[i]);
	}
	return 0;
}

static int (*const names[])(struct error *error, struct conf *conf) = {
	read_name, read_version, read_place, read_ipam, read_valid,
};

static int (*const rest[])(struct error *error, struct conf *conf) = {
	read_master,  read_mode,    read_engine, read_flags, read_numbers,
	read_runtime, read_sources, read_dns,	 read_prev,  refuse_unsupported,
};

int conf_read_names(struct error *error, const char *text, size_t len, struct conf *conf)
{
	char why[256];
	int err = 0;

	*conf = (struct conf){ .version = VERSION_COUNT };
	conf->root = json_read(text, len, why, sizeof(why));
	if (!conf->root)
		return error_set(error, ERROR_DECODE,
				 "the network configuration on stdin is no JSON object: %s", why);
	for (size_t i = 0; !err && i < ARRAY_SIZE(names); i++)
		err = names[i](error, conf);
	return err;
}

int conf_read(struct error *error, struct conf *conf)
{
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(rest); i++)
		err = rest[i](error, conf);
	return err;
}

void conf_free(struct conf *conf)
{
	free(conf->macaddr);
	json_decref(conf->root);
}

const char *conf_version(const struct conf *conf)
{
	return conf->version < VERSION_COUNT ? version_name(conf->version) : NULL;
}
