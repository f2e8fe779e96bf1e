// SPDX-License-Identifier: GPL-2.0-only
/* maps.c - the maps of a program, found by their names. */
#include "maps.h"

#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bpf/abi/abi.h"

uint32_t maps_of(uint32_t program, uint32_t ids[MAPS_MAX])
{
	struct bpf_prog_info info = { .nr_map_ids = MAPS_MAX, .map_ids = (uintptr_t)ids };
	int fd = bpf_prog_get_fd_by_id(program);
	uint32_t len = sizeof(info);

	if (fd < 0 || bpf_obj_get_info_by_fd(fd, &info, &len))
		errx(1, "program %u", program);
	close(fd);
	return info.nr_map_ids;
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);

	return len >= tail && !strcmp(text + len - tail, end);
}

int maps_open(uint32_t program, const char *name, struct bpf_map_info *info)
{
	uint32_t ids[MAPS_MAX], count = maps_of(program, ids), len;
	struct bpf_map_info found;

	for (uint32_t i = 0; i < count; i++) {
		int fd = bpf_map_get_fd_by_id(ids[i]);

		found = (struct bpf_map_info){ 0 };
		len = sizeof(found);
		if (fd >= 0 && !bpf_obj_get_info_by_fd(fd, &found, &len) &&
		    ends_with(found.name, name)) {
			if (info)
				*info = found;
			return fd;
		}
		if (fd >= 0)
			close(fd);
	}
	errx(1, "program %u has no map %s", program, name);
}

__u64 maps_front_entry(int front, const __u8 mac[6], bool *own)
{
	__u16 half[3];
	__u64 product, entry;
	__u32 slot;

	memcpy(half, mac, sizeof(half));
	product = mb_front_product(mb_mac_number(half));
	slot = mb_front_slot(product);
	if (bpf_map_lookup_elem(front, &slot, &entry))
		err(1, "slot %u of the front", slot);
	*own = mb_front_has(entry, product);
	return entry;
}

void maps_each(uint32_t program, const char *name,
	       void (*fn)(const void *key, const void *value, size_t size, void *arg), void *arg)
{
	struct bpf_map_info info;
	int fd = maps_open(program, name, &info);
	uint8_t key[64], *at = NULL;
	void *value = calloc(1, info.value_size);

	while (!bpf_map_get_next_key(fd, at, key)) {
		at = key;
		if (!bpf_map_lookup_elem(fd, key, value))
			fn(key, value, info.value_size, arg);
	}
	free(value);
	close(fd);
}
