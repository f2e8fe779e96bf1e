/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* tap.h - the queues of endpoints of type macvtap */
#ifndef MACBPF_TAP_H
#define MACBPF_TAP_H

#include <macbpf/base.h>

MACBPF_BEGIN_DECLS

/*
 * An endpoint of type macvtap is a persistent TAP device. Who attaches a queue reads from it the
 * frames for the endpoint and writes those that the endpoint sends, each behind a struct
 * virtio_net_hdr: QEMU takes such descriptors as they are (-netdev tap,fds=...). The device has a
 * carrier while a queue is attached; without, frames for it are dropped and counted.
 *
 * The endpoint's address is that of the guest. The tap device shows it, too, but an address that
 * somebody sets on the device with other tools changes nothing: macbpf_link__set() does.
 */

/* What a reader can take; values equal TUN_F_* of linux/if_tun.h. */
enum macbpf_offload {
	MACBPF_OFFLOAD_CSUM = 0x01, /* frames without checksum; needed by all others */
	MACBPF_OFFLOAD_TSO4 = 0x02, /* TCP segments larger than the MTU */
	MACBPF_OFFLOAD_TSO6 = 0x04,
	MACBPF_OFFLOAD_TSO_ECN = 0x08,
	MACBPF_OFFLOAD_UFO = 0x10,
	MACBPF_OFFLOAD_USO4 = 0x20, /* UDP, from Linux 6.2; both or none */
	MACBPF_OFFLOAD_USO6 = 0x40,
};

struct macbpf_tap_opts {
	size_t sz;
	/* Of the whole device, so that who opens it last says them for all that have a queue. */
	uint32_t vnet_hdr_sz; /* bytes before each frame, 10 or 12; 0: 12, as virtio 1 has it */
	uint32_t offloads;    /* OR of enum macbpf_offload; 0. QEMU sets them itself when its guest
				 has said what it can take */
	uint32_t sndbuf;      /* bytes that a writer may have under way; 0: without limit, and of
				 others as it is */
	/* Of these queues. */
	uint32_t nonblock; /* 1: the descriptors are O_NONBLOCK, as QEMU makes them; 0: they
			      block */
};

/*
 * Attaches `count` queues to a macvtap endpoint, found as by macbpf_link__set(), and writes their
 * descriptors to fds[0] to fds[count - 1]. They are the caller's, close-on-exec, and work in
 * whatever netns the caller is, or is to be: it is the context's that counts. After the endpoint is
 * deleted, poll() says POLLERR, and read() and write() -EBADFD.
 *
 * Errors, after which no queue is attached, and those of others are as before:
 *   -ENODEV, -ENOTUNIQ, -EPROTO  as macbpf_link__set()
 *   -EOPNOTSUPP  the endpoint is not of type macvtap
 *   -EINVAL      count is 0, or more than the queues that it was made with; another header size,
 *                offloads that the kernel refuses, or a sndbuf above INT_MAX
 *   -EBUSY       others have attached its queues, so that fewer than `count` are left of those
 *                that it was made with
 *   -EPERM       not allowed to attach
 * Since 0.1.
 */
MACBPF_API int macbpf_tap__open(struct macbpf *mb, const char *lower, const char *name,
				const struct macbpf_tap_opts *opts, int *fds, uint32_t count);

MACBPF_END_DECLS

#endif /* MACBPF_TAP_H */
