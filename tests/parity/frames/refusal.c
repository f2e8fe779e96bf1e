// SPDX-License-Identifier: GPL-2.0-only
/* refusal.c - ip's and macbpf's sentences, and the errno that each stands for. */
#include "refusal.h"

#include <string.h>

/* ip prints the errno's text, or the kernel's own sentence; macbpf has sentences of its own. */
static const struct {
	const char *said, *name;
} refusals[] = {
	{ "Address already in use", "EADDRINUSE" },
	{ "is in use on", "EADDRINUSE" },
	{ "is that of", "EADDRINUSE" },
	{ "Cannot assign requested address", "EADDRNOTAVAIL" },
	{ "a unicast address is needed", "EADDRNOTAVAIL" },
	{ "Invalid argument", "EINVAL" },
	{ "mtu greater than device maximum", "EINVAL" },
	{ "mtu less than device minimum", "EINVAL" },
	{ "mtu", "EINVAL" },
	{ "is taken by passthru endpoint", "EINVAL" },
	{ "mode passthru needs", "EINVAL" },
	{ "can't change from mode", "EINVAL" },
	{ "macaddr is for mode source only", "EINVAL" },
	{ "File exists", "EEXIST" },
	{ "Device or resource busy", "EBUSY" },
	{ "Set it down first", "EBUSY" },
};

const char *refusal_class(const struct run *r)
{
	if (!r->status)
		return "accepted";
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (strstr(r->err, refusals[i].said))
			return refusals[i].name;
	return r->err;
}
