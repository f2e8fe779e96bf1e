// SPDX-License-Identifier: GPL-2.0-only
/* deed.c - what a host does: chosen, and done. */
#include "deed.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/harness/run.h"

#define SOURCE_GROUP "232.1.1.1" /* joined for some senders, and never for all */

static const enum deed_kind kinds[] = {
	DEED_JOIN,	 DEED_JOIN,	   DEED_JOIN,	     DEED_JOIN,		DEED_JOIN,
	DEED_JOIN,	 DEED_JOIN,	   DEED_LEAVE,	     DEED_LEAVE,	DEED_LEAVE,
	DEED_LEAVE,	 DEED_SOURCE_JOIN, DEED_SOURCE_JOIN, DEED_SOURCE_LEAVE, DEED_ADDRESS,
	DEED_NO_ADDRESS, DEED_BOUNCE,	   DEED_VERSION,     DEED_MOVE,		DEED_MODE,
	DEED_AGAIN,
};

static const char *const names[] = {
	"join",	  "leave",   "source join", "source leave", "address", "no address",
	"bounce", "version", "move",	    "mode",	    "again",
};

static const char *const modes[] = { "bridge", "vepa", "private" };

struct deed deed_choose(struct rng *r)
{
	return (struct deed){
		.kind = RNG_PICK(r, kinds),
		.box = rng_below(r, BOXES),
		.group = rng_below(r, GROUPS - 1), /* the last has all as listeners anyway */
		.number = rng_below(r, 12),
	};
}

void deed_print(const struct deed *deed)
{
	printf("  e%u: %s %s %u\n", deed->box, names[deed->kind], group_text(deed->group),
	       deed->number);
}

static unsigned int device_of(const struct box *box)
{
	unsigned int index;

	netns_enter(&box->ns);
	index = if_nametoindex("e");
	netns_leave();
	return index;
}

static int change4(const struct box *box, const char *group, bool join)
{
	struct ip_mreqn mreq = { .imr_ifindex = (int)device_of(box) };

	inet_pton(AF_INET, group, &mreq.imr_multiaddr);
	return setsockopt(box->any4, IPPROTO_IP, join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP,
			  &mreq, sizeof(mreq));
}

static int change6(const struct box *box, const char *group, bool join)
{
	struct ipv6_mreq mreq = { .ipv6mr_interface = device_of(box) };

	inet_pton(AF_INET6, group, &mreq.ipv6mr_multiaddr);
	return setsockopt(box->any6, IPPROTO_IPV6, join ? IPV6_JOIN_GROUP : IPV6_LEAVE_GROUP, &mreq,
			  sizeof(mreq));
}

/* The group of some senders is the other socket's. */
static int change(const struct box *box, unsigned int group, bool join)
{
	const char *text = group_text(group);

	if (!strcmp(text, SOURCE_GROUP))
		return 0;
	return group_is_v6(group) ? change6(box, text, join) : change4(box, text, join);
}

static int change_source(const struct box *box, unsigned int n, unsigned int source, bool join)
{
	struct ip_mreq_source mreq = { 0 };
	char text[INET_ADDRSTRLEN];

	inet_pton(AF_INET, SOURCE_GROUP, &mreq.imr_multiaddr);
	snprintf(text, sizeof(text), "10.9.0.%u", n + 1);
	inet_pton(AF_INET, text, &mreq.imr_interface);
	snprintf(text, sizeof(text), "10.9.0.%u", 200 + source % 2);
	inet_pton(AF_INET, text, &mreq.imr_sourceaddr);
	return setsockopt(box->source4, IPPROTO_IP,
			  join ? IP_ADD_SOURCE_MEMBERSHIP : IP_DROP_SOURCE_MEMBERSHIP, &mreq,
			  sizeof(mreq));
}

static int change_address(const struct box *box, unsigned int number, const char *verb)
{
	static struct run r;

	run(&r, &box->ns, "ip address %s fd00::%u:77/64 dev e", verb, number % 3);
	return r.status;
}

static void bounce(struct boxes *b, unsigned int n)
{
	run_ok(&b->box[n].ns, "ip link set e down");
	run_ok(&b->box[n].ns, "ip link set e up");
}

/* Sockets lose what they joined, as with every device that goes. */
static void move(struct boxes *b, unsigned int n)
{
	struct box *box = &b->box[n];

	run_ok(&box->ns, "ip link set e netns %s", b->spare.name);
	run_ok(&b->spare, "ip link set e netns %s", box->ns.name);
	run_ok(&box->ns, "ip link set e up");
	run_ok(&box->ns, "ip address add 10.9.0.%u/24 dev e", n + 1);
	box_reopen(b, n);
}

static void set_versions(const struct box *box, unsigned int number)
{
	box_sysctl(box, "ipv4/conf/e/force_igmp_version", number % 4);
	box_sysctl(box, "ipv6/conf/e/force_mld_version", number / 4 % 3);
}

static void set_mode(struct boxes *b, unsigned int n, unsigned int number)
{
	const char *mode = modes[number % 3];

	if (!strcmp(b->tool, "ip"))
		run_ok(&b->box[n].ns, "ip link set e type macvlan mode %s", mode);
	else
		run_ok(&b->lower, "%s link set mb%u type macvlan mode %s", b->tool, n, mode);
	b->box[n].mode = mode;
}

static int failed(int result)
{
	return result ? errno : 0;
}

int deed_do(struct boxes *b, const struct deed *deed)
{
	struct box *box = &b->box[deed->box];

	switch (deed->kind) {
	case DEED_JOIN:
	case DEED_LEAVE:
		return failed(change(box, deed->group, deed->kind == DEED_JOIN));
	case DEED_SOURCE_JOIN:
	case DEED_SOURCE_LEAVE:
		return failed(change_source(box, deed->box, deed->number,
					    deed->kind == DEED_SOURCE_JOIN));
	case DEED_ADDRESS:
		return change_address(box, deed->number, "replace");
	case DEED_NO_ADDRESS:
		return change_address(box, deed->number, "delete");
	case DEED_BOUNCE:
		return bounce(b, deed->box), 0;
	case DEED_VERSION:
		return set_versions(box, deed->number), 0;
	case DEED_MOVE:
		return move(b, deed->box), 0;
	case DEED_MODE:
		return set_mode(b, deed->box, deed->number), 0;
	case DEED_AGAIN:
		if (strcmp(b->tool, "ip") != 0)
			run_ok(&b->lower, "%s port set low mcast-snooping on", b->tool);
		return 0;
	}
	return 0;
}
