// SPDX-License-Identifier: GPL-2.0-only
/* table_lower.c - operations: what the lower is asked for. */
#include "table.h"
#include "words.h"

static const struct command commands[] = {
	{ "promisc on an endpoint",
	  BY_BOTH,
	  { BRIDGE_UP,
	    SET "promisc on"
		" # promisc-of-endpoint",
	    SET "down",
	    SET "up"
		" # promisc-of-endpoint",
	    SET "promisc off" } },
	{ "promisc while down",
	  BY_BOTH,
	  { BRIDGE, SET "promisc on",
	    SET "up"
		" # promisc-of-endpoint",
	    "link del mv0" } },
	{ "allmulticast on an endpoint",
	  BY_BOTH,
	  { BRIDGE_UP, SET "allmulticast on", SET "down", SET "up", SET "allmulticast off" } },
	{ "promisc on a passthru endpoint",
	  BY_BOTH,
	  { PASSTHRU_UP, SET "promisc on", SET "promisc off" } },
	{ "allmulticast on a passthru endpoint",
	  BY_BOTH,
	  { ADD "up " VLAN "mode passthru nopromisc", SET "allmulticast on",
	    SET "allmulticast off" } },
	{ "lower's own promisc beside passthru",
	  BY_BOTH,
	  { "ip link set low promisc on", PASSTHRU_UP " # promisc-counts-once", "link del mv0" } },
	{ "lower's own promisc set and cleared under passthru",
	  BY_BOTH,
	  { PASSTHRU_UP,
	    "ip link set low promisc on"
	    " # promisc-counts-once",
	    "ip link set low promisc off"
	    " # promisc-counts-once",
	    TOUCH, "link del mv0" } },
	{ "lower's own allmulticast",
	  BY_BOTH,
	  { "ip link set low allmulticast on", BRIDGE_UP, "link del mv0",
	    "ip link set low allmulticast off" } },
	{ "lower's own allmulticast set and cleared",
	  BY_BOTH,
	  { BRIDGE_UP, "ip link set low allmulticast on",
	    "ip link set low allmulticast off"
	    " # follows-later",
	    TOUCH, "link del mv0" } },
	{ "an entry of the administrator's for the endpoint's address",
	  BY_BOTH,
	  { "bridge fdb add 02:00:00:00:01:01 dev low self", BRIDGE_UP, "link del mv0" } },
	{ "a group joined", BY_BOTH, { BRIDGE_UP, "ip maddr add 01:00:5e:00:00:63 dev mv0" } },
	{ "bridge fdb add of a group",
	  BY_BOTH,
	  { BRIDGE_UP, "bridge fdb add 01:00:5e:00:00:63 dev mv0 self" } },
	{ "bridge fdb add of an address",
	  BY_BOTH,
	  { BRIDGE_UP,
	    "bridge fdb add 02:00:00:00:01:77 dev mv0 self"
	    " # fdb-on-device",
	    TOUCH " # fdb-on-device" } },
	{ "bridge fdb add of an address, passthru",
	  BY_BOTH,
	  { PASSTHRU_UP,
	    "bridge fdb add 02:00:00:00:01:77 dev mv0 self"
	    " # fdb-on-device",
	    TOUCH " # fdb-on-device",
	    "bridge fdb del 02:00:00:00:01:77 dev mv0 self"
	    " # fdb-on-device",
	    TOUCH } },
};

const struct table table_lower = TABLE(commands);
