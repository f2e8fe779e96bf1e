// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* port_set.c - changing what holds for a whole port. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "common/text.h"
#include "base/txn.h"
#include "endpoint/allmulti.h"
#include "endpoint/carrier.h"
#include "endpoint/groups.h"
#include "endpoint/neigh.h"
#include "port/host.h"
#include "port/programs.h"
#include "port/record.h"
#include "session/run.h"
#include "session/tell.h"
#include "session/write.h"

struct set_port {
	struct macbpf *mb;
	const char *lower;
	struct macbpf_port_opts o;
	struct mb_world *w;
	struct mb_port *port;
	uint32_t old_flags;
};

static const struct setting {
	uint64_t has;  /* of enum macbpf_port_has */
	uint32_t flag; /* of enum mb_port_flag */
	const char *word;
	size_t value;
} settings[] = {
	{ MACBPF_PORT_ARP_DIRECTED, MB_PORT_ARP_DIRECTED, "arp-directed",
	  offsetof(struct macbpf_port_opts, arp_directed) },
	{ MACBPF_PORT_MCAST_SNOOPING, MB_PORT_MCAST_SNOOPING, "mcast-snooping",
	  offsetof(struct macbpf_port_opts, mcast_snooping) },
	{ MACBPF_PORT_HOST_ACCESS, MB_PORT_HOST_ACCESS, "host-access",
	  offsetof(struct macbpf_port_opts, host_access) },
	{ MACBPF_PORT_CARRIER, MB_PORT_CARRIER, "carrier",
	  offsetof(struct macbpf_port_opts, carrier_follow) },
};

static uint32_t value_of(const struct macbpf_port_opts *o, const struct setting *setting)
{
	return *(const uint32_t *)((const char *)o + setting->value);
}

static int write_flags(struct set_port *s, uint32_t flags)
{
	s->port->rec.flags = flags;
	return mb_record_save_port(s->mb, s->port);
}

/* Whether a setting was given so. */
static bool is_set(const struct set_port *s, uint32_t flag, bool on)
{
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++)
		if (settings[i].flag == flag)
			return s->o.has & settings[i].has && !!value_of(&s->o, &settings[i]) == on;
	return false;
}

/* Programs follow the record, so theirs is the last undo but one. */
static int keep_programs(void *arg)
{
	(void)arg;
	return 0;
}

static void restore_programs(void *arg)
{
	struct set_port *s = arg;

	mb_programs_follow(s->mb, s->port);
}

static void restore_flags(void *arg)
{
	struct set_port *s = arg;

	write_flags(s, s->old_flags);
}

static int change_flags(void *arg)
{
	struct set_port *s = arg;
	uint32_t flags = s->old_flags | MB_PORT_CHANGING;
	int err;

	for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
		if (!(s->o.has & settings[i].has))
			continue;
		flags &= ~settings[i].flag;
		flags |= value_of(&s->o, &settings[i]) ? settings[i].flag : 0;
	}
	err = write_flags(s, flags);
	if (err)
		mb_txn_undo(s->mb, restore_flags, s);
	return err;
}

static int change_programs(void *arg)
{
	struct set_port *s = arg;

	return mb_programs_follow(s->mb, s->port);
}

static void restore_groups(void *arg)
{
	struct set_port *s = arg;

	if (!is_set(s, MB_PORT_MCAST_SNOOPING, true))
		return;
	if (s->old_flags & MB_PORT_MCAST_SNOOPING)
		mb_groups_end_doubt(s->mb, s->port);
	else
		mb_groups_forget_all(s->mb, s->port);
}

/* Endpoints get all multicast until they have said to what they listen. */
static int begin_groups(void *arg)
{
	struct set_port *s = arg;
	int err = 0;

	if (is_set(s, MB_PORT_MCAST_SNOOPING, true))
		err = mb_groups_begin_all(s->mb, s->port);
	if (err)
		mb_txn_undo(s->mb, restore_groups, s);
	return err;
}

/* What was learnt would be old news when it is switched on again. */
static int forget_learnt(void *arg)
{
	struct set_port *s = arg;

	return is_set(s, MB_PORT_ARP_DIRECTED, false) ? mb_neigh_forget_all(s->mb, s->port) : 0;
}

static int forget_groups(void *arg)
{
	struct set_port *s = arg;

	return is_set(s, MB_PORT_MCAST_SNOOPING, false) ? mb_groups_forget_all(s->mb, s->port) : 0;
}

/* When programs learn again, what was forgotten is asked for. */
static int keep_groups(void *arg)
{
	(void)arg;
	return 0;
}

static void relearn_groups(void *arg)
{
	struct set_port *s = arg;

	if (!is_set(s, MB_PORT_MCAST_SNOOPING, false) || !(s->old_flags & MB_PORT_MCAST_SNOOPING))
		return;
	if (!mb_groups_begin_all(s->mb, s->port))
		mb_groups_ask_all(s->mb, s->port);
}

/* Of the record as it is now, when programs agree with it. */
static void restore_host(void *arg)
{
	struct set_port *s = arg;

	mb_host_follow(s->mb, s->w, s->port);
}

/* While programs still know what is the host's, and what is not. */
static int close_host(void *arg)
{
	struct set_port *s = arg;
	int err = is_set(s, MB_PORT_HOST_ACCESS, false) ? mb_host_close(s->mb, s->port) : 0;

	if (err)
		mb_txn_undo(s->mb, restore_host, s);
	return err;
}

/* Of the record as it was, when that is written again. */
static void restore_carrier(void *arg)
{
	struct set_port *s = arg;

	if (s->o.has & MACBPF_PORT_CARRIER)
		mb_carrier_set_all(s->mb, s->port);
}

static int keep_carrier(void *arg)
{
	(void)arg;
	return 0;
}

static int change_carrier(void *arg)
{
	struct set_port *s = arg;

	if (!(s->o.has & MACBPF_PORT_CARRIER))
		return 0;
	mb_carrier_follow(s->mb, s->port);
	return mb_carrier_set_all(s->mb, s->port);
}

static void unfollow_host(void *arg)
{
	struct set_port *s = arg;

	if (!(s->old_flags & MB_PORT_HOST_ACCESS))
		mb_host_close(s->mb, s->port);
}

static int follow_host(void *arg)
{
	struct set_port *s = arg;
	int err = mb_host_follow(s->mb, s->w, s->port);

	if (err)
		mb_txn_undo(s->mb, unfollow_host, s);
	return err;
}

static int ask_for_groups(void *arg)
{
	struct set_port *s = arg;

	if (!is_set(s, MB_PORT_MCAST_SNOOPING, true))
		return 0;
	mb_allmulti_look_all(s->mb, s->w, s->port);
	return mb_groups_ask_all(s->mb, s->port);
}

/* What programs don't know the next command has to look at. */
static int finish(void *arg)
{
	struct set_port *s = arg;

	if (s->port->sources == MB_SOURCES_UNTOLD)
		return 0;
	return write_flags(s, s->port->rec.flags & ~(uint32_t)MB_PORT_CHANGING);
}

static const struct mb_step steps[] = {
	{ keep_carrier, restore_carrier, "what carrier endpoints have" },
	{ keep_groups, relearn_groups, "which groups are known" },
	{ close_host, restore_host, "no more frames to or from the host, if they end" },
	{ keep_programs, restore_programs, "which programs there are" },
	{ change_flags, restore_flags, "the settings in the record" },
	{ begin_groups, restore_groups, "lists for groups, if they are wanted" },
	{ change_programs, NULL, "programs that have the settings" }, /* see the fourth line */
	{ follow_host, unfollow_host, "the program at the lower's egress" },
	{ forget_learnt, NULL, "what was learnt, if nobody learns any more" },
	{ forget_groups, NULL, "lists for groups, if none are wanted" }, /* see the second line */
	{ ask_for_groups, NULL, "a question for groups, when all learn" },
	{ change_carrier, NULL, "the carrier of endpoints" }, /* see the first line */
	{ finish, NULL, "the record: nothing is left to do" },
};

static void tell(const struct set_port *s)
{
	char words[64] = "";

	for (size_t i = 0; i < ARRAY_SIZE(settings); i++)
		if (s->o.has & settings[i].has)
			mb_text_append(words, sizeof(words), "%s%s", *words ? " " : "",
				       settings[i].word);
	mb_tell_port(mb_world_port_name(s->port), "port set", words);
}

static int change_settings(struct set_port *s)
{
	int err;

	s->old_flags = s->port->rec.flags;
	err = mb_txn_run(s->mb, steps, ARRAY_SIZE(steps), s);
	if (!err)
		tell(s);
	return err;
}

static int check_port(const struct set_port *s, const struct mb_dev *dev)
{
	if (!dev)
		return mb_fail(s->mb, -ENODEV, "cannot find device \"%s\"", s->lower);
	if (!s->port)
		return mb_fail(s->mb, -ENODEV,
			       "%s carries no endpoints, so it has no port to set: add one first, "
			       "'macbpf port show' lists the ports",
			       s->lower);
	return mb_world_port_check(s->mb, s->port);
}

static int set_locked(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct set_port *s = arg;
	const struct mb_dev *dev = mb_world_dev_named(w, s->lower);
	int err;

	(void)mb;
	s->w = w;
	s->port = dev ? mb_world_port(w, dev->ifindex) : NULL;
	err = check_port(s, dev);
	if (!err && s->o.has)
		err = change_settings(s);
	return err;
}

static int set_run(struct macbpf *mb, void *arg)
{
	return mb_write_world(mb, set_locked, arg);
}

static int check_opts(struct macbpf *mb, const struct macbpf_port_opts *o)
{
	uint64_t unknown = o->has;

	for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
		unknown &= ~settings[i].has;
		if (o->has & settings[i].has && value_of(o, &settings[i]) > 1)
			return mb_fail(mb, -EINVAL, "%s %u is neither 0 (off) nor 1 (on)",
				       settings[i].word, value_of(o, &settings[i]));
	}
	if (unknown)
		return mb_fail(mb, -EINVAL, "a setting of a port is unknown to this libmacbpf");
	return 0;
}

int macbpf_port__set(struct macbpf *mb, const char *lower, const struct macbpf_port_opts *opts)
{
	struct set_port s = { .mb = mb, .lower = lower };
	int err;

	err = mb_opts_take(mb, &s.o, sizeof(s.o), opts);
	if (err)
		return err;
	return mb_opts_need(mb, "a lower", lower) ?: check_opts(mb, &s.o) ?: mb_run(mb, set_run, &s);
}
