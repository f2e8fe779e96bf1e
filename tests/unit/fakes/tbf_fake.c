// SPDX-License-Identifier: GPL-2.0-only
/* tbf_fake.c - tbf.h over the devices of the fake world. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/fakes/fake.h"

static void set_qdisc(struct fake_dev *dev, const char *kind)
{
	snprintf(dev->dev.qdisc, sizeof(dev->dev.qdisc), "%s", kind);
}

/* The kernel's own has no handle, and gives way. */
int mb_tbf_put(struct mb_netlink *rtnl, uint32_t ifindex, const struct mb_tbf *tbf, bool anyway)
{
	struct fake_dev *dev = fake_dev_at(rtnl->netns, ifindex);
	int err = fake_change(__func__);

	if (err || !dev)
		return err ? err : -ENODEV;
	if (!anyway && !dev->tbf.rate && strcmp(dev->dev.qdisc, "noqueue") != 0)
		return -EEXIST;
	dev->tbf = *tbf;
	set_qdisc(dev, "tbf");
	return 0;
}

int mb_tbf_del(struct mb_netlink *rtnl, uint32_t ifindex)
{
	struct fake_dev *dev = fake_dev_at(rtnl->netns, ifindex);
	int err = fake_change(__func__);

	if (err || !dev)
		return err ? err : -ENODEV;
	if (!dev->tbf.rate)
		return -ENOENT;
	dev->tbf = (struct mb_tbf){ 0 };
	set_qdisc(dev, "noqueue");
	return 0;
}

/* Somebody else's has no rate here. */
bool mb_tbf_is_on(struct mb_netlink *rtnl, const struct mb_dev *dev)
{
	const struct fake_dev *at = fake_dev_at(rtnl->netns, dev->ifindex);

	return at && !strcmp(dev->qdisc, "tbf") && at->tbf.rate;
}
