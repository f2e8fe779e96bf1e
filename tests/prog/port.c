// SPDX-License-Identifier: GPL-2.0-only
/* port.c - a port of each sort, frames of one length, and its programs attached for real. */
#include "port.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <string.h>

#include "bpf/policy.h"
#include "tests/harness/hook.h"

void port_open(struct rig *rig, unsigned int trunk_port, enum who from)
{
	enum port port = trunk_port & ~(TRUNK | HOSTED);
	uint32_t features = MB_F_TRACE;

	if (world_mode(from) == MB_MODE_BRIDGE)
		features |= MB_F_BRIDGE;
	if (port == ALONE || port == EMPTY)
		features |= MB_F_PASSTHRU;
	if (port == SOURCES)
		features |= MB_F_SOURCES;
	if (trunk_port & TRUNK && from == WIRE)
		features |= MB_F_VLANS;
	if (trunk_port & HOSTED)
		features |= MB_F_HOST;
	rig_open(rig, features);
	if (trunk_port & HOSTED)
		rig_add_host(rig);
	if (port == ALONE)
		rig_only(rig, P2);
	if (port == EMPTY)
		rig_slots(rig, 1);
}

void port_frame(uint8_t frame[FRAME_LEN], enum who src, enum who dst, uint16_t type)
{
	world_mac(dst, frame);
	world_mac(src, frame + 6);
	frame[12] = type >> 8;
	frame[13] = type & 0xff;
	for (int i = ETH_HLEN; i < FRAME_LEN; i++)
		frame[i] = i;
}

void port_attach(struct rig *rig, enum who who)
{
	int (*const attach)(int, unsigned int) = who == HOST ? hook_attach_egress : hook_attach;
	int err = attach(rig_prog_fd(rig, who), world_hostdev(who));

	ck_assert_msg(!err, "attach: %s", strerror(-err));
}

void port_detach(struct rig *rig, enum who who)
{
	int (*const detach)(int, unsigned int) = who == HOST ? hook_detach_egress : hook_detach;

	ck_assert_int_eq(detach(rig_prog_fd(rig, who), world_hostdev(who)), 0);
}
