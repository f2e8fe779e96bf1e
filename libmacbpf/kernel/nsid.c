// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* nsid.c - the network namespace that another one knows by an id. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/base.h"
#include "base/context.h"
#include "kernel/netns.h"
#include "kernel/rtnl.h"

#define NAMED_DIR  "/run/netns"
#define DOCKER_DIR "/run/docker/netns"

static int open_if_id(struct mb_rtnl *rtnl, const char *path, int32_t nsid)
{
	mb_auto_close int fd = mb_netns_open(path);
	int32_t id;

	if (fd < 0)
		return fd;
	if (mb_rtnl_nsid(rtnl, fd, &id) || id != nsid)
		return -ENXIO;
	return mb_take_fd(fd);
}

/* Tries dir/<entry><suffix> for each entry. */
static int search_dir(struct mb_rtnl *rtnl, const char *dir, const char *suffix, int32_t nsid)
{
	struct dirent *entry;
	char path[4096];
	int fd = -ENXIO;
	DIR *d;

	d = opendir(dir);
	if (!d)
		return -ENXIO;
	while (fd < 0 && (entry = readdir(d))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s%s", dir, entry->d_name, suffix);
		fd = open_if_id(rtnl, path, nsid);
	}
	closedir(d);
	return fd < 0 ? -ENXIO : fd;
}

int mb_netns_open_by_id(struct mb_rtnl *rtnl, int32_t nsid)
{
	static const struct {
		const char *dir, *suffix;
	} places[] = {
		{ NAMED_DIR, "" },
		{ DOCKER_DIR, "" },
		{ "/proc", "/ns/net" },
	};
	int fd = -ENXIO;

	for (size_t i = 0; fd < 0 && i < ARRAY_SIZE(places); i++)
		fd = search_dir(rtnl, places[i].dir, places[i].suffix, nsid);
	return fd;
}

bool mb_netns_is(const struct macbpf *mb, int netns_fd, int32_t nsid)
{
	struct stat st;
	int32_t id;

	if (fstat(netns_fd, &st))
		return false;
	if (st.st_dev == mb->netns_dev && st.st_ino == mb->netns_ino)
		return nsid < 0;
	return nsid >= 0 && !mb_rtnl_nsid(mb->rtnl, netns_fd, &id) && id == nsid;
}

uint32_t mb_netns_number(const struct macbpf *mb)
{
	return (uint32_t)mb->netns_ino; /* the kernel's are of 32 bits */
}
