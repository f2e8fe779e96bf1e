// SPDX-License-Identifier: GPL-2.0-only
/* link_value.c - types of values of the words of `macbpf link`: read, and set in the request */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "link_word.h"

void link_word_given(struct link_request *request, const struct link_word *word)
{
	if (word->bit)
		*(uint64_t *)((char *)request + word->has) |= word->bit;
}

int link_parse_number(struct args *args, struct link_request *request, const struct link_word *word)
{
	uint32_t *number = link_word_target(request, word);
	int err = args_u32(args, number);

	link_word_given(request, word);
	if (err || !word->max || (*number >= word->min && *number <= word->max))
		return err;
	return usage_error("argument of \"%s\" must be a number from %u to %u, not \"%u\"",
			   args->word, word->min, word->max, *number);
}

int link_parse_signed(struct args *args, struct link_request *request, const struct link_word *word)
{
	link_word_given(request, word);
	return args_s32(args, link_word_target(request, word));
}

int link_parse_choice(struct args *args, struct link_request *request, const struct link_word *word)
{
	char legal[CHOICE_SIZE];
	const char *text;
	int err;

	choice_legal(word->choice, legal);
	err = args_value(args, legal, &text);
	if (err)
		return err;
	link_word_given(request, word);
	if (choice_parse(word->choice, text, link_word_target(request, word)))
		return 0;
	return usage_error("argument of \"%s\" must be %s, not \"%s\"", args->word, legal, text);
}

int link_parse_mac(struct args *args, struct link_request *request, const struct link_word *word)
{
	uint8_t *buffer = (uint8_t *)request + word->buffer;

	*(const uint8_t **)link_word_target(request, word) = buffer;
	return args_mac(args, buffer);
}

int link_parse_text(struct args *args, struct link_request *request, const struct link_word *word)
{
	return args_value(args, "a text", link_word_target(request, word));
}

/* A name that a device has may be anything: the library looks for it. */
int link_parse_device(struct args *args, struct link_request *request, const struct link_word *word)
{
	return args_value(args, "a device name", link_word_target(request, word));
}

int link_parse_new_name(struct args *args, struct link_request *request,
			const struct link_word *word)
{
	int err = link_parse_device(args, request, word);

	return err ? err : check_name(args->word, request->opts.name);
}

static void set_flag(struct link_request *request, unsigned int flag, bool on)
{
	request->opts.dev_flags_mask |= flag;
	request->opts.dev_flags &= ~flag;
	request->opts.dev_flags |= on ? flag : 0;
}

int link_parse_up_down(struct args *args, struct link_request *request,
		       const struct link_word *word)
{
	(void)args;
	request->only_up = true;
	set_flag(request, word->flag, !word->inverted);
	return 0;
}

int link_parse_on_off(struct args *args, struct link_request *request, const struct link_word *word)
{
	bool on;
	int err = args_on_off(args, &on);

	if (!err)
		set_flag(request, word->flag, on != word->inverted);
	return err;
}

int link_parse_bool(struct args *args, struct link_request *request, const struct link_word *word)
{
	bool on = false;
	int err = args_on_off(args, &on);

	link_word_given(request, word);
	*(uint32_t *)link_word_target(request, word) = on;
	return err;
}

/* A word that says all there is to say. */
int link_parse_given(struct args *args, struct link_request *request, const struct link_word *word)
{
	(void)args;
	link_word_given(request, word);
	*(uint32_t *)link_word_target(request, word) = 1;
	return 0;
}

/* ---------------------------------------------------------------- words like no other */

int link_parse_all(struct args *args, struct link_request *request, const struct link_word *word)
{
	(void)args;
	(void)word;
	request->all = true;
	return 0;
}

int link_parse_group(struct args *args, struct link_request *request, const struct link_word *word)
{
	const char *text;
	int err = args_value(args, "a number or \"default\"", &text);

	if (err)
		return err;
	link_word_given(request, word);
	if (!strcmp(text, "default"))
		request->opts.group = 0;
	else if (!parse_u32(text, &request->opts.group))
		return usage_error("argument of \"group\" must be a number from 0 to %u or "
				   "\"default\", not \"%s\"",
				   UINT32_MAX, text);
	return 0;
}

/* A name in /run/netns goes before the number of a process, as in ip(8). */
int link_parse_netns(struct args *args, struct link_request *request, const struct link_word *word)
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

/* What follows stands in another place. */
int link_parse_type(struct args *args, struct link_request *request, const struct link_word *word)
{
	int err = link_parse_choice(args, request, word);

	request->type_given = !err;
	return err;
}
