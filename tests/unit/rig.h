/* SPDX-License-Identifier: GPL-2.0-only */
/* rig.h - what the unit tests over the fake world share. */
#ifndef UNIT_RIG_H
#define UNIT_RIG_H

#include <check.h>
#include <linux/if.h>

#include <macbpf/macbpf.h>

#include "common/own.h"
#include "tests/harness/link_opts.h"
#include "tests/unit/fakes/fake.h"

/* Given an endpoint's last byte, a MAC that no fake device has by itself. */
#define MAC(n)                                                                                     \
	(const uint8_t[6])                                                                         \
	{                                                                                          \
		2, 0, 0, 0, 1, n                                                                   \
	}

/* Members of the options. */
#define UP	      .dev_flags = IFF_UP, .dev_flags_mask = IFF_UP
#define NETKIT	      .has = MACBPF_LINK_KIND, .kind = MACBPF_KIND_NETKIT
#define HOOK(h)	      .has = MACBPF_LINK_HOOK, .hook = MACBPF_HOOK_##h
#define PROTODOWN(on) .has = MACBPF_LINK_PROTODOWN, .protodown = (on)
#define TAP	      MACBPF_LINK_TYPE, .type = MACBPF_TYPE_MACVTAP /* of .has */
#define TAP_MODE(m)   .has = TAP, MODE(m)
#define ADOPT	      TAP_MODE(BRIDGE), .address = MAC(6), MACVTAP(.has = MACBPF_MACVTAP_ADOPT, .adopt = 1)
#define LIST(l, o)    SOURCE(.macaddr = (l), .count = ARRAY_SIZE(l), .op = MACBPF_MACADDR_##o)
#define SOURCES(l, o) MODE(SOURCE), LIST(l, o)

extern struct macbpf *rig_mb;

/* A new world and a context in it; what was before is closed. */
void rig_open(void);
void rig_close(void);

/* Calls that must succeed. `opts` may lack its sz. */
void rig_add(const char *name, struct macbpf_link_opts opts);
void rig_set(const char *name, struct macbpf_link_opts opts);
void rig_del(const char *name);

/* What a listing says of the endpoint; until the next call. */
const struct macbpf_link_info *rig_info(const char *name);

/* An add on eth0 that may fail. */
int rig_try_add(const char *lower, const char *name, struct macbpf_link_opts opts);
int rig_try_set(const char *lower, const char *name, struct macbpf_link_opts opts);

/* What a listing says of eth0's port. */
struct macbpf_port_info rig_port_info(void);

/* Switches arp-directed of eth0's port. */
int rig_try_direct(bool on);
int rig_try_snoop(bool on);
int rig_try_host(bool on);

/* Makes eth0's port one of another version of the library. */
void rig_change_version(void);
/* As if the lower had been brought here with it. */
void rig_change_netns(void);

/* A device, wherever it is; what ip(8) does to it. */
struct fake_dev *rig_dev(const char *name);
void rig_ip_del(const char *name);
void rig_ip_move(const char *name, enum fake_netns netns);

/* What is on record of the endpoint in this slot. */
struct mb_endpoint_rec rig_record(const struct mb_maps *maps, uint32_t slot);

/* What a program would do that hears the endpoint's address for the first time. */
void rig_learn(const char *name, uint32_t address);

/* Writes what is known of the IPv4 address, as if `name` had claimed it; NULL: the wire. */
void rig_know(const char *name, uint32_t address, struct mb_neigh neigh);

/* How many addresses are known on eth0's port. */
size_t rig_known(void);

/* Makes writing commands that ask for nothing: what is put right is what every one puts right. */
void rig_settle(void);

/* The call was refused with this error, and the sentence has `word` in it. */
void rig_expect(int rc, int want, const char *word, const char *what);

/* Frees both; if they differ, fails with the lines that do. */
void rig_expect_same(char *want, char *got, const char *what);

/* Runs a suite of one case, and closes what it left open; the return value of main(). */
int rig_main(const char *name, void (*fill)(TCase *tc));

#endif /* UNIT_RIG_H */
