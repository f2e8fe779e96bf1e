/* SPDX-License-Identifier: GPL-2.0-only */
/* ip.h - IP addresses and prefixes as text */
#ifndef CONTAINER_IP_H
#define CONTAINER_IP_H

#include <stdbool.h>
#include <stdint.h>

struct ip {
	int family; /* AF_INET, AF_INET6; 0: none */
	uint8_t byte[16];
	uint8_t prefix; /* bits of the network; all bits of a single address */
};

/* 192.0.2.1, 2001:db8::1 */
bool ip_parse(const char *text, struct ip *ip);

/* 192.0.2.1/24: the bits behind the prefix are kept. */
bool ip_parse_prefix(const char *text, struct ip *ip);

#define IP_TEXT 50

/* 192.0.2.1/24 */
const char *ip_text(char out[IP_TEXT], const struct ip *ip);

/* Bytes of an address; bits, if multiplied by eight. */
int ip_size(const struct ip *ip);

/* The same with the bits behind the prefix cleared. */
struct ip ip_network(const struct ip *ip);

/* The address alone in 16 bytes, IPv4 as ::ffff:a.b.c.d. */
void ip_mapped(uint8_t out[16], const struct ip *ip);

bool ip_equal(const struct ip *a, const struct ip *b);

#endif
