// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* privilege.c - which capabilities there are, and how somebody gets those that were missing. */
#include <inttypes.h>
#include <linux/capability.h>
#include <stdio.h>

#include "kernel/privilege.h"
#include "kernel/proc.h"

/* In the first, all are who they are. */
static bool is_in_first_userns(void)
{
	FILE *map = fopen("/proc/self/uid_map", "re");
	uint32_t inside, outside, count;
	bool is_first = true;

	if (!map)
		return true;
	if (fscanf(map, "%" SCNu32 " %" SCNu32 " %" SCNu32, &inside, &outside, &count) == 3)
		is_first = !inside && !outside && count == UINT32_MAX;
	fclose(map);
	return is_first;
}

bool mb_privilege_has(int capability)
{
	FILE *status = fopen("/proc/thread-self/status", "re");
	uint64_t effective = 0;

	if (!status)
		return false;
	mb_proc_capabilities(status, &effective);
	fclose(status);
	return effective & UINT64_C(1) << capability;
}

static bool has_all(void)
{
	return mb_privilege_has(CAP_NET_ADMIN) && mb_privilege_has(CAP_BPF) &&
	       mb_privilege_has(CAP_SYS_ADMIN);
}

const char *mb_privilege_hint(void)
{
	if (!is_in_first_userns())
		return "those of a user namespace, as of a rootless container, don't count: run "
		       "it outside, as the machine's root";
	return has_all() ? "they are here: a seccomp filter or a security module refuses bpf(2)"
			 : "be root";
}
