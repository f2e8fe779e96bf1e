// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* explain_program.c - the program that a frame meets: its constants, and whose build it is. */
#include <errno.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/prog.h"
#include "port/config.h"
#include "port/explain.h"
#include "port/programs.h"

uint32_t mb_explain_entry(const struct mb_explain *e)
{
	if (e->origin == MACBPF_ORIGIN_ENDPOINT)
		return MB_ENTRY_ENDPOINT;
	return e->origin == MACBPF_ORIGIN_HOST ? MB_ENTRY_HOST : MB_ENTRY_LOWER;
}

/* Its own, or behind that of an endpoint which was taken off, the one that lets nothing through. */
static int find(struct mb_explain *e, uint32_t *entry)
{
	int fd;

	*entry = mb_explain_entry(e);
	fd = mb_attach_find(e->mb, e->at->ifindex, mb_prog_entry_name(*entry), &e->hook);
	if (fd >= 0 || *entry != MB_ENTRY_ENDPOINT)
		return fd;
	*entry = MB_ENTRY_CLOSED;
	return mb_attach_find(e->mb, e->at->ifindex, mb_prog_entry_name(*entry), &e->hook);
}

/*
 * As the port's record knows it, whose words are not believed: one that begins elsewhere is none.
 * What found no place there is what it would be made of now.
 */
static struct mb_config config_of(const struct mb_explain *e, uint32_t entry)
{
	const struct mb_prog_rec *known = e->port->rec.prog;

	for (size_t i = 0; i < MB_PROGS_MAX; i++)
		if (known[i].id == e->prog_id && known[i].config.entry == entry)
			return known[i].config;
	return mb_config_of(e->port, e->from, entry);
}

/* What this library would load in its place, loaded and let go. */
static int compare(struct mb_explain *e, int fd)
{
	mb_auto_close int ours = mb_program_load(e->mb, e->port, &e->config);
	int same = ours < 0 ? ours : mb_prog_is_same_build(fd, ours);

	e->other_build = !same;
	return same < 0 ? same : 0;
}

int mb_explain_program(struct mb_explain *e)
{
	mb_auto_close int fd = -1;
	uint32_t entry;
	int err;

	e->at = e->from ? e->from->hostdev : e->port->lower;
	fd = find(e, &entry);
	if (fd == -ENOENT || fd == -ENOMSG)
		return 0;
	if (fd < 0)
		return mb_program_refused(e->mb, MACBPF_HOOK_AUTO, e->at->name, fd);
	err = mb_prog_id(fd, &e->prog_id);
	if (!err) {
		e->config = config_of(e, entry);
		err = compare(e, fd);
	}
	return err ? mb_program_load_failed(e->mb, err) : 0;
}
