// SPDX-License-Identifier: GPL-2.0-only
/* world.c - build a topology, send frames through it, and know when they have arrived. */
#include "world.h"

#include <err.h>
#include <net/ethernet.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../harness/fence.h"
#include "../harness/run.h"
#include "../harness/wait.h"

static const char *mac_text(const struct address *a, char text[18])
{
	snprintf(text, 18, "%02x:%02x:%02x:%02x:%02x:%02x", a->mac[0], a->mac[1], a->mac[2],
		 a->mac[3], a->mac[4], a->mac[5]);
	return text;
}

static void make_netns(struct netns *ns, const char *prefix, const char *name)
{
	char full[32];

	snprintf(full, sizeof(full), "%s-%s", prefix, name);
	netns_make(ns, full);
}

static void make_cable(struct world *w, const char *prefix)
{
	struct address low = address_of(w->topology, "LOW");
	struct address wire = address_of(w->topology, "WIRE");
	char low_mac[18], wire_mac[18];

	make_netns(&w->lower, prefix, "lower");
	make_netns(&w->wire, prefix, "wire");
	run_ok(&w->lower, "ip link add low address %s type veth peer name wire address %s netns %s",
	       mac_text(&low, low_mac), mac_text(&wire, wire_mac), w->wire.name);
	run_ok(&w->lower, "ip link set low up");
	run_ok(&w->wire, "ip link set wire up");
}

/* The words after "type macvlan" that tell the endpoint's source list. */
static void list_words(const struct topology *t, const struct endpoint *ep, char *text, size_t size)
{
	char mac[18];
	size_t len = 0;

	text[0] = '\0';
	for (int i = 0; i < LISTED_MAX && ep->lists[i]; i++) {
		struct address a = address_of(t, ep->lists[i]);

		len += snprintf(text + len, size - len, "%s %s", i ? "" : " macaddr set",
				mac_text(&a, mac));
	}
}

static void set_groups(const struct netns *ns, const struct endpoint *ep)
{
	if (ep->groups == GROUPS_ALL)
		run_ok(ns, "ip link set %s allmulticast on", ep->name);
	if (ep->groups == GROUPS_JOINED)
		run_ok(ns, "ip maddress add 01:00:5e:01:02:03 dev %s", ep->name);
}

static void make_endpoint(struct world *w, size_t i, const char *prefix)
{
	const struct endpoint *ep = &w->topology->endpoint[i];
	struct address own = address_of(w->topology, ep->name);
	const struct netns *ns = &w->lower;
	char words[128], mac[18], mtu[16] = "";

	w->box[i].fd = -1;
	if (!ep->local) {
		make_netns(&w->box[i], prefix, ep->name);
		ns = &w->box[i];
	}
	if (ep->mtu)
		snprintf(mtu, sizeof(mtu), " mtu %u", ep->mtu);
	list_words(w->topology, ep, words, sizeof(words));
	run_ok(&w->lower,
	       "%s link add link low name %s address %s%s netns %s type macvlan mode %s %s%s",
	       w->tool, ep->name, mac_text(&own, mac), mtu, ns->name, ep->mode,
	       ep->flag ? ep->flag : "", words);
	/* In this order: macvlan in passthru forgets what was asked for while it was down. */
	if (!ep->down)
		run_ok(ns, "ip link set %s up", ep->name);
	set_groups(ns, ep);
}

static void watch_host(struct world *w)
{
	static const uint16_t types[] = { FRAME_TYPE, ETHERTYPE_IP, 0x8808, 0x8809, 0x8100 };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		capture_watch(&w->capture, &w->lower, "low", types[i], AT_HOST);
}

static void open_sockets(struct world *w)
{
	capture_watch(&w->capture, &w->lower, "low", ETH_P_ALL, AT_LOW);
	capture_watch(&w->capture, &w->wire, "wire", ETH_P_ALL, AT_WIRE);
	watch_host(w);
	w->sender[AT_LOW] = frame_socket(&w->lower, "low");
	w->sender[AT_WIRE] = frame_socket(&w->wire, "wire");
	w->sender[AT_HOST] = -1;
	for (size_t i = 0; i < endpoint_count(w->topology); i++) {
		const struct endpoint *ep = &w->topology->endpoint[i];
		const struct netns *ns = ep->local ? &w->lower : &w->box[i];

		if (ep->down) {
			w->sender[AT_ENDPOINT + i] = -1;
			continue;
		}
		capture_watch(&w->capture, ns, ep->name, ETH_P_ALL, AT_ENDPOINT + i);
		w->sender[AT_ENDPOINT + i] = frame_socket(ns, ep->name);
	}
}

int world_send(struct world *w, const struct probe *probe, uint32_t token)
{
	struct frame frame = probe->shape->frame;

	memcpy(frame.src, probe->src.mac, 6);
	memcpy(frame.dst, probe->dst.mac, 6);
	frame.token = token;
	return frame_send(w->sender[probe->sender], &frame);
}

static void send_fence(struct world *w, enum place sender, const char *src, const char *dst)
{
	static const struct shape plain;
	struct probe probe = { w->topology, sender, address_of(w->topology, src),
			       address_of(w->topology, dst), &plain };

	world_send(w, &probe, FENCE_TOKEN | ++w->fence);
}

static bool fence_seen(struct world *w, unsigned int place)
{
	return capture_count(&w->capture, place, FENCE_TOKEN | w->fence) > 0;
}

/* Group frames from the wire go to all endpoints but those of mode source. */
static bool group_fence_seen(void *arg)
{
	struct world *w = arg;

	capture_drain(&w->capture);
	for (size_t i = 0; i < endpoint_count(w->topology); i++) {
		const struct endpoint *ep = &w->topology->endpoint[i];

		if (!ep->down && !is_mode(ep, "source") && !fence_seen(w, AT_ENDPOINT + i))
			return false;
	}
	return fence_seen(w, AT_HOST);
}

void world_settle(struct world *w)
{
	send_fence(w, AT_WIRE, "EXT", "BROADCAST");
	if (!wait_until(group_fence_seen, w, WAIT_MS))
		errx(1, "%s: %s: a broadcast from the wire did not reach all", w->topology->name,
		     w->tool);
	fence_wait();
	capture_drain(&w->capture);
}

/* Devices carry frames some time after they are up: when the kernel has noticed the carrier. */
struct path {
	struct world *w;
	enum place from, to;
	const char *src, *dst;
};

static bool path_works(void *arg)
{
	struct path *p = arg;

	send_fence(p->w, p->from, p->src, p->dst);
	fence_wait();
	capture_drain(&p->w->capture);
	return fence_seen(p->w, p->to);
}

static void wait_for_path(struct world *w, enum place from, enum place to, const char *src,
			  const char *dst)
{
	struct path path = { w, from, to, src, dst };

	if (!wait_until(path_works, &path, WAIT_MS))
		errx(1, "%s: %s: nothing gets from %s to %s", w->topology->name, w->tool,
		     place_name(w->topology, from), place_name(w->topology, to));
}

static void wait_for_paths(struct world *w)
{
	const struct topology *t = w->topology;

	wait_for_path(w, AT_LOW, AT_WIRE, "LOW", "WIRE");
	wait_for_path(w, AT_WIRE, AT_LOW, "EXT", "LOW");
	for (size_t i = 0; i < endpoint_count(t); i++) {
		const struct endpoint *ep = &t->endpoint[i];

		if (ep->down)
			continue;
		wait_for_path(w, AT_ENDPOINT + i, AT_WIRE, ep->name, "WIRE");
		wait_for_path(w, AT_WIRE, AT_ENDPOINT + i, ep->lists[0] ? ep->lists[0] : "EXT",
			      ep->name);
		/* Unicast can come by another way, that is open earlier. */
		if (!is_mode(ep, "source"))
			wait_for_path(w, AT_WIRE, AT_ENDPOINT + i, "EXT", "BROADCAST");
	}
}

void world_make(struct world *w, const struct topology *t, const char *tool, const char *prefix)
{
	memset(w, 0, sizeof(*w));
	w->topology = t;
	w->tool = tool;
	make_cable(w, prefix);
	for (size_t i = 0; i < endpoint_count(t); i++)
		make_endpoint(w, i, prefix);
	open_sockets(w);
	wait_for_paths(w);
	world_settle(w);
	capture_forget(&w->capture);
}

void world_drop(struct world *w)
{
	capture_close(&w->capture);
	for (int i = 0; i < PLACES; i++)
		if (w->sender[i] > 0)
			close(w->sender[i]);
	for (size_t i = 0; i < endpoint_count(w->topology); i++)
		netns_drop(&w->box[i]);
	netns_drop(&w->wire);
	netns_drop(&w->lower);
}
