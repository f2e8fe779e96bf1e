// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* explain_segment.c - how large the segments are into which a frame is cut when it leaves. */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <string.h>

#include "port/explain.h"

#define IPV6_HLEN 40
#define UDP_HLEN  8
#define HEADERS	  256 /* more than any that is cut has */

/* Of what comes behind the header of IP, at `at`; 0: nothing that is cut. */
static uint32_t transport_of(const uint8_t *at, uint8_t protocol)
{
	if (protocol == IPPROTO_TCP)
		return (uint32_t)(at[12] >> 4) * 4;
	return protocol == IPPROTO_UDP ? UDP_HLEN : 0;
}

/*
 * As skb_gso_validate_network_len() of the kernel counts, which can't be asked of a frame that is
 * made up: it has no place in a test run for where its headers are.
 */
uint32_t mb_explain_segment(const struct mb_explain_frame *frame)
{
	uint8_t head[HEADERS] = { 0 }, *ip = head + ETH_HLEN;
	uint32_t ip_len, transport;
	uint16_t type;

	memcpy(head, frame->data, frame->len < sizeof(head) ? frame->len : sizeof(head));
	memcpy(&type, head + 12, sizeof(type));
	if (type != htons(ETH_P_IP) && type != htons(ETH_P_IPV6))
		return 0;
	ip_len = type == htons(ETH_P_IP) ? (ip[0] & 15) * 4u : IPV6_HLEN;
	transport = transport_of(ip + ip_len, type == htons(ETH_P_IP) ? ip[9] : ip[6]);
	return transport ? ip_len + transport + frame->gso_size : 0;
}
