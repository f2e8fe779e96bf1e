// SPDX-License-Identifier: GPL-2.0-only
/* table_end.c - operations: an endpoint moved, and its end. */
#include "table.h"
#include "words.h"

static const struct command commands[] = {
	{ "moved", BY_BOTH, { BRIDGE, SET "netns cp-box", "@box " SET "up" } },
	{ "moved while up", BY_BOTH, { BRIDGE_UP, SET "netns cp-box", "@box " SET "up" } },
	{ "moved by ip and back",
	  BY_BOTH,
	  { BRIDGE_UP, "ip link set mv0 netns cp-box", "@box ip link set mv0 up",
	    "@box ip link set mv0 netns cp-low", SET "up" } },
	{ "moved and renamed", BY_BOTH, { BRIDGE_UP, SET "netns cp-box name eth0" } },
	{ "moved to where the name is taken",
	  BY_BOTH,
	  { "link add link low name wire " MAC0 "up type macvlan",
	    "link set dev wire netns cp-wire" } },
	{ "moved to a netns that isn't", BY_BOTH, { BRIDGE, SET "netns cp-nope" } },
	{ "moved to where it is", BY_BOTH, { BRIDGE_UP, SET "netns cp-low" } },
	{ "moved with its list",
	  BY_BOTH,
	  { SOURCE, TYPE "macaddr add " S1, SET "netns cp-box", "@box " TYPE "macaddr add " S2 } },
	{ "moved passthru", BY_BOTH, { PASSTHRU_UP, SET "netns cp-box", "@box " SET "up" } },
	{ "deleted", BY_BOTH, { BRIDGE_UP, "link del mv0" } },
	{ "deleted twice", BY_BOTH, { BRIDGE, "link del mv0", "link del mv0" } },
	{ "deleted in another netns", BY_BOTH, { BRIDGE_BOX, "@box link del mv0" } },
	{ "deleted by ip, then again",
	  BY_BOTH,
	  { BRIDGE_UP, SECOND_UP,
	    "ip link del mv0"
	    " # sweep-later",
	    "link del mv0" } },
	{ "deleted by ip, then made again",
	  BY_BOTH,
	  { BRIDGE_UP,
	    "ip link del mv0"
	    " # sweep-later",
	    BRIDGE_UP } },
	{ "the last one deleted by ip",
	  BY_BOTH,
	  { BRIDGE_UP, "ip link del mv0"
		       " # sweep-later" } },
	{ "netns ends",
	  BY_BOTH,
	  { BRIDGE_BOX, SECOND_UP,
	    "drop box"
	    " # sweep-later",
	    "link set dev mv1 alias x" } },
	{ "netns of the last one ends",
	  BY_BOTH,
	  { BRIDGE_BOX, "drop box"
			" # sweep-later" } },
	{ "netns of a passthru endpoint ends",
	  BY_BOTH,
	  { ADD "netns cp-box up " VLAN "mode passthru", "@box " SET MAC0,
	    "drop box"
	    " # sweep-later",
	    BRIDGE_UP } },
	{ "lower deleted",
	  BY_BOTH,
	  { BRIDGE_BOX, SECOND_UP,
	    "ip link del low"
	    " # sweep-later" } },
	{ "the last one deleted by ip, then passthru",
	  BY_BOTH,
	  { BRIDGE_UP, "ip link del mv0 # sweep-later", PASSTHRU_UP,
	    "ip link del mv0 # sweep-later", PASSTHRU_UP, "link del mv0" } },
	{ "lower deleted, then a command",
	  BY_BOTH,
	  { BRIDGE_BOX, "ip link add low2 type veth peer name wire2 netns cp-wire",
	    "ip link del low # sweep-later", "link add link low2 name mv1 type macvlan",
	    "link del mv0" } },
	{ "lower moved",
	  BY_BOTH,
	  { BRIDGE_UP, "ip link set low netns cp-wire"
		       " # lower-moved" } },
};

const struct table table_end = TABLE(commands);
