// SPDX-License-Identifier: GPL-2.0-only
/* listing.c - one way for what is listed: got, gone over, printed row by row, freed */
#include "listing.h"

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
