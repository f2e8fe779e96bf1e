/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* kind.h - what an endpoint kind must do; a kind is one file. */
#ifndef MB_KIND_H
#define MB_KIND_H

#include "world/world.h"

struct mb_kind {
	uint32_t id;	     /* enum mb_endpoint_kind, in records */
	uint32_t word;	     /* enum macbpf_kind, for users */
	uint32_t type;	     /* enum macbpf_type: the word that asks for it */
	uint32_t hook;	     /* enum macbpf_hook: where its program is; 0: where it is asked for */
	uint32_t txqueuelen; /* of its devices, if none is asked for */
	/* What tells on a hostdev that is up that the device is, too: IFF_LOWER_UP, or IFF_UP. */
	uint32_t up_flag;
	bool is_own_hostdev; /* the device is its own hostdev: it stays in the lower's netns */
	bool late_flags;     /* the device is made without the flags that are asked for */
	/* Its program is in the device's transmit: the hostdev's ingress has one only to relay. */
	bool xmit;
	/* Whether it is the kind that is asked for, by type, kind or auto; NULL: if no other is. */
	bool (*is_wanted)(const struct macbpf *mb, const struct macbpf_link_opts *o);
	/* Refuses, with a sentence, what it can't be made with; the defaults are filled in. */
	int (*check)(struct macbpf *mb, const struct macbpf_link_opts *o);
	/*
	 * Makes hostdev and device, the hostdev down and silent. On success *hostdev is what it is;
	 * on error neither is left. `spec->netns_fd` is -1 for the lower's own netns.
	 */
	int (*make)(struct macbpf *mb, const struct mb_device_spec *spec, const char *alias,
		    struct mb_dev *hostdev);
	/* Takes off the device what is ours and leaves it to its maker; NULL: it is deleted. */
	int (*let_go)(struct macbpf *mb, const struct mb_dev *hostdev,
		      const struct mb_endpoint_rec *rec);
	/* Turns what the kernel tells of the device into what its user is to see; NULL: the same.
	 */
	void (*view)(const struct mb_endpoint *ep, struct mb_dev *dev);
	/* The ifalias in which the user's is kept; NULL: that itself. -EINVAL: too long. */
	int (*wrap_alias)(const struct mb_endpoint *ep, const char *alias,
			  char wrapped[MB_IFALIAS_LEN]);
};

extern const struct mb_kind mb_kind_veth, mb_kind_netkit, mb_kind_tap, mb_kind_adopted;

/* The kind of an endpoint, by the number in its record. */
const struct mb_kind *mb_kind_of(const struct mb_endpoint *ep);

/* Whether what the device sends gets into the host where its hostdev has no program. */
bool mb_kind_is_open(const struct mb_endpoint *ep);

/* The kind that is asked for; auto is chosen by what the kernel has. */
const struct mb_kind *mb_kind_for(const struct macbpf *mb, const struct macbpf_link_opts *o);

/* Whether there are such a type and such a kind. */
int mb_kind_check_words(struct macbpf *mb, const struct macbpf_link_opts *o);

/* An endpoint stays of its type: -EOPNOTSUPP if another is given. */
int mb_kind_check_type(struct macbpf *mb, const struct mb_kind *kind, const char *name,
		       const struct macbpf_link_opts *o);

/* Who has a hook of its own has no other, and nobody else has that. */
int mb_kind_check_hook(struct macbpf *mb, const struct mb_kind *kind,
		       const struct macbpf_link_opts *o);

/* Fails with -EOPNOTSUPP and a sentence if the endpoint can't go to this netns. */
int mb_kind_check_netns(struct macbpf *mb, const struct mb_kind *kind, const char *name,
			int netns_fd);

#endif /* MB_KIND_H */
