// SPDX-License-Identifier: GPL-2.0-only
/* link_words.c - the words of `macbpf link`, as in ip-link(8): one table, and what is told from it
 */
#include <net/if.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "common/text.h"
#include "complete.h"
#include "save.h"

#define ADD_SET	       (LINK_ADD | LINK_SET)
#define BUFFER(member) .buffer = offsetof(struct link_request, member)

/* The order is that of the synopsis. */
static const struct link_word words[] = {
	{ "link", "LOWER", LINK_ANY, link_parse_device, REQUEST(lower), .needed_by = LINK_ADD,
	  SAVED(text, lower) },
	{ "name dev", "NAME", LINK_ADD, link_parse_device, REQUEST(name), .needed_by = LINK_REPLACE,
	  .keyword_optional = true, SAVED(text, name) },
	{ "dev", "NAME", LINK_ANY & ~LINK_ADD, link_parse_device, REQUEST(name),
	  .needed_by = LINK_SET, .keyword_optional = true },
	{ "all", NULL, LINK_DEL, link_parse_all },
	{ "name", "NEWNAME", LINK_SET, link_parse_new_name, REQUEST(opts.name) },
	{ "txqueuelen qlen txqlen", "PACKETS", ADD_SET, link_parse_number,
	  LINK(TXQUEUELEN, txqueuelen), SAVED(txqueuelen, txqueuelen) },
	{ "address addr", "LLADDR", ADD_SET, link_parse_mac, REQUEST(opts.address), BUFFER(address),
	  .repeatable = true, SAVED(mac, kept_address) },
	{ "broadcast brd", "LLADDR", ADD_SET, link_parse_mac, REQUEST(opts.broadcast),
	  BUFFER(broadcast), .repeatable = true, SAVED(mac, broadcast) },
	{ "mtu", "MTU", ADD_SET, link_parse_number, LINK(MTU, mtu), SAVED(mtu, mtu) },
	{ "index", "IDX", LINK_ADD, link_parse_number, LINK(INDEX, index), .min = 1,
	  .max = INT32_MAX, .unsaved = "it is the kernel's choice" },
	{ "numtxqueues", "N", LINK_ADD, link_parse_number, LINK(NUMTXQUEUES, numtxqueues),
	  SAVED(queues, numtxqueues), .usual = 1 },
	{ "numrxqueues", "N", LINK_ADD, link_parse_number, LINK(NUMRXQUEUES, numrxqueues),
	  SAVED(queues, numrxqueues), .usual = 1 },
	{ "group", "{ N | default }", LINK_ANY, link_parse_group, LINK(GROUP, group),
	  .repeatable = true, SAVED(number, group) },
	{ "alias", "TEXT", ADD_SET, link_parse_text, REQUEST(opts.alias), .repeatable = true,
	  SAVED(text, alias) },
	{ "owner", "WORD", LINK_ANY & ~LINK_SET, link_parse_text, REQUEST(opts.owner),
	  SAVED(text, owner) },
	{ "netns", "{ NAME | PID | PATH }", ADD_SET, link_parse_netns, SAVED(netns, netns) },
	{ "up", NULL, ADD_SET | LINK_SHOW, link_parse_up_down, .flag = IFF_UP, .repeatable = true,
	  SAVED(state, dev_flags) },
	{ "down", NULL, ADD_SET, link_parse_up_down, .flag = IFF_UP, .inverted = true,
	  .repeatable = true, SAVED(state, dev_flags) },
	{ "arp", "{ on | off }", ADD_SET, link_parse_on_off, .flag = IFF_NOARP, .inverted = true,
	  .repeatable = true, SAVED(on_off, dev_flags) },
	{ "multicast", "{ on | off }", ADD_SET, link_parse_on_off, .flag = IFF_MULTICAST,
	  .repeatable = true, SAVED(on_off, dev_flags), .usual = IFF_MULTICAST },
	{ "allmulticast", "{ on | off }", ADD_SET, link_parse_on_off, .flag = IFF_ALLMULTI,
	  .repeatable = true, SAVED(on_off, dev_flags) },
	{ "promisc", "{ on | off }", ADD_SET, link_parse_on_off, .flag = IFF_PROMISC,
	  .repeatable = true, SAVED(on_off, dev_flags) },
	{ "protodown", "{ on | off }", ADD_SET, link_parse_bool, LINK(PROTODOWN, protodown),
	  .repeatable = true, SAVED(bool, protodown) },
	{ "hook", "HOOK", ADD_SET, link_parse_choice, LINK(HOOK, hook), .choice = &choice_hook,
	  SAVED(asked, hook) },
	{ "endpoint", "KIND", LINK_ADD, link_parse_choice, LINK(KIND, kind), .choice = &choice_kind,
	  SAVED(asked, kind) },
	{ "guard", "{ off | mac [ ip ADDR,... ] [ allow WORD ... ] }", ADD_SET, link_parse_guard,
	  GUARD(FLAGS), SAVED(guard, guard) },
	{ "isolated", "{ on | off }", ADD_SET, link_parse_isolated, GUARD(ISOLATED),
	  .repeatable = true, SAVED(bool, isolated) },
	{ "rate", "{ off | { in | out } { off | RATE [ burst SIZE ] } }", ADD_SET, link_parse_rate,
	  .repeatable = true, SAVED(rate, rate_in) },
	{ "group-rate", "{ off | N }", ADD_SET, link_parse_group_rate, .repeatable = true,
	  SAVED(number, group_rate) },
	{ "adopt", NULL, LINK_ADD, link_parse_given, MACVTAP(ADOPT, adopt),
	  .unsaved = "who makes the tap has it adopted again" },
	{ "type", "{ macvlan | macvtap }", LINK_ANY, link_parse_type, LINK(TYPE, type),
	  .choice = &choice_type, .needed_by = LINK_ADD, SAVED(choice, type) },

	{ "mode", "MODE", LINK_BEHIND, link_parse_choice, MACVLAN(MODE, mode),
	  .choice = &choice_mode, .repeatable = true, SAVED(choice, mode) },
	{ "flag", "FLAG | nopromisc | nodst", LINK_BEHIND, link_parse_flag, MACVLAN(FLAGS, flags),
	  .repeatable = true,
	  .help = "FLAG: null | nopromisc (mode passthru) | nodst (mode source)",
	  SAVED(flags, flags) },
	{ "nopromisc", NULL, LINK_BEHIND, link_parse_bare_flag, MACVLAN(FLAGS, flags),
	  .repeatable = true, .unspoken = true },
	{ "nodst", NULL, LINK_BEHIND, link_parse_bare_flag, MACVLAN(FLAGS, flags),
	  .repeatable = true, .unspoken = true },
	{ "null", NULL, LINK_BEHIND, link_parse_bare_flag, MACVLAN(FLAGS, flags),
	  .repeatable = true, .unspoken = true, .hidden = true },
	{ "macaddr", "{ add MAC | del MAC | set [ MAC ... ] | flush }", LINK_BEHIND,
	  link_parse_macaddr, .repeatable = true,
	  .help = "macaddr: the source list of mode source; \"add\" and \"del\" may be repeated",
	  SAVED(macaddr, macaddr_count) },
	{ "bcqueuelen", "N", LINK_BEHIND, link_parse_number, MACVLAN(BC_QUEUE_LEN, bc_queue_len),
	  .repeatable = true,
	  .help = "bcqueuelen, bclim: kept and shown; macbpf does not queue broadcasts",
	  SAVED(number, bc_queue_len), .usual = 1000 },
	{ "bclim", "N", LINK_BEHIND, link_parse_signed, MACVLAN(BC_CUTOFF, bc_cutoff),
	  .repeatable = true, SAVED(signed, bc_cutoff), .usual = 1 },
	{ "mcast-flood", "{ on | off }", LINK_BEHIND, link_parse_bool,
	  MACVLAN(MCAST_FLOOD, mcast_flood), .repeatable = true,
	  .help = "mcast-flood: all multicast, also with \"port set mcast-snooping on\": for who "
		  "listens\n\tand does not report",
	  SAVED(bool, mcast_flood) },
	{ "macaddr-limit", "N", LINK_BEHIND, link_parse_number,
	  MACVLAN(MACADDR_LIMIT, macaddr_limit), .max = 256, .repeatable = true,
	  .help = "macaddr-limit: how many addresses lead to it besides its own (16), of those "
		  "that "
		  "its\n\tdevice receives for",
	  SAVED(number, macaddr_limit), .usual = 16 },
	{ "learning", "{ on | off }", LINK_BEHIND, link_parse_bool, MACVLAN(LEARNING, learning),
	  .repeatable = true,
	  .help = "learning: where the endpoint sends from leads to it, for a bridge behind it "
		  "(off)",
	  SAVED(bool, learning) },
	{ "queues", "N", LINK_MACVTAP, link_parse_number, MACVTAP(QUEUES, queues),
	  .repeatable = true,
	  .help = "macvtap: a tap for a virtual machine; \"queues\" (1 to 256) is how many its "
		  "reader\n\tmay attach, \"user\" and \"group\" who may without being root",
	  SAVED(number, queues), .usual = 1 },
	{ "user", "USER", LINK_MACVTAP, link_parse_uid, MACVTAP(USER, user), .repeatable = true,
	  SAVED(id, tap_user) },
	{ "group", "GROUP", LINK_MACVTAP, link_parse_gid, MACVTAP(GROUP, group), .repeatable = true,
	  SAVED(id, tap_group) },
	{ "help -h -help --help", NULL, LINK_BEHIND, link_parse_help, .repeatable = true,
	  .unspoken = true, .hidden = true },
};
_Static_assert(ARRAY_SIZE(words) <= 64, "link_request.seen has a bit for each word");

static const struct link_word *find_word(const char *text, unsigned int places)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if ((words[i].places & places) && names_contain(words[i].names, text))
			return &words[i];
	return NULL;
}

const struct link_word *link_words_next_of(const struct link_word *prev, unsigned int place)
{
	const struct link_word *word = prev ? prev + 1 : words;

	while (word < words + ARRAY_SIZE(words) && !(word->places & place))
		word++;
	return word < words + ARRAY_SIZE(words) ? word : NULL;
}

bool link_words_have(const char *text, unsigned int places)
{
	return find_word(text, places);
}

int link_words_parse_one(struct args *args, struct link_request *request, const char *text,
			 unsigned int places)
{
	const struct link_word *word = find_word(text, places);
	uint64_t bit = 1ull << (word - words);

	if (!word->repeatable && request->seen & bit)
		return usage_error("\"%s\" is given twice", text);
	request->seen |= bit;
	return word->parse(args, request, word);
}

void link_words_list(char legal[LEGAL_SIZE], unsigned int places)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i].places & places && !words[i].hidden)
			names_list(legal, words[i].names);
}

void link_words_help(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (words[i].places & LINK_BEHIND && words[i].choice)
			choice_print(words[i].choice, words[i].value);
		if (words[i].help)
			puts(words[i].help);
	}
}

/* ---------------------------------------------------------------- what may come next */

#define GRAMMAR_SIZE 2048

static void add_value(char grammar[GRAMMAR_SIZE], const struct link_word *word)
{
	const struct choice *choice = word->choice;

	if (!word->value)
		return;
	mb_text_append(grammar, GRAMMAR_SIZE, " {");
	for (size_t i = 0; choice && i < choice->count; i++)
		mb_text_append(grammar, GRAMMAR_SIZE, " %s", choice->name(choice->values[i]));
	mb_text_append(grammar, GRAMMAR_SIZE, " %s }", choice ? "" : word->value);
}

static void add_words(char grammar[GRAMMAR_SIZE], unsigned int place)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (!(words[i].places & place) || words[i].hidden)
			continue;
		mb_text_append(grammar, GRAMMAR_SIZE, " %.*s", names_first_length(words[i].names),
			       words[i].names);
		add_value(grammar, &words[i]);
	}
}

void link_words_next(enum link_verb verb, char **given)
{
	unsigned int place = verb;
	char grammar[GRAMMAR_SIZE] = "";

	for (char **word = given; verb != LINK_SHOW && word[0] && word[1]; word++) {
		if (strcmp(word[0], "type") != 0)
			continue;
		place = strcmp(word[1], "macvtap") ? LINK_MACVLAN : LINK_MACVTAP;
		given = word + 2;
	}
	if (place & (LINK_SET | LINK_DEL | LINK_SHOW))
		mb_text_append(grammar, sizeof(grammar), "NAME");
	add_words(grammar, place);
	complete_next(grammar, given);
}

/* ---------------------------------------------------------------- the synopsis */

/* One line of words, broken before it gets too long. */
static void print_word(int *column, const char *text)
{
	if (*column + (int)strlen(text) > 78) {
		printf("\n\t\t");
		*column = 16;
	}
	*column += printf(*column == 16 ? "%s" : " %s", text);
}

static void format_word(char *text, size_t size, const struct link_word *word, unsigned int place)
{
	bool needed = word->needed_by & place;
	bool keyword_needed = !word->keyword_optional;
	bool args = word->parse == link_parse_type && place != LINK_SHOW;

	snprintf(text, size, "%s%s%.*s%s%s%s%s%s", needed ? "" : "[ ", keyword_needed ? "" : "[ ",
		 names_first_length(word->names), word->names, keyword_needed ? "" : " ]",
		 word->value ? " " : "", word->value ? word->value : "", args ? " [ ARGS ]" : "",
		 needed ? "" : " ]");
}

void link_words_print(unsigned int place, unsigned int other, int column)
{
	char text[128];

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (!(words[i].places & place) || words[i].places & other || words[i].unspoken)
			continue;
		format_word(text, sizeof(text), &words[i], place);
		print_word(&column, text);
	}
	putchar('\n');
}
