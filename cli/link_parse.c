// SPDX-License-Identifier: GPL-2.0-only
/* link_parse.c - the words of `macbpf link` to a struct link_request: one after the other, and the
 * whole */
#include <stdlib.h>

#include "link.h"

/* Words of ip-link(8) that ask nothing of macvlan: `ip` sets them on the finished device. */
static const char ip_words[] =
	"addrgenmode carrier dynamic gro_max_size gso_max_segs gso_max_size link-netns "
	"link-netnsid master nomaster parentdev protodown_reason trailers vf vrf xdp "
	"xdpdrv xdpgeneric xdpoffload";

/* Names all words of the verb: a typing error is seen at a glance. */
static int unknown_word(const struct args *args, enum link_verb verb, const char *text)
{
	char legal[LEGAL_SIZE] = "";

	if (verb != LINK_SHOW && link_words_have(text, LINK_BEHIND))
		return usage_error("\"%s\" must come after \"type macvlan\"", text);
	if (verb != LINK_SHOW && names_contain(ip_words, text))
		return usage_error("\"%s\" is nothing that macbpf sets: use \"ip link set\" on the "
				   "device",
				   text);
	link_words_list(legal, verb);
	return usage_error("\"%s\" is unknown in \"macbpf %s\"; legal: %s", text, args->command,
			   legal);
}

static unsigned int place_of_type(const struct link_request *request)
{
	return request->opts.type == MACBPF_TYPE_MACVTAP ? LINK_MACVTAP : LINK_MACVLAN;
}

static int unknown_type_word(const struct link_request *request, const char *text)
{
	const char *type = macbpf_type__name(request->opts.type);
	char legal[LEGAL_SIZE] = "";

	if (link_words_have(text, LINK_BEHIND))
		return usage_error("\"%s\" is for \"type macvtap\" only", text);
	if (link_words_have(text, LINK_ANY))
		return usage_error("\"%s\" must come before \"type %s\"", text, type);
	link_words_list(legal, place_of_type(request));
	return usage_error("\"%s\" is unknown after \"type %s\"; legal: %s", text, type, legal);
}

/* From behind the type to the end. */
static int parse_type_words(struct args *args, struct link_request *request)
{
	unsigned int place = place_of_type(request);
	int err = 0;

	while (!err && !request->help && args_peek(args)) {
		const char *text = args_take_keyword(args);

		err = link_words_have(text, place)
			      ? link_words_parse_one(args, request, text, place)
			      : unknown_type_word(request, text);
	}
	return err || request->help ? err : link_type_check(request);
}

/* A word without a keyword is the device, or for add the lower and the device. */
static int parse_bare(const struct args *args, struct link_request *request, const char *text)
{
	int wanted = !request->name + (request->verb == LINK_ADD && !request->lower);

	if (request->bare_count >= wanted || link_words_have(text, LINK_BEHIND) ||
	    names_contain(ip_words, text))
		return unknown_word(args, request->verb, text);
	request->bare[request->bare_count++] = text;
	return 0;
}

static int parse_word(struct args *args, struct link_request *request)
{
	const char *text = args_take_keyword(args);

	return link_words_have(text, request->verb)
		       ? link_words_parse_one(args, request, text, request->verb)
		       : parse_bare(args, request, text);
}

static bool is_in_type(const struct link_request *request)
{
	return request->type_given && request->verb != LINK_SHOW;
}

static int parse_words(struct args *args, struct link_request *request)
{
	int err = 0;

	while (!err && args_peek(args) && !is_in_type(request))
		err = parse_word(args, request);
	return err || !is_in_type(request) ? err : parse_type_words(args, request);
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

/* All that an owner has goes, wherever it is: what would narrow that is not passed over. */
static int check_owned(const struct link_request *request)
{
	const char *other = request->name ?: request->lower;

	if (!other && (request->all || request->opts.has & MACBPF_LINK_GROUP))
		other = request->all ? "all" : "group";

	if (!other)
		return 0;
	return usage_error(
		"\"owner\" deletes all endpoints of \"%s\", and \"%s\" names others: give "
		"one of them",
		request->opts.owner, other);
}

/* One, or many: a word that is missing must not make one into all. */
static int check_deleted(const struct args *args, const struct link_request *request)
{
	bool many = request->all || request->opts.has & MACBPF_LINK_GROUP;

	if (request->opts.owner)
		return check_owned(request);
	if (!request->name && !many)
		return usage_error(
			"\"macbpf %s\" needs the name of a device, or \"link LOWER all\", "
			"\"group GROUP\" or \"owner WORD\"",
			args->command);
	if (request->name && many)
		return usage_error(
			"\"%s\" is one device, and \"%s\" deletes many: give one of them",
			request->name, request->all ? "all" : "group");
	if (request->all && !request->lower)
		return usage_error("\"all\" needs \"link LOWER\", of which all are deleted");
	return 0;
}

static int check_added(const struct args *args, const struct link_request *request)
{
	const char *name = request->name, *quote = name ? "\"" : "";

	if (!request->lower)
		return usage_error(
			"\"macbpf %s\" needs \"link LOWER\", the device to make %s%s%s on",
			args->command, quote, name ? name : "an endpoint", quote);
	if (!request->type_given)
		return usage_error("\"macbpf %s\" needs \"type macvlan\" or \"type macvtap\"",
				   args->command);
	return request->name ? check_name("name", request->name) : 0;
}

static int check_complete(const struct args *args, const struct link_request *request)
{
	switch (request->verb) {
	case LINK_ADD:
		return check_added(args, request);
	case LINK_DEL:
		return check_deleted(args, request);
	case LINK_SET:
		if (!request->name)
			return usage_error("\"macbpf %s\" needs the name of a device",
					   args->command);
		return 0;
	default:
		return 0;
	}
}

int link_parse(struct args *args, enum link_verb verb, struct link_request *request)
{
	int err;

	*request = (struct link_request){
		.verb = verb,
		.opts = { .sz = sizeof(request->opts),
			  .macvlan = &request->macvlan,
			  .macvtap = &request->macvtap },
		.macvlan.sz = sizeof(request->macvlan),
		.source.sz = sizeof(request->source),
		.macvtap.sz = sizeof(request->macvtap),
		.guard.sz = sizeof(request->guard),
		.rate.sz = sizeof(request->rate),
	};
	err = parse_words(args, request);
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
