// SPDX-License-Identifier: GPL-2.0-only
/* ip.c - IP addresses and prefixes as text. */
#include "container/ip.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int ip_size(const struct ip *ip)
{
	return ip->family == AF_INET ? 4 : 16;
}

bool ip_parse(const char *text, struct ip *ip)
{
	struct ip parsed = { 0 };

	parsed.family = strchr(text, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(parsed.family, text, parsed.byte) != 1)
		return false;
	parsed.prefix = (uint8_t)(ip_size(&parsed) * 8);
	*ip = parsed;
	return true;
}

bool ip_parse_prefix(const char *text, struct ip *ip)
{
	const char *slash = strchr(text, '/');
	char address[INET6_ADDRSTRLEN], *end;
	unsigned long bits;
	size_t len = slash ? (size_t)(slash - text) : 0;
	struct ip parsed;

	if (!slash || len >= sizeof(address) || !isdigit((unsigned char)slash[1]))
		return false;
	memcpy(address, text, len);
	address[len] = '\0';
	bits = strtoul(slash + 1, &end, 10);
	if (*end || !ip_parse(address, &parsed) || bits > parsed.prefix)
		return false;
	parsed.prefix = (uint8_t)bits;
	*ip = parsed;
	return true;
}

const char *ip_text(char out[IP_TEXT], const struct ip *ip)
{
	size_t used;

	inet_ntop(ip->family, ip->byte, out, IP_TEXT);
	used = strlen(out);
	snprintf(out + used, IP_TEXT - used, "/%u", ip->prefix);
	return out;
}

struct ip ip_network(const struct ip *ip)
{
	struct ip net = *ip;

	for (int i = 0; i < (int)sizeof(net.byte); i++) {
		int bits = ip->prefix - i * 8;

		if (bits <= 0)
			net.byte[i] = 0;
		else if (bits < 8)
			net.byte[i] &= (uint8_t)(0xff << (8 - bits));
	}
	return net;
}

void ip_mapped(uint8_t out[16], const struct ip *ip)
{
	bool v4 = ip->family == AF_INET;

	memset(out, 0, 16);
	memset(out + 10, v4 ? 0xff : 0, 2);
	memcpy(out + (v4 ? 12 : 0), ip->byte, (size_t)ip_size(ip));
}

bool ip_equal(const struct ip *a, const struct ip *b)
{
	return a->family == b->family && a->prefix == b->prefix &&
	       !memcmp(a->byte, b->byte, sizeof(a->byte));
}
