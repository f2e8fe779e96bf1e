/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* words.h - enums that several structs have, and their words */
#ifndef MACBPF_WORDS_H
#define MACBPF_WORDS_H

#include <macbpf/base.h>

MACBPF_BEGIN_DECLS

/* Values equal enum macvlan_mode of linux/if_link.h. */
enum macbpf_mode {
	MACBPF_MODE_PRIVATE = 1,  /* endpoints never talk to each other here */
	MACBPF_MODE_VEPA = 2,	  /* endpoints talk to each other through the switch; the default */
	MACBPF_MODE_BRIDGE = 4,	  /* endpoints talk to each other directly */
	MACBPF_MODE_PASSTHRU = 8, /* one endpoint takes over the lower */
	MACBPF_MODE_SOURCE = 16,  /* receives only what listed source MACs send */
};

/* Values equal MACVLAN_FLAG_* of linux/if_link.h; legal in every mode. */
enum macbpf_flag {
	MACBPF_FLAG_NOPROMISC = 1, /* passthru: don't make the lower promiscuous */
	MACBPF_FLAG_NODST = 2,	   /* source: frames of listed sources go nowhere else */
};

/* What an endpoint is for: the word after `type`. */
enum macbpf_type {
	MACBPF_TYPE_MACVLAN, /* a device with a network stack behind it */
	MACBPF_TYPE_MACVTAP, /* a tap: frames are read and written by a program, see below */
};

/* What to do with an endpoint's source list; values equal enum macvlan_macaddr_mode. */
enum macbpf_macaddr_op {
	MACBPF_MACADDR_ADD = 0,	  /* add the given; one that is there already is no error */
	MACBPF_MACADDR_DEL = 1,	  /* remove the given; one that isn't there is no error */
	MACBPF_MACADDR_FLUSH = 2, /* remove all */
	MACBPF_MACADDR_SET = 3,	  /* replace the list by the given, which may be none */
};

/* Where programs are attached to a device. */
enum macbpf_hook {
	MACBPF_HOOK_AUTO = 0,	/* tcx if the kernel has it, else clsact; endpoints that are made
				   in a batch: clsact */
	MACBPF_HOOK_TCX = 1,	/* since Linux 6.6. Attaching waits for RCU: about 10 ms */
	MACBPF_HOOK_CLSACT = 2, /* a bpf filter of the qdisc clsact: made at once, but 2 to 3 %
				   slower for each frame */
	MACBPF_HOOK_NETKIT = 3, /* in the transmit of the device: what endpoints of kind netkit
				   have, and no others */
};

/* What an endpoint's hostdev and device are. */
enum macbpf_kind {
	MACBPF_KIND_AUTO = 0,	/* of type macvlan: netkit if the kernel has it, else veth; in a
				   batch: veth. Of type macvtap: tap */
	MACBPF_KIND_VETH = 1,	/* a pair; what an endpoint sends takes a hop through the backlog */
	MACBPF_KIND_NETKIT = 2, /* a pair since Linux 6.7, which spares that hop */
	MACBPF_KIND_TAP = 3,	/* one device, and what type macvtap always is */
};

/*
 * The word of one mode, flag, ..., e.g. "bridge"; NULL if there is none. Static storage. Since 0.1,
 * of types and kinds since 0.2.
 */
MACBPF_API const char *macbpf_type__name(uint32_t type);
MACBPF_API const char *macbpf_mode__name(uint32_t mode);
MACBPF_API const char *macbpf_flag__name(uint32_t flag);
MACBPF_API const char *macbpf_hook__name(uint32_t hook);
MACBPF_API const char *macbpf_kind__name(uint32_t kind);

/*
 * The reverse: whole words only. -EINVAL if it is not a word, or NULL. Since 0.1, of types and
 * kinds since 0.2.
 */
MACBPF_API int macbpf_type__parse(const char *word, uint32_t *type);
MACBPF_API int macbpf_mode__parse(const char *word, uint32_t *mode);
MACBPF_API int macbpf_flag__parse(const char *word, uint32_t *flag);
MACBPF_API int macbpf_hook__parse(const char *word, uint32_t *hook);
MACBPF_API int macbpf_kind__parse(const char *word, uint32_t *kind);

MACBPF_END_DECLS

#endif /* MACBPF_WORDS_H */
