// SPDX-License-Identifier: GPL-2.0-only
/* listing.c - one way for what is listed: got, gone over, printed row by row, freed */
#include "listing.h"

#include <stdio.h>

int listing_show(struct app *app, const struct listing *listing, const char *lower)
{
	const void *row = NULL;
	void *rows;
	int err, told, code;

	err = listing->get(app, lower, &rows);
	if (err)
		return app_failed(app, err);
	told = app_listed(app, EXIT_OK); /* what a row asks for besides is another listing */
	out_begin(&app->out);
	while ((row = listing->next(rows, row))) {
		out_row_begin(&app->out);
		listing->print(app, row);
		out_row_end(&app->out);
	}
	code = out_end(&app->out);
	listing->free(rows);
	return code ? code : told;
}

int listing_run(struct app *app, const struct listing *listing, struct args *args)
{
	const char *lower;
	int code;

	code = args_lower(args, &lower);
	if (!code)
		code = app_open(app);
	return code ? code : listing_show(app, listing, lower);
}

int listing_hostdev(struct app *app, const char *lower, const char *name,
		    char hostdev[MACBPF_NAME_SIZE])
{
	MACBPF_OPTS(macbpf_links_opts, opts, .lower = lower, .name = name, .skip_hooks = 1);
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link;
	struct macbpf_links *links;
	int err;

	*hostdev = '\0';
	if (!name)
		return 0;
	err = macbpf_links__get(app->mb, &opts, &links);
	if (err)
		return app_failed(app, err);
	link = macbpf_links__next(links, NULL);
	if (link && !macbpf_link__info(link, &info))
		snprintf(hostdev, MACBPF_NAME_SIZE, "%s", info.hostdev);
	macbpf_links__free(links);
	return 0;
}
