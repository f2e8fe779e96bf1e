/* SPDX-License-Identifier: GPL-2.0-only */
/* link_word.h - a word of `macbpf link` as a row: where it stands, what its value is and sets */
#ifndef CLI_LINK_WORD_H
#define CLI_LINK_WORD_H

#include "choice.h"
#include "link.h"

struct link_word;
typedef int link_word_type(struct args *args, struct link_request *request,
			   const struct link_word *word);

/* Prints word and value for an endpoint that is there (save.h). */
struct saved;
typedef void link_word_save(const struct saved *saved, const struct link_word *word);

struct link_word {
	const char *names;	     /* the first is the canonical one */
	const char *value;	     /* for the synopsis; NULL: takes none */
	unsigned int places;	     /* OR of enum link_place: where it may stand */
	link_word_type *parse;	     /* the type of its value */
	size_t offset;		     /* of what it sets, in struct link_request */
	size_t has;		     /* of what says that it is given */
	uint64_t bit;		     /* there */
	size_t buffer;		     /* addresses: of the bytes that a pointer leads to */
	const struct choice *choice; /* the words that are legal values */
	uint32_t min, max;	     /* of a number; max 0: any */
	unsigned int flag;	     /* IFF_* */
	bool inverted;		     /* on clears the flag */
	bool repeatable;	     /* the last one counts, as in ip(8) */
	bool keyword_optional;
	bool unspoken;		/* stands in no synopsis: another row's says it */
	bool hidden;		/* nor among the legal words */
	unsigned int needed_by; /* OR of enum link_place, for the synopsis */
	const char *help;	/* behind the type: a line of the help; NULL: none */
	link_word_save
		*save;	     /* how it is written down; of a word that makes: NULL needs a reason */
	size_t info;	     /* of what save() prints, in struct macbpf_link_info */
	uint32_t usual;	     /* what it is without the word, of which save() prints nothing */
	const char *unsaved; /* that reason */
};

/* All words of a place, one after the other; NULL: the first, and no more. */
const struct link_word *link_words_next_of(const struct link_word *prev, unsigned int place);

/* What a row is written down from. */
#define SAVED(type, member) .save = save_##type, .info = offsetof(struct macbpf_link_info, member)

/* What a row sets. */
#define REQUEST(member) .offset = offsetof(struct link_request, member)
#define GIVEN(opts, number, member)                                                                \
	REQUEST(opts.member), .has = offsetof(struct link_request, opts.has), .bit = (number)
#define LINK(name, member)    GIVEN(opts, MACBPF_LINK_##name, member)
#define MACVLAN(name, member) GIVEN(macvlan, MACBPF_MACVLAN_##name, member)
#define GUARD(name)	      .has = offsetof(struct link_request, guard.has), .bit = MACBPF_GUARD_##name
#define MACVTAP(name, member) GIVEN(macvtap, MACBPF_MACVTAP_##name, member)

/* Types of values: of any word, of words that are like no other, and of those behind the type. */
link_word_type link_parse_number, link_parse_signed, link_parse_choice, link_parse_mac;
link_word_type link_parse_text, link_parse_device, link_parse_new_name, link_parse_on_off,
	link_parse_bool, link_parse_given;
link_word_type link_parse_up_down;

link_word_type link_parse_group, link_parse_netns, link_parse_type, link_parse_all;
link_word_type link_parse_guard, link_parse_isolated, link_parse_rate, link_parse_group_rate;

link_word_type link_parse_flag, link_parse_bare_flag, link_parse_macaddr, link_parse_uid;
link_word_type link_parse_gid, link_parse_help;

/* Notes that the word is given. */
void link_word_given(struct link_request *request, const struct link_word *word);

static inline void *link_word_target(struct link_request *request, const struct link_word *word)
{
	return (char *)request + word->offset;
}

#endif /* CLI_LINK_WORD_H */
