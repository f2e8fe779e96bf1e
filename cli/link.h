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

/* What the words of one command ask for. Pointers in `opts` lead here or into argv. */
struct link_request {
	enum link_verb verb;
	const char *lower;
	const char *name;
	const char *bare[2]; /* words without a keyword */
	int bare_count;
	bool type_given;
	bool only_up;	/* show */
	bool help;	/* asked for in the words of the type */
	uint32_t seen;	/* words that were given; bit: index in the table */
	char netns[64]; /* path of a process's netns */
	uint8_t address[MACBPF_MAC_LEN];
	uint8_t broadcast[MACBPF_MAC_LEN];
	uint8_t (*macaddr)[MACBPF_MAC_LEN];
	struct macbpf_link_opts opts;
	struct macbpf_macvlan_opts macvlan;
	struct macbpf_source_opts source; /* given with the first word about it */
	struct macbpf_macvtap_opts macvtap;
};

/* Reads all words; 0, or EXIT_USAGE. To be freed in either case. */
int link_parse(struct args *args, enum link_verb verb, struct link_request *request);
void link_request_free(struct link_request *request);

/* The words before the type: whether there is one for one of these verbs, and one and its values.
 */
bool link_words_have(const char *text, unsigned int verbs);
int link_words_parse_one(struct args *args, struct link_request *request, const char *text);
/* Appends all words of a verb; prints its synopsis, from the table that parses it. */
void link_words_list(char legal[LEGAL_SIZE], enum link_verb verb);
void link_words_print(enum link_verb verb);

/* The words of `type macvlan`: one of them and its values, and what they say together. */
bool link_type_knows_word(const char *text);
int link_type_parse_word(struct args *args, struct link_request *request, const char *text);
int link_type_check(const struct link_request *request);
void link_print_type_help(void);

int link_show(struct app *app, struct args *args);

#endif /* CLI_LINK_H */
