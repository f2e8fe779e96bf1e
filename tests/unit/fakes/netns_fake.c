// SPDX-License-Identifier: GPL-2.0-only
/* netns_fake.c - netns.h, nsid.h, mcast.h, sysctl.h, and the context's running, in one process. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/netns.h"
#include "libmacbpf/base/context.h"
#include "libmacbpf/kernel/mcast.h"
#include "libmacbpf/kernel/nft.h"
#include "libmacbpf/kernel/nsid.h"
#include "libmacbpf/session/run.h"
#include "libmacbpf/kernel/sysctl.h"
#include "libmacbpf/kernel/wifi.h"
#include "tests/unit/fakes/fake.h"

/* A netns is told by the place of its entry in fake.hidden. */
static int open_netns(enum fake_netns netns)
{
	return fake_open(FAKE_FD_NETNS, &fake.hidden[netns]);
}

static const char *const names[FAKE_NETNS_COUNT] = { "home", "box1", "box2" };

int mb_netns_open(const char *name_or_path)
{
	int err = fake_call(__func__);

	if (err)
		return err;
	if (!strcmp(name_or_path, "/not/a/netns"))
		return -EINVAL;
	for (int i = 0; i < FAKE_NETNS_COUNT; i++)
		if (!strcmp(name_or_path, names[i]))
			return open_netns((enum fake_netns)i);
	return -ENOENT;
}

int mb_netns_open_current(void)
{
	int err = fake_call(__func__);

	return err ? err : open_netns(FAKE_HOME);
}

int mb_nsid_open(struct mb_netlink *rtnl, int32_t nsid)
{
	int err = fake_call(__func__);

	(void)rtnl;
	if (err)
		return -ENXIO;
	if (nsid < 0 || nsid >= FAKE_NETNS_COUNT || fake.hidden[nsid])
		return -ENXIO;
	return open_netns(fake.renumbered && nsid == FAKE_BOX1 ? FAKE_BOX2 : (enum fake_netns)nsid);
}

/* The id of a netns is its number. */
int mb_nsid_names_get(struct mb_netlink *rtnl, struct mb_nsid_names *out)
{
	int err = fake_call(__func__);

	(void)rtnl;
	if (err)
		return err;
	out->row = calloc(FAKE_NETNS_COUNT, sizeof(*out->row));
	for (int i = 0; i < FAKE_NETNS_COUNT; i++)
		if (!fake.hidden[i])
			out->row[out->count++] = (struct mb_nsid_name){ i, strdup(names[i]) };
	return 0;
}

void mb_nsid_names_free(struct mb_nsid_names *out)
{
	for (size_t i = 0; i < out->count; i++)
		free(out->row[i].name);
	free(out->row);
	*out = (struct mb_nsid_names){ 0 };
}

bool mb_nsid_is(const struct macbpf *mb, int netns_fd, int32_t nsid)
{
	const bool *netns = fake_object(netns_fd, FAKE_FD_NETNS);

	(void)mb;
	if (fake_call(__func__) || !netns)
		return false;
	return nsid < 0 ? netns == fake.hidden : netns == &fake.hidden[nsid];
}

int mb_mcast_added(int netns_fd, uint32_t **ifindex, size_t *count)
{
	const bool *netns = fake_object(netns_fd, FAKE_FD_NETNS);
	int err = fake_call(__func__);

	if (err || !netns)
		return err ? err : -EBADF;
	*ifindex = calloc(FAKE_DEVS, sizeof(**ifindex));
	for (int i = 0; i < FAKE_DEVS; i++)
		if (fake.dev[i].added && netns == &fake.hidden[fake.dev[i].netns])
			(*ifindex)[(*count)++] = fake.dev[i].dev.ifindex;
	return 0;
}

uint32_t mb_nsid_home(const struct macbpf *mb)
{
	const bool *netns = fake_object(mb->netns_fd, FAKE_FD_NETNS);

	return netns ? (uint32_t)(netns - fake.hidden) + 1 : 0;
}

/* Only what is asked for in it is faked. */
int mb_netns_call(int netns_fd, int (*fn)(void *arg), void *arg)
{
	(void)netns_fd;
	return fn(arg);
}

/* A device that sysfs has under a name of its own. */
bool mb_wifi_is(const char *name, uint32_t ifindex)
{
	(void)ifindex;
	return fake.wifi && !strcmp(name, fake.wifi);
}

/* One chain, at the ingress of a device. */
const struct mb_nft_chain *mb_nft_next(struct mb_nft *nft, const char *dev, bool egress,
				       const struct mb_nft_chain *prev)
{
	static const struct mb_nft_chain chain = { "netdev", "table", "chain" };

	(void)nft;
	return fake.nft && !prev && !egress && !strcmp(dev, fake.nft) ? &chain : NULL;
}

void mb_nft_free(struct mb_nft *nft)
{
	(void)nft;
}

uint32_t mb_sysctl_backlog(void)
{
	return fake.backlog;
}

/* Nothing here depends on it, and no command fails for it. */
int mb_sysctl_default_dad(const char *device)
{
	(void)device;
	return 0;
}

bool mb_sysctl_has_ipv6(const char *device)
{
	struct fake_dev *dev = fake_dev_named(FAKE_HOME, device);

	return dev && !dev->no_ipv6;
}

int mb_sysctl_again_ipv6(const char *device)
{
	struct fake_dev *dev = fake_dev_named(FAKE_HOME, device);
	int err = fake_change(__func__);

	if (!err && dev)
		dev->no_ipv6 = false;
	return err;
}

int mb_sysctl_no_ipv6(const char *device)
{
	struct fake_dev *dev = fake_dev_named(FAKE_HOME, device);
	int err = fake_change(__func__);

	if (err || !dev)
		return err ? err : -ENOENT;
	dev->no_ipv6 = true;
	return 0;
}

/*
 * The real one makes do with strerror() where a function left no sentence. Here that shows: a
 * sentence names its subject.
 */
int mb_run(struct macbpf *mb, int (*fn)(struct macbpf *mb, void *arg), void *arg)
{
	int err;

	mb_begin(mb);
	err = fn(mb, arg);
	errno = -err;
	return err;
}
