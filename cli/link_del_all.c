// SPDX-License-Identifier: GPL-2.0-only
/* link_del_all.c - `macbpf link delete` of all that are on a lower, or in a group */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "link.h"

static bool is_meant(const struct link_request *request, const struct macbpf_link_info *info)
{
	if (request->type_given && info->type != request->opts.type)
		return false;
	return !(request->opts.has & MACBPF_LINK_GROUP) || info->group == request->opts.group;
}

/* By their hostdevs: devices may have one name. One that goes meanwhile is gone. */
static int del_listed(struct macbpf *mb, const struct link_request *request,
		      const struct macbpf_links *links, int *count)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link = NULL;
	int err = 0;

	while (!err && (link = macbpf_links__next(links, link))) {
		macbpf_link__info(link, &info);
		if (!is_meant(request, &info))
			continue;
		err = macbpf_link__del(mb, info.lower, info.hostdev);
		if (err == -ENODEV)
			err = 0;
		++*count;
	}
	return err;
}

int link_del_all(struct macbpf *mb, const struct link_request *request)
{
	MACBPF_OPTS(macbpf_links_opts, which, .lower = request->lower, .skip_hooks = 1);
	struct macbpf_links *links;
	int count = 0, err = macbpf_links__get(mb, &which, &links);

	if (err)
		return err;
	err = del_listed(mb, request, links, &count);
	macbpf_links__free(links);
	if (!err && !count)
		fputs("Nothing to delete: 'macbpf link show' lists what there is\n", stderr);
	return err;
}
