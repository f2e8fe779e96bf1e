// SPDX-License-Identifier: GPL-2.0-only
/* deeds.c - the commands under test, one row each. */
#include "deed.h"

#define A	  "02:00:00:00:01:0a"
#define B	  "02:00:00:00:01:0b"
#define C	  "02:00:00:00:01:0c"
#define S1	  "02:00:00:00:02:01"
#define S2	  "02:00:00:00:02:02"
#define MV0	  "macbpf link add link low name mv0 address " A " netns box0 up type macvlan mode "
#define MV1	  "macbpf link add link low name mv1 address " B " netns box1 up type macvlan mode "
#define PASSTHRU  "macbpf link add link low name mv0 netns box0 up type macvlan mode passthru"
#define VNET0	  "ip tuntap add vnet0 mode tap"
#define VNET0_MAC "ip link set vnet0 address fe:00:00:00:01:0a"
#define ADOPT                                                                                      \
	"macbpf link add link low dev vnet0 adopt address " A " owner vm type macvtap mode bridge"
#define SET  "macbpf link set mv0 "
#define DEL0 "macbpf link del mv0"
#define DEL1 "macbpf link del mv1"

#define BATCH_1 "link add link low name b0 address " A " netns box0 type macvlan mode bridge\n"
#define BATCH_2 BATCH_1 "link set b0 up\n"
#define BATCH_3                                                                                    \
	BATCH_2 "link add link low name b1 address " B " netns box1 type macvlan mode vepa\n"

const char *const deed_next = "macbpf link del nobody";

const struct deed deeds[] = {
	{
		.name = "add the first",
		.line = MV0 "bridge",
		.undo = { DEL0 },
	},
	{
		.name = "add at clsact",
		.line = "macbpf -hook clsact link add link low name mv0 address " A
			" netns box0 up type macvlan mode bridge",
		.undo = { DEL0 },
	},
	{
		.name = "add with sources",
		.setup = { MV1 "bridge" },
		.line = MV0 "source macaddr set " S1 " " S2,
		.undo = { DEL0 },
	},
	{
		.name = "add passthru",
		.line = "macbpf link add link low name mv0 netns box0 up type macvlan mode "
			"passthru",
		.undo = { DEL0 },
	},
	{
		.name = "add a tap",
		.setup = { MV1 "vepa" },
		.line = "macbpf link add link low name mv0 address " A
			" up type macvtap mode bridge",
		.undo = { DEL0 },
	},
	{
		.name = "adopt a tap",
		.setup = { VNET0, VNET0_MAC, MV1 "vepa" },
		.line = ADOPT,
		.undo = { "macbpf link del vnet0" },
	},
	{
		.name = "let a tap go",
		.setup = { VNET0, VNET0_MAC, MV1 "vepa", ADOPT },
		.line = "macbpf link del vnet0",
		.undo = { ADOPT },
	},
	{
		.name = "set mode",
		.setup = { MV0 "bridge", MV1 "bridge" },
		.line = SET "type macvlan mode private",
		.undo = { SET "type macvlan mode bridge" },
	},
	{
		.name = "set mode of the last",
		.setup = { MV0 "private", MV1 "private" },
		.line = SET "type macvlan mode bridge",
		.undo = { SET "type macvlan mode private" },
	},
	{
		.name = "set sources",
		.setup = { MV0 "source", MV1 "bridge" },
		.line = SET "type macvlan macaddr set " S1 " " S2,
		.undo = { SET "type macvlan macaddr flush" },
		.between = { SET "type macvlan macaddr add " S1 },
	},
	{
		.name = "leave mode source",
		.setup = { MV0 "source macaddr set " S1 " " S2, MV1 "bridge" },
		.line = SET "type macvlan mode bridge",
		.undo = { SET "type macvlan mode source macaddr set " S1 " " S2 },
	},
	{
		.name = "set address",
		.setup = { MV0 "bridge", MV1 "bridge" },
		.line = SET "address " C,
		.undo = { SET "address " A },
	},
	{
		.name = "set address of passthru",
		.setup = { "macbpf link add link low name mv0 netns box0 up type macvlan mode "
			   "passthru" },
		.line = SET "address " C,
		.undo = { SET "address 02:00:00:00:00:ee" },
	},
	{
		.name = "set nopromisc",
		.setup = { "macbpf link add link low name mv0 netns box0 up type macvlan mode "
			   "passthru" },
		.line = SET "type macvlan mode passthru nopromisc",
		.undo = { SET "type macvlan mode passthru flag null" },
	},
	{
		.name = "set protodown",
		.setup = { MV0 "bridge" },
		.line = SET "protodown on",
		.undo = { SET "protodown off" },
	},
	{
		.name = "set learning",
		.setup = { MV0 "bridge", MV1 "bridge" },
		.line = SET "type macvlan learning on macaddr-limit 4",
		.undo = { SET "type macvlan learning off macaddr-limit 16" },
	},
	{
		.name = "del one that learns",
		.setup = { MV1 "vepa", MV0 "bridge learning on" },
		.line = DEL0,
		.undo = { MV0 "bridge learning on" },
	},
	{
		.name = "set no room for addresses behind",
		.setup = { MV0 "bridge", "ip netns exec box0 bridge fdb add " S1 " dev mv0 self",
			   "ip netns exec box0 bridge fdb add " S2 " dev mv0 self",
			   "macbpf port sweep" },
		.line = SET "type macvlan macaddr-limit 0",
		.undo = { SET "type macvlan macaddr-limit 16" },
	},
	{
		.name = "set mtu and more",
		.setup = { MV0 "bridge" },
		.line = SET "mtu 1400 txqueuelen 500",
		.undo = { SET "mtu 1500 txqueuelen 1000" },
	},
	{
		.name = "set netns",
		.setup = { MV0 "bridge" },
		.line = SET "netns box1",
		.undo = { SET "netns box0", SET "up" },
	},
	{
		.name = "set down",
		.setup = { MV0 "bridge" },
		.line = SET "down",
		.undo = { SET "up" },
	},
	{
		.name = "set hook",
		.setup = { MV0 "bridge" },
		.line = SET "hook clsact",
		.undo = { SET "hook tcx" },
	},
	{
		.name = "add guarded",
		.setup = { MV1 "bridge" },
		.line = "macbpf link add link low name mv0 address " A
			" netns box0 up guard mac ip 10.9.0.1,fd00::1 isolated on"
			" type macvlan mode bridge",
		.undo = { DEL0 },
	},
	{
		.name = "set guard",
		.setup = { MV0 "bridge", MV1 "bridge" },
		.line = SET "guard mac ip 10.9.0.1,fd00::1 allow ra isolated on",
		.undo = { SET "guard off isolated off" },
	},
	{
		.name = "set another guard",
		.setup = { MV0 "bridge", SET "guard mac ip 10.9.0.1" },
		.line = SET "guard mac ip 10.9.0.2,10.9.0.1",
		.undo = { SET "guard mac ip 10.9.0.1" },
	},
	{
		.name = "set guard off",
		.setup = { MV0 "bridge", SET "guard mac ip 10.9.0.1" },
		.line = SET "guard off",
		.undo = { SET "guard mac ip 10.9.0.1" },
	},
	{
		.name = "add with a rate",
		.setup = { MV1 "bridge" },
		.line = "macbpf link add link low name mv0 address " A
			" netns box0 up rate in 10mbit type macvlan mode bridge",
		.undo = { DEL0 },
	},
	{
		.name = "set rate",
		.setup = { MV0 "bridge", MV1 "bridge" },
		.line = SET "rate in 10mbit burst 64k",
		.undo = { SET "rate off" },
	},
	{
		.name = "set rate off",
		.setup = { MV0 "bridge", SET "rate in 10mbit" },
		.line = SET "rate off",
		.undo = { SET "rate in 10mbit" },
	},
	{
		.name = "set rate out",
		.setup = { MV0 "bridge", MV1 "bridge" },
		.line = SET "rate out 10mbit",
		.undo = { SET "rate off" },
	},
	{
		.name = "set rate out off",
		.setup = { MV0 "bridge", SET "rate out 10mbit" },
		.line = SET "rate off",
		.undo = { SET "rate out 10mbit" },
	},
	{
		.name = "set group rate",
		.setup = { MV0 "bridge", SET "group-rate 50" },
		.line = SET "group-rate 100 rate in 10mbit",
		.undo = { SET "group-rate 50 rate off" },
	},
	{
		.name = "set group rate off",
		.setup = { MV0 "bridge", SET "group-rate 100" },
		.line = SET "group-rate off",
		.undo = { SET "group-rate 100" },
	},
	{
		.name = "del",
		.setup = { MV1 "vepa", MV0 "bridge" },
		.line = DEL0,
		.undo = { MV0 "bridge" },
	},
	{
		.name = "del the last",
		.setup = { MV0 "bridge" },
		.line = DEL0,
		.undo = { MV0 "bridge" },
	},
	{
		.name = "del passthru",
		.setup = { PASSTHRU, SET "address " C },
		.line = DEL0,
		.undo = { PASSTHRU, SET "address " C },
	},
	{
		.name = "port set",
		.setup = { MV0 "bridge", MV1 "vepa" },
		.line = "macbpf port set low arp-directed on",
		.undo = { "macbpf port set low arp-directed off" },
	},
	{
		.name = "set host-access",
		.setup = { MV0 "bridge", MV1 "vepa" },
		.line = "macbpf port set low host-access on",
		.undo = { "macbpf port set low host-access off" },
	},
	{
		.name = "set host-access at clsact",
		.setup = { "macbpf -hook clsact link add link low name mv0 address " A
			   " netns box0 up type macvlan mode bridge" },
		.line = "macbpf port set low host-access on",
		.undo = { "macbpf port set low host-access off" },
	},
	{
		.name = "set host-access off",
		.setup = { MV0 "bridge", "macbpf port set low host-access on" },
		.line = "macbpf port set low host-access off",
		.undo = { "macbpf port set low host-access on" },
	},
	{
		.name = "delete the last with host-access",
		.setup = { MV0 "bridge", "macbpf port set low host-access on" },
		.line = DEL0,
		.undo = { MV0 "bridge", "macbpf port set low host-access on" },
	},
	{
		.name = "port set carrier",
		.setup = { MV0 "bridge", MV1 "vepa", "ip link set low down" },
		.line = "macbpf port set low carrier follow",
		.undo = { "macbpf port set low carrier keep" },
	},
	{
		.name = "port set mcast-snooping",
		.setup = { MV0 "bridge", MV1 "bridge" },
		.line = "macbpf port set low mcast-snooping on",
		.undo = { "macbpf port set low mcast-snooping off" },
	},
	{
		.name = "set mcast-flood",
		.setup = { MV0 "bridge", "macbpf port set low mcast-snooping on" },
		.line = SET "type macvlan mcast-flood on",
		.undo = { SET "type macvlan mcast-flood off" },
	},
	{
		.name = "port upgrade",
		.setup = { MV0 "bridge", SET "guard mac", MV1 "vepa learning on",
			   "macbpf port set low host-access on mcast-snooping on arp-directed on" },
		.line = "other port upgrade",
		.undo = { "macbpf port upgrade" },
		.next = "other link del nobody",
	},
	{
		.name = "link announce",
		.setup = { MV0 "bridge", "ip -n box0 addr add 192.0.2.1/24 dev mv0", MV1 "vepa" },
		.line = "macbpf link announce",
	},
	{
		.name = "link replace",
		.setup = { MV0 "bridge", MV1 "vepa" },
		.line = "macbpf link replace link low name mv0 address " A
			" netns box0 up type macvlan mode private",
		.undo = { SET "type macvlan mode bridge" },
	},
	{
		.name = "batch",
		.line = "macbpf -batch -",
		.batch = BATCH_3,
		.undo = { "macbpf link del b0", "macbpf link del b1" },
		.between = { "batch " BATCH_1, "batch " BATCH_2 },
	},
	{
		.name = "sweep",
		.setup = { MV0 "source macaddr set " S1, MV1 "bridge", "ip -n box0 link del mv0" },
		.line = "macbpf link set mv1 mtu 1400",
		.undo = { "macbpf link set mv1 mtu 1500", MV0 "source macaddr set " S1,
			  "ip -n box0 link del mv0" },
		.between = { "macbpf link del nobody" },
		.sweeps = true,
	},
	{
		.name = "CNI ADD",
		.line = "cni ADD",
		.undo = { "cni DEL" },
	},
	{
		.name = "CNI DEL",
		.setup = { "cni ADD" },
		.line = "cni DEL",
		.undo = { "cni ADD" },
	},
	{
		.name = "CNI GC",
		.setup = { "cni ADD" },
		.line = "cni GC",
		.undo = { "cni ADD" },
	},
	{
		.name = "netavark setup",
		.line = "netavark setup",
		.undo = { "netavark teardown" },
		.undone = true,
	},
	{
		.name = "netavark teardown",
		.setup = { "netavark setup" },
		.line = "netavark teardown",
		.undo = { "netavark setup" },
	},
};

const int deed_count = sizeof(deeds) / sizeof(*deeds);
