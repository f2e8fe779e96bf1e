/* SPDX-License-Identifier: GPL-2.0-only */
/* scene.h - endpoints on lowers that are no plain cards, and who sees a frame, told in one line. */
#ifndef LOWERS_SCENE_H
#define LOWERS_SCENE_H

#include <sys/types.h>

#include "tests/harness/frame.h"
#include "tests/net/suite.h"

#define HOST (&fx.host)
#define FAR  (&fx.far)
#define WIRE AT(FAR, "wire")
#define NET  AT(FAR, "net") /* what gathers several cables there */
#define A    AT(&fx.box[0], "mv0")
#define B    AT(&fx.box[1], "mv1")

/* Frames as they are written in the tests: to, from, and the tags, outer first. */
#define MAC(m)		m[0], m[1], m[2], m[3], m[4], m[5]
#define FRAME(to, from) ((struct frame){ .dst = { MAC(to) }, .src = { MAC(from) } })
#define TAGGED(to, from, id)                                                                       \
	((struct frame){ .dst = { MAC(to) }, .src = { MAC(from) }, .tags = 1, .vid = { id } })
#define TWICE(to, from, outer, inner)                                                              \
	((struct frame){                                                                           \
		.dst = { MAC(to) }, .src = { MAC(from) }, .tags = 2, .vid = { outer, inner } })

/* An endpoint mv0, mv1, ... in the box of that number, up and watched as "A", "B", ... */
void scene_add(int tool, const char *lower, int box, const char *mode);

/* Deletes the endpoints of the boxes given, as bits, and forgets all watches. */
void scene_clear(int tool, unsigned int boxes);

/* Watches a device under a name; two watches never have the same. */
void scene_watch(const char *name, struct spot at);

/*
 * Asserts who sees a frame that is sent at `from`: the watches' names, in the order in which they
 * were made, with blanks between. Behind the name: /7 is the tag beside the frame, + each tag in
 * it, ? a frame that is no one's there (PACKET_OTHERHOST), x2 that it came twice. What a watched
 * device sends itself doesn't count. The frame is sent until that is so, and then once more.
 */
void scene_expect(struct spot from, struct frame frame, const char *seen);

/* Makes the device a part of a bond, team or bridge, which may find it down. */
void scene_enslave(const struct netns *ns, const char *device, const char *master);

/* Asserts that low, a part of `whole`, is refused as a lower, and that macbpf names the whole. */
void scene_expect_part(int tool, const char *whole);

/* An agent beside mv0, which follows the lower by now. */
pid_t scene_start_agent(const char *lower);
void scene_stop_agent(pid_t agent);

/* Two bridge endpoints on the lower, A and B, with what gathers its cables watched as "net". */
void scene_make_pair(int tool, const char *lower);

/* Unicast and broadcast between these three. */
void scene_expect_all_paths(void);

/* For hosts that speak IP; what else there is to see, scene_expect() says better. */
void scene_ping(const struct netns *ns, const char *address);

/* main() of a suite that needs devices of a kind: exits 77 with the reason if there are none. */
int scene_suite(const char *name, const char *kind, void (*add_tests)(TCase *tc));

#endif
