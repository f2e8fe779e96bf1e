/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* hostdev.h - what tells a hostdev: its name, and the mark in its alias. */
#ifndef MB_HOSTDEV_H
#define MB_HOSTDEV_H

#include "kernel/rtnl.h"

/* The name of the hostdev with this id: mb<id>. */
const char *mb_hostdev_name(char buf[MB_IFNAME_LEN], uint32_t id);

/* Of the devices that what its endpoint sends goes through first: in by the end "o", out by "b". */
const char *mb_hostdev_queue_name(char buf[MB_IFNAME_LEN], uint32_t id, const char *end);

/* The name by which users know a hostdev: a tap's own is theirs, and changes. */
const char *mb_hostdev_shown(const struct mb_dev *hostdev);

/* Whether it is a hostdev, of whatever port. */
bool mb_hostdev_is(const struct mb_dev *dev);

/*
 * The alias that a hostdev is made with, its mark: macbpf:LOWER:NAME, and :OWNER if not NULL.
 * Behind the name of an adopted one stands what no name of a device has in it.
 */
#define MB_ADOPTED "/adopted"
const char *mb_hostdev_alias(char buf[MB_IFALIAS_LEN], const char *lower, const char *name,
			     const char *owner);

/* How long the mark is with which an alias begins, before a blank or the end; 0: none of ours. */
size_t mb_hostdev_mark(const char *alias);

/* What its user has behind that and a blank. */
const char *mb_hostdev_alias_behind(const struct mb_dev *hostdev);

/* Whether its mark says that it was made by us, so that nobody else misses it. */
bool mb_hostdev_is_made(const struct mb_dev *hostdev);

/* Whether it was made on a lower that had this name then. */
bool mb_hostdev_is_on(const struct mb_dev *hostdev, const char *lower);

/* What its mark says that its lower and its endpoint were called: anybody may have given it. */
void mb_hostdev_names(const struct mb_dev *hostdev, char lower[MB_IFNAME_LEN],
		      char name[MB_IFNAME_LEN]);

/* Whose the endpoint is, by its hostdev's mark; "": nobody's. */
const char *mb_hostdev_owner(const struct mb_dev *hostdev, char buf[MB_IFALIAS_LEN]);
/* Whether it is this one's, and "" owns nothing; NULL: it is gone. */
bool mb_hostdev_is_of(const struct mb_dev *hostdev, const char *owner);

#endif /* MB_HOSTDEV_H */
