// SPDX-License-Identifier: GPL-2.0-only
/* request.c - which network and endpoint docker means, and what it wants the endpoint to have. */
#include "docker/request.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "common/own.h"
#include "common/text.h"
#include "container/mac.h"
#include "container/name.h"

#define ID_MAX	  64 /* characters, which docker's have */
#define INTERFACE "Interface."
#define DOCKERS	  "com.docker." /* how the options begin that are docker's own */
#define IFNAME	  DOCKERS "network.endpoint.ifname"

/* It becomes a part of an owner, and of a path. */
static int read_id(struct error *error, const json_t *root, const char *key, const char **id)
{
	int err = json_get_text(error, root, "", key, id);

	if (err || (name_is_identifier(*id) && strlen(*id) <= ID_MAX))
		return err;
	return error_set(error, ERROR_CONFIG,
			 "%s \"%.80s\" is not a letter or digit, then letters, digits, '_', '.' "
			 "and '-', of %d in all at most",
			 key, *id, ID_MAX);
}

int request_read_network(struct error *error, const json_t *root, struct request *request)
{
	*request = (struct request){ .network = "", .endpoint = "" };
	return read_id(error, root, "NetworkID", &request->network);
}

int request_read_endpoint(struct error *error, const json_t *root, struct request *request)
{
	int err = request_read_network(error, root, request)
			  ?: read_id(error, root, "EndpointID", &request->endpoint);

	snprintf(request->device, sizeof(request->device), "mbd%.12s", request->endpoint);
	return err;
}

static int read_mac(struct error *error, const json_t *interface, struct request *request)
{
	const char *text = "";
	int err = json_get_text(error, interface, INTERFACE, "MacAddress", &text);

	request->has_mac = !err && *text;
	if (!request->has_mac || mac_parse(text, request->mac))
		return err;
	return error_set(error, ERROR_CONFIG,
			 INTERFACE "MacAddress: \"%.40s\" is not a MAC address, e.g. "
				   "02:00:00:00:00:01",
			 text);
}

static int read_ip(struct error *error, const json_t *interface, const char *key, int family,
		   struct request *request)
{
	struct ip *ip = &request->ip[request->ips];
	const char *text = "";
	int err = json_get_text(error, interface, INTERFACE, key, &text);

	if (err || !*text)
		return err;
	if (!ip_parse_prefix(text, ip) || ip->family != family)
		return error_set(error, ERROR_CONFIG,
				 INTERFACE "%s: \"%.60s\" is not an %s address with a prefix", key,
				 text, family == AF_INET ? "IPv4" : "IPv6");
	request->ips++;
	return 0;
}

int request_read_interface(struct error *error, const json_t *root, struct request *request)
{
	json_t *interface = NULL;

	return json_get_object(error, root, "", "Interface", &interface)
		       ?: read_mac(error, interface, request)
		       ?: read_ip(error, interface, "Address", AF_INET, request)
		       ?: read_ip(error, interface, "AddressIPv6", AF_INET6, request);
}

static int refuse_option(struct error *error, const char *key)
{
	return error_set(
		error, ERROR_CONFIG,
		"there is no option \"%.40s\" of a container's network with driver macbpf: "
		"give it to the network, with 'docker network create -o'",
		key);
}

static int read_ifname(struct error *error, const json_t *options, struct request *request)
{
	const char *name = "";
	int err = json_get_text(error, options, "Options.", IFNAME, &name);

	if (!err && *name && !name_is_device(name))
		err = error_set(error, ERROR_CONFIG,
				"Options." IFNAME
				": \"%.40s\" is not a device name: one has 1 to %zu "
				"characters, without spaces, '/', ':' and '%%'",
				name, sizeof(request->ifname) - 1);
	if (!err)
		snprintf(request->ifname, sizeof(request->ifname), "%s", name);
	return err;
}

int request_read_options(struct error *error, const json_t *root, struct request *request)
{
	json_t *options = NULL;
	int err = json_get_object(error, root, "", "Options", &options);
	void *member = options ? json_object_iter(options) : NULL;

	for (; !err && member; member = json_object_iter_next(options, member)) {
		const char *key = json_object_iter_key(member);

		if (strncmp(key, DOCKERS, strlen(DOCKERS)) != 0)
			err = refuse_option(error, key);
	}
	return err ?: read_ifname(error, options, request);
}

void request_write_note(const struct request *request, bool addresses, char out[REQUEST_NOTE])
{
	char text[IP_TEXT];

	out[0] = '\0';
	for (size_t i = 0; addresses && i < request->ips; i++)
		mb_text_append(out, REQUEST_NOTE, "%s%s", *out ? " " : "",
			       ip_text(text, &request->ip[i]));
	if (*request->ifname)
		mb_text_append(out, REQUEST_NOTE, "%s%s", *out ? " " : "", request->ifname);
}

/* A prefix has a '/', and a name has none. */
static void parse_word(struct request *request, const char *word)
{
	if (!strchr(word, '/') && name_is_device(word))
		snprintf(request->ifname, sizeof(request->ifname), "%.15s", word);
	else if (request->ips < ARRAY_SIZE(request->ip) &&
		 ip_parse_prefix(word, &request->ip[request->ips]))
		request->ips++;
}

void request_parse_note(struct request *request, const char *line)
{
	char word[IP_TEXT];
	int used;

	request->ips = 0;
	request->ifname[0] = '\0';
	for (; sscanf(line, "%49s%n", word, &used) == 1; line += used)
		parse_word(request, word);
}

int request_read_ports(struct error *error, const json_t *root, struct request *request)
{
	json_t *options = NULL, *list = NULL;
	int err = json_get_object(error, root, "", "Options", &options)
			  ?: json_get_array(error, options, "Options.",
					    "com.docker.network.portmap", &list);

	request->ports = json_array_size(list);
	return err;
}
