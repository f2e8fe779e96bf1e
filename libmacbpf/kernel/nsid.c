// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* nsid.c - the network namespaces that another one knows by an id, and their names. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/netlink_msg.h"
#include "common/netns.h"
#include "common/own.h"
#include "base/context.h"
#include "kernel/nsid.h"

#define DOCKER_DIR "/run/docker/netns"

static int on_nsid(struct nlmsghdr *nlh, void *arg)
{
	static const struct nla_policy policy[NETNSA_MAX + 1] = {
		[NETNSA_NSID] = { .minlen = sizeof(int32_t) },
	};
	struct nlattr *tb[NETNSA_MAX + 1];

	if (nlmsg_parse(nlh, sizeof(struct rtgenmsg), tb, NETNSA_MAX, policy) || !tb[NETNSA_NSID])
		return -EPROTO;
	*(int32_t *)arg = nla_get_s32(tb[NETNSA_NSID]);
	return 0;
}

int mb_nsid_get(struct mb_netlink *rtnl, int netns_fd, int32_t *nsid)
{
	struct rtgenmsg gen = { .rtgen_family = AF_UNSPEC };
	struct nl_msg *msg = mb_netlink_request(RTM_GETNSID, 0, &gen, sizeof(gen));
	int32_t id = NETNSA_NSID_NOT_ASSIGNED;
	int err;

	if (!msg)
		return -ENOMEM;
	nla_put_u32(msg, NETNSA_FD, (uint32_t)netns_fd);
	err = mb_netlink_talk(rtnl, msg, on_nsid, &id);
	if (err)
		return err;
	if (id == NETNSA_NSID_NOT_ASSIGNED)
		return -ENOENT;
	*nsid = id;
	return 0;
}

/*
 * Calls fn() for each entry of a folder, opened by dir/<entry><suffix>, until one is not 0. What is
 * no netns has no id either.
 */
static int each_netns(const char *dir, const char *suffix,
		      int (*fn)(const char *name, int netns_fd, void *arg), void *arg)
{
	const struct dirent *entry;
	char path[4096];
	int rc = 0;
	DIR *d = opendir(dir);

	if (!d)
		return 0;
	while (!rc && (entry = readdir(d))) {
		mb_auto_close int fd = -1;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s%s", dir, entry->d_name, suffix);
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd >= 0)
			rc = fn(entry->d_name, fd, arg);
	}
	closedir(d);
	return rc;
}

/* ---------------------------------------------------------------- from an id to the netns */

struct search {
	struct mb_netlink *rtnl;
	int32_t nsid;
	int fd; /* found */
};

static int take_if_id(const char *name, int netns_fd, void *arg)
{
	struct search *s = arg;
	int32_t id;

	(void)name;
	if (mb_nsid_get(s->rtnl, netns_fd, &id) || id != s->nsid)
		return 0;
	s->fd = fcntl(netns_fd, F_DUPFD_CLOEXEC, 0);
	return s->fd < 0 ? -errno : 1;
}

int mb_nsid_open(struct mb_netlink *rtnl, int32_t nsid)
{
	static const struct {
		const char *dir, *suffix;
	} places[] = {
		{ MB_NETNS_DIR, "" },
		{ DOCKER_DIR, "" },
		{ "/proc", "/ns/net" },
	};
	struct search s = { rtnl, nsid, -1 };
	int rc = 0;

	for (size_t i = 0; !rc && i < ARRAY_SIZE(places); i++)
		rc = each_netns(places[i].dir, places[i].suffix, take_if_id, &s);
	return s.fd < 0 ? -ENXIO : s.fd;
}

/* ---------------------------------------------------------------- from all ids to names */

struct naming {
	struct mb_netlink *rtnl;
	struct mb_nsid_names *names;
};

static int note_name(const char *name, int netns_fd, void *arg)
{
	const struct naming *n = arg;
	struct mb_nsid_name *row;
	int32_t id;

	if (mb_nsid_get(n->rtnl, netns_fd, &id))
		return 0;
	if (!mb_grow(&n->names->row, n->names->count))
		return -ENOMEM;
	row = &n->names->row[n->names->count];
	*row = (struct mb_nsid_name){ id, strdup(name) };
	if (!row->name)
		return -ENOMEM;
	n->names->count++;
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	const struct mb_nsid_name *x = a, *y = b;

	return (x->nsid > y->nsid) - (x->nsid < y->nsid) ?: strcmp(x->name, y->name);
}

int mb_nsid_names_get(struct mb_netlink *rtnl, struct mb_nsid_names *names)
{
	struct naming n = { rtnl, names };
	int err = each_netns(MB_NETNS_DIR, "", note_name, &n);

	if (names->count)
		qsort(names->row, names->count, sizeof(*names->row), compare_names);
	return err;
}

void mb_nsid_names_free(struct mb_nsid_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->row[i].name);
	free(names->row);
	*names = (struct mb_nsid_names){ 0 };
}

bool mb_nsid_is(const struct macbpf *mb, int netns_fd, int32_t nsid)
{
	struct stat st;
	int32_t id;

	if (fstat(netns_fd, &st))
		return false;
	if (st.st_dev == mb->netns_dev && st.st_ino == mb->netns_ino)
		return nsid < 0;
	return nsid >= 0 && !mb_nsid_get(mb->rtnl, netns_fd, &id) && id == nsid;
}

uint32_t mb_nsid_home(const struct macbpf *mb)
{
	return (uint32_t)mb->netns_ino; /* the kernel's are of 32 bits */
}
