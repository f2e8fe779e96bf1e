// SPDX-License-Identifier: GPL-2.0-only
/* link_words.c - the words of `macbpf link` before the type, as in ip-link(8): one table */
#include <net/if.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "link.h"

#define ADD_SET (LINK_ADD | LINK_SET)

struct word {
	const char *names;
	const char *value;  /* for the synopsis; NULL: takes none */
	unsigned int verbs; /* OR of enum link_verb */
	int (*parse)(struct args *args, struct link_request *request, const struct word *word);
	uint64_t has;		/* numbers: enum macbpf_link_has */
	size_t offset;		/* numbers and texts: of the member */
	unsigned int flag;	/* IFF_* */
	bool inverted;		/* on clears the flag */
	bool repeatable;	/* the last one counts, as in ip(8) */
	unsigned int needed_by; /* OR of enum link_verb */
	bool keyword_optional;
};

static int parse_number(struct args *args, struct link_request *request, const struct word *word)
{
	uint32_t *member = (uint32_t *)((char *)request + word->offset);

	request->opts.has |= word->has;
	return args_u32(args, member);
}

static int parse_index(struct args *args, struct link_request *request, const struct word *word)
{
	int err = parse_number(args, request, word);

	if (err || (request->opts.index && request->opts.index <= INT32_MAX))
		return err;
	return usage_error("argument of \"index\" must be a number from 1 to %d, not \"%u\"",
			   INT32_MAX, request->opts.index);
}

static int parse_group(struct args *args, struct link_request *request, const struct word *word)
{
	const char *text;
	int err;

	(void)word;
	err = args_value(args, "a number or \"default\"", &text);
	if (err)
		return err;
	request->opts.has |= MACBPF_LINK_GROUP;
	if (!strcmp(text, "default"))
		request->opts.group = 0;
	else if (!parse_u32(text, &request->opts.group))
		return usage_error("argument of \"group\" must be a number from 0 to %u or "
				   "\"default\", not \"%s\"",
				   UINT32_MAX, text);
	return 0;
}

static int parse_address(struct args *args, struct link_request *request, const struct word *word)
{
	(void)word;
	request->opts.address = request->address;
	return args_mac(args, request->address);
}

static int parse_broadcast(struct args *args, struct link_request *request, const struct word *word)
{
	(void)word;
	request->opts.broadcast = request->broadcast;
	return args_mac(args, request->broadcast);
}

static int parse_alias(struct args *args, struct link_request *request, const struct word *word)
{
	(void)word;
	return args_value(args, "a text", &request->opts.alias);
}

/* A name that a device has may be anything: the library looks for it. */
static int parse_name(struct args *args, struct link_request *request, const struct word *word)
{
	return args_value(args, "a device name", (const char **)((char *)request + word->offset));
}

static int parse_new_name(struct args *args, struct link_request *request, const struct word *word)
{
	int err = parse_name(args, request, word);

	return err ? err : check_name(args->word, request->opts.name);
}

/* A name in /run/netns goes before the number of a process, as in ip(8). */
static int parse_netns(struct args *args, struct link_request *request, const struct word *word)
{
	const char *text;
	uint32_t pid;
	int err;

	(void)word;
	err = args_value(args, "a name, a process id or a path", &text);
	if (err)
		return err;
	request->opts.netns = text;
	snprintf(request->netns, sizeof(request->netns), "/run/netns/%.40s", text);
	if (!parse_u32(text, &pid) || !access(request->netns, F_OK))
		return 0;
	snprintf(request->netns, sizeof(request->netns), "/proc/%u", pid);
	if (!access(request->netns, F_OK)) {
		snprintf(request->netns, sizeof(request->netns), "/proc/%u/ns/net", pid);
		request->opts.netns = request->netns;
		return 0;
	}
	return usage_error(
		"argument of \"netns\" must be a name of \"ip netns list\", a process id "
		"or a path: there is no netns and no process \"%s\"",
		text);
}

static int parse_hook(struct args *args, struct link_request *request, const struct word *word)
{
	const char *text;
	int err;

	(void)word;
	err = args_value(args, hook_words, &text);
	if (err)
		return err;
	request->opts.has |= MACBPF_LINK_HOOK;
	if (!macbpf_hook__parse(text, &request->opts.hook) &&
	    request->opts.hook != MACBPF_HOOK_NETKIT)
		return 0;
	return usage_error("argument of \"hook\" must be %s, not \"%s\"", hook_words, text);
}

static int parse_endpoint(struct args *args, struct link_request *request, const struct word *word)
{
	const char *text;
	int err;

	(void)word;
	err = args_value(args, endpoint_words, &text);
	if (err)
		return err;
	request->opts.has |= MACBPF_LINK_KIND;
	if (!macbpf_kind__parse(text, &request->opts.kind) && request->opts.kind != MACBPF_KIND_TAP)
		return 0;
	return usage_error("argument of \"endpoint\" must be %s, not \"%s\"", endpoint_words, text);
}

static void set_flag(struct link_request *request, unsigned int flag, bool on)
{
	request->opts.dev_flags_mask |= flag;
	request->opts.dev_flags &= ~flag;
	request->opts.dev_flags |= on ? flag : 0;
}

static int parse_up_down(struct args *args, struct link_request *request, const struct word *word)
{
	(void)args;
	request->only_up = true;
	set_flag(request, word->flag, !word->inverted);
	return 0;
}

static int parse_on_off(struct args *args, struct link_request *request, const struct word *word)
{
	bool on;
	int err;

	err = args_on_off(args, &on);
	if (!err)
		set_flag(request, word->flag, on != word->inverted);
	return err;
}

static int parse_type(struct args *args, struct link_request *request, const struct word *word)
{
	static const char legal[] = "\"macvlan\" or \"macvtap\"";
	const char *type;
	int err;

	(void)word;
	err = args_value(args, legal, &type);
	if (err)
		return err;
	request->type_given = true;
	request->opts.has |= MACBPF_LINK_TYPE;
	if (macbpf_type__parse(type, &request->opts.type))
		return usage_error("argument of \"type\" must be %s, not \"%s\"", legal, type);
	return 0;
}

#define REQUEST(member)	    .offset = offsetof(struct link_request, member)
#define NUMBER(bit, member) parse_number, .has = MACBPF_LINK_##bit, REQUEST(opts.member)

/* The order is that of the synopsis. */
static const struct word words[] = {
	{ "link", "LOWER", LINK_ANY, parse_name, REQUEST(lower), .needed_by = LINK_ADD },
	{ "name dev", "NAME", LINK_ADD, parse_name, REQUEST(name), .needed_by = LINK_ADD,
	  .keyword_optional = true },
	{ "dev", "NAME", LINK_ANY & ~LINK_ADD, parse_name, REQUEST(name),
	  .needed_by = LINK_SET | LINK_DEL, .keyword_optional = true },
	{ "name", "NEWNAME", LINK_SET, parse_new_name, REQUEST(opts.name) },
	{ "txqueuelen qlen txqlen", "PACKETS", ADD_SET, NUMBER(TXQUEUELEN, txqueuelen) },
	{ "address addr", "LLADDR", ADD_SET, parse_address, .repeatable = true },
	{ "broadcast brd", "LLADDR", ADD_SET, parse_broadcast, .repeatable = true },
	{ "mtu", "MTU", ADD_SET, NUMBER(MTU, mtu) },
	{ "index", "IDX", LINK_ADD, parse_index, .has = MACBPF_LINK_INDEX, REQUEST(opts.index) },
	{ "numtxqueues", "N", LINK_ADD, NUMBER(NUMTXQUEUES, numtxqueues) },
	{ "numrxqueues", "N", LINK_ADD, NUMBER(NUMRXQUEUES, numrxqueues) },
	{ "group", "{ N | default }", ADD_SET, parse_group, .repeatable = true },
	{ "alias", "TEXT", ADD_SET, parse_alias, .repeatable = true },
	{ "netns", "{ NAME | PID | PATH }", ADD_SET, parse_netns },
	{ "up", NULL, ADD_SET | LINK_SHOW, parse_up_down, .flag = IFF_UP, .repeatable = true },
	{ "down", NULL, ADD_SET, parse_up_down, .flag = IFF_UP, .inverted = true,
	  .repeatable = true },
	{ "arp", "{ on | off }", ADD_SET, parse_on_off, .flag = IFF_NOARP, .inverted = true,
	  .repeatable = true },
	{ "multicast", "{ on | off }", ADD_SET, parse_on_off, .flag = IFF_MULTICAST,
	  .repeatable = true },
	{ "allmulticast", "{ on | off }", ADD_SET, parse_on_off, .flag = IFF_ALLMULTI,
	  .repeatable = true },
	{ "promisc", "{ on | off }", ADD_SET, parse_on_off, .flag = IFF_PROMISC,
	  .repeatable = true },
	{ "hook", "HOOK", ADD_SET, parse_hook },
	{ "endpoint", "KIND", LINK_ADD, parse_endpoint },
	{ "type", "{ macvlan | macvtap }", LINK_ANY, parse_type, .needed_by = LINK_ADD },
};
_Static_assert(ARRAY_SIZE(words) <= 32, "link_request.seen has a bit for each word");

static const struct word *find_word(const char *text, unsigned int verbs)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if ((words[i].verbs & verbs) && names_contain(words[i].names, text))
			return &words[i];
	return NULL;
}

bool link_words_have(const char *text, unsigned int verbs)
{
	return find_word(text, verbs);
}

int link_words_parse_one(struct args *args, struct link_request *request, const char *text)
{
	const struct word *word = find_word(text, request->verb);
	uint32_t bit = 1u << (word - words);

	if (!word->repeatable && request->seen & bit)
		return usage_error("\"%s\" is given twice", text);
	request->seen |= bit;
	return word->parse(args, request, word);
}

void link_words_list(char legal[LEGAL_SIZE], enum link_verb verb)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i].verbs & verb)
			names_list(legal, words[i].names);
}

/* One line of words, broken before it gets too long. */
static void print_word(int *column, const char *text)
{
	if (*column + (int)strlen(text) > 78) {
		printf("\n\t\t");
		*column = 16;
	}
	*column += printf(*column == 16 ? "%s" : " %s", text);
}

static void format_word(char *text, size_t size, const struct word *word, enum link_verb verb)
{
	bool needed = word->needed_by & verb;
	bool keyword_needed = !word->keyword_optional;
	bool args = word->parse == parse_type && verb != LINK_SHOW;

	snprintf(text, size, "%s%s%.*s%s%s%s%s%s", needed ? "" : "[ ", keyword_needed ? "" : "[ ",
		 names_first_length(word->names), word->names, keyword_needed ? "" : " ]",
		 word->value ? " " : "", word->value ? word->value : "", args ? " [ ARGS ]" : "",
		 needed ? "" : " ]");
}

void link_words_print(enum link_verb verb)
{
	char text[128];
	int column = 21;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (!(words[i].verbs & verb))
			continue;
		format_word(text, sizeof(text), &words[i], verb);
		print_word(&column, text);
	}
	putchar('\n');
}
