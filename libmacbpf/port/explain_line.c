// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* explain_line.c - the lines of an explanation, and the names in them. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/own.h"
#include "kinds/device.h"
#include "port/explain.h"
#include "world/hostdev.h"

/* NULL: out of memory, which is told in the end. */
static struct mb_explain_line *append(struct mb_explain *e, uint32_t type)
{
	if (e->no_memory || !mb_grow(&e->line, e->lines)) {
		e->no_memory = true;
		return NULL;
	}
	e->line[e->lines] = (struct mb_explain_line){ .type = type };
	return &e->line[e->lines++];
}

void mb_explain_line_add(struct mb_explain *e, uint32_t type, const char *fmt, ...)
{
	struct mb_explain_line *line = append(e, type);
	va_list args;

	if (!line)
		return;
	va_start(args, fmt);
	vsnprintf(line->text, sizeof(line->text), fmt, args);
	va_end(args);
}

const struct mb_endpoint *mb_explain_line_endpoint(const struct mb_explain *e, uint32_t hostdev)
{
	for (size_t i = 0; i < e->port->count; i++)
		if (mb_world_is_live(&e->port->ep[i]) && e->port->ep[i].rec.hostdev == hostdev)
			return &e->port->ep[i];
	return NULL;
}

bool mb_explain_line_device(struct mb_explain *e, const struct mb_endpoint *ep, struct mb_dev *dev)
{
	return ep->hostdev && !mb_device_survey(e->mb, &e->survey, ep, dev);
}

const char *mb_explain_line_name(struct mb_explain *e, const struct mb_endpoint *ep,
				 char name[MB_IFNAME_LEN])
{
	struct mb_dev dev;

	if (mb_explain_line_device(e, ep, &dev))
		memcpy(name, dev.name, MB_IFNAME_LEN);
	else
		snprintf(name, MB_IFNAME_LEN, "%.*s", MB_IFNAME_LEN - 1, ep->rec.name);
	return name;
}

void mb_explain_line_copy(struct mb_explain *e, uint32_t ifindex)
{
	const struct mb_endpoint *ep = mb_explain_line_endpoint(e, ifindex);
	struct mb_explain_line *line = append(e, MACBPF_EXPLAIN_COPY);

	if (!line)
		return;
	if (ep) {
		mb_explain_line_name(e, ep, line->name);
		memcpy(line->hostdev, mb_hostdev_shown(ep->hostdev), MB_IFNAME_LEN);
		snprintf(line->text, sizeof(line->text), "A copy goes to endpoint %s (hostdev %s).",
			 line->name, line->hostdev);
	} else {
		memcpy(line->name, e->port->lower->name, MB_IFNAME_LEN);
		snprintf(line->text, sizeof(line->text), "A copy goes to the host, by %s.",
			 line->name);
	}
}
