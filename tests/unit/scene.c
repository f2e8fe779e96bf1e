// SPDX-License-Identifier: GPL-2.0-only
/* scene.c - what there is before a command, by name. */
#include "tests/unit/scene.h"

#include <stdio.h>
#include <string.h>

static const uint8_t list[][6] = { { 2, 0, 0, 0, 2, 1 }, { 2, 0, 0, 0, 2, 2 } };
static const uint8_t other_list[][6] = { { 2, 0, 0, 0, 2, 2 }, { 2, 0, 0, 0, 2, 3 } };

void scene_one(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .netns = "box1" });
}

/* Its port is at clsact as well. */
void scene_clsact(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ HOOK(CLSACT) });
}

void scene_two(void)
{
	scene_one();
	rig_add("mv1", (struct macbpf_link_opts){ MODE(VEPA), UP, .address = MAC(0xb) });
}

void scene_sources(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ SOURCES(list, SET) });
}

void scene_shared_sources(void)
{
	scene_one();
	rig_add("mv1", (struct macbpf_link_opts){ SOURCES(list, SET) });
	rig_add("mv2", (struct macbpf_link_opts){ SOURCES(other_list, SET) });
}

void scene_passthru(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(PASSTHRU), UP });
}

void scene_passthru_with_mac(void)
{
	scene_passthru();
	rig_set("mv0", (struct macbpf_link_opts){ .address = MAC(0xc) });
}

/* The administrator lets the MAC in already. */
void scene_own_entry(void)
{
	struct fake_dev *eth0 = fake_dev_named(FAKE_HOME, "eth0");

	scene_two();
	memcpy(eth0->filter[eth0->filters++], MAC(1), 6);
}

void scene_behind(void)
{
	struct fake_dev *dev;

	scene_two();
	dev = rig_dev("mv0");
	dev->dev.promiscuity = 1;
	memcpy(dev->filter[dev->filters++], MAC(1), 6);
	memcpy(dev->filter[dev->filters++], MAC(2), 6);
	rig_settle();
}

/* Two endpoints with one MAC: the first, which is down, owns it. */
void scene_same_mac(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .address = MAC(0xd) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE), .address = MAC(0xd) });
}

/* Two with one MAC: the second has it, because it was up, and the first waits for it. */
void scene_second_owns(void)
{
	scene_same_mac();
	rig_set("mv1", (struct macbpf_link_opts){ UP });
	rig_set("mv1", (struct macbpf_link_opts){ .dev_flags_mask = IFF_UP });
}

void scene_three_bridges(void)
{
	scene_one();
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE), .netns = "box2" });
	rig_add("mv2", (struct macbpf_link_opts){ MODE(BRIDGE) });
}

void scene_directed(void)
{
	scene_three_bridges();
	rig_add("mv3", (struct macbpf_link_opts){ MODE(PRIVATE) });
	ck_assert_int_eq(rig_try_direct(true), 0);
	for (uint32_t address = 1; address < 4; address++)
		rig_learn("mv1", address);
	rig_learn("mv3", 4);
}

void scene_snooping(void)
{
	scene_three_bridges();
	ck_assert_int_eq(rig_try_snoop(true), 0);
}

void scene_host(void)
{
	scene_three_bridges();
	ck_assert_int_eq(rig_try_host(true), 0);
}

void scene_tap_beside_veth(void)
{
	scene_one();
	rig_add("tap0", (struct macbpf_link_opts){ TAP_MODE(BRIDGE), .owner = "me" });
}

/* Of a virtual machine's, whose guest has MAC(6). */
void scene_foreign_tap(void)
{
	struct fake_dev *tap = fake_dev_add(FAKE_HOME, "vnet0", 0);

	tap->is_tap = tap->is_kept = tap->dev.is_tap = true;
	snprintf(tap->dev.alias, sizeof(tap->dev.alias), "theirs");
	tap->dev.numtxqueues = tap->dev.numrxqueues = 1;
	tap->dev.mtu = 1400;
	tap->dev.flags |= IFF_UP;
}

void scene_foreign_beside(void)
{
	scene_foreign_tap();
	scene_one();
}

void scene_adopted(void)
{
	scene_foreign_tap();
	rig_add("vnet0", (struct macbpf_link_opts){ ADOPT, .owner = "me" });
}

void scene_adopted_beside(void)
{
	scene_adopted();
	scene_one();
}

void scene_passthru_tap(void)
{
	rig_add("tap0", (struct macbpf_link_opts){ UP, TAP_MODE(PASSTHRU) });
}

void scene_bridges(void)
{
	scene_one();
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE), UP, .address = MAC(1) });
}

void scene_beside_sources(void)
{
	scene_bridges();
	rig_add("mv2", (struct macbpf_link_opts){ SOURCES(list, SET) });
}

void scene_beside_tap(void)
{
	scene_bridges();
	rig_add("tap0", (struct macbpf_link_opts){ TAP_MODE(BRIDGE), UP, .address = MAC(5) });
}

void scene_passthru_tap_with_mac(void)
{
	scene_passthru_tap();
	rig_set("tap0", (struct macbpf_link_opts){ .address = MAC(9) });
}
