/* SPDX-License-Identifier: GPL-2.0-only */
/* answer.h - what is printed on stdout */
#ifndef NETAVARK_ANSWER_H
#define NETAVARK_ANSWER_H

#include "container/endpoint.h"
#include "netavark/dhcp.h"
#include "netavark/request.h"

/* One object in one line, and frees it. -ENOMEM, also if it is NULL; -errno of the write. */
int answer_print(json_t *object);

void answer_error(const struct error *error);

/* What netavark calls a status block: the interface, its addresses, what DHCP said of DNS. NULL: no
 * memory. */
json_t *answer_status(const struct request *request, const struct endpoint *ep,
		      const struct dhcp_lease *lease);

#endif
