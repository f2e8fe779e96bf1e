// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* attach.c - programs on a device, whatever the hook. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/hook.h"
#include "datapath/prog.h"
#include "kernel/rtnl.h"

/* In the order in which a frame meets them, which is also that of preference. A netkit device that
 * is a lower has its program at TCX, as all lowers: only there may it use bpf_redirect_peer(). */
static const struct mb_hook *const hooks[] = { &mb_hook_netkit, &mb_hook_tcx, &mb_hook_clsact };

/* Each program has one side of a device where it is at home. */
static struct mb_side side_of(const struct macbpf *mb, uint32_t ifindex, const char *name)
{
	bool egress = !strcmp(name, MB_NAME_HOST_PROG);

	return (struct mb_side){ mb->rtnl, ifindex, egress ? MB_EGRESS : MB_INGRESS };
}

static bool is_wanted(const struct mb_hook *hook, uint32_t wanted)
{
	return wanted == hook->id || (wanted == MACBPF_HOOK_AUTO && hook != &mb_hook_netkit);
}

int mb_attach(struct macbpf *mb, uint32_t hook, uint32_t ifindex, const char *name, int prog_fd,
	      bool ours)
{
	const struct mb_side at = side_of(mb, ifindex, name);
	int err = -EOPNOTSUPP;

	for (size_t i = 0; err == -EOPNOTSUPP && i < ARRAY_SIZE(hooks); i++)
		if (is_wanted(hooks[i], hook))
			err = hooks[i]->attach(&at, prog_fd, ours);
	return err;
}

/* One may go while we look; another's of our name is left alone. */
static bool is_none(int err)
{
	return err == -ENOENT || err == -ENOMSG;
}

/* The id of our program of this name; 0: none. *others: another has this name. */
static int find_id(const struct mb_hook *hook, const struct mb_side *at, const char *name,
		   uint32_t *id, bool *others)
{
	uint32_t ids[MB_HOOK_PROGS], count = MB_HOOK_PROGS;
	int err = hook->query(at, ids, &count);

	*id = 0;
	for (uint32_t i = 0; !err && !*id && i < count; i++) {
		if (!ids[i])
			continue;
		err = mb_prog_is(ids[i], name);
		*others |= err == -ENOMSG;
		if (err > 0)
			*id = ids[i];
		err = err < 0 && !is_none(err) ? err : 0;
	}
	return err == -EOPNOTSUPP ? 0 : err;
}

static int find(const struct mb_side *at, const char *name, const struct mb_hook **hook,
		uint32_t *id)
{
	bool others = false;
	int err;

	for (size_t i = 0; i < ARRAY_SIZE(hooks); i++) {
		err = find_id(hooks[i], at, name, id, &others);
		*hook = hooks[i];
		if (err || *id)
			return err;
	}
	return others ? -ENOMSG : -ENOENT;
}

int mb_attach_find(struct macbpf *mb, uint32_t ifindex, const char *name, uint32_t *hook)
{
	const struct mb_side at = side_of(mb, ifindex, name);
	const struct mb_hook *there;
	uint32_t id;
	int err = find(&at, name, &there, &id);

	if (err)
		return err;
	if (hook)
		*hook = there->id;
	return mb_prog_open(id);
}

int mb_attach_where(struct macbpf *mb, uint32_t ifindex, const char *name, uint32_t *hook)
{
	const struct mb_side at = side_of(mb, ifindex, name);
	const struct mb_hook *there;
	uint32_t id;
	int err = find(&at, name, &there, &id);

	if (!err)
		*hook = there->id;
	return is_none(err) ? -ENOENT : err;
}

/* 1: our program is here. What stands before it comes to the rows. */
static int add_ahead(const struct mb_hook *hook, const struct mb_side *at, const char *name,
		     struct mb_ahead **ahead, size_t *n)
{
	uint32_t ids[MB_HOOK_PROGS], count = MB_HOOK_PROGS;
	int err = hook->query(at, ids, &count);

	for (uint32_t i = 0; !err && i < count; i++) {
		err = ids[i] ? mb_prog_is(ids[i], name) : 0;
		if (err > 0 || (err < 0 && !is_none(err)))
			return err;
		err = mb_grow(ahead, *n) ? 0 : -ENOMEM;
		if (!err)
			(*ahead)[(*n)++] = (struct mb_ahead){ ids[i], hook->id };
	}
	return err == -EOPNOTSUPP ? 0 : err;
}

int mb_attach_ahead(struct macbpf *mb, uint32_t ifindex, const char *name, uint32_t *hook,
		    struct mb_ahead **ahead, size_t *count)
{
	const struct mb_side at = side_of(mb, ifindex, name);
	mb_auto_free struct mb_ahead *rows = NULL;
	size_t n = 0;
	int found = 0;

	for (size_t i = 0; !found && i < ARRAY_SIZE(hooks); i++) {
		*hook = hooks[i]->id;
		found = add_ahead(hooks[i], &at, name, &rows, &n);
	}
	if (found <= 0)
		return found ?: -ENOENT;
	*ahead = mb_take(rows);
	*count = n;
	return 0;
}

/* What stands before ours is forgotten when that comes. What went meanwhile is not there. */
static int add_past(const struct mb_hook *hook, const struct mb_side *at, const char *name,
		    struct mb_ahead **past, size_t *n)
{
	uint32_t ids[MB_HOOK_PROGS], count = MB_HOOK_PROGS;
	int err = hook->query(at, ids, &count);

	for (uint32_t i = 0; !err && i < count; i++) {
		int ours = ids[i] ? mb_prog_is(ids[i], name) : 0;

		if (ours > 0)
			*n = 0;
		if (ours > 0 || ours == -ENOENT ||
		    (ids[i] && mb_prog_is(ids[i], MB_NAME_CLOSED_PROG) > 0))
			continue;
		err = mb_grow(past, *n) ? 0 : -ENOMEM;
		if (!err)
			(*past)[(*n)++] = (struct mb_ahead){ ids[i], hook->id };
	}
	return err == -EOPNOTSUPP ? 0 : err;
}

int mb_attach_past(struct macbpf *mb, uint32_t ifindex, const char *name, struct mb_ahead **past,
		   size_t *count)
{
	const struct mb_side at = side_of(mb, ifindex, name);
	mb_auto_free struct mb_ahead *rows = NULL;
	int err = 0;

	*count = 0;
	for (size_t i = 0; !err && i < ARRAY_SIZE(hooks); i++)
		err = add_past(hooks[i], &at, name, &rows, count);
	if (!err)
		*past = mb_take(rows);
	return err;
}

/* How many stand before this one at its hook. */
static int place_of(const struct mb_hook *hook, const struct mb_side *at, uint32_t id)
{
	uint32_t ids[MB_HOOK_PROGS], count = MB_HOOK_PROGS, i = 0;
	int err = hook->query(at, ids, &count);

	while (!err && i < count && ids[i] != id)
		i++;
	return err ?: (int)i;
}

int mb_attach_first(struct macbpf *mb, uint32_t ifindex, const char *name, int new_fd)
{
	const struct mb_side at = side_of(mb, ifindex, name);
	const struct mb_hook *there;
	uint32_t old_id, new_id;
	int before, err;

	err = find(&at, name, &there, &old_id) ?: mb_prog_id(new_fd, &new_id);
	if (err)
		return err;
	before = place_of(there, &at, old_id);
	if (before < 0)
		return before;
	err = there->attach(&at, new_fd, false);
	if (err)
		return err;
	if (place_of(there, &at, new_id) < before)
		return there->remove(&at, old_id, false);
	return there->remove(&at, new_id, false) ?: -EEXIST;
}

int mb_attach_tidy(struct macbpf *mb, uint32_t ifindex, const char *name)
{
	uint32_t ids[MB_HOOK_PROGS], count = MB_HOOK_PROGS, id;
	const struct mb_side at = side_of(mb, ifindex, name);
	const struct mb_hook *there;
	bool behind = false;
	int err = find(&at, name, &there, &id) ?: there->query(&at, ids, &count);

	for (uint32_t i = 0; !err && i < count; i++) {
		if (behind && ids[i] && mb_prog_is(ids[i], name) > 0)
			err = there->remove(&at, ids[i], false);
		behind |= ids[i] == id;
	}
	return err;
}

int mb_attach_replace(struct macbpf *mb, uint32_t ifindex, const char *name, int new_fd)
{
	const struct mb_side at = side_of(mb, ifindex, name);
	uint32_t old_id, new_id;
	int err = mb_prog_id(new_fd, &new_id);
	bool found = false, others = false;

	for (size_t i = 0; !err && i < ARRAY_SIZE(hooks); i++) {
		err = find_id(hooks[i], &at, name, &old_id, &others);
		if (err || !old_id)
			continue;
		found = true;
		if (old_id != new_id)
			err = hooks[i]->replace(&at, new_fd, old_id);
	}
	return err ?: found ? 0 : -ENOENT;
}

/* An earlier move that was killed half way may have left another at this hook. */
static int put(const struct mb_hook *hook, const struct mb_side *at, const char *name, uint32_t id,
	       bool ours)
{
	mb_auto_close int fd = mb_prog_open(id);
	uint32_t there;
	bool others = false;
	int err;

	if (fd < 0)
		return fd;
	err = find_id(hook, at, name, &there, &others);
	if (err || there == id)
		return err;
	return there ? hook->replace(at, fd, there) : hook->attach(at, fd, ours);
}

static int remove_from(const struct mb_hook *hook, const struct mb_side *at, const char *name,
		       bool place)
{
	bool others = false;
	uint32_t id;
	int err = find_id(hook, at, name, &id, &others);

	return err || !id ? err : hook->remove(at, id, place);
}

static int remove_except(const struct mb_hook *kept, const struct mb_side *at, const char *name,
			 bool place)
{
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(hooks); i++)
		if (hooks[i] != kept)
			err = remove_from(hooks[i], at, name, place);
	return err;
}

int mb_attach_move(struct macbpf *mb, uint32_t hook, uint32_t ifindex, const char *name, bool ours)
{
	const struct mb_side at = side_of(mb, ifindex, name);
	const struct mb_hook *there;
	uint32_t id;
	int err = find(&at, name, &there, &id);

	if (err)
		return is_none(err) ? -ENOENT : err;
	err = -EOPNOTSUPP;
	for (size_t i = 0; err == -EOPNOTSUPP && i < ARRAY_SIZE(hooks); i++) {
		if (!is_wanted(hooks[i], hook))
			continue;
		err = put(hooks[i], &at, name, id, ours);
		if (!err)
			return remove_except(hooks[i], &at, name, ours);
	}
	return err;
}

int mb_attach_remove(struct macbpf *mb, uint32_t ifindex, const char *name, bool place)
{
	const struct mb_side at = side_of(mb, ifindex, name);

	return remove_except(NULL, &at, name, place);
}

int mb_attach_remove_but(struct macbpf *mb, uint32_t hook, uint32_t ifindex, const char *name)
{
	const struct mb_side at = side_of(mb, ifindex, name);
	const struct mb_hook *kept = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(hooks); i++)
		if (hooks[i]->id == hook)
			kept = hooks[i];
	return remove_except(kept, &at, name, true);
}

int mb_attach_behind(struct macbpf *mb, uint32_t ifindex, int prog_fd, bool ours)
{
	const struct mb_side at = side_of(mb, ifindex, MB_NAME_CLOSED_PROG);

	return mb_clsact_behind(&at, prog_fd, ours);
}

int mb_attach_makes_place(struct macbpf *mb, uint32_t hook, uint32_t ifindex)
{
	const struct mb_side at = side_of(mb, ifindex, MB_NAME_LOWER_PROG);
	uint32_t none[1], count = 0;
	int has;

	if (hook == MACBPF_HOOK_TCX)
		return 0;
	if (hook == MACBPF_HOOK_AUTO && mb_hook_tcx.query(&at, none, &count) != -EOPNOTSUPP)
		return 0;
	has = mb_rtnl_has_clsact(mb->rtnl, ifindex, false);
	return has < 0 ? has : !has;
}

/* It has no maps, so that it is not found by its name. */
static int try_and_remove(const struct mb_hook *hook, const struct mb_side *at, int prog_fd)
{
	uint32_t id;
	int err = hook->attach(at, prog_fd, false);

	if (err == -EOPNOTSUPP)
		return 0;
	return err ?: mb_prog_id(prog_fd, &id) ?: hook->remove(at, id, true) ?: 1;
}

int mb_attach_probe(struct mb_netlink *rtnl, uint32_t hook, uint32_t ifindex, int prog_fd)
{
	const struct mb_side at = { rtnl, ifindex, MB_INGRESS };

	for (size_t i = 0; i < ARRAY_SIZE(hooks); i++)
		if (hooks[i]->id == hook)
			return try_and_remove(hooks[i], &at, prog_fd);
	return 0;
}
