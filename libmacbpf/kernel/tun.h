/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/*
 * tun.h - what the library asks of /dev/net/tun, for taps of the netns in which the thread is.
 * Errors are -errno as the kernel gave them; -ENXIO: there is no /dev/net/tun.
 */
#ifndef MB_TUN_H
#define MB_TUN_H

#include <stdbool.h>
#include <stdint.h>

struct mb_tun_spec {
	const char *name;
	uint32_t index; /* 0: the kernel's choice */
	bool multi_queue;
	int64_t user, user_group; /* -1: none */
};

/*
 * Makes a tap and returns a queue of it. The device goes with that, unless mb_tun_keep() was
 * called. -EEXIST: the name or the index is taken.
 */
int mb_tun_make(const struct mb_tun_spec *spec);
int mb_tun_keep(int queue_fd);

/*
 * Attaches a queue to a tap that is there, and returns it. -ENODEV: it isn't; -EBUSY: it takes no
 * more.
 */
int mb_tun_attach(const char *name, bool multi_queue, bool nonblock);

struct mb_tun_setup {
	uint32_t vnet_hdr_sz; /* 10 or 12 */
	uint32_t offloads;
	uint32_t sndbuf; /* 0: as it is; INT_MAX at most */
};

/*
 * Sets what is of the whole device, and of all queues that are attached by then. -EINVAL: the
 * kernel refuses the offloads, and all is as it was.
 */
int mb_tun_setup(int queue_fd, const struct mb_tun_setup *setup);

/* What the kernel offers for taps; a sum, and 0 without /dev/net/tun. Makes no device. */
enum mb_tun_feature {
	MB_TUN_TAP = 1,
	MB_TUN_MULTI_QUEUE = 2,
	MB_TUN_VNET_HDR = 4,
};
int mb_tun_features(void);

/* 1: a reader may take these offloads, of enum macbpf_offload. Makes a tap that doesn't stay. */
int mb_tun_probe_offloads(uint32_t offloads);

#endif /* MB_TUN_H */
