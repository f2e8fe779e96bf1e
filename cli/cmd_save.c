// SPDX-License-Identifier: GPL-2.0-only
/* cmd_save.c - `macbpf save`: what there is, as a batch file that makes it again */
#include <stdio.h>
#include <string.h>

#include "complete.h"
#include "save.h"

struct save {
	struct app *app;
	const char *lower;
	bool owned;    /* those of others as well */
	uint32_t left; /* that were of others */
};

/* Why a line can't be written for it; NULL: it can. */
static const char *obstacle(const struct macbpf_link_info *info)
{
	if (info->netnsid >= 0 && !*info->netns)
		return "its netns has no name";
	if (!save_can_say(info->lower))
		return "the name of its lower has both kinds of quotes";
	if (info->netnsid >= 0 && !save_can_say(info->netns))
		return "the name of its netns has both kinds of quotes, or several lines";
	if (info->adopted)
		return "who makes its tap has it adopted again";
	if (!save_can_say(info->name))
		return "its name has both kinds of quotes";
	if (!save_can_say(info->alias))
		return "its alias has both kinds of quotes, or several lines";
	return save_can_say(info->owner) ? NULL : "its owner has both kinds of quotes";
}

static void print_words(const struct saved *s, unsigned int place)
{
	const struct link_word *word = NULL;

	while ((word = link_words_next_of(word, place)))
		if (word->save)
			word->save(s, word);
}

/* A name may have what a line can't. */
static void print_skipped(const struct saved *s, const char *why)
{
	printf("# %s (%s) is left out: %s\n", save_can_say(s->info.name) ? s->info.name : "one",
	       s->info.hostdev, why);
}

static void print_link(const struct saved *s)
{
	const char *why = obstacle(&s->info);

	if (why) {
		print_skipped(s, why);
		return;
	}
	fputs("link replace", stdout);
	print_words(s, LINK_ADD);
	print_words(s, s->info.type == MACBPF_TYPE_MACVTAP ? LINK_MACVTAP : LINK_MACVLAN);
	putchar('\n');
}

/* Whether a line was written for any, of those who own the address on record or who don't. */
static bool print_links(struct save *save, const struct macbpf_port_info *port,
			const struct macbpf_links *links, bool owners)
{
	struct saved s = { .info.sz = sizeof(s.info), .lower_mtu = port->lower_mtu };
	bool any = false;

	while ((s.link = macbpf_links__next(links, s.link))) {
		macbpf_link__info(s.link, &s.info);
		if (s.info.lower_ifindex != port->lower_ifindex || !s.info.owns_kept == owners)
			continue;
		if (*s.info.owner && !save->owned) {
			save->left++;
			continue;
		}
		any = any || !obstacle(&s.info);
		print_link(&s);
	}
	return any;
}

/*
 * Who comes first has the address, so those who wait for another's come last. A port goes with its
 * last endpoint, so it can't be set where none is written.
 */
static void print_port(struct save *save, const struct macbpf_port_info *port,
		       const struct macbpf_links *links)
{
	bool any = print_links(save, port, links, true);

	if (print_links(save, port, links, false) || any)
		save_port(port);
}

static void print_all(struct save *save, const struct macbpf_ports *ports,
		      const struct macbpf_links *links)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	const struct macbpf_port *port = NULL;

	puts("# made by 'macbpf save'; 'macbpf -batch FILE' puts it back, as often as need be");
	while ((port = macbpf_ports__next(ports, port))) {
		macbpf_port__info(port, &info);
		print_port(save, &info, links);
	}
	if (macbpf__incomplete(save->app->mb))
		puts("# not all: another version of macbpf made a port, and knows the rest");
	if (save->left)
		printf("# %u of owners are left out, who make them again\n", save->left);
}

static int save_all(struct save *save)
{
	MACBPF_OPTS(macbpf_links_opts, which, .lower = save->lower);
	struct macbpf_links *links = NULL;
	struct macbpf_ports *ports;
	int err = macbpf_ports__get(save->app->mb, save->lower, &ports);

	if (err)
		return app_failed(save->app, err);
	err = macbpf_links__get(save->app->mb, &which, &links);
	if (!err)
		print_all(save, ports, links);
	macbpf_links__free(links);
	macbpf_ports__free(ports);
	return err ? app_failed(save->app, err) : app_listed(save->app, EXIT_OK);
}

static int run(struct app *app, struct args *args)
{
	struct save save = { .app = app };
	const char *word;
	int code = 0;

	if (app->out.json)
		return usage_error("\"save\" prints a batch file, and no JSON");
	while (!code && (word = args_peek(args))) {
		if (!strcmp(word, "owned")) {
			args_take(args);
			save.owned = true;
		} else if (names_contain("link dev", word) && !save.lower) {
			args_take_keyword(args);
			code = args_value(args, "a device name", &save.lower);
		} else {
			code = args_end(args, "link, owned, help");
		}
	}
	if (!code)
		code = app_open(app);
	return code ? code : save_all(&save);
}

static void synopsis(void)
{
	puts(" [ link LOWER ] [ owned ]\n"
	     "\n"
	     "owned  endpoints that have an owner as well, who would make them again");
}

static void next(char **words)
{
	complete_next("link LOWER owned", words);
}

static const struct command commands[] = {
	{ "save", "print endpoints and settings of ports as a file for -batch", synopsis, run,
	  next },
};

const struct object save_object = {
	"save", "what there is, as a file for -batch", commands, ARRAY_SIZE(commands), NULL, true,
};
