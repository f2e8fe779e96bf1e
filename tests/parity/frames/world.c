// SPDX-License-Identifier: GPL-2.0-only
/* world.c - build a topology, send frames through it, and know when they have arrived. */
#include "world.h"

#include <err.h>
#include <net/ethernet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/closer.h"
#include "tests/harness/fence.h"
#include "tests/harness/queue.h"
#include "tests/harness/wait.h"

#define WIRE_MTU 9200 /* more than any lower here */

static void make_netns(struct netns *ns, const char *prefix, const char *name)
{
	char full[32];

	snprintf(full, sizeof(full), "%s-%s", prefix, name);
	netns_make(ns, full);
}

/* A switch that sends a frame back where it came from, as VEPA asks of it. */
static void make_reflector(struct world *w)
{
	run_ok(&w->wire, "ip link add br0 type bridge stp_state 0 mcast_snooping 0");
	run_ok(&w->wire, "ip link set wire master br0");
	run_ok(&w->wire, "ip link set wire type bridge_slave hairpin on");
	run_ok(&w->wire, "ip link set br0 up");
}

/* One end is the lower, or what it is made of; the other the wire, or the same of that. */
static void make_veth(struct world *w, const char *low, const char *wire)
{
	unsigned int mtu = w->topology->mtu ? w->topology->mtu : DEFAULT_MTU;

	run_ok(&w->lower,
	       "ip link add %s address 02:00:00:00:00:01 mtu %u up type veth "
	       "peer name %s address 02:00:00:00:00:02 mtu %u netns %s",
	       low, mtu, wire, w->topology->mtu ? WIRE_MTU : DEFAULT_MTU, w->wire.name);
	run_ok(&w->wire, "ip link set %s up", wire);
}

static void make_vlan(struct world *w)
{
	make_veth(w, "card", "plug");
	run_ok(&w->lower, "ip link add link card name low up type vlan id 7");
	run_ok(&w->wire, "ip link add link plug name wire up type vlan id 7");
}

static void make_bond(struct world *w)
{
	make_veth(w, "card", "wire");
	run_ok(&w->lower, "ip link add low type bond mode active-backup miimon 10");
	run_ok(&w->lower, "ip link set card down");
	run_ok(&w->lower, "ip link set card master low");
	run_ok(&w->lower, "ip link set low up");
	if (w->topology->mtu)
		run_ok(&w->lower, "ip link set low mtu %u", w->topology->mtu);
}

static void make_cable(struct world *w)
{
	const char *lower = getenv("LOWER");

	make_netns(&w->lower, w->prefix, "lower");
	make_netns(&w->wire, w->prefix, "wire");
	if (!lower || !*lower)
		make_veth(w, "low", "wire");
	else if (!strcmp(lower, "vlan"))
		make_vlan(w);
	else if (!strcmp(lower, "bond"))
		make_bond(w);
	else
		errx(2, "LOWER must be vlan or bond, not %s", lower);
	if (w->topology->reflects)
		make_reflector(w);
}

static const struct netns *netns_of(const struct world *w, size_t slot)
{
	return w->topology->endpoint[slot].local ? &w->lower : &w->box[slot];
}

static struct names names_of(struct world *w, size_t slot)
{
	char name[16];

	if (w->box[slot].fd < 0) {
		snprintf(name, sizeof(name), "box%zu", slot);
		make_netns(&w->box[slot], w->prefix, name);
	}
	return (struct names){ w->lower.name, w->box[slot].name };
}

static void make_endpoint(struct world *w, size_t slot)
{
	struct names names = names_of(w, slot);
	char line[CHANGE_LINE];

	add_line(w->topology, slot, &names, line);
	run_ok(&w->lower, "%s %s", w->tool, line);
}

/* When it is up: macvlan in passthru forgets what was asked for while it was down. */
static void ask_for_groups(struct world *w, size_t slot)
{
	const struct endpoint *ep = &w->topology->endpoint[slot];

	if (ep->groups == GROUPS_ALL)
		run_ok(netns_of(w, slot), "ip link set %s allmulticast on", ep->name);
	if (ep->groups == GROUPS_JOINED && !w->joined[slot])
		run_ok(netns_of(w, slot), "ip maddress add 01:00:5e:01:02:03 dev %s", ep->name);
	w->joined[slot] = ep->groups == GROUPS_JOINED;
}

static void watch_host(struct world *w)
{
	static const uint16_t types[] = { FRAME_TYPE, ETHERTYPE_IP, 0x8808, 0x8809,
					  0x8100,     ETH_P_802_2,  0x0600, 0xffff };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		capture_watch(&w->capture, &w->lower, "low", types[i], AT_HOST);
}

static void watch_cable(struct world *w)
{
	capture_watch(&w->capture, &w->lower, "low", ETH_P_ALL, AT_LOW);
	capture_watch(&w->capture, &w->wire, "wire", ETH_P_ALL, AT_WIRE);
	watch_host(w);
	w->sender[AT_LOW] = frame_socket(&w->lower, "low");
	w->sender[AT_WIRE] = frame_socket(&w->wire, "wire");
}

static bool is_tap(const struct world *w, enum place place)
{
	return place >= AT_ENDPOINT && w->topology->endpoint[place - AT_ENDPOINT].tap;
}

static void unwatch_endpoint(struct world *w, size_t slot)
{
	capture_unwatch(&w->capture, AT_ENDPOINT + slot);
	if (w->sender[AT_ENDPOINT + slot] >= 0 && is_tap(w, AT_ENDPOINT + slot))
		close(w->sender[AT_ENDPOINT + slot]); /* a tap of one queue takes no second */
	else if (w->sender[AT_ENDPOINT + slot] >= 0)
		close_later(w->sender[AT_ENDPOINT + slot]);
	w->sender[AT_ENDPOINT + slot] = -1;
}

struct tap {
	struct world *w;
	const char *name;
};

static bool is_operational(void *arg)
{
	static struct run r;
	struct tap *tap = arg;

	run(&r, &tap->w->lower, "ip link show dev %s", tap->name);
	return strstr(r.out, "state UP");
}

/* It has a carrier when it has a reader, and the kernel has noticed. */
static void watch_tap(struct world *w, size_t slot)
{
	struct tap tap = { w, w->topology->endpoint[slot].name };
	unsigned int offloads = w->topology->plain_readers ? 0 : QUEUE_OFFLOADS;
	int queue = queue_open(&w->lower, tap.name, !strcmp(w->tool, "ip"), offloads);

	w->sender[AT_ENDPOINT + slot] = queue;
	capture_queue(&w->capture, queue, AT_ENDPOINT + slot);
	if (!wait_until(is_operational, &tap, 2 * WAIT_MS))
		errx(1, "%s: %s: tap %s is not operational", w->topology->name, w->tool, tap.name);
}

static void watch_endpoint(struct world *w, size_t slot)
{
	const struct endpoint *ep = &w->topology->endpoint[slot];

	if (!is_up(ep))
		return;
	ask_for_groups(w, slot);
	if (ep->tap) {
		watch_tap(w, slot);
		return;
	}
	capture_watch(&w->capture, netns_of(w, slot), ep->name, ETH_P_ALL, AT_ENDPOINT + slot);
	w->sender[AT_ENDPOINT + slot] = frame_socket(netns_of(w, slot), ep->name);
}

int world_send(struct world *w, const struct probe *probe, uint32_t token)
{
	struct frame frame = probe->shape->frame;

	memcpy(frame.src, probe->src.mac, 6);
	memcpy(frame.dst, probe->dst.mac, 6);
	frame.token = token;
	if (is_tap(w, probe->sender))
		return frame_write(w->sender[probe->sender], &frame);
	return frame_send(w->sender[probe->sender], &frame);
}

static void send_fence(struct world *w, enum place sender, const char *src, const char *dst)
{
	static const struct shape plain;
	struct probe probe = {
		w->topology, sender, address_of(w->topology, src), address_of(w->topology, dst),
		&plain,	     0
	};

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
	for (size_t i = 0; i < ENDPOINTS_MAX; i++) {
		const struct endpoint *ep = &w->topology->endpoint[i];

		if (is_up(ep) && !is_mode(ep, "source") && !fence_seen(w, AT_ENDPOINT + i))
			return false;
	}
	return fence_seen(w, AT_HOST);
}

/* A reflected frame has two hops more. */
static void wait_for_hops(const struct world *w)
{
	fence_wait();
	if (w->topology->reflects)
		fence_wait();
}

/* First the hops, then the work queue in which macvlan has put what came to it, then its hops. */
void world_settle(struct world *w)
{
	wait_for_hops(w);
	send_fence(w, AT_WIRE, "EXT", "BROADCAST");
	if (!wait_until(group_fence_seen, w, 2 * WAIT_MS))
		errx(1, "%s: %s: a broadcast from the wire did not reach all", w->topology->name,
		     w->tool);
	wait_for_hops(w);
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
	wait_for_hops(p->w);
	capture_drain(&p->w->capture);
	return fence_seen(p->w, p->to);
}

static void wait_for_path(struct world *w, enum place from, enum place to, const char *src,
			  const char *dst)
{
	struct path path = { w, from, to, src, dst };

	if (!wait_until(path_works, &path, 2 * WAIT_MS))
		errx(1, "%s: %s: nothing gets from %s to %s", w->topology->name, w->tool,
		     place_name(w->topology, from), place_name(w->topology, to));
}

static void wait_for_endpoint(struct world *w, size_t slot)
{
	const struct endpoint *ep = &w->topology->endpoint[slot];
	char own[8];

	snprintf(own, sizeof(own), "#%zu", slot);
	wait_for_path(w, AT_ENDPOINT + slot, AT_WIRE, own, "WIRE");
	if (!is_mode(ep, "source"))
		wait_for_path(w, AT_WIRE, AT_ENDPOINT + slot, "EXT", own);
	else if (ep->lists[0])
		wait_for_path(w, AT_WIRE, AT_ENDPOINT + slot, ep->lists[0], own);
	/* Unicast can come by another way, that is open earlier. */
	if (!is_mode(ep, "source"))
		wait_for_path(w, AT_WIRE, AT_ENDPOINT + slot, "EXT", "BROADCAST");
}

static void wait_for_paths(struct world *w)
{
	for (size_t i = 0; i < ENDPOINTS_MAX; i++)
		if (is_up(&w->topology->endpoint[i]))
			wait_for_endpoint(w, i);
}

static void wait_for_cable(struct world *w)
{
	wait_for_path(w, AT_LOW, AT_WIRE, "LOW", "WIRE");
	wait_for_path(w, AT_WIRE, AT_LOW, "EXT", "LOW");
	if (w->topology->reflects)
		wait_for_path(w, AT_LOW, AT_HOST, "EXT", "BROADCAST");
}

void world_make(struct world *w, const struct topology *t, const char *tool, const char *prefix)
{
	memset(w, 0, sizeof(*w));
	w->topology = t;
	w->tool = tool;
	w->prefix = prefix;
	make_cable(w);
	for (int place = 0; place < PLACES; place++)
		w->sender[place] = -1;
	for (size_t i = 0; i < ENDPOINTS_MAX; i++)
		w->box[i].fd = -1;
	for (size_t i = 0; i < ENDPOINTS_MAX; i++)
		if (is_there(&t->endpoint[i]))
			make_endpoint(w, i);
	watch_cable(w);
	for (size_t i = 0; i < ENDPOINTS_MAX; i++)
		watch_endpoint(w, i);
	wait_for_cable(w);
	wait_for_paths(w);
	world_settle(w);
	capture_forget(&w->capture);
}

/* ip wants to be where the device is; macbpf, where the lower is. */
static const struct netns *netns_for(const struct world *w, const struct change *c)
{
	if (c->kind == CHANGE_ADD || strcmp(w->tool, "ip") != 0)
		return &w->lower;
	return netns_of(w, c->slot);
}

static struct change on_any_endpoint(const struct change *c, const struct topology *t)
{
	struct change on = *c;

	while (on.kind == CHANGE_LOWER_MTU && !is_there(&t->endpoint[on.slot]))
		on.slot = (on.slot + 1) % ENDPOINTS_MAX;
	return on;
}

void world_try(struct world *w, const struct change *c)
{
	struct change on = on_any_endpoint(c, w->topology);
	struct names names = names_of(w, on.slot);
	char line[CHANGE_LINE];

	change_line(&on, w->topology, &names, line);
	if (c->kind == CHANGE_LOWER_MTU)
		run_ok(&w->lower, "ip link set low mtu %u", c->mtu);
	else
		unwatch_endpoint(w, on.slot);
	run(&w->last, netns_for(w, &on), "%s %s", w->tool, line);
}

void world_follow(struct world *w, const struct change *c, const struct topology *now)
{
	bool lost = c->kind == CHANGE_ADD || c->kind == CHANGE_DEL || c->kind == CHANGE_MOVE;

	w->topology = now;
	if (lost)
		w->joined[c->slot] = false;
	if (c->kind != CHANGE_LOWER_MTU)
		watch_endpoint(w, c->slot);
	wait_for_paths(w);
	world_settle(w);
}

void world_drop(struct world *w)
{
	capture_close(&w->capture);
	for (int i = 0; i < PLACES; i++)
		if (w->sender[i] >= 0)
			close_later(w->sender[i]);
	for (size_t i = 0; i < ENDPOINTS_MAX; i++)
		netns_drop(&w->box[i]);
	netns_drop(&w->wire);
	netns_drop(&w->lower);
}
