/* SPDX-License-Identifier: GPL-2.0-only */
/* suite.h - scenarios of other people's suites, played with the kernel's macvlan and with macbpf.
 */
#ifndef NET_SUITE_H
#define NET_SUITE_H

#include <stdbool.h>
#include <stdint.h>

#include "fixture.h"

/* Both take the same words, so a scenario is written once. The kernel's shows that it is right. */
enum tool { TOOL_KERNEL, TOOL_MACBPF, TOOLS };

/* Runs a test that takes the tool from _i. */
#define add_for_both(tc, test) tcase_add_loop_test(tc, test, 0, TOOLS)

/* The program to run: ip, or macbpf. */
const char *tool_path(int tool);

/*
 * macvlan follows what happens to devices at once, macbpf with its next command: here it is one for
 * a port of low2. Nothing for macvlan.
 */
void next_command(int tool);

/* Whether `ip -d link show` has the words. */
bool device_says(const struct netns *ns, const char *device, const char *words);

/* Waits until the device is gone: a netns dies some time after its last user. */
void expect_to_go(const struct netns *ns, const char *device);

/* Devices of `host` but lo, when a tool has so many endpoints there with devices elsewhere. */
int devices_with(int tool, int cables, int endpoints);

/* Puts back what netns_make() switches off. */
void ipv6_on(const struct netns *ns);

/* "02:00:00:00:01:01" in a static buffer of four. */
const char *mac_text(const uint8_t mac[6]);

#endif
