// SPDX-License-Identifier: GPL-2.0-only
/* table_sources.c - operations: source lists. */
#include "table.h"
#include "words.h"

static const struct command commands[] = {
	{ "source list", BY_BOTH, { ADD MAC0 VLAN "mode source macaddr set " S2 " " S1 } },
	{ "source list of one", BY_BOTH, { ADD MAC0 VLAN "mode source macaddr add " S1 } },
	{ "source list outside source", BY_BOTH, { ADD VLAN "mode bridge macaddr add " S1 } },
	{ "source list without a mode", BY_BOTH, { ADD VLAN "macaddr add " S1 } },
	{ "flush outside source", BY_BOTH, { ADD VLAN "mode bridge macaddr flush" } },
	{ "group address in the source list",
	  BY_BOTH,
	  { ADD VLAN "mode source macaddr add 01:00:00:00:00:09" } },
	{ "zero address in the source list",
	  BY_BOTH,
	  { ADD VLAN "mode source macaddr add 00:00:00:00:00:00" } },
	{ "group address among a set",
	  BY_BOTH,
	  { SOURCE, TYPE "macaddr add " S1, TYPE "macaddr set " S2 " 01:00:00:00:00:09" } },
	{ "operation 4", BY_NUMBERS, { ADD VLAN "mode source op=4" } },
	{ "operation of all bits", BY_NUMBERS, { ADD VLAN "mode source op=0xffffffff" } },
	{ "add without an address", BY_NUMBERS, { ADD VLAN "mode source op=0" } },
	{ "del without an address", BY_NUMBERS, { ADD VLAN "mode source op=1" } },
	{ "flush at add", BY_BOTH, { ADD VLAN "mode source macaddr flush" } },
	{ "flush with an address",
	  BY_NUMBERS,
	  { SOURCE, TYPE "macaddr add " S1, TYPE "op=2 macs " S2 } },
	{ "set of none at add", BY_NUMBERS, { ADD VLAN "mode source op=3" } },
	{ "delete at add", BY_BOTH, { ADD VLAN "mode source macaddr del " S1 } },
	{ "a source list's life",
	  BY_BOTH,
	  { SOURCE, TYPE "macaddr add " S1, TYPE "macaddr add " S1, TYPE "macaddr add " S2,
	    TYPE "macaddr del " S1, TYPE "macaddr del " S1, TYPE "macaddr set " S3 " " S1 " " S3,
	    TYPE "macaddr flush", TYPE "macaddr flush", TYPE "macaddr set " S2,
	    TYPE "macaddr set" } },
	{ "two list one address",
	  BY_BOTH,
	  { SOURCE, TYPE "macaddr add " S1, MORE MAC1 VLAN "mode source macaddr add " S1,
	    TYPE "macaddr flush", "link del mv1" } },
	{ "the list of an endpoint that goes",
	  BY_BOTH,
	  { ADD MAC0 VLAN "mode source macaddr add " S1, "link del mv0", SOURCE } },
	{ "own address in the list", BY_BOTH, { SOURCE, TYPE "macaddr add 02:00:00:00:01:01" } },
};

const struct table table_sources = TABLE(commands);
