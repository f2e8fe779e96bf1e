/* SPDX-License-Identifier: GPL-2.0-only */
/* link.h - what the files of `macbpf link` share */
#ifndef CLI_LINK_H
#define CLI_LINK_H

#include "app.h"

enum link_verb {
	LINK_ADD = 1,
	LINK_SET = 2,
	LINK_DEL = 4,
	LINK_SHOW = 8,
	LINK_ANY = 15,
};

/* Where a word may stand: before the type, for one of the verbs, or behind one of the types. */
enum link_place {
	LINK_MACVLAN = 16,
	LINK_MACVTAP = 32,
	LINK_BEHIND = 48,
	LINK_REPLACE = 64, /* a synopsis of its own: all words are those of add */
};

/* What the words of one command ask for. Pointers in `opts` lead here or into argv. */
struct link_request {
	enum link_verb verb;
	const char *lower;
	const char *name;
	const char *bare[2]; /* words without a keyword */
	int bare_count;
	bool type_given;
	bool only_up;	/* show */
	bool all;	/* del: of the lower */
	bool help;	/* asked for in the words of the type */
	uint64_t seen;	/* words that were given; bit: index in the table */
	char netns[64]; /* path of a process's netns */
	uint8_t address[MACBPF_MAC_LEN];
	uint8_t broadcast[MACBPF_MAC_LEN];
	uint8_t (*macaddr)[MACBPF_MAC_LEN];
	struct macbpf_link_opts opts;
	struct macbpf_macvlan_opts macvlan;
	struct macbpf_source_opts source; /* given with the first word about it */
	struct macbpf_macvtap_opts macvtap;
	struct macbpf_guard_opts guard; /* given with the first word about it */
	uint8_t guard_addr[32][16];
	struct macbpf_rate_opts rate; /* given with the first word about it */
};

/* Reads all words; 0, or EXIT_USAGE. To be freed in either case. */
int link_parse(struct args *args, enum link_verb verb, struct link_request *request);
void link_request_free(struct link_request *request);

/* The words, from one table: whether there is one in one of these places, and one and its values.
 */
bool link_words_have(const char *text, unsigned int places);
int link_words_parse_one(struct args *args, struct link_request *request, const char *text,
			 unsigned int places);
/* Appends all legal words of a place. */
void link_words_list(char legal[LEGAL_SIZE], unsigned int places);
/* Prints the synopsis of a place, from a column on, but for the words that another place has, too.
 */
void link_words_print(unsigned int place, unsigned int other, int column);
/* Prints what may come behind these words of a verb, as complete_next(). */
void link_words_next(enum link_verb verb, char **words);
/* Prints the lines of help that rows have. */
void link_words_help(void);

/* What the words behind the type say together. */
int link_type_check(const struct link_request *request);

int link_show(struct app *app, struct args *args);

/* Deletes all that are on the lower, or in the group, or both. */
int link_del_all(struct macbpf *mb, const struct link_request *request);

#endif /* CLI_LINK_H */
