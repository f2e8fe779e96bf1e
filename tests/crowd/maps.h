/* SPDX-License-Identifier: GPL-2.0-only */
/* maps.h - the maps of a program, found by their names. All of these end the test if they can't. */
#ifndef CROWD_MAPS_H
#define CROWD_MAPS_H

#include <bpf/bpf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAPS_MAX 64

uint32_t maps_of(uint32_t program, uint32_t ids[MAPS_MAX]);

/* The map whose name ends so; `info` may be NULL. */
int maps_open(uint32_t program, const char *name, struct bpf_map_info *info);

/* The entry of an address in mb_front, and whether it is the address's own. */
__u64 maps_front_entry(int front, const __u8 mac[6], bool *own);

/* Calls fn() for each entry, with the size of its value. */
void maps_each(uint32_t program, const char *name,
	       void (*fn)(const void *key, const void *value, size_t size, void *arg), void *arg);

#endif
