/* SPDX-License-Identifier: GPL-2.0-only */
/* listing.h - one way for what is listed: got, gone over, printed row by row, freed */
#ifndef CLI_LISTING_H
#define CLI_LISTING_H

#include "app.h"

struct listing {
	int (*get)(struct app *app, const char *lower, void **rows);
	const void *(*next)(const void *rows, const void *row);
	void (*print)(struct app *app, const void *row);
	void (*free)(void *rows);
};

/*
 * A struct listing called `name`, of the functions that the library has for ROWS: ROWS__next() and
 * ROWS__free(). The compiler sees in here that get(), print() and these are about the same rows.
 */
#define LISTING(name, ROWS, get_rows, print_row)                                                   \
	static int name##_get(struct app *app, const char *lower, void **rows)                     \
	{                                                                                          \
		struct ROWS *got = NULL;                                                           \
		int err = get_rows(app, lower, &got);                                              \
                                                                                                   \
		*rows = got;                                                                       \
		return err;                                                                        \
	}                                                                                          \
	static const void *name##_next(const void *rows, const void *row)                          \
	{                                                                                          \
		return ROWS##__next(rows, row);                                                    \
	}                                                                                          \
	static void name##_print(struct app *app, const void *row)                                 \
	{                                                                                          \
		print_row(app, row);                                                               \
	}                                                                                          \
	static void name##_free(void *rows)                                                        \
	{                                                                                          \
		ROWS##__free(rows);                                                                \
	}                                                                                          \
	static const struct listing name = { name##_get, name##_next, name##_print, name##_free }

/* Prints all rows; 0, or an exit code after an error was printed. */
int listing_show(struct app *app, const struct listing *listing, const char *lower);
/* The whole of a command whose words are [ [ link | dev ] LOWER ]. */
int listing_run(struct app *app, const struct listing *listing, struct args *args);

/*
 * The hostdev of the endpoint of this name, which is in each row: the name may be another's as
 * well.
 * "" without a name. 0, or an exit code after an error was printed.
 */
int listing_hostdev(struct app *app, const char *lower, const char *name,
		    char hostdev[MACBPF_NAME_SIZE]);

#endif /* CLI_LISTING_H */
