/* SPDX-License-Identifier: GPL-2.0-only */
/* netlink.h - rtnetlink without a library: what the kernel itself answers. */
#ifndef PARITY_COMMANDS_NETLINK_H
#define PARITY_COMMANDS_NETLINK_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/harness/netns.h"

#define MACVLAN_BC_CUTOFF 9 /* IFLA_MACVLAN_BC_CUTOFF of newer headers */

struct nl_request {
	struct nlmsghdr h;
	char body[4096];
};

/* A socket in that netns; refusals end the program. */
int nl_open(const struct netns *ns);

void nl_begin(struct nl_request *r, uint16_t type, uint16_t flags, const void *header, size_t len);
void nl_put(struct nl_request *r, uint16_t type, const void *data, size_t len);
void nl_put_raw(struct nl_request *r, const void *data, size_t len);
void nl_put_u32(struct nl_request *r, uint16_t type, uint32_t value);
struct rtattr *nl_nest(struct nl_request *r, uint16_t type);
void nl_nest_end(struct nl_request *r, struct rtattr *nest);

/* 0, or the errno that the kernel gave, negative. */
int nl_talk(int fd, struct nl_request *r);

typedef void (*nl_row_fn)(void *arg, const struct nlmsghdr *h);

/* A dump that was cut by a change is asked for again, so `row` may see rows twice: `restart`. */
void nl_dump(int fd, struct nl_request *r, nl_row_fn row, void (*restart)(void *arg), void *arg);

/* Attributes by type; tb has max + 1 places, NULL where there is none. */
void nl_parse(const struct rtattr *first, size_t len, const struct rtattr **tb, unsigned int max);
void nl_parse_nested(const struct rtattr *nest, const struct rtattr **tb, unsigned int max);
uint32_t nl_u32(const struct rtattr *attr);

#endif
