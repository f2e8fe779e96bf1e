// SPDX-License-Identifier: GPL-2.0-only
/* random_fake.c - bytes that a test can foretell: the next ones, for each call. */
#include <string.h>

#include "libmacbpf/kernel/random.h"
#include "tests/unit/fakes/fake.h"

int mb_random(void *buf, size_t size)
{
	int err = fake_call("mb_random");

	if (err)
		return err;
	memset(buf, 0xfa, size);
	((uint8_t *)buf)[size - 1] = fake.next_mac++;
	return 0;
}
