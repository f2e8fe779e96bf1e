// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_args.c - what the words of `macbpf link` ask for, and what is said of wrong ones.
 *
 * guards: cli/args.c cli/choice.c cli/link_parse.c cli/link_type.c cli/link_value.c
 * guards: cli/link_words.c
 */
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/runner.h"
#include "cli/save.h"

#include <check.h>

#define WORDS_MAX 64

/* ---------------------------------------------------------------- a request as text */

static void print_mac(FILE *out, const char *what, const uint8_t *mac)
{
	if (mac)
		fprintf(out, "%s %02x:%02x:%02x:%02x:%02x:%02x, ", what, mac[0], mac[1], mac[2],
			mac[3], mac[4], mac[5]);
}

static void print_text(FILE *out, const char *what, const char *text)
{
	if (text)
		fprintf(out, "%s %s, ", what, text);
}

static void print_macs(FILE *out, const struct macbpf_source_opts *o)
{
	static const char *const ops[] = { "add", "del", "flush", "set" };

	if (!o)
		return;
	fprintf(out, "macaddr %s %u, ", ops[o->op], o->count);
	for (uint32_t i = 0; i < o->count; i++)
		print_mac(out, "source", o->macaddr[i]);
}

static void print_numbers(FILE *out, const struct macbpf_link_opts *o)
{
	const struct macbpf_macvlan_opts *macvlan = o->macvlan;
	const struct macbpf_macvtap_opts *tap = o->macvtap;
	const struct {
		const char *what;
		uint64_t given;
		int64_t value;
	} numbers[] = {
		{ "mode", macvlan->has & MACBPF_MACVLAN_MODE, macvlan->mode },
		{ "flags", macvlan->has & MACBPF_MACVLAN_FLAGS, macvlan->flags },
		{ "mtu", o->has & MACBPF_LINK_MTU, o->mtu },
		{ "txqueuelen", o->has & MACBPF_LINK_TXQUEUELEN, o->txqueuelen },
		{ "numtxqueues", o->has & MACBPF_LINK_NUMTXQUEUES, o->numtxqueues },
		{ "numrxqueues", o->has & MACBPF_LINK_NUMRXQUEUES, o->numrxqueues },
		{ "index", o->has & MACBPF_LINK_INDEX, o->index },
		{ "group", o->has & MACBPF_LINK_GROUP, o->group },
		{ "bc_queue_len", macvlan->has & MACBPF_MACVLAN_BC_QUEUE_LEN,
		  macvlan->bc_queue_len },
		{ "bc_cutoff", macvlan->has & MACBPF_MACVLAN_BC_CUTOFF, macvlan->bc_cutoff },
		{ "type", o->type, o->type },
		{ "queues", tap->has & MACBPF_MACVTAP_QUEUES, tap->queues },
		{ "user", tap->has & MACBPF_MACVTAP_USER, tap->user },
		{ "user_group", tap->has & MACBPF_MACVTAP_GROUP, tap->group },
	};

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if (numbers[i].given)
			fprintf(out, "%s %lld, ", numbers[i].what, (long long)numbers[i].value);
}

static void print_request(FILE *out, const struct link_request *request)
{
	const struct macbpf_link_opts *o = &request->opts;

	print_text(out, "lower", request->lower);
	print_text(out, "name", request->name);
	print_text(out, "newname", o->name);
	print_text(out, "netns", o->netns);
	print_text(out, "alias", o->alias);
	print_mac(out, "address", o->address);
	print_mac(out, "broadcast", o->broadcast);
	print_numbers(out, o);
	print_macs(out, o->source);
	if (o->dev_flags_mask)
		fprintf(out, "dev_flags %#x/%#x, ", o->dev_flags, o->dev_flags_mask);
	if (request->help)
		fprintf(out, "help, ");
}

/* ---------------------------------------------------------------- the sentences */

#define NETNS "netns /proc/self/ns/net"

static const struct {
	enum link_verb verb;
	const char *line,
		*want; /* the request, or "Error: ..." and the beginning of what follows */
} cases[] = {
	/* add: the lower and the device */
	{ LINK_ADD, "link eth0 name mv0 type macvlan", "lower eth0, name mv0" },
	{ LINK_ADD, "link eth0 mv0 type macvlan", "lower eth0, name mv0" },
	{ LINK_ADD, "name mv0 link eth0 type macvlan", "lower eth0, name mv0" },
	{ LINK_ADD, "dev mv0 link eth0 type macvlan", "lower eth0, name mv0" },
	{ LINK_ADD, "eth0 mv0 type macvlan", "lower eth0, name mv0" },
	{ LINK_ADD, "eth0 name mv0 type macvlan", "lower eth0, name mv0" },
	{ LINK_ADD, "link eth0 name up up type macvlan", "lower eth0, name up, dev_flags 0x1/0x1" },
	{ LINK_ADD, "name mv0 type macvlan", "Error: \"macbpf link add\" needs \"link LOWER\"" },
	{ LINK_ADD, "link eth0 type macvlan", "lower eth0" },
	{ LINK_ADD, "link eth0 name mv0", "Error: \"macbpf link add\" needs \"type macvlan\"" },
	{ LINK_ADD, "link eth0 name", "Error: \"name\" needs a device name" },
	{ LINK_ADD, "link eth0 link eth1 name mv0 type macvlan", "Error: \"link\" is given twice" },
	{ LINK_ADD, "link eth0 name abcdefghijklmnop type macvlan", "Error: argument of \"name\"" },
	{ LINK_ADD, "link eth0 name a/b type macvlan", "Error: argument of \"name\"" },
	{ LINK_ADD, "link eth0 name mv0 type vlan",
	  "Error: argument of \"type\" must be \"macvlan\" or \"macvtap\", not \"vlan\"" },
	{ LINK_ADD, "link eth0 name mv0 type macvtap mode bridge queues 4 user 107 group 108",
	  "lower eth0, name mv0, mode 4, type 1, queues 4, user 107, user_group 108" },
	{ LINK_ADD, "link eth0 name mv0 group 5 type macvtap user root group root",
	  "lower eth0, name mv0, group 5, type 1, user 0, user_group 0" },
	{ LINK_ADD, "link eth0 name mv0 type macvtap queues", "Error: \"queues\" needs a number" },
	{ LINK_ADD, "link eth0 name mv0 type macvtap user nobody-of-this-name",
	  "Error: argument of \"user\" must be a user's name or number" },
	{ LINK_ADD, "link eth0 name mv0 type macvtap group nobody-of-this-name",
	  "Error: argument of \"group\" must be a group's name or number" },
	{ LINK_ADD, "link eth0 name mv0 type macvlan queues 4",
	  "Error: \"queues\" is for \"type macvtap\" only" },
	{ LINK_ADD, "link eth0 name mv0 type macvlan user 0",
	  "Error: \"user\" is for \"type macvtap\" only" },
	{ LINK_ADD, "link eth0 name mv0 type macvlan group 0",
	  "Error: \"group\" is for \"type macvtap\" only" },
	{ LINK_ADD, "link eth0 name mv0 queues 4 type macvtap",
	  "Error: \"queues\" must come after \"type macvlan\"" },
	{ LINK_ADD, "link eth0 name mv0 type macvtap mtu 1400",
	  "Error: \"mtu\" must come before \"type macvtap\"" },
	{ LINK_ADD, "link eth0 name mv0 type macvtap bogus",
	  "Error: \"bogus\" is unknown after \"type macvtap\"; legal: mode, flag, nopromisc, "
	  "nodst, "
	  "macaddr, bcqueuelen, bclim, "
	  "mcast-flood, macaddr-limit, learning, queues, user, group" },
	{ LINK_ADD, "link eth0 name mv0 mode bridge type macvlan",
	  "Error: \"mode\" must come after \"type macvlan\"" },
	{ LINK_ADD, "link eth0 name mv0 type macvlan mtu 1400",
	  "Error: \"mtu\" must come before \"type macvlan\"" },

	/* what stands in front of the type */
	{ LINK_ADD, "eth0 mv0 mtu 1400 txqueuelen 5 numtxqueues 2 numrxqueues 3 type macvlan",
	  "lower eth0, name mv0, mtu 1400, txqueuelen 5, numtxqueues 2, numrxqueues 3" },
	{ LINK_ADD, "eth0 mv0 mtu 0x100 type macvlan", "lower eth0, name mv0, mtu 256" },
	{ LINK_ADD, "eth0 mv0 mtu -1 type macvlan", "Error: argument of \"mtu\" must be a number" },
	{ LINK_ADD, "eth0 mv0 mtu 4294967296 type macvlan", "Error: argument of \"mtu\"" },
	{ LINK_ADD, "eth0 mv0 mtu 1400x type macvlan", "Error: argument of \"mtu\"" },
	{ LINK_ADD, "eth0 mv0 mtu 02734 type macvlan", "Error: argument of \"mtu\"" },
	{ LINK_ADD, "eth0 mv0 group 0 type macvlan", "lower eth0, name mv0, group 0" },
	{ LINK_ADD, "eth0 mv0 mtu type macvlan", "Error: argument of \"mtu\"" },
	{ LINK_ADD, "eth0 mv0 index 9 group 7 alias text type macvlan",
	  "lower eth0, name mv0, alias text, index 9, group 7" },
	{ LINK_ADD, "eth0 mv0 index 0 type macvlan", "Error: argument of \"index\"" },
	{ LINK_ADD, "eth0 mv0 group default type macvlan", "lower eth0, name mv0, group 0" },
	{ LINK_ADD, "eth0 mv0 group red type macvlan", "Error: argument of \"group\"" },
	{ LINK_ADD, "eth0 mv0 address 2:0:0:0:0:a brd ff:ff:ff:ff:ff:ff type macvlan",
	  "lower eth0, name mv0, address 02:00:00:00:00:0a, broadcast ff:ff:ff:ff:ff:ff" },
	{ LINK_ADD, "eth0 mv0 address 02:00:00:00:00 type macvlan",
	  "Error: argument of \"address\" must be a MAC" },
	{ LINK_ADD, "eth0 mv0 address 02:00:00:00:00:001 type macvlan", "Error: argument of" },
	{ LINK_ADD, "eth0 mv0 address 02-00-00-00-00-01 type macvlan", "Error: argument of" },
	{ LINK_ADD, "eth0 mv0 netns /proc/self/ns/net type macvlan",
	  "lower eth0, name mv0, " NETNS },
	{ LINK_ADD, "eth0 mv0 netns 1 type macvlan", "lower eth0, name mv0, netns /proc/1/ns/net" },
	{ LINK_ADD, "eth0 mv0 netns 4294967295 type macvlan", "Error: argument of \"netns\"" },
	{ LINK_ADD, "eth0 mv0 down up down type macvlan", "lower eth0, name mv0, dev_flags 0/0x1" },
	{ LINK_ADD, "eth0 mv0 arp off multicast on type macvlan",
	  "lower eth0, name mv0, dev_flags 0x1080/0x1080" },
	{ LINK_ADD, "eth0 mv0 promisc maybe type macvlan",
	  "Error: argument of \"promisc\" must be \"on\" or \"off\"" },
	{ LINK_ADD, "eth0 mv0 vf 1 type macvlan", "Error: \"vf\" is nothing that macbpf sets" },

	/* the type's own words */
	{ LINK_ADD, "eth0 mv0 type macvlan mode bridge", "lower eth0, name mv0, mode 4" },
	{ LINK_ADD, "eth0 mv0 type macvlan mode bridges",
	  "Error: argument of \"mode\" must be \"private\"" },
	{ LINK_ADD, "eth0 mv0 type macvlan mode", "Error: \"mode\" needs \"private\"" },
	{ LINK_ADD, "eth0 mv0 type macvlan mode passthru nopromisc",
	  "lower eth0, name mv0, mode 8, flags 1" },
	{ LINK_ADD, "eth0 mv0 type macvlan mode passthru flag nopromisc flag nodst",
	  "lower eth0, name mv0, mode 8, flags 3" },
	{ LINK_ADD, "eth0 mv0 type macvlan mode bridge nopromisc",
	  "Error: \"nopromisc\" is legal only with \"mode passthru\"" },
	{ LINK_ADD, "eth0 mv0 type macvlan flag null", "lower eth0, name mv0, flags 0" },
	{ LINK_ADD, "eth0 mv0 type macvlan flag red", "Error: argument of \"flag\"" },
	{ LINK_ADD, "eth0 mv0 type macvlan bcqueuelen 5 bclim -2",
	  "lower eth0, name mv0, bc_queue_len 5, bc_cutoff -2" },
	{ LINK_ADD, "eth0 mv0 type macvlan bclim 2147483648", "Error: argument of \"bclim\"" },
	{ LINK_ADD,
	  "eth0 mv0 type macvlan mode source macaddr add 2:0:0:0:0:1 macaddr add 2:0:0:0:0:2",
	  "lower eth0, name mv0, mode 16, macaddr add 2, source 02:00:00:00:00:01, "
	  "source 02:00:00:00:00:02" },
	{ LINK_ADD, "eth0 mv0 type macvlan mode source macaddr set 2:0:0:0:0:1 2:0:0:0:0:2 nodst",
	  "lower eth0, name mv0, mode 16, flags 2, macaddr set 2, source 02:00:00:00:00:01, "
	  "source 02:00:00:00:00:02" },
	{ LINK_ADD, "eth0 mv0 type macvlan mode source macaddr set",
	  "lower eth0, name mv0, mode 16, macaddr set 0" },
	{ LINK_ADD, "eth0 mv0 type macvlan macaddr add", "Error: \"macaddr\" needs a MAC" },
	{ LINK_ADD, "eth0 mv0 type macvlan macaddr flush macaddr add 2:0:0:0:0:1",
	  "Error: \"macaddr\" is given twice" },
	{ LINK_ADD, "eth0 mv0 type macvlan colour red", "Error: \"colour\" is unknown after" },
	{ LINK_ADD, "eth0 mv0 type macvlan help", "help" },

	/* set */
	{ LINK_SET, "mv0 up", "name mv0, dev_flags 0x1/0x1" },
	{ LINK_SET, "dev mv0 down mtu 1280", "name mv0, mtu 1280, dev_flags 0/0x1" },
	{ LINK_SET, "dev mv0 name mv1", "name mv0, newname mv1" },
	{ LINK_SET, "dev mv0 name a:b", "Error: argument of \"name\"" },
	{ LINK_SET, "mv0 netns /proc/self/ns/net", "name mv0, " NETNS },
	{ LINK_SET, "link eth0 dev mv0 type macvlan mode private", "lower eth0, name mv0, mode 1" },
	{ LINK_SET, "mv0 numtxqueues 2", "Error: \"numtxqueues\" is unknown in" },
	{ LINK_SET, "mv0 mv1", "Error: \"mv1\" is unknown in" },
	{ LINK_SET, "up", "Error: \"macbpf link set\" needs the name of a device" },
	{ LINK_SET, "dev mv0 mtu 1 mtu 2", "Error: \"mtu\" is given twice" },

	/* delete, show */
	{ LINK_DEL, "mv0", "name mv0" },
	{ LINK_DEL, "dev mv0 type macvlan", "name mv0" },
	{ LINK_DEL, "link eth0 dev mv0", "lower eth0, name mv0" },
	{ LINK_DEL, "", "Error: \"macbpf link delete\" needs the name of a device" },
	{ LINK_DEL, "mv0 up", "Error: \"up\" is unknown in \"macbpf link delete\"" },
	{ LINK_SHOW, "", "" },
	{ LINK_SHOW, "dev mv0", "name mv0" },
	{ LINK_SHOW, "up type macvlan", "dev_flags 0x1/0x1" },
	{ LINK_SHOW, "type bridge", "Error: argument of \"type\"" },
};

static const char *command_of(enum link_verb verb)
{
	return verb == LINK_ADD	  ? "link add"
	       : verb == LINK_SET ? "link set"
	       : verb == LINK_DEL ? "link delete"
				  : "link show";
}

/* Cuts a copy of the line at its blanks. */
static void split(char *line, char *words[WORDS_MAX])
{
	size_t count = 0;

	for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
		words[count++] = word;
	words[count] = NULL;
}

/* What was printed if it was refused, else the request. */
static char *parse(enum link_verb verb, char *words[WORDS_MAX])
{
	struct args args = { .next = words, .command = command_of(verb) };
	struct link_request request;
	FILE *terminal = stderr;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int err;

	stderr = out;
	err = link_parse(&args, verb, &request);
	stderr = terminal;
	ck_assert_msg(!err || err == EXIT_USAGE, "exit code %d", err);
	if (!err)
		print_request(out, &request);
	fclose(out);
	link_request_free(&request);
	return text;
}

START_TEST(line)
{
	const char *want = cases[_i].want;
	char *words[WORDS_MAX], *copy = strdup(cases[_i].line), *got;
	size_t len;

	split(copy, words);
	got = parse(cases[_i].verb, words);
	len = strlen(got);
	if (len >= 2 && !strcmp(got + len - 2, ", "))
		got[len - 2] = '\0';
	ck_assert_msg(strncmp(want, "Error: ", 7) ? !strcmp(got, want)
						  : !strncmp(got, want, strlen(want)),
		      "macbpf %s %s: %s; want: %s", command_of(cases[_i].verb), cases[_i].line, got,
		      want);
	free(got);
	free(copy);
}
END_TEST

/* A word that comes and is forgotten by `macbpf save` is lost at the next boot. */
START_TEST(each_word_is_written_down)
{
	const struct link_word *word = NULL;
	int count = 0;

	while ((word = link_words_next_of(word, LINK_ADD | LINK_BEHIND))) {
		ck_assert_msg(word->unspoken || word->save || word->unsaved,
			      "\"%s\": how it is saved, or why not, is not in its row",
			      word->names);
		count++;
	}
	ck_assert_int_gt(count, 30);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("args");
	TCase *tc = tcase_create("args");

	tcase_add_loop_test(tc, line, 0, ARRAY_SIZE(cases));
	tcase_add_test(tc, each_word_is_written_down);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
