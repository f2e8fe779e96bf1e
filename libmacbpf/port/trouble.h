/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* trouble.h - what is wrong or surprising at a port: one sentence each, for whoever asks. */
#ifndef MB_TROUBLE_H
#define MB_TROUBLE_H

#include "kernel/nft.h"
#include "world/survey.h"
#include "world/world.h"

#define MB_TROUBLE_TEXT 512

/*
 * X(NAME, word, level): the word is for programs, and stays. A note is how somebody may want it; a
 * warning is not.
 */
#define MB_TROUBLES(X)                                                                             \
	X(LOWER_DOWN, "lower-down", WARNING)                                                       \
	X(NO_CARRIER, "no-carrier", WARNING)                                                       \
	X(NO_PROGRAM, "no-program", WARNING)                                                       \
	X(OTHER_BUILD, "other-build", WARNING)                                                     \
	X(OTHER_VERSION, "other-version", WARNING)                                                 \
	X(PASSED_BY, "behind", WARNING)                                                            \
	X(BEHIND, "behind-endpoint", NOTE)                                                         \
	X(UNSEEN, "unseen", NOTE)                                                                  \
	X(XDP, "xdp", NOTE)                                                                        \
	X(PAST_XDP, "past-xdp", WARNING)                                                           \
	X(HOSTDEV_DOWN, "hostdev-down", WARNING)                                                   \
	X(QUEUE, "queue", WARNING)                                                                 \
	X(DOWN, "down", WARNING)                                                                   \
	X(READER, "no-reader", NOTE)                                                               \
	X(TAKEN, "address-not-owned", WARNING)                                                     \
	X(CHANGED, "address-changed", WARNING)                                                     \
	X(MTU, "mtu", WARNING)                                                                     \
	X(LOOP, "in-loop", WARNING)                                                                \
	X(MASTER, "has-master", WARNING)                                                           \
	X(NO_PORT, "no-port", WARNING)                                                             \
	X(GONE, "gone", WARNING)                                                                   \
	X(VEPA, "vepa", WARNING)                                                                   \
	X(VLAN, "vlan", NOTE)                                                                      \
	X(STALE_VLAN, "vlan-gone", WARNING)                                                        \
	X(BACKLOG, "backlog", WARNING)                                                             \
	X(KERNELS, "macvlan", NOTE)                                                                \
	X(WIFI, "wifi", NOTE)

enum mb_trouble_kind {
#define MB_TROUBLE_ENUM(name, word, level) MB_TROUBLE_##name,
	MB_TROUBLES(MB_TROUBLE_ENUM)
#undef MB_TROUBLE_ENUM
};

struct mb_trouble {
	struct macbpf *mb;
	struct mb_port *port;
	struct mb_survey *survey;
	struct mb_nft *nft;
	/* `ep` NULL: it is about the lower. */
	void (*say)(void *arg, const struct mb_endpoint *ep, enum mb_trouble_kind kind,
		    const char *text);
	void *arg;
};

void mb_trouble_say(const struct mb_trouble *t, const struct mb_endpoint *ep,
		    enum mb_trouble_kind kind, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* The name of its device, for a sentence. */
const char *mb_trouble_name(const struct mb_trouble *t, const struct mb_endpoint *ep,
			    char name[MB_IFNAME_LEN]);

/* Each looks, and says what it finds. */
void mb_trouble_lower(const struct mb_trouble *t);
void mb_trouble_xdp(const struct mb_trouble *t);
/* What frames meet before the program of this enum mb_entry: an endpoint's, or NULL the lower's. */
void mb_trouble_ahead(const struct mb_trouble *t, const struct mb_endpoint *ep, uint32_t entry);

/*
 * Who doesn't see frames that he would see without our programs: of those from the wire to
 * endpoints, from the host to them, from them to the wire, from one endpoint and to it; `straight`:
 * these go into its netns without its hostdev.
 */
void mb_trouble_past_ingress(const struct mb_trouble *t);
void mb_trouble_past_host(const struct mb_trouble *t);
void mb_trouble_past_egress(const struct mb_trouble *t);
void mb_trouble_past_sent(const struct mb_trouble *t, const struct mb_endpoint *ep);
void mb_trouble_past_given(const struct mb_trouble *t, const struct mb_endpoint *ep, bool straight);

/* True: it is up, or there is none besides the device. */
bool mb_trouble_hostdev(const struct mb_trouble *t, const struct mb_endpoint *ep);
/* What holds what it receives to a rate, if it has one. */
void mb_trouble_pace(const struct mb_trouble *t, const struct mb_endpoint *ep);
/* The pair of devices in which what it sends waits, if it is held to a rate. */
void mb_trouble_queue(const struct mb_trouble *t, const struct mb_endpoint *ep);
void mb_trouble_taken(const struct mb_trouble *t, const struct mb_endpoint *ep);
/* `dev` is its device as it is now. */
void mb_trouble_changed(const struct mb_trouble *t, const struct mb_endpoint *ep,
			const struct mb_dev *dev);

/* This is so: its program, NULL the lower's, is not there, or lets nothing through. */
void mb_trouble_no_program(const struct mb_trouble *t, const struct mb_endpoint *ep);
/* Nor is that of host-access, which is on. */
void mb_trouble_no_host(const struct mb_trouble *t);

/* All of this that there is at one port. */
int mb_trouble_find(const struct mb_trouble *t);

#endif /* MB_TROUBLE_H */
