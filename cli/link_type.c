// SPDX-License-Identifier: GPL-2.0-only
/* link_type.c - the words behind `type macvlan` and `type macvtap`, as in ip-link(8) */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link.h"

static const uint32_t modes[] = {
	MACBPF_MODE_PRIVATE,  MACBPF_MODE_VEPA,	  MACBPF_MODE_BRIDGE,
	MACBPF_MODE_PASSTHRU, MACBPF_MODE_SOURCE,
};

static const struct {
	const char *name;
	enum macbpf_macaddr_op op;
	bool takes_one; /* MAC */
} macaddr_ops[] = {
	{ "add", MACBPF_MACADDR_ADD, true },
	{ "del", MACBPF_MACADDR_DEL, true },
	{ "set", MACBPF_MACADDR_SET, false },
	{ "flush", MACBPF_MACADDR_FLUSH, false },
};

static int parse_mode(struct args *args, struct link_request *request)
{
	static const char legal[] = "\"private\", \"vepa\", \"bridge\", \"passthru\" or \"source\"";
	const char *text;
	int err;

	err = args_value(args, legal, &text);
	if (err)
		return err;
	request->macvlan.has |= MACBPF_MACVLAN_MODE;
	if (macbpf_mode__parse(text, &request->macvlan.mode))
		return usage_error("argument of \"mode\" must be %s, not \"%s\"", legal, text);
	return 0;
}

/* "null" gives the whole word of flags without any. */
static bool take_flag(struct link_request *request, const char *text)
{
	uint32_t flag = 0;

	if (strcmp(text, "null") != 0 && macbpf_flag__parse(text, &flag))
		return false;
	request->macvlan.has |= MACBPF_MACVLAN_FLAGS;
	request->macvlan.flags |= flag;
	return true;
}

static int parse_flag(struct args *args, struct link_request *request)
{
	static const char legal[] = "\"nopromisc\", \"nodst\" or \"null\"";
	const char *text;
	int err;

	err = args_value(args, legal, &text);
	if (err || take_flag(request, text))
		return err;
	return usage_error("argument of \"flag\" must be %s, not \"%s\"", legal, text);
}

static int parse_bare_flag(struct args *args, struct link_request *request)
{
	take_flag(request, args->word);
	return 0;
}

static int append_mac(struct link_request *request, const uint8_t mac[MACBPF_MAC_LEN])
{
	size_t count = request->source.count;
	uint8_t(*longer)[MACBPF_MAC_LEN] =
		realloc(request->macaddr, (count + 1) * sizeof(*request->macaddr));

	if (!longer) {
		usage_error("out of memory");
		return EXIT_REFUSED;
	}
	memcpy(longer[count], mac, MACBPF_MAC_LEN);
	request->macaddr = longer;
	request->source.macaddr = (const uint8_t(*)[MACBPF_MAC_LEN])longer;
	request->source.count++;
	return 0;
}

static int parse_one_mac(struct args *args, struct link_request *request)
{
	uint8_t mac[MACBPF_MAC_LEN];
	int err;

	err = args_mac(args, mac);
	return err ? err : append_mac(request, mac);
}

/* `set` takes what looks like a MAC, maybe nothing: the words behind it go on as usual. */
static int parse_all_macs(struct args *args, struct link_request *request)
{
	uint8_t mac[MACBPF_MAC_LEN];
	int err = 0;

	while (!err && args_peek(args) && parse_mac(args_peek(args), mac)) {
		args_take(args);
		err = append_mac(request, mac);
	}
	return err;
}

/* One command changes the list in one way, so that no order among several has to be guessed. */
static int note_op(struct link_request *request, uint32_t op, bool takes_one)
{
	bool again = request->opts.source;

	if (again && (!takes_one || op != request->source.op))
		return usage_error(
			"\"macaddr\" is given twice: one command takes several \"add\", or "
			"several \"del\", or one \"set\" or \"flush\"");
	request->opts.source = &request->source;
	request->source.op = op;
	return 0;
}

static int parse_macaddr(struct args *args, struct link_request *request)
{
	static const char legal[] = "\"add\", \"del\", \"set\" or \"flush\"";
	const char *text;
	int err;

	err = args_value(args, legal, &text);
	if (err)
		return err;
	for (size_t i = 0; i < ARRAY_SIZE(macaddr_ops); i++) {
		if (strcmp(text, macaddr_ops[i].name) != 0)
			continue;
		err = note_op(request, macaddr_ops[i].op, macaddr_ops[i].takes_one);
		if (!err && macaddr_ops[i].takes_one)
			err = parse_one_mac(args, request);
		else if (!err && macaddr_ops[i].op == MACBPF_MACADDR_SET)
			err = parse_all_macs(args, request);
		return err;
	}
	return usage_error("argument of \"macaddr\" must be %s, not \"%s\"", legal, text);
}

static int parse_bcqueuelen(struct args *args, struct link_request *request)
{
	request->macvlan.has |= MACBPF_MACVLAN_BC_QUEUE_LEN;
	return args_u32(args, &request->macvlan.bc_queue_len);
}

static int parse_bclim(struct args *args, struct link_request *request)
{
	request->macvlan.has |= MACBPF_MACVLAN_BC_CUTOFF;
	return args_s32(args, &request->macvlan.bc_cutoff);
}

static int only_taps(const struct args *args, const struct link_request *request)
{
	if (request->opts.type == MACBPF_TYPE_MACVTAP)
		return 0;
	return usage_error("\"%s\" is for \"type macvtap\" only", args->word);
}

static int parse_queues(struct args *args, struct link_request *request)
{
	int err = only_taps(args, request);

	request->macvtap.has |= MACBPF_MACVTAP_QUEUES;
	return err ? err : args_u32(args, &request->macvtap.queues);
}

static int parse_user(struct args *args, struct link_request *request)
{
	const struct passwd *user;
	const char *text;
	int err;

	err = only_taps(args, request);
	if (!err)
		err = args_value(args, "a user's name or number", &text);
	if (err)
		return err;
	request->macvtap.has |= MACBPF_MACVTAP_USER;
	user = getpwnam(text);
	if (user)
		request->macvtap.user = user->pw_uid;
	else if (!parse_u32(text, &request->macvtap.user))
		return usage_error("argument of \"user\" must be a user's name or number: there is "
				   "no user \"%s\"",
				   text);
	return 0;
}

static int parse_user_group(struct args *args, struct link_request *request)
{
	const struct group *group;
	const char *text;
	int err;

	err = only_taps(args, request);
	if (!err)
		err = args_value(args, "a group's name or number", &text);
	if (err)
		return err;
	request->macvtap.has |= MACBPF_MACVTAP_GROUP;
	group = getgrnam(text);
	if (group)
		request->macvtap.group = group->gr_gid;
	else if (!parse_u32(text, &request->macvtap.group))
		return usage_error("argument of \"group\" must be a group's name or number: there "
				   "is no group \"%s\"",
				   text);
	return 0;
}

static int parse_help(struct args *args, struct link_request *request)
{
	(void)args;
	request->help = true;
	return 0;
}

static const struct {
	const char *names;
	int (*parse)(struct args *args, struct link_request *request);
} words[] = {
	{ "mode", parse_mode },
	{ "flag", parse_flag },
	{ "nopromisc nodst null", parse_bare_flag },
	{ "macaddr", parse_macaddr },
	{ "bcqueuelen", parse_bcqueuelen },
	{ "bclim", parse_bclim },
	{ "queues", parse_queues },
	{ "user", parse_user },
	{ "group", parse_user_group },
	{ "help -h -help --help", parse_help },
};

bool link_type_knows_word(const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (names_contain(words[i].names, text))
			return true;
	return false;
}

int link_type_parse_word(struct args *args, struct link_request *request, const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (names_contain(words[i].names, text))
			return words[i].parse(args, request);
	return EXIT_USAGE;
}

/* ip(8) has this check, and the kernel does not. */
int link_type_check(const struct link_request *request)
{
	if (!(request->macvlan.flags & MACBPF_FLAG_NOPROMISC) ||
	    request->macvlan.mode == MACBPF_MODE_PASSTHRU)
		return 0;
	return usage_error(
		"\"nopromisc\" is legal only with \"mode passthru\" in the same command");
}

void link_print_type_help(void)
{
	printf("Usage: ... type macvlan [ mode MODE ] [ flag FLAG | nopromisc | nodst ]\n"
	       "\t\t[ macaddr { add MAC | del MAC | set [ MAC ... ] | flush } ]\n"
	       "\t\t[ bcqueuelen N ] [ bclim N ]\n"
	       "       ... type macvtap [ queues N ] [ user USER ] [ group GROUP ]\n"
	       "\t\t[ the words of type macvlan ]\n"
	       "\n"
	       "MODE:");
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++)
		printf("%s %s%s", i ? " |" : "", macbpf_mode__name(modes[i]),
		       modes[i] == MACBPF_MODE_VEPA ? " (the default)" : "");
	printf("\nFLAG: null | nopromisc (mode passthru) | nodst (mode source)\n"
	       "macaddr: the source list of mode source; \"add\" and \"del\" may be repeated\n"
	       "bcqueuelen, bclim: kept and shown; macbpf does not queue broadcasts\n"
	       "macvtap: a tap for a virtual machine; \"queues\" (1 to 256) is how many its "
	       "reader\n"
	       "\tmay attach, \"user\" and \"group\" who may without being root\n");
}
