// SPDX-License-Identifier: GPL-2.0-only
/* rtnl_fake.c - rtnl.h over the devices of the fake world. */
#include <errno.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/own.h"
#include "tests/unit/fakes/fake.h"

int mb_netlink_open(struct mb_netlink **out, int netns_fd)
{
	const bool *netns = fake_object(netns_fd, FAKE_FD_NETNS);
	int err = fake_call(__func__);

	if (err)
		return err;
	if (!netns)
		return -EBADF;
	*out = malloc(sizeof(**out));
	if (!*out)
		return -ENOMEM;
	(*out)->netns = (enum fake_netns)(netns - fake.hidden);
	fake.sockets++;
	return 0;
}

void mb_netlink_close(struct mb_netlink *rtnl)
{
	if (!rtnl)
		return;
	fake.sockets--;
	free(rtnl);
}

const char *mb_netlink_hint(const struct mb_netlink *rtnl)
{
	(void)rtnl;
	return fake.hint ? fake.hint : "";
}

/* ---------------------------------------------------------------- reading */

/* In the order of the ifindex, as the kernel does. */
int mb_rtnl_dump(struct mb_netlink *rtnl, struct mb_devs *devs)
{
	return mb_rtnl_dump_at(rtnl, -1, false, devs);
}

void mb_rtnl_free_devs(struct mb_devs *devs)
{
	free(devs->dev);
	free(devs->altname);
	*devs = (struct mb_devs){ 0 };
}

static void add_dev(struct mb_devs *devs, const struct fake_dev *dev)
{
	struct mb_altname *altname = &devs->altname[devs->altname_count];

	devs->dev[devs->count++] = fake_dev_read(dev);
	if (!dev->altname)
		return;
	altname->ifindex = dev->dev.ifindex;
	snprintf(altname->name, sizeof(altname->name), "%s", dev->altname);
	devs->altname_count++;
}

int mb_rtnl_dump_at(struct mb_netlink *rtnl, int32_t nsid, bool stats, struct mb_devs *devs)
{
	enum fake_netns netns = nsid < 0 ? rtnl->netns : (enum fake_netns)nsid;
	struct mb_devs found = {
		.dev = calloc(FAKE_DEVS, sizeof(struct mb_dev)),
		.altname = calloc(FAKE_DEVS, sizeof(struct mb_altname)),
	};
	struct fake_dev *dev;
	int err = fake_call(__func__);

	(void)stats;
	if (err || !found.dev || !found.altname) {
		mb_rtnl_free_devs(&found);
		return err ? err : -ENOMEM;
	}
	for (uint32_t ifindex = 1; ifindex < fake.next_ifindex; ifindex++) {
		dev = fake_dev_at(netns, ifindex);
		if (dev)
			add_dev(&found, dev);
	}
	*devs = found;
	return 0;
}

int mb_rtnl_get(struct mb_netlink *rtnl, uint32_t ifindex, int32_t nsid, struct mb_dev *out)
{
	enum fake_netns netns = nsid < 0 ? rtnl->netns : (enum fake_netns)nsid;
	struct fake_dev *dev = fake_dev_at(netns, ifindex);
	int err = fake_call(__func__);

	if (err || !dev)
		return err ? err : -ENODEV;
	*out = fake_dev_read(dev);
	return 0;
}

int mb_rtnl_get_by_name(struct mb_netlink *rtnl, const char *name, struct mb_dev *out)
{
	struct fake_dev *dev = fake_dev_named(rtnl->netns, name);
	int err = fake_call(__func__);

	if (err || !dev)
		return err ? err : -ENODEV;
	*out = fake_dev_read(dev);
	return 0;
}

/* ---------------------------------------------------------------- making, deleting */

static void set_far_end(struct fake_dev *dev, const struct mb_device_spec *spec)
{
	struct mb_dev *d = &dev->dev;

	d->mtu = spec->mtu;
	d->txqueuelen = spec->txqueuelen;
	d->numtxqueues = spec->numtxqueues;
	d->numrxqueues = spec->numrxqueues;
	d->group = spec->group;
	d->gso = spec->gso;
	d->flags = (d->flags & ~spec->flags_mask) | (spec->flags & spec->flags_mask);
	if (spec->address)
		memcpy(d->address, spec->address, 6);
	if (spec->broadcast)
		memcpy(d->broadcast, spec->broadcast, 6);
}

static int add_pair(struct mb_netlink *rtnl, const struct mb_device_spec *spec, const char *where,
		    uint32_t index)
{
	const bool *target = fake_object(spec->netns_fd, FAKE_FD_NETNS);
	enum fake_netns there = target ? (enum fake_netns)(target - fake.hidden) : rtnl->netns;
	struct fake_dev *near, *far;
	int err = fake_change(where);

	if (err && err != -ENOBUFS) /* then only the answer is lost */
		return err;
	if (fake_dev_named(rtnl->netns, spec->hostdev) || fake_dev_named(there, spec->name) ||
	    fake_dev_at(there, index))
		return -EEXIST;
	near = fake_dev_add(rtnl->netns, spec->hostdev, 0);
	far = fake_dev_add(there, spec->name, index);
	set_far_end(far, spec);
	near->dev.mtu = ETH_MAX_MTU;
	near->dev.flags |= IFF_NOARP;
	if (fake.racer)
		memcpy(far->dev.address, fake.racer, 6);
	near->peer = far;
	far->peer = near;
	return err;
}

int mb_rtnl_add_veth(struct mb_netlink *rtnl, const struct mb_device_spec *spec)
{
	return add_pair(rtnl, spec, __func__, spec->index);
}

int mb_rtnl_add_netkit(struct mb_netlink *rtnl, const struct mb_device_spec *spec)
{
	struct mb_device_spec made = *spec;

	made.flags_mask = 0;
	return add_pair(rtnl, &made, __func__, 0);
}

static int del(const char *where, struct fake_dev *dev)
{
	int err = fake_change(where);

	if (err || !dev)
		return err ? err : -ENODEV;
	fake_dev_del(dev);
	return 0;
}

int mb_rtnl_del(struct mb_netlink *rtnl, uint32_t ifindex)
{
	return del(__func__, fake_dev_at(rtnl->netns, ifindex));
}

/* As the kernel: a group that nobody is in is an error. */
int mb_rtnl_del_all(struct mb_netlink *rtnl, const uint32_t *ifindex, size_t count, uint32_t group)
{
	int err = fake_change(__func__);
	size_t deleted = 0;

	(void)group;
	for (size_t i = 0; !err && i < count; i++)
		deleted += !mb_rtnl_del(rtnl, ifindex[i]);
	return err || deleted ? err : -ENODEV;
}

int mb_rtnl_del_by_name(struct mb_netlink *rtnl, const char *name)
{
	return del(__func__, fake_dev_named(rtnl->netns, name));
}

/* ---------------------------------------------------------------- changing */

int mb_rtnl_add_name(struct mb_netlink *rtnl, uint32_t ifindex, const char *name)
{
	struct fake_dev *dev = fake_dev_at(rtnl->netns, ifindex);
	int err = fake_change(__func__);

	if (err || !dev)
		return err ? err : -ENODEV;
	if (fake_dev_named(rtnl->netns, name))
		return -EEXIST;
	snprintf(dev->dev.hostname, sizeof(dev->dev.hostname), "%s", name);
	return 0;
}

int mb_rtnl_del_name(struct mb_netlink *rtnl, uint32_t ifindex, const char *name)
{
	struct fake_dev *dev = fake_dev_at(rtnl->netns, ifindex);
	int err = fake_change(__func__);

	if (err || !dev)
		return err ? err : -ENODEV;
	if (strcmp(dev->dev.hostname, name) != 0)
		return -EINVAL;
	memset(dev->dev.hostname, 0, sizeof(dev->dev.hostname));
	return 0;
}

int mb_rtnl_no_queue(struct mb_netlink *rtnl, uint32_t ifindex)
{
	struct fake_dev *dev = fake_dev_at(rtnl->netns, ifindex);
	int err = fake_change(__func__);

	if (err || !dev)
		return err ? err : -ENODEV;
	snprintf(dev->dev.qdisc, sizeof(dev->dev.qdisc), "noqueue");
	return 0;
}

int mb_rtnl_no_ipv6(struct mb_netlink *rtnl, uint32_t ifindex)
{
	struct fake_dev *dev = fake_dev_at(rtnl->netns, ifindex);
	int err = fake_change(__func__);

	if (err || !dev)
		return err ? err : -ENODEV;
	dev->no_ipv6 = true;
	return 0;
}

/* ---------------------------------------------------------------- the NIC's filter */

int mb_rtnl_filter(struct mb_netlink *rtnl, uint32_t ifindex, const uint8_t mac[6], bool add)
{
	struct fake_dev *dev = fake_dev_at(rtnl->netns, ifindex);
	int err = fake_change(__func__);
	size_t i = 0;

	if (err || !dev)
		return err ? err : -ENODEV;
	while (i < dev->filters && memcmp(dev->filter[i], mac, 6) != 0)
		i++;
	if (add && i < dev->filters)
		return -EEXIST;
	if (add && i == FAKE_FILTERS)
		return -ENOSPC;
	if (add)
		memcpy(dev->filter[dev->filters++], mac, 6);
	else if (i < dev->filters)
		memmove(dev->filter[i], dev->filter[--dev->filters], 6);
	else
		return -ENOENT;
	return 0;
}

int mb_rtnl_addresses(struct mb_netlink *rtnl, uint32_t ifindex, struct mb_addresses *out)
{
	const struct fake_dev *dev = fake_dev_at(rtnl->netns, ifindex);
	int err = fake_call(__func__);

	if (err)
		return err;
	*out = (struct mb_addresses){ 0 };
	for (size_t i = 0; dev && i < dev->filters; i++) {
		if (!mb_grow(&out->mac, out->count))
			abort();
		memcpy(out->mac[out->count++], dev->filter[i], 6);
	}
	return 0;
}

/* No device of a fake world has any. */
int mb_rtnl_ips(struct mb_netlink *rtnl, int32_t nsid, struct mb_ips *out)
{
	(void)rtnl;
	(void)nsid;
	*out = (struct mb_ips){ 0 };
	return fake_call(__func__);
}
