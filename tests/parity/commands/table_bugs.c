// SPDX-License-Identifier: GPL-2.0-only
/* table_bugs.c - operations: where the kernel's driver has bugs. */
#include "table.h"
#include "words.h"

static const struct command commands[] = {
	{ "nopromisc set on a passthru endpoint that is down",
	  BY_BOTH,
	  { PASSTHRU,
	    TYPE "mode passthru nopromisc"
		 " # promisc-underflow",
	    "link del mv0"
	    " # promisc-underflow" } },
	{ "allmulticast set up, cleared down, passthru",
	  BY_BOTH,
	  { ADD "up " VLAN "mode passthru nopromisc", SET "allmulticast on", SET "down",
	    SET "allmulticast off",
	    "link del mv0"
	    " # allmulti-leak" } },
	{ "mode and a list in one refused change",
	  BY_BOTH,
	  { BRIDGE, TYPE "mode private bcqueuelen 5 macaddr add " S1 " # half-applied" } },
	{ "from source with a list in one refused change",
	  BY_BOTH,
	  { SOURCE, TYPE "macaddr add " S1,
	    TYPE "mode bridge macaddr add " S2 " # half-applied" } },
};

const struct table table_bugs = TABLE(commands);
