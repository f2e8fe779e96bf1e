// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * upgrade.c - this library's programs in the place of those of another build.
 *
 * Both work on the same tables, so a frame may meet either. A table that the port was made without
 * comes with the first program that is loaded; that is the lower's, and goes first: by it others
 * find the table, and do the rest if we die.
 */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/prog.h"
#include "port/programs.h"
#include "port/record.h"
#include "port/upgrade.h"

/* A program of ours, and that in whose place it is to come. */
struct fresh {
	struct mb_config config;
	int fd, old_fd; /* -1: nobody knows which it was */
	bool same;	/* both are */
};

struct upgrade {
	struct macbpf *mb;
	struct mb_port *port;
	struct fresh *fresh;
	size_t count;
	uint32_t tables; /* that the port was made without: nobody who runs knows of them */
	struct mb_prog_rec old[MB_PROGS_MAX];
};

static bool is_known(const struct upgrade *u, const struct mb_config *config)
{
	for (size_t i = 0; i < u->count; i++)
		if (!memcmp(&u->fresh[i].config, config, sizeof(*config)))
			return true;
	return false;
}

/* What is behind programs was not there in macbpf 0.1, and comes with later commands. */
static bool is_nowhere(const struct fresh *fresh)
{
	return fresh->config.entry == MB_ENTRY_CLOSED && fresh->old_fd == -ENOENT;
}

static int add(struct upgrade *u, const struct mb_config *config)
{
	struct fresh *fresh;

	if (is_known(u, config))
		return 0;
	if (!mb_grow(&u->fresh, u->count))
		return mb_no_memory(u->mb);
	fresh = &u->fresh[u->count];
	*fresh = (struct fresh){ .config = *config };
	fresh->fd = mb_program_load(u->mb, u->port, config);
	if (fresh->fd < 0)
		return fresh->fd;
	fresh->old_fd = mb_program_running(u->mb, u->port, config, fresh->fd);
	fresh->same = !u->tables && mb_prog_is_same_build(fresh->fd, fresh->old_fd) > 0;
	if (is_nowhere(fresh))
		mb_close_fd(&fresh->fd);
	else
		u->count++;
	return 0;
}

/* All that the port runs, the lower's first. */
static int load_all(struct upgrade *u)
{
	struct mb_config config;
	int err = 0;

	for (size_t i = 0; !err && mb_program_wanted(u->port, i, &config); i++)
		err = add(u, &config);
	return err;
}

static void close_all(struct upgrade *u)
{
	for (size_t i = 0; i < u->count; i++) {
		mb_close_fd(&u->fresh[i].fd);
		mb_close_fd(&u->fresh[i].old_fd);
	}
	free(u->fresh);
}

static uint32_t count_devices(const struct upgrade *u)
{
	uint32_t count = 0;

	for (size_t i = 0; i < u->count; i++)
		if (!u->fresh[i].same)
			count += mb_program_count(u->port, &u->fresh[i].config);
	return count;
}

/* As with any constant that changes: what is not on record is put where it is wanted. */
static int begin(struct upgrade *u)
{
	struct mb_port_rec *rec = &u->port->rec;

	memcpy(u->old, rec->prog, sizeof(u->old));
	memset(rec->prog, 0, sizeof(rec->prog));
	rec->flags |= MB_PORT_CHANGING;
	return mb_record_save_port(u->mb, u->port);
}

int mb_upgrade_fill(const struct mb_port *port)
{
	int err = 0;

	for (size_t i = 0; !err && i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE)
			err = mb_counts_ensure(&port->maps, port->ep[i].rec.hostdev);
	return err;
}

/*
 * The mark stays where rows could not be made, or it could not be read whether there are source
 * lists, so that programs ask for some: whoever comes next mends that.
 */
static int finish(struct upgrade *u)
{
	if (mb_upgrade_fill(u->port) || u->port->sources == MB_SOURCES_UNTOLD)
		return 0;
	u->port->rec.flags &= ~(uint32_t)MB_PORT_CHANGING;
	return mb_record_save_port(u->mb, u->port);
}

/* What can't be put back is ours, and does as well; whoever comes next makes all ours then. */
static void undo(struct upgrade *u, size_t count)
{
	bool all = true;

	for (size_t i = count; i--;) {
		const struct fresh *fresh = &u->fresh[i];

		all &= fresh->same ||
		       (fresh->old_fd >= 0 &&
			!mb_program_swap(u->mb, u->port, &fresh->config, fresh->old_fd));
	}
	if (!all)
		return;
	memcpy(u->port->rec.prog, u->old, sizeof(u->old));
	finish(u);
}

/* Who runs the same already is left alone. */
static int swap(const struct upgrade *u, const struct fresh *fresh)
{
	if (fresh->same)
		return mb_program_remember(u->mb, u->port, fresh->old_fd, &fresh->config);
	return mb_program_swap(u->mb, u->port, &fresh->config, fresh->fd);
}

static int swap_all(struct upgrade *u)
{
	int err = begin(u);
	size_t i = 0;

	for (; !err && i < u->count; i++)
		err = swap(u, &u->fresh[i]);
	err = err ?: finish(u);
	if (err)
		undo(u, i);
	return err;
}

uint32_t mb_upgrade_tables(const struct mb_port *port)
{
	uint32_t count = 0;

	for (int i = 0; i < MB_MAP_COUNT; i++)
		count += port->maps.fd[i] < 0;
	return count;
}

int mb_upgrade_port(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
		    struct mb_upgrade *result)
{
	struct upgrade u = { .mb = mb, .port = port, .tables = mb_upgrade_tables(port) };
	int err;

	result->tables = u.tables;
	err = mb_world_load_adopt(mb, w, port) ?: load_all(&u);
	if (!err) {
		result->devices = count_devices(&u);
		if (!result->dry && (result->devices || result->tables))
			err = swap_all(&u);
	}
	close_all(&u);
	return err;
}
