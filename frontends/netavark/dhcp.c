// SPDX-License-Identifier: GPL-2.0-only
/*
 * dhcp.c - netavark's DHCP proxy, by its client.
 *
 * The proxy speaks gRPC; netavark comes with a program that speaks it for others, JSON in and out.
 */
#include "netavark/dhcp.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "common/own.h"
#include "container/exec.h"
#include "netavark/call.h"

#define CLIENT "netavark-dhcp-proxy-client"
#define FOLDERS                                                                                    \
	"/usr/local/libexec/podman:/usr/local/lib/podman:/usr/libexec/podman:/usr/lib/podman"
#define SOCKET "/run/podman/nv-proxy.sock"

void dhcp_init(struct dhcp_lease *lease)
{
	*lease = (struct dhcp_lease){ .servers = json_array(), .domains = json_array() };
}

void dhcp_free(struct dhcp_lease *lease)
{
	json_decref(lease->servers);
	json_decref(lease->domains);
}

static int find(struct call *call, char path[PATH_MAX])
{
	if (exec_find(FOLDERS, CLIENT, path))
		return 0;
	return error_set(
		&call->error, ERROR_CONFIG,
		"DHCP needs " CLIENT ", which comes with netavark and is not in " FOLDERS
		": give a --subnet, or --ipam-driver none and a DHCP client in the container");
}

int dhcp_check(struct call *call)
{
	char path[PATH_MAX];

	return find(call, path);
}

/* What the proxy is to know. */
static char *describe(const struct call *call, const struct endpoint *ep)
{
	json_t *object =
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:s}", "host_iface", ep->lower,
			  "container_iface", call->request.ifname, "container_mac_addr", ep->mac,
			  "domain_name", "", "host_name", call->request.name, "version", 0,
			  "ns_path", call->netns, "container_id", call->request.container);
	char *text = json_dumps(object, JSON_COMPACT);

	json_decref(object);
	return text;
}

/* `exec` is to be freed in either case. */
static int run(struct call *call, const struct endpoint *ep, const char *verb, struct exec *exec)
{
	char path[PATH_MAX];
	const char *const argv[] = { path, "-f", "/dev/stdin", verb, NULL };
	mb_auto_free char *text = describe(call, ep);
	int err;

	*exec = (struct exec){ 0 };
	if (!text)
		return error_set(&call->error, ERROR_INTERNAL, "out of memory");
	err = find(call, path);
	if (err)
		return err;
	err = exec_run(argv, text, strlen(text), exec);
	if (err)
		return error_set(&call->error, ERROR_AGAIN, "can't run %s: %s", path,
				 strerror(-err));
	if (!exec->status)
		return 0;
	return error_set(
		&call->error, ERROR_AGAIN,
		"netavark's DHCP proxy gave no lease for %s on %s (" CLIENT " %s: %s %d): is "
		"netavark-dhcp-proxy.socket started, and is there a DHCP server?",
		call->request.ifname, ep->lower, verb,
		WIFSIGNALED(exec->status) ? "signal" : "exit code",
		WIFSIGNALED(exec->status) ? WTERMSIG(exec->status) : WEXITSTATUS(exec->status));
}

/* ---------------------------------------------------------------- the lease */

/* 255.255.255.0 */
static bool read_mask(const char *text, struct ip *ip)
{
	struct ip mask;
	uint32_t bits;

	if (!ip_parse(text, &mask) || mask.family != AF_INET)
		return false;
	bits = (uint32_t)mask.byte[0] << 24 | (uint32_t)mask.byte[1] << 16 |
	       (uint32_t)mask.byte[2] << 8 | mask.byte[3];
	ip->prefix = (uint8_t)__builtin_popcount(bits);
	return true;
}

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key)) ?: "";
}

static bool read_lease(const json_t *object, struct dhcp_lease *lease)
{
	const char *gateway =
		json_string_value(json_array_get(json_object_get(object, "gateways"), 0));
	json_t *entry;
	size_t i;

	if (!ip_parse(text_of(object, "yiaddr"), &lease->ip.address) ||
	    lease->ip.address.family != AF_INET ||
	    !read_mask(text_of(object, "subnet_mask"), &lease->ip.address) ||
	    (gateway && !ip_parse(gateway, &lease->ip.gateway)))
		return false;
	json_array_foreach (json_object_get(object, "dns_servers"), i, entry)
		json_array_append(lease->servers, entry);
	if (*text_of(object, "domain_name"))
		json_array_append(lease->domains, json_object_get(object, "domain_name"));
	return true;
}

int dhcp_take(struct call *call, const struct endpoint *ep, struct dhcp_lease *lease)
{
	json_t *object = NULL;
	struct exec exec;
	char why[128];
	int err = run(call, ep, "setup", &exec);

	if (!err)
		object = json_read(exec.out, exec.len, why, sizeof(why));
	if (!err && !read_lease(object, lease))
		err = error_set(&call->error, ERROR_INTERNAL,
				CLIENT " printed something that is no lease: %.200s", exec.out);
	json_decref(object);
	free(exec.out);
	return err;
}

void dhcp_release(struct call *call, const struct endpoint *ep)
{
	struct error outcome = call->error;
	struct exec exec;

	if (run(call, ep, "teardown", &exec) && !outcome.kind)
		fprintf(stderr, "%s: the lease is kept: %s\n", program_invocation_short_name,
			call->error.msg);
	free(exec.out);
	call->error = outcome;
}
