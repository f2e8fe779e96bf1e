// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* diagnosis.c - what is wrong or surprising at ports, as a listing of sentences. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "port/trouble.h"
#include "session/read.h"
#include "world/hostdev.h"

struct macbpf_finding {
	enum mb_trouble_kind kind;
	bool is_endpoints;
	char lower[MB_IFNAME_LEN], name[MB_IFNAME_LEN], hostdev[MB_IFNAME_LEN];
	char text[MB_TROUBLE_TEXT];
};

struct macbpf_diagnosis {
	struct macbpf_finding *finding;
	size_t count;
	bool no_memory;
};

static const struct {
	const char *word;
	enum macbpf_finding_level level;
} kinds[] = {
#define ROW(name, word, level) { word, MACBPF_FINDING_##level },
	MB_TROUBLES(ROW)
#undef ROW
};

struct look {
	const struct mb_trouble *trouble;
	struct macbpf_diagnosis *out;
};

/* NULL: out of memory. */
static struct macbpf_finding *add(struct macbpf_diagnosis *d, enum mb_trouble_kind kind)
{
	struct macbpf_finding *f;

	if (d->no_memory || !mb_grow(&d->finding, d->count)) {
		d->no_memory = true;
		return NULL;
	}
	f = &d->finding[d->count++];
	*f = (struct macbpf_finding){ .kind = kind };
	return f;
}

static void keep(void *arg, const struct mb_endpoint *ep, enum mb_trouble_kind kind,
		 const char *text)
{
	const struct look *l = arg;
	struct macbpf_finding *f = add(l->out, kind);

	if (!f)
		return;
	f->is_endpoints = ep;
	snprintf(f->lower, sizeof(f->lower), "%s", mb_world_port_name(l->trouble->port));
	snprintf(f->text, sizeof(f->text), "%s", text);
	if (!ep)
		return;
	mb_trouble_name(l->trouble, ep, f->name);
	snprintf(f->hostdev, sizeof(f->hostdev), "%s", mb_hostdev_shown(ep->hostdev));
}

/* Where another version keeps its endpoints is not known here, nor what it made of the port. */
static int look_at(const struct mb_trouble *t)
{
	const char *name = mb_world_port_name(t->port);

	if (t->port->stray) {
		mb_trouble_say(t, NULL, MB_TROUBLE_GONE,
			       "%s has brought a port from another network namespace, where its "
			       "endpoints are: 'macbpf port sweep' takes it off.",
			       name);
		return 0;
	}
	if (!t->port->incompatible && !t->port->unread && t->port->lower)
		return mb_trouble_find(t);
	if (mb_world_port_can_upgrade(t->port)) {
		mb_trouble_say(t, NULL, MB_TROUBLE_OTHER_VERSION,
			       "Another version of macbpf made the port of %s (contract %u): "
			       "'macbpf port upgrade link %s' makes it one of this.",
			       name, t->port->rec.abi, name);
		return 0;
	}
	mb_trouble_say(t, NULL, MB_TROUBLE_OTHER_VERSION,
		       "Another version of macbpf made the port of %s (contract %u), and only that "
		       "changes it: use that one, or delete its endpoints.",
		       name, t->port->rec.abi);
	return 0;
}

static int diagnose(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
		    struct macbpf_diagnosis *out)
{
	struct mb_survey survey = { .w = w, .wanted = port->count };
	struct look l = { .out = out };
	struct mb_nft nft = { .asked = false };
	struct mb_trouble t = { mb, port, &survey, &nft, keep, &l };
	int err;

	l.trouble = &t;
	err = look_at(&t);
	mb_survey_free(&survey);
	mb_nft_free(&nft);
	return out->no_memory ? -ENOMEM : err;
}

/* ---------------------------------------------------------------- what no port knows */

/* Of a port that can't be read nobody knows which hostdevs it has. */
static bool may_be_known(const struct mb_world *w, const struct mb_dev *hostdev)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->port[i]->incompatible && w->port[i]->lower &&
		    mb_hostdev_is_on(hostdev, w->port[i]->lower->name))
			return true;
	return false;
}

/* By its alias a hostdev, of which no program is left that would lead to its port. */
static bool is_left(struct macbpf *mb, const struct mb_world *w, const struct mb_dev *dev)
{
	uint32_t hook;

	return mb_hostdev_is_made(dev) && !w->claimed[dev - w->devs.dev] &&
	       !mb_world_port(w, dev->ifindex) && !may_be_known(w, dev) &&
	       mb_attach_where(mb, dev->ifindex, MB_NAME_ENDPOINT_PROG, &hook) == -ENOENT &&
	       mb_attach_where(mb, dev->ifindex, MB_NAME_CLOSED_PROG, &hook) == -ENOENT;
}

/* An alias proves nothing, so that it is told, and not swept. */
static void tell_left(const struct mb_world *w, const struct mb_dev *hostdev,
		      struct macbpf_diagnosis *out)
{
	struct macbpf_finding *f = add(out, MB_TROUBLE_NO_PORT);
	const struct mb_dev *lower;
	int len;

	if (!f)
		return;
	f->is_endpoints = true;
	mb_hostdev_names(hostdev, f->lower, f->name);
	snprintf(f->hostdev, sizeof(f->hostdev), "%s", mb_hostdev_shown(hostdev));
	len = snprintf(f->text, sizeof(f->text),
		       "By its alias %s is a hostdev of macbpf, but all programs were taken off, "
		       "and no port knows it: 'ip link del %s' deletes it.",
		       f->hostdev, f->hostdev);
	lower = mb_world_dev_named(w, f->lower);
	if (lower && !mb_world_port(w, lower->ifindex))
		snprintf(f->text + len, sizeof(f->text) - (size_t)len,
			 " %s may still have what it was given: 'ip link set %s allmulticast off', "
			 "and the addresses in 'bridge fdb show dev %s'.",
			 f->lower, f->lower, f->lower);
}

/* How many there are. */
static size_t find_left(struct macbpf *mb, const struct mb_world *w, const char *lower,
			struct macbpf_diagnosis *out)
{
	const struct mb_dev *on = lower ? mb_world_dev_named(w, lower) : NULL;
	size_t before = out->count;

	for (size_t i = 0; i < w->devs.count; i++)
		if ((!on || mb_hostdev_is_on(&w->devs.dev[i], on->name)) &&
		    is_left(mb, w, &w->devs.dev[i]))
			tell_left(w, &w->devs.dev[i], out);
	return out->count - before;
}

struct request {
	const char *lower;
	struct macbpf_diagnosis *out;
};

static int run(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct request *r = arg;
	size_t ports = 0;
	int err = 0;

	for (size_t i = 0; !err && i < w->count; i++) {
		if (!mb_world_port_is_on(w, w->port[i], r->lower))
			continue;
		ports++;
		err = diagnose(mb, w, w->port[i], r->out);
	}
	if (!err)
		ports += find_left(mb, w, r->lower, r->out);
	if (r->out->no_memory)
		return -ENOMEM;
	if (err || ports || !r->lower)
		return err;
	return mb_fail(mb, -ENODEV,
		       "%s has no endpoints of macbpf: 'macbpf link add link %s ...' makes one",
		       r->lower, r->lower);
}

int macbpf_diagnosis__get(struct macbpf *mb, const char *lower, struct macbpf_diagnosis **out)
{
	struct request r = { lower, calloc(1, sizeof(*r.out)) };
	int err;

	if (!r.out)
		return mb_no_memory(mb);
	err = mb_read_world(mb, lower, run, &r);
	if (err)
		macbpf_diagnosis__free(r.out);
	else
		*out = r.out;
	return err;
}

void macbpf_diagnosis__free(struct macbpf_diagnosis *diagnosis)
{
	if (!diagnosis)
		return;
	free(diagnosis->finding);
	free(diagnosis);
}

const struct macbpf_finding *macbpf_finding__next(const struct macbpf_diagnosis *diagnosis,
						  const struct macbpf_finding *prev)
{
	const struct macbpf_finding *next = prev ? prev + 1 : diagnosis->finding;

	return diagnosis->count && next < diagnosis->finding + diagnosis->count ? next : NULL;
}

int macbpf_finding__info(const struct macbpf_finding *finding, struct macbpf_finding_info *info)
{
	struct macbpf_finding_info ours = {
		.lower = finding->lower,
		.name = finding->is_endpoints ? finding->name : NULL,
		.hostdev = finding->is_endpoints ? finding->hostdev : NULL,
		.what = kinds[finding->kind].word,
		.text = finding->text,
		.level = kinds[finding->kind].level,
	};

	return mb_opts_give(info, &ours, sizeof(ours));
}
