// SPDX-License-Identifier: GPL-2.0-only
/* fixture.c - cables, boxes, and whether a frame arrives. */
#include "fixture.h"

#include <err.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/text.h"
#include "tests/harness/capture.h"
#include "tests/harness/fence.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "tests/harness/runner.h"
#include "tests/harness/wait.h"
#include "loaded.h"

struct fixture fx;

const uint8_t mac_low[6] = { 0x02, 0, 0, 0, 0, 0x01 };
const uint8_t mac_wire[6] = { 0x02, 0, 0, 0, 0, 0x02 };
const uint8_t mac_a[6] = { 0x02, 0, 0, 0, 1, 0x01 };
const uint8_t mac_b[6] = { 0x02, 0, 0, 0, 1, 0x02 };
const uint8_t mac_c[6] = { 0x02, 0, 0, 0, 1, 0x03 };
const uint8_t mac_all[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

void fixture_open(void)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts), .netns = "nt-host" };
	const char *hook = getenv("HOOK"), *endpoint = getenv("MACBPF_ENDPOINT");
	char name[16];

	netns_sandbox("net"); /* of this test: a failed one leaves nothing to the next */
	fence_open();
	netns_make(&fx.host, "nt-host");
	netns_make(&fx.far, "nt-far");
	for (int i = 0; i < BOXES; i++) {
		snprintf(name, sizeof(name), "nt-box%d", i + 1);
		netns_make(&fx.box[i], name);
	}
	run_ok(&fx.host, "ip link add low address 02:00:00:00:00:01 up type veth peer name wire "
			 "address 02:00:00:00:00:02 netns nt-far");
	run_ok(&fx.host, "ip link add low2 up type veth peer name wire2 netns nt-far");
	run_ok(&fx.far, "ip link set wire up");
	run_ok(&fx.far, "ip link set wire2 up");
	if (hook && *hook && macbpf_hook__parse(hook, &opts.hook))
		errx(2, "HOOK must be auto, tcx or clsact, not %s", hook);
	if (endpoint && *endpoint && macbpf_kind__parse(endpoint, &opts.kind))
		errx(2, "MACBPF_ENDPOINT must be auto, veth or netkit, not %s", endpoint);
	ck_assert_int_eq(macbpf__open(&fx.mb, &opts), 0);
}

void fixture_close(void)
{
	macbpf__close(fx.mb);
	for (int i = 0; i < BOXES; i++)
		netns_drop(&fx.box[i]);
	netns_drop(&fx.far);
	netns_drop(&fx.host);
	fence_close();
	loaded_expect_gone();
}

void fixture_mark(void)
{
	loaded_mark(&fx.host);
}

void expect_ok(int err)
{
	ck_assert_msg(!err, "%d: %s", err, macbpf__error(fx.mb));
}

void expect_devices(int expected)
{
	struct if_nameindex *all;
	char names[512] = "";
	int n = 0;

	netns_enter(&fx.host);
	all = if_nameindex();
	netns_leave();
	for (; all[n].if_index; n++)
		mb_text_append(names, sizeof(names), "%s ", all[n].if_name);
	if_freenameindex(all);
	ck_assert_msg(n == expected + 1, "%d devices instead of %d: %s", n, expected + 1, names);
}

void add_link(const char *lower, const char *name, uint32_t mode, const uint8_t *mac,
	      const struct netns *box)
{
	const char *wire = strcmp(lower, "low2") ? "wire" : "wire2";
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		MACVLAN(HAS_MODE(mode)),
		.address = mac,
		.netns = box ? box->name : NULL,
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
	};

	expect_ok(macbpf_link__add(fx.mb, lower, name, &opts, NULL));
	fixture_mark();
	ck_assert_msg(arrives(AT(&fx.far, wire), mac_wire, mac_all, AT(box ? box : &fx.host, name)),
		      "%s never gets a broadcast", name);
}

const struct macbpf_link_info *info_of(const char *name)
{
	MACBPF_OPTS(macbpf_links_opts, which, .name = name);
	static struct macbpf_link_info info;
	static struct macbpf_links *links;

	macbpf_links__free(links);
	links = NULL;
	expect_ok(macbpf_links__get(fx.mb, &which, &links));
	info.sz = sizeof(info);
	ck_assert_ptr_nonnull(macbpf_links__next(links, NULL));
	ck_assert_int_eq(macbpf_link__info(macbpf_links__next(links, NULL), &info), 0);
	return &info;
}

int count_links(void)
{
	const struct macbpf_link *link = NULL;
	struct macbpf_links *links;
	int n = 0;

	expect_ok(macbpf_links__get(fx.mb, NULL, &links));
	while ((link = macbpf_links__next(links, link)))
		n++;
	macbpf_links__free(links);
	return n;
}

bool device_exists(const struct netns *ns, const char *device)
{
	unsigned int ifindex;

	netns_enter(ns);
	ifindex = if_nametoindex(device);
	netns_leave();
	return ifindex != 0;
}

struct path {
	struct frame frame;
	struct capture capture;
	int fd;
};

static bool try_path(void *arg)
{
	struct path *p = arg;

	p->frame.token++;
	frame_send(p->fd, &p->frame);
	fence_wait();
	capture_drain(&p->capture);
	return capture_count(&p->capture, 0, p->frame.token) > 0;
}

static bool try_for(struct spot from, const uint8_t *src, const uint8_t *dst, struct spot to,
		    int timeout_ms)
{
	struct path p = { .fd = frame_socket(from.ns, from.device) };
	bool seen;

	memcpy(p.frame.src, src, 6);
	memcpy(p.frame.dst, dst, 6);
	capture_watch(&p.capture, to.ns, to.device, ETH_P_ALL, 0);
	seen = wait_until(try_path, &p, timeout_ms);
	capture_close(&p.capture);
	close(p.fd);
	return seen;
}

bool arrives(struct spot from, const uint8_t *src, const uint8_t *dst, struct spot to)
{
	return try_for(from, src, dst, to, WAIT_MS);
}

bool arrives_once(struct spot from, const uint8_t *src, const uint8_t *dst, struct spot to)
{
	return try_for(from, src, dst, to, 0);
}

const char *macbpf_path(void)
{
	const char *path = getenv("MACBPF");

	if (!path)
		errx(2, "MACBPF is to name the macbpf program");
	return path;
}

uint64_t frames_counted(const char *name)
{
	struct macbpf_reason_info info = { .sz = sizeof(info) };
	const struct macbpf_reason *reason = NULL;
	const struct macbpf_port *port;
	struct macbpf_ports *ports;
	uint64_t frames = 0;

	expect_ok(macbpf_ports__get(fx.mb, "low", &ports));
	port = macbpf_ports__next(ports, NULL);
	while ((reason = macbpf_reason__next(port, reason)))
		if (!macbpf_reason__info(reason, &info) && !strcmp(info.name, name))
			frames = info.frames;
	macbpf_ports__free(ports);
	return frames;
}

int run_suite(const char *name, void (*add_tests)(TCase *tc))
{
	Suite *suite = suite_create(name);
	TCase *tc = tcase_create(name);

	netns_sandbox(name);
	tcase_add_checked_fixture(tc, fixture_open, fixture_close);
	tcase_set_timeout(tc, 120); /* ten times what most take alone */
	add_tests(tc);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
