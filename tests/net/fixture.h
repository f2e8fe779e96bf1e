/* SPDX-License-Identifier: GPL-2.0-only */
/* fixture.h - a lower with a wire behind it, three boxes for devices, and questions about them. */
#ifndef NET_FIXTURE_H
#define NET_FIXTURE_H

#include <check.h>
#include <macbpf/macbpf.h>
#include <stdbool.h>
#include <stdint.h>

#include "tests/harness/link_opts.h"
#include "tests/harness/netns.h"

#define BOXES 3

/* Cables low-wire and low2-wire2 between two netns; every test has its own. */
struct fixture {
	struct netns host, far, box[BOXES];
	struct macbpf *mb; /* on `host` */
};

extern struct fixture fx;
extern const uint8_t mac_low[6], mac_wire[6], mac_a[6], mac_b[6], mac_c[6], mac_all[6];

void fixture_open(void);
/* Fails the test if any program or map that was seen by fixture_mark() outlives the netns. */
void fixture_close(void);

/* Remembers what is loaded on the devices of `host` now. */
void fixture_mark(void);

/* Asserts that `host` has no device but lo and the given number of cables' ends. */
void expect_devices(int expected);

/*
 * An endpoint, up and carrying frames; fails the test with the library's sentence. `box` NULL:
 * beside the lower. Not for mode source, which gets no broadcast to wait for.
 */
void add_link(const char *lower, const char *name, uint32_t mode, const uint8_t *mac,
	      const struct netns *box);

/* Fails the test with the library's sentence if err. */
void expect_ok(int err);

/* Information on the only endpoint found by `name`; valid until the next call. */
const struct macbpf_link_info *info_of(const char *name);
int count_links(void);
bool device_exists(const struct netns *ns, const char *device);

/* A place to send from or to watch. */
struct spot {
	const struct netns *ns;
	const char *device;
};

#define AT(n, d) ((struct spot){ (n), (d) })

/* Sends frames until one arrives, or a deadline passes. */
bool arrives(struct spot from, const uint8_t *src, const uint8_t *dst, struct spot to);

/* Sends one frame, and says whether it has arrived when it can be nowhere any more. */
bool arrives_once(struct spot from, const uint8_t *src, const uint8_t *dst, struct spot to);

/* How many frames the port on low has counted for the reason of this name. */
uint64_t frames_counted(const char *name);

/* The program that the tests run, from the environment. */
const char *macbpf_path(void);

/* main() of a suite: `add_tests` fills the case, each test between fixture_open and _close. */
int run_suite(const char *name, void (*add_tests)(TCase *tc));

#endif
