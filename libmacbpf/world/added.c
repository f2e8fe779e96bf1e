// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* added.c - whether somebody added multicast groups to an endpoint's device by hand. */
#include <errno.h>

#include "common/netns.h"
#include "common/own.h"
#include "kernel/mcast.h"
#include "kernel/nsid.h"
#include "world/added.h"

/* To ask each name for its id, for each of many devices, would take longer than all else. */
static const char *name_of(struct macbpf *mb, struct mb_world *w, int32_t nsid)
{
	if (!w->nsid_names) {
		w->nsid_names = calloc(1, sizeof(*w->nsid_names));
		if (w->nsid_names)
			mb_nsid_names_get(mb->rtnl, w->nsid_names);
	}
	for (size_t i = 0; w->nsid_names && i < w->nsid_names->count; i++)
		if (w->nsid_names->row[i].nsid == nsid)
			return w->nsid_names->row[i].name;
	return NULL;
}

static int open_netns(struct macbpf *mb, struct mb_world *w, int32_t nsid)
{
	const char *name = name_of(mb, w, nsid);
	mb_auto_close int fd = name ? mb_netns_open(name) : -1;

	if (fd >= 0 && mb_nsid_is(mb, fd, nsid))
		return mb_take_fd(fd);
	return mb_nsid_open(mb->rtnl, nsid);
}

static int read_netns(struct macbpf *mb, struct mb_world *w, struct mb_added *added)
{
	mb_auto_close int fd = -1;

	if (added->nsid < 0)
		return mb_mcast_added(mb->netns_fd, &added->ifindex, &added->count);
	fd = open_netns(mb, w, added->nsid);
	return fd < 0 ? fd : mb_mcast_added(fd, &added->ifindex, &added->count);
}

/* One that can't be read is not tried again. */
static const struct mb_added *added_in(struct macbpf *mb, struct mb_world *w, int32_t nsid)
{
	struct mb_added *added;

	for (size_t i = 0; i < w->added_count; i++)
		if (w->added[i].nsid == nsid)
			return &w->added[i];
	if (!mb_grow(&w->added, w->added_count))
		return NULL;
	added = &w->added[w->added_count++];
	*added = (struct mb_added){ .nsid = nsid };
	added->err = read_netns(mb, w, added);
	return added;
}

int mb_added_find(struct macbpf *mb, struct mb_world *w, const struct mb_dev *hostdev)
{
	const struct mb_added *added = added_in(mb, w, hostdev->link_netnsid);

	if (!added)
		return -ENOMEM;
	for (size_t i = 0; i < added->count; i++)
		if (added->ifindex[i] == hostdev->link)
			return 1;
	return added->err;
}

void mb_added_free(struct mb_world *w)
{
	for (size_t i = 0; i < w->added_count; i++)
		free(w->added[i].ifindex);
	free(w->added);
	if (w->nsid_names)
		mb_nsid_names_free(w->nsid_names);
	free(w->nsid_names);
}
