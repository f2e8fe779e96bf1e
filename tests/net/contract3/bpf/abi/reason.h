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
	  "ARP request or neighbour solicitation, copied to the address's endpoint alone")

enum mb_reason {
#define MB_REASON_ENUM(name, word, text) MB_R_##name,
	MB_REASONS(MB_REASON_ENUM)
#undef MB_REASON_ENUM
		MB_R_COUNT,
	MB_R_NONE = 255, /* not counted */
};

#endif /* MB_ABI_REASON_H */
