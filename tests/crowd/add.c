// SPDX-License-Identifier: GPL-2.0-only
/* add.c - an actor makes and deletes its endpoints. */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "deed.h"
#include "tests/harness/run.h"
/* How an endpoint is to be. Each seventh or so competes for something. */
static void plan(struct actor *a, struct endpoint *e)
{
	uint32_t roll = chance(a, 14);

	e->contest = -1;
	e->lower = (int)chance(a, HOT_LOWER);
	e->is_tap = roll == 2;
	e->box = e->is_tap ? -1 : (int)chance(a, BOXES + 1) - 1;
	e->mode = any_mode(a);
	e->mtu = MTU - chance(a, 3) * 50;
	e->up = chance(a, 2);
	new_address(a, e->mac);
	if (roll == 0) {
		e->lower = PASSTHRU_LOWER;
		e->mode = MACBPF_MODE_PASSTHRU;
		e->contest = HOT_ADDRESSES;
	} else if (roll == 1) {
		e->lower = HOT_LOWER;
		e->contest = (int)chance(a, HOT_ADDRESSES);
		e->up = true;
		memcpy(e->mac, hot_mac(e->contest), sizeof(e->mac));
	}
	e->sources = e->mode == MACBPF_MODE_SOURCE ? chance(a, 1 << SOURCES) : 0;
}

static int try_add(struct macbpf *mb, struct endpoint *e)
{
	struct macbpf_link_made made = { .sz = sizeof(made) };
	uint8_t list[SOURCES][6];
	MACBPF_OPTS(macbpf_source_opts, source, .op = MACBPF_MACADDR_SET, .macaddr = list,
		    .count = list_sources(e->sources, list));
	OPTS(opts, .has = MACBPF_LINK_MTU | MACBPF_LINK_TYPE, MACVLAN(HAS_MODE(e->mode)),
	     .mtu = e->mtu, .dev_flags = e->up ? IFF_UP : 0, .dev_flags_mask = IFF_UP);

	opts.type = e->is_tap ? MACBPF_TYPE_MACVTAP : MACBPF_TYPE_MACVLAN;
	opts.netns = e->box < 0 ? NULL : box[e->box].name;
	opts.address = e->mac[5] % 8 == 7 && e->contest < 0 ? NULL : e->mac;
	opts.source = source.count ? &source : NULL;
	int err = macbpf_link__add(mb, lower_name(e->lower), e->name, &opts, &made);

	if (!err && (!opts.address || e->mode == MACBPF_MODE_PASSTHRU)) /* the lower's then */
		memcpy(e->mac, made.address, sizeof(e->mac));
	return err;
}

static void add_again(struct actor *a, struct macbpf *mb, const struct endpoint *e)
{
	OPTS(opts, MODE(BRIDGE));

	opts.netns = e->box < 0 ? NULL : box[e->box].name;
	settle(a, mb, ADD, macbpf_link__add(mb, lower_name(0), e->name, &opts, NULL), -EEXIST);
}

static void add_contested(struct actor *a, struct macbpf *mb, struct endpoint *e)
{
	int refusal = e->mode == MACBPF_MODE_PASSTHRU ? -EINVAL : -EADDRINUSE, err;
	struct attempt attempt = contest_enter(e->contest);

	err = try_add(mb, e);
	settle(a, mb, ADD, err, err ? refusal : 0);
	e->there = !err;
	if (err)
		contest_lost(a, e->contest, &attempt);
	else
		contest_won(a, e->contest);
}

void deed_add(struct actor *a, struct macbpf *mb)
{
	struct endpoint *e = any_endpoint(a, false);

	note(a, ADD, e);
	if (e->there) {
		add_again(a, mb, e);
		return;
	}
	plan(a, e);
	note(a, ADD, e);
	if (e->contest >= 0)
		add_contested(a, mb, e);
	else
		e->there = !settle(a, mb, ADD, try_add(mb, e), 0);
}

/* ---------------------------------------------------------------- del */

static void give_up(struct actor *a, const struct endpoint *e)
{
	if (e->contest >= 0)
		contest_leave(a, e->contest);
}

static void given_up(struct endpoint *e)
{
	e->there = false;
	if (e->contest >= 0)
		contest_left(e->contest);
	e->contest = -1;
}

void deed_del(struct actor *a, struct macbpf *mb)
{
	struct endpoint *e = any_endpoint(a, true);

	note(a, DEL, e);
	if (!e->there) {
		settle(a, mb, DEL, macbpf_link__del(mb, NULL, e->name), -ENODEV);
		return;
	}
	give_up(a, e);
	settle(a, mb, DEL, macbpf_link__del(mb, NULL, e->name), 0);
	given_up(e);
}

static void find_hostdev(struct actor *a, struct macbpf *mb, const struct endpoint *e,
			 char hostdev[16])
{
	MACBPF_OPTS(macbpf_links_opts, opts, .name = e->name);
	struct macbpf_link_info info = { .sz = sizeof(info) };
	struct macbpf_links *links;

	if (macbpf_links__get(mb, &opts, &links))
		fail(a, "can't be listed: %s", macbpf__error(mb));
	macbpf_link__info(macbpf_links__next(links, NULL), &info);
	snprintf(hostdev, 16, "%s", info.hostdev);
	macbpf_links__free(links);
}

void deed_ip_del(struct actor *a, struct macbpf *mb)
{
	struct endpoint *e = any_endpoint(a, true);
	static struct run r;
	char hostdev[16];

	note(a, IP_DEL, e);
	if (!e->there)
		return;
	find_hostdev(a, mb, e, hostdev);
	give_up(a, e);
	if (run(&r, &host, "ip link del %s", hostdev))
		fail(a, "ip: %s", r.err);
	given_up(e);
	a->count[IP_DEL]++;
}
