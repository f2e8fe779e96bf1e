// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* explain_program.c - the program that a frame meets: its constants, and whose build it is. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/datapath.h"
#include "datapath/prog.h"
#include "port/explain.h"
#include "port/programs.h"

static uint32_t entry_of(const struct mb_explain *e)
{
	if (e->origin == MACBPF_ORIGIN_ENDPOINT)
		return MB_ENTRY_ENDPOINT;
	return e->origin == MACBPF_ORIGIN_HOST ? MB_ENTRY_HOST : MB_ENTRY_LOWER;
}

/* Its own, or behind that of an endpoint which was taken off, the one that lets nothing through. */
static int find(struct mb_explain *e, uint32_t *entry)
{
	static const char *const names[] = {
		[MB_ENTRY_LOWER] = MB_NAME_LOWER_PROG,
		[MB_ENTRY_ENDPOINT] = MB_NAME_ENDPOINT_PROG,
		[MB_ENTRY_CLOSED] = MB_NAME_CLOSED_PROG,
		[MB_ENTRY_HOST] = MB_NAME_HOST_PROG,
	};
	int fd;

	*entry = entry_of(e);
	fd = mb_attach_find(e->mb, e->at->ifindex, names[*entry], &e->hook);
	if (fd >= 0 || *entry != MB_ENTRY_ENDPOINT)
		return fd;
	*entry = MB_ENTRY_CLOSED;
	return mb_attach_find(e->mb, e->at->ifindex, names[*entry], &e->hook);
}

/* As the port's record knows it; one that found no place there is what it would be made of now. */
static struct mb_config config_of(const struct mb_explain *e, uint32_t entry)
{
	for (size_t i = 0; i < MB_PROGS_MAX; i++)
		if (e->port->rec.prog[i].id == e->prog_id)
			return e->port->rec.prog[i].config;
	return mb_program_config(e->port, e->from, entry);
}

/* The kernel gives programs of one build one tag, whatever their constants and maps. */
static int compare(struct mb_explain *e, int fd)
{
	uint8_t tag[MB_PROG_TAG_LEN], ours[MB_PROG_TAG_LEN];
	int err = mb_prog_tag(fd, tag) ?: mb_datapath_tag(&e->config, &e->port->maps, ours);

	e->other_build = !err && memcmp(tag, ours, sizeof(tag));
	return err;
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
