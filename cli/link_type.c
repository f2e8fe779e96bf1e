// SPDX-License-Identifier: GPL-2.0-only
/* link_type.c - the words behind `type macvlan` and `type macvtap`, as in ip-link(8) */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link_word.h"

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

/* "null" gives the whole word of flags without any. */
static bool take_flag(struct link_request *request, const char *text)
{
	uint32_t flag = 0;

	if (strcmp(text, "null") != 0 && macbpf_flag__parse(text, &flag))
		return false;
	request->macvlan.flags |= flag;
	return true;
}

int link_parse_flag(struct args *args, struct link_request *request, const struct link_word *word)
{
	static const char legal[] = "\"nopromisc\", \"nodst\" or \"null\"";
	const char *text;
	int err = args_value(args, legal, &text);

	if (err)
		return err;
	link_word_given(request, word);
	if (take_flag(request, text))
		return 0;
	return usage_error("argument of \"flag\" must be %s, not \"%s\"", legal, text);
}

int link_parse_bare_flag(struct args *args, struct link_request *request,
			 const struct link_word *word)
{
	link_word_given(request, word);
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

int link_parse_macaddr(struct args *args, struct link_request *request,
		       const struct link_word *word)
{
	static const char legal[] = "\"add\", \"del\", \"set\" or \"flush\"";
	const char *text;
	int err;

	(void)word;
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

int link_parse_uid(struct args *args, struct link_request *request, const struct link_word *word)
{
	const struct passwd *user;
	const char *text;
	int err = args_value(args, "a user's name or number", &text);

	if (err)
		return err;
	link_word_given(request, word);
	user = getpwnam(text);
	if (user)
		request->macvtap.user = user->pw_uid;
	else if (!parse_u32(text, &request->macvtap.user))
		return usage_error("argument of \"user\" must be a user's name or number: there is "
				   "no user \"%s\"",
				   text);
	return 0;
}

int link_parse_gid(struct args *args, struct link_request *request, const struct link_word *word)
{
	const struct group *group;
	const char *text;
	int err = args_value(args, "a group's name or number", &text);

	if (err)
		return err;
	link_word_given(request, word);
	group = getgrnam(text);
	if (group)
		request->macvtap.group = group->gr_gid;
	else if (!parse_u32(text, &request->macvtap.group))
		return usage_error("argument of \"group\" must be a group's name or number: there "
				   "is no group \"%s\"",
				   text);
	return 0;
}

int link_parse_help(struct args *args, struct link_request *request, const struct link_word *word)
{
	(void)args;
	(void)word;
	request->help = true;
	return 0;
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
