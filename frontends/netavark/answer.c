// SPDX-License-Identifier: GPL-2.0-only
/* answer.c - what is printed on stdout. */
#include "netavark/answer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>

#include "common/own.h"

/* All of it or nothing. */
int answer_print(json_t *object)
{
	mb_auto_free char *text = json_dumps(object, JSON_COMPACT);

	json_decref(object);
	if (!text)
		return -ENOMEM;
	if (puts(text) == EOF || fflush(stdout))
		return errno ? -errno : -EIO;
	return 0;
}

void answer_error(const struct error *error)
{
	if (answer_print(json_pack("{s:s}", "error", error->msg)) == -ENOMEM)
		puts("{\"error\":\"out of memory\"}");
}

/* In the form of netavark's own drivers, which have a gateway of null where there is none. */
static json_t *subnet(const struct setup_ip *ip)
{
	char address[IP_TEXT], gateway[INET6_ADDRSTRLEN];

	if (ip->gateway.family)
		inet_ntop(ip->gateway.family, ip->gateway.byte, gateway, sizeof(gateway));
	return json_pack("{s:s, s:s?}", "ipnet", ip_text(address, &ip->address), "gateway",
			 ip->gateway.family ? gateway : NULL);
}

json_t *answer_status(const struct request *request, const struct endpoint *ep,
		      const struct dhcp_lease *lease)
{
	json_t *subnets = json_array();
	int err = 0;

	for (size_t i = 0; i < request->ips; i++)
		err |= json_array_append_new(subnets, subnet(&request->ip[i]));
	if (err) {
		json_decref(subnets);
		return NULL;
	}
	return json_pack("{s:O, s:O, s:{s:{s:s, s:o}}}", "dns_search_domains", lease->domains,
			 "dns_server_ips", lease->servers, "interfaces", request->ifname,
			 "mac_address", ep->mac, "subnets", subnets);
}
