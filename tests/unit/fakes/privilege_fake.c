// SPDX-License-Identifier: GPL-2.0-only
/* privilege_fake.c - somebody in the first user namespace. */
#include "libmacbpf/kernel/privilege.h"

const char *mb_privilege_hint(void)
{
	return "be root";
}

bool mb_privilege_has(int capability)
{
	(void)capability;
	return true;
}
