// SPDX-License-Identifier: GPL-2.0-only
/* link_parse.c - the words of `macbpf link`, as in ip-link(8), to a struct link_request */
#include <net/if.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "link.h"

#define ADD_SET (LINK_ADD | LINK_SET)
#define ANY	(LINK_ADD | LINK_SET | LINK_DEL | LINK_SHOW)

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
		strcat(request->netns, "/ns/net");
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

static int parse_type_words(struct args *args, struct link_request *request);

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
	return request->verb == LINK_SHOW ? 0 : parse_type_words(args, request);
}

#define REQUEST(member)	    .offset = offsetof(struct link_request, member)
#define NUMBER(bit, member) parse_number, .has = MACBPF_LINK_##bit, REQUEST(opts.member)

/* The order is that of the synopsis. */
static const struct word words[] = {
	{ "link", "LOWER", ANY, parse_name, REQUEST(lower), .needed_by = LINK_ADD },
	{ "name dev", "NAME", LINK_ADD, parse_name, REQUEST(name), .needed_by = LINK_ADD,
	  .keyword_optional = true },
	{ "dev", "NAME", ANY & ~LINK_ADD, parse_name, REQUEST(name),
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
	{ "type", "{ macvlan | macvtap }", ANY, parse_type, .needed_by = LINK_ADD },
};
_Static_assert(ARRAY_SIZE(words) <= 32, "link_request.seen has a bit for each word");

/* Words of ip-link(8) that ask nothing of macvlan: `ip` sets them on the finished device. */
static const char ip_words[] =
	"addrgenmode carrier dynamic gro_max_size gso_max_segs gso_max_size link-netns "
	"link-netnsid master nomaster parentdev protodown protodown_reason trailers vf vrf xdp "
	"xdpdrv xdpgeneric xdpoffload";

static const struct word *find_word(const char *text, enum link_verb verb)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if ((words[i].verbs & verb) && names_contain(words[i].names, text))
			return &words[i];
	return NULL;
}

/* Names all words of the verb: a typing error is seen at a glance. */
static int unknown_word(const struct args *args, enum link_verb verb, const char *text)
{
	char legal[256] = "";

	if (link_type_knows_word(text))
		return usage_error("\"%s\" must come after \"type macvlan\"", text);
	if (names_contain(ip_words, text))
		return usage_error("\"%s\" is nothing that macbpf sets: use \"ip link set\" on the "
				   "device",
				   text);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (!(words[i].verbs & verb))
			continue;
		strcat(legal, *legal ? ", " : "");
		strncat(legal, words[i].names, (size_t)names_first_length(words[i].names));
	}
	return usage_error("\"%s\" is unknown in \"macbpf %s\"; legal: %s", text, args->command,
			   legal);
}

static bool is_word(const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (names_contain(words[i].names, text))
			return true;
	return false;
}

static int unknown_type_word(const struct link_request *request, const char *text)
{
	const char *type = macbpf_type__name(request->opts.type);
	bool tap = request->opts.type == MACBPF_TYPE_MACVTAP;

	if (is_word(text))
		return usage_error("\"%s\" must come before \"type %s\"", text, type);
	return usage_error("\"%s\" is unknown after \"type %s\"; legal: mode, flag, nopromisc, "
			   "nodst, macaddr, bcqueuelen, bclim%s",
			   text, type, tap ? ", queues, user, group" : "");
}

/* From behind the type to the end. */
static int parse_type_words(struct args *args, struct link_request *request)
{
	int err = 0;

	while (!err && !request->help && args_peek(args)) {
		const char *text = args_take_keyword(args);

		err = link_type_knows_word(text) ? link_type_parse_word(args, request, text)
						 : unknown_type_word(request, text);
	}
	return err || request->help ? err : link_type_check(request);
}

/* A word without a keyword is the device, or for add the lower and the device. */
static int parse_bare(const struct args *args, struct link_request *request, const char *text)
{
	int wanted = !request->name + (request->verb == LINK_ADD && !request->lower);

	if (request->bare_count >= wanted || link_type_knows_word(text) ||
	    names_contain(ip_words, text))
		return unknown_word(args, request->verb, text);
	request->bare[request->bare_count++] = text;
	return 0;
}

static int parse_word(struct args *args, struct link_request *request)
{
	const char *text = args_take_keyword(args);
	const struct word *word = find_word(text, request->verb);
	uint32_t bit;

	if (!word)
		return parse_bare(args, request, text);
	bit = 1u << (word - words);
	if (!word->repeatable && request->seen & bit)
		return usage_error("\"%s\" is given twice", text);
	request->seen |= bit;
	return word->parse(args, request, word);
}

/* Only the end tells whether a bare word was the lower or the device. */
static int place_bare_words(struct link_request *request)
{
	bool lower = request->verb == LINK_ADD && !request->lower &&
		     request->bare_count > !request->name;
	int next = 0;

	if (lower)
		request->lower = request->bare[next++];
	if (next == request->bare_count)
		return 0;
	if (request->name)
		return usage_error("\"%s\" and \"%s\" can't both be the device",
				   request->bare[next], request->name);
	request->name = request->bare[next];
	return 0;
}

static int check_complete(const struct args *args, const struct link_request *request)
{
	if (request->verb == LINK_SHOW)
		return 0;
	if (!request->name)
		return usage_error("\"macbpf %s\" needs the name of a device", args->command);
	if (request->verb != LINK_ADD)
		return 0;
	if (!request->lower)
		return usage_error(
			"\"macbpf %s\" needs \"link LOWER\", the device to make \"%s\" on",
			args->command, request->name);
	if (!request->type_given)
		return usage_error("\"macbpf %s\" needs \"type macvlan\" or \"type macvtap\"",
				   args->command);
	return check_name("name", request->name);
}

int link_parse(struct args *args, enum link_verb verb, struct link_request *request)
{
	int err = 0;

	*request = (struct link_request){ .verb = verb, .opts.sz = sizeof(request->opts) };
	while (!err && !request->help && args_peek(args))
		err = parse_word(args, request);
	if (!err && !request->help)
		err = place_bare_words(request);
	if (!err && !request->help)
		err = check_complete(args, request);
	return err;
}

void link_request_free(struct link_request *request)
{
	free(request->macaddr);
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

void link_print_words(enum link_verb verb)
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
