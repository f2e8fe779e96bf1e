// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* make.c - what making the devices of any kind has in common. */
#include <errno.h>

#include "kernel/sysctl.h"
#include "kinds/make.h"

int mb_make_silence(struct macbpf *mb, uint32_t ifindex, const char *name)
{
	return mb_sysctl_no_ipv6(name) ? mb_rtnl_no_ipv6(mb->rtnl, ifindex) : 0;
}

int mb_make_failed(struct macbpf *mb, const struct mb_device_spec *spec, int err, const char *hint)
{
	if (err == -EEXIST && spec->index)
		return mb_fail(mb, err,
			       "name \"%s\", or index %u, is taken in the network namespace "
			       "where the device is to be made: choose another",
			       spec->name, spec->index);
	if (err == -EEXIST)
		return mb_fail(mb, err,
			       "name \"%s\" is taken in the network namespace where the "
			       "device is to be made: choose another",
			       spec->name);
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to make a device: CAP_NET_ADMIN is needed, "
			       "here and in the device's network namespace (be root)");
	return mb_refused(mb, err, hint, "can't make device %s", spec->name);
}
