// SPDX-License-Identifier: GPL-2.0-only
/* listen.c - frames through programs that learn who listens to which group. */
#include "listen.h"

#include <check.h>

#include <bpf/bpf.h>

#include "port.h"

struct rig listen_rig;

static uint32_t receivers(void)
{
	struct received got;
	uint32_t set = 0;

	world_settle();
	for (int who = B1; who <= HOST; who++)
		while (world_receive(who, &got)) {
			ck_assert_msg(!(set & TO(who)), "%s got two", world_name(who));
			set |= TO(who);
		}
	return set;
}

/* Who gets it, but for the wire or the host, to whom it goes in any case. */
uint32_t listen_play_tagged(enum who from, struct message m, uint16_t tci)
{
	struct outcome out;

	world_forget();
	ck_assert_int_eq(rig_run(&listen_rig, from, m.data, m.len, tci, &out), 0);
	ck_assert_int_eq(out.verdict, from == WIRE || from == HOST ? -1 : 7);
	return receivers();
}

uint32_t listen_play(enum who from, struct message m)
{
	return listen_play_tagged(from, m, 0);
}

void open_groups(uint32_t features)
{
	rig_open(&listen_rig, MB_F_GROUPS | MB_F_TRACE | features);
	if (features & MB_F_HOST)
		rig_add_host(&listen_rig);
	for (uint32_t who = B1; who < DOWN1; who++) {
		struct mb_group_list list = { .slot = who };
		uint32_t hostdev = world_hostdev(who);

		ck_assert(!bpf_map_update_elem(rig_map_fd(&listen_rig, "mb_group_lists"), &hostdev,
					       &list, 0));
	}
}

void read_list(enum who who, struct mb_group_list *list)
{
	uint32_t hostdev = world_hostdev(who);

	ck_assert(!bpf_map_lookup_elem(rig_map_fd(&listen_rig, "mb_group_lists"), &hostdev, list));
}
