/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* ip.h - the IP addresses that endpoints' devices have */
#ifndef MACBPF_IP_H
#define MACBPF_IP_H

#include <macbpf/base.h>

MACBPF_BEGIN_DECLS

struct macbpf_link;
struct macbpf_ip; /* an IP address of an endpoint's device */

struct macbpf_ip_info {
	size_t sz;	 /* in: sizeof the caller's struct */
	uint32_t family; /* AF_INET or AF_INET6 */
	uint32_t prefixlen;
	uint8_t addr[16]; /* network order; IPv4 in the first four */
};

/* Those that its device has now, if they were asked for and can be seen. Since 0.2. */
MACBPF_API const struct macbpf_ip *macbpf_ip__next(const struct macbpf_link *link,
						   const struct macbpf_ip *prev);
MACBPF_API int macbpf_ip__info(const struct macbpf_ip *ip, struct macbpf_ip_info *info);

MACBPF_END_DECLS

#endif /* MACBPF_IP_H */
