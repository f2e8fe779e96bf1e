/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* reason.h - why a frame took a slow path or was dropped: mb_reasons. */
#ifndef MB_ABI_REASON_H
#define MB_ABI_REASON_H

/*
 * Why a frame took a slow path or was dropped; index into mb_reasons. X(NAME, word, sentence).
 * Frames on the ordinary paths are not counted here: the kernel counts them on the devices.
 */
#define MB_REASONS(X)                                                                              \
	X(SHORT_LOWER, "short-lower", "shorter than an Ethernet header, from the wire: passed on") \
	X(SHORT_ENDPOINT, "short-endpoint",                                                        \
	  "shorter than an Ethernet header, from an endpoint: dropped")                            \
	X(FLOOD_WIRE, "flood-wire", "group frame from the wire, copied to endpoints")              \
	X(FLOOD_ENDPOINT, "flood-endpoint",                                                        \
	  "group frame from a bridge endpoint, copied to others")                                  \
	X(REFLECTED, "reflected",                                                                  \
	  "group frame with an endpoint's own source MAC came back: given to it alone")            \
	X(PAUSE, "pause", "PAUSE frame (0x8808): not copied")                                      \
	X(SOURCE_COPY, "source-copy", "copies made for source-mode endpoints")                     \
	X(NODST, "nodst", "taken by a source-mode endpoint with nodst: no other receiver")         \
	X(COPY_REFUSED, "copy-refused",                                                            \
	  "copies the kernel refused: receiver down, frame over its MTU, or backlog full")         \
	X(NO_ENDPOINT, "no-endpoint", "passthru port without an endpoint: dropped")                \
	X(DIRECTED, "directed",                                                                    \
	  "ARP request or neighbour solicitation, copied to the address's endpoint alone")         \
	X(CLOSED, "closed", "from an endpoint whose program was taken off: dropped")               \
	X(OVER_MTU, "over-mtu", "to the wire, larger than the lower's MTU: dropped")               \
	X(MCAST_REPORT, "mcast-report", "IGMP or MLD report, copied to multicast routers alone")   \
	X(GUARD_MAC, "guard-mac", "guarded endpoint, from a MAC that is not its own: dropped")     \
	X(GUARD_IP, "guard-ip", "guarded endpoint, from an IP address not on its list: dropped")   \
	X(GUARD_ARP, "guard-arp", "guarded endpoint, ARP that tells another's address: dropped")   \
	X(GUARD_ND, "guard-nd",                                                                    \
	  "guarded endpoint, neighbour discovery that tells another's address: dropped")           \
	X(GUARD_RA, "guard-ra", "guarded endpoint, router advertisement or redirect: dropped")     \
	X(GUARD_DHCP, "guard-dhcp", "guarded endpoint, answer of a DHCP server: dropped")          \
	X(GUARD_QUERY, "guard-query", "guarded endpoint, query for multicast groups: dropped")     \
	X(GUARD_L2, "guard-l2", "guarded endpoint, a tag, or neither ARP nor IP: dropped")         \
	X(GUARD_HIDDEN, "guard-hidden",                                                            \
	  "guarded endpoint, fragment or header behind which something hides: dropped")            \
	X(ISOLATED, "isolated", "from one isolated endpoint to another: dropped")                  \
	X(FLOOD_HOST, "flood-host", "group frame of the host, copied to bridge endpoints")         \
	X(NOT_LEARNT, "not-learnt",                                                                \
	  "with learning on, from an address that is another's, or one too many: not learnt")      \
	X(GROUP_RATE, "group-rate",                                                                \
	  "broadcast or multicast, more in a second than the endpoint may send: dropped")

enum mb_reason {
#define MB_REASON_ENUM(name, word, text) MB_R_##name,
	MB_REASONS(MB_REASON_ENUM)
#undef MB_REASON_ENUM
		MB_R_COUNT,
	MB_R_NONE = 255, /* not counted */
};

#endif /* MB_ABI_REASON_H */
