// SPDX-License-Identifier: GPL-2.0-only
/* parent.c - parents that docker's users expect to be made: VLAN devices, and dummies. */
#include "docker/parent.h"

#include <ctype.h>
#include <errno.h>
#include <linux/if_link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/netlink_msg.h"
#include "container/link.h"
#include "docker/store.h"

/* The alias of what was made here: nothing else is deleted. */
#define MARK "macbpf-docker"

/* ---------------------------------------------------------------- what it is */

/* eth0.50: a device, and the number of a VLAN on it. */
static bool split_vlan(const char *name, char device[IFNAMSIZ], uint16_t *vid)
{
	const char *dot = strrchr(name, '.');
	char *end;
	long number;

	if (!dot || dot == name || !isdigit((unsigned char)dot[1]))
		return false;
	number = strtol(dot + 1, &end, 10);
	snprintf(device, IFNAMSIZ, "%.*s", (int)(dot - name), name);
	*vid = (uint16_t)number;
	return !*end && number >= 1 && number <= 4094;
}

/* ---------------------------------------------------------------- making one */

static struct nl_msg *new_device(const char *name, const char *kind, int lower, uint16_t vid)
{
	struct ifinfomsg ifi = { .ifi_flags = IFF_UP, .ifi_change = IFF_UP };
	struct nl_msg *msg =
		mb_netlink_request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &ifi, sizeof(ifi));
	struct nlattr *info, *data;

	if (!msg)
		return NULL;
	mb_netlink_put_text(msg, IFLA_IFNAME, name);
	if (lower)
		nla_put_u32(msg, IFLA_LINK, (uint32_t)lower);
	info = nla_nest_start(msg, IFLA_LINKINFO);
	mb_netlink_put_text(msg, IFLA_INFO_KIND, kind);
	if (lower) {
		data = nla_nest_start(msg, IFLA_INFO_DATA);
		nla_put_u16(msg, IFLA_VLAN_ID, vid);
		nla_nest_end(msg, data);
	}
	nla_nest_end(msg, info);
	return msg;
}

static struct nl_msg *mark_device(const char *name)
{
	struct ifinfomsg ifi = { 0 };
	struct nl_msg *msg = mb_netlink_request(RTM_NEWLINK, 0, &ifi, sizeof(ifi));

	mb_netlink_put_text(msg, IFLA_IFNAME, name);
	mb_netlink_put_text(msg, IFLA_IFALIAS, MARK);
	return msg;
}

static int make(struct error *error, struct mb_netlink *nl, const char *name, const char *kind,
		const struct link *lower, uint16_t vid)
{
	int made = 0, err;

	err = mb_netlink_talk_both(nl, new_device(name, kind, lower ? lower->index : 0, vid),
				   mark_device(name), &made);
	err = made ?: err;
	if (!err || err == -EEXIST)
		return 0;
	if (err == -ENETDOWN && lower)
		return error_set(error, ERROR_AGAIN,
				 "VLAN device %s can't be made: set %s up first", name,
				 lower->name);
	return error_set(error, err == -EPERM ? ERROR_PRIVILEGE : ERROR_KERNEL,
			 "can't make device %s of kind %s for a parent: %s %s", name, kind,
			 strerror(-err), mb_netlink_hint(nl));
}

static int make_vlan(struct error *error, struct mb_netlink *nl, const char *name)
{
	char device[IFNAMSIZ];
	struct link lower;
	uint16_t vid;

	if (!split_vlan(name, device, &vid) || link_get(nl, device, &lower))
		return error_set(error, ERROR_AGAIN,
				 "there is no parent \"%s\": name one with -o parent=DEVICE, or "
				 "a VLAN on one, which is made, with -o parent=DEVICE.NUMBER",
				 name);
	return make(error, nl, name, "vlan", &lower, vid);
}

static int open_socket(struct error *error, struct mb_netlink **nl)
{
	int err = mb_netlink_open(nl, -1);

	if (!err)
		return 0;
	return error_set(error, ERROR_INTERNAL, "can't open a netlink socket: %s", strerror(-err));
}

int parent_prepare(struct error *error, const struct network *network)
{
	struct mb_netlink *nl;
	struct link link;
	int err = open_socket(error, &nl);

	if (err)
		return err;
	if (link_get(nl, network->parent, &link))
		err = network->dummy ? make(error, nl, network->parent, "dummy", NULL, 0)
				     : make_vlan(error, nl, network->parent);
	mb_netlink_close(nl);
	return err;
}

/* ---------------------------------------------------------------- deleting it */

struct made {
	int index;
	bool ours;
};

static int read_mark(struct nlmsghdr *nlh, void *arg)
{
	struct nlattr *tb[IFLA_MAX + 1];
	struct made *made = arg;

	if (nlmsg_parse(nlh, sizeof(struct ifinfomsg), tb, IFLA_MAX, NULL) < 0)
		return 0;
	made->index = ((struct ifinfomsg *)nlmsg_data(nlh))->ifi_index;
	made->ours = tb[IFLA_IFALIAS] && !strcmp(nla_get_string(tb[IFLA_IFALIAS]), MARK);
	return 0;
}

static struct made look(struct mb_netlink *nl, const char *name)
{
	struct ifinfomsg ifi = { 0 };
	struct nl_msg *msg = mb_netlink_request(RTM_GETLINK, 0, &ifi, sizeof(ifi));
	struct made made = { 0 };

	mb_netlink_put_text(msg, IFLA_IFNAME, name);
	mb_netlink_talk(nl, msg, read_mark, &made);
	return made;
}

static bool has_parent(const json_t *record, const void *parent)
{
	struct error error = { 0 };
	struct network network;

	return !network_read(&error, record, &network) && !strcmp(network.parent, parent);
}

static int remove_link(struct error *error, struct mb_netlink *nl, const char *name)
{
	struct made made = look(nl, name);
	struct ifinfomsg ifi = { .ifi_index = made.index };
	int err;

	if (!made.ours)
		return 0;
	err = mb_netlink_talk(nl, mb_netlink_request(RTM_DELLINK, 0, &ifi, sizeof(ifi)), NULL,
			      NULL);
	if (!err || err == -ENODEV)
		return 0;
	return error_set(error, ERROR_INTERNAL, "can't delete device %s: %s", name, strerror(-err));
}

int parent_release(struct error *error, const char *state, const struct network *network)
{
	struct mb_netlink *nl;
	int err;

	if (store_has(state, has_parent, network->parent))
		return 0;
	err = open_socket(error, &nl);
	if (err)
		return err;
	err = remove_link(error, nl, network->parent);
	mb_netlink_close(nl);
	return err;
}
