/* SPDX-License-Identifier: GPL-2.0-only */
/* devices.h - the devices and addresses of one netns, as rtnetlink tells of them. */
#ifndef PARITY_COMMANDS_DEVICES_H
#define PARITY_COMMANDS_DEVICES_H

#include <stdbool.h>
#include <stdint.h>

#define DEVICES_MAX 32
#define ENTRIES_MAX 64
#define SOURCES_MAX 8

/* The settings of a macvlan. */
struct settings {
	uint32_t mode, flags, bc_queue_len, bc_queue_len_used, source_count;
	int32_t bc_cutoff;
	uint8_t source[SOURCES_MAX][6];
};

struct device {
	char name[16], kind[16], qdisc[16], alias[32];
	uint32_t ifindex, link, flags, operstate, mtu, min_mtu, max_mtu, qlen, group;
	uint32_t txqueues, rxqueues, promiscuity, allmulti;
	uint8_t address[6], broadcast[6];
	struct settings macvlan; /* kinds "macvlan" and "macvtap" */
};

struct devices {
	int count;
	struct device device[DEVICES_MAX];
};

/* One entry of a device's own filter: `bridge fdb` calls it self. */
struct entry {
	uint32_t ifindex;
	uint8_t address[6];
};

struct entries {
	int count;
	struct entry entry[ENTRIES_MAX];
};

/* `fd` is an rtnetlink socket. */
void devices_read(struct devices *d, int fd);
void entries_read(struct entries *e, int fd);

const struct device *devices_named(const struct devices *d, const char *name);
const struct device *devices_at(const struct devices *d, uint32_t ifindex);

/* False while the kernel is still to work out some device's operational state. */
bool devices_settled(const struct devices *d);

#endif
