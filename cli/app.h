/* SPDX-License-Identifier: GPL-2.0-only */
/* app.h - the state of one run of macbpf, and the tables its commands are rows of */
#ifndef CLI_APP_H
#define CLI_APP_H

#include <stdbool.h>
#include <stddef.h>

#include <macbpf/macbpf.h>

#include "common/own.h"
#include "args.h"
#include "out.h"

struct app {
	struct out out;
	const char *netns;    /* where the lowers are; NULL: here */
	const char *batch;    /* a file of commands; "-": stdin */
	const char *hook;     /* for what is made; NULL: auto */
	const char *endpoint; /* the same; NULL: MACBPF_ENDPOINT of the environment, or auto */
	bool force;	      /* batch: go on after an error */
	bool expedite;	      /* batch: with short grace periods */
	bool details;
	bool stats;
	bool all_stats; /* also what is nothing: -s twice */
	bool brief;
	bool verbose;
	bool timestamp;	    /* monitor, trace: when it was */
	bool numeric;	    /* as everything is anyway */
	const char *color;  /* "" or when; NULL: never */
	bool version, help; /* asked for: nothing else is done */
	struct macbpf *mb;  /* opened by the first command that needs it */
};

struct command {
	const char *names;	/* the first is the canonical one */
	const char *what;	/* one line for the overview */
	void (*synopsis)(void); /* prints its words, and what follows them in the help */
	int (*run)(struct app *app, struct args *args);
	/* Prints what may come behind these words, as complete_next(); NULL: nothing but help. */
	void (*next)(char **words);
};

struct object {
	const char *name;
	const char *what;
	const struct command *commands; /* the first runs when none is named */
	size_t count;
	/* `OBJECT help TOPIC`, of one of these besides commands; NULL: there are none */
	void (*topic_help)(void);
	bool is_command; /* its only command has no name: the words come behind the object */
	const char *topics;
};

extern const struct object link_object, port_object, fdb_object, mdb_object, neigh_object,
	tap_object, save_object;
extern const struct object show_object, diagnose_object, trace_object;
extern const struct object explain_object, metrics_object, monitor_object, feature_object,
	agent_object;

/* Runs one command: OBJECT [COMMAND] WORDS, ending with NULL. */
int app_run(struct app *app, char **words);
int app_run_batch(struct app *app);

/* The library's context; 0, or an exit code after an error was printed. */
int app_open(struct app *app);
/* Prints the library's sentence for -errno, returns the exit code. */
int app_failed(struct app *app, int err);
/* The exit code of a listing that was printed, which may lack what can't be known. */
int app_listed(const struct app *app, int code);

/* Takes the options in front of the object; NULL if one is wrong or stops (*code). */
char **options_take(struct app *app, char **words, int *code);
/* Whether listings are coloured; an exit code after an error was printed. */
int options_color(struct app *app);
void options_print(void);
/* Skips options, and prints what may come: all of them if none of `words` is the object, or the
 * value of the last, after which nothing else may: NULL. */
char **options_complete(char **words);

/* "; run it as root, missing: CAP_..." for the end of a sentence; "" if nothing is missing. */
#define MISSING_SIZE 128
const char *missing_capabilities(char text[MISSING_SIZE]);

void help_top(void);
void help_object(const struct object *object);
/* With the words that the first line begins with. */
void help_command(const struct object *object, const struct command *command, const char *usage);

#endif /* CLI_APP_H */
