/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* index.h - devices by number and by name. */
#ifndef MB_INDEX_H
#define MB_INDEX_H

#include "kernel/rtnl.h"

/*
 * Holds no device, only where it is: whoever does keeps it there, and may write another into its
 * place, or zeroes, which nothing leads to. What has a new name or number is added again.
 */
struct mb_index {
	struct mb_dev **place; /* NULL: free */
	size_t places, taken;
};

/* False: out of memory. */
bool mb_index_add(struct mb_index *index, struct mb_dev *dev);
bool mb_index_add_all(struct mb_index *index, const struct mb_devs *devs);

/* NULL if there is none. */
struct mb_dev *mb_index_at(const struct mb_index *index, uint32_t ifindex);
/* By its name, or by its name as a hostdev. */
struct mb_dev *mb_index_named(const struct mb_index *index, const char *name);

void mb_index_free(struct mb_index *index);

#endif /* MB_INDEX_H */
