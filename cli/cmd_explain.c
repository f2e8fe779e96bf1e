// SPDX-License-Identifier: GPL-2.0-only
/* cmd_explain.c - `macbpf explain`: what a port would do with a frame, and why */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complete.h"
#include "explain.h"

#define LEGAL_FROM "an endpoint's device, \"wire\" or \"host\""
#define LEGAL_TO   "an endpoint's device, a MAC address, \"broadcast\", \"wire\" or \"host\""
#define GSO_MAX	   65535
#define WORDS                                                                                      \
	"link LOWER from { NAME wire host } to { NAME broadcast wire host } src MAC vlan ID arp "  \
	"IP ethertype NUMBER length BYTES gso SIZE frame HEX pcap FILE number N"

/* ---------------------------------------------------------------- words */

static int parse_lower(struct args *args, struct explain *x)
{
	int err = args_value(args, "a device name", &x->lower);

	return err ?: check_device("link", x->lower);
}

static int parse_from(struct args *args, struct explain *x)
{
	const char *word;
	int err = args_value(args, LEGAL_FROM, &word);

	if (err)
		return err;
	x->origin = !strcmp(word, "wire")   ? MACBPF_ORIGIN_WIRE
		    : !strcmp(word, "host") ? MACBPF_ORIGIN_HOST
					    : MACBPF_ORIGIN_ENDPOINT;
	if (x->origin != MACBPF_ORIGIN_ENDPOINT)
		return 0;
	x->from = word;
	return check_device("from", word);
}

static int parse_to(struct args *args, struct explain *x)
{
	int err = args_value(args, LEGAL_TO, &x->to);

	if (err || !strcmp(x->to, "broadcast") || parse_mac(x->to, x->words.dst))
		return err;
	return check_device("to", x->to);
}

static int parse_src(struct args *args, struct explain *x)
{
	x->has_src = true;
	return args_mac(args, x->words.src);
}

static int parse_vlan(struct args *args, struct explain *x)
{
	int err = args_u32(args, &x->words.vlan);

	if (!err && (!x->words.vlan || x->words.vlan > 4094))
		err = usage_error("\"vlan\" must be 1 to 4094, not %u", x->words.vlan);
	return err;
}

static int parse_arp(struct args *args, struct explain *x)
{
	const char *word;
	int err = args_value(args, "an IPv4 address", &word);

	if (!err && inet_pton(AF_INET, word, x->words.asked) != 1)
		err = usage_error("argument of \"arp\" must be an IPv4 address, not \"%s\"", word);
	x->words.arp = true;
	return err;
}

/* In hex, as everybody writes them. */
static int parse_type(struct args *args, struct explain *x)
{
	const char *word;
	unsigned long type = 0;
	char *end = NULL;
	int err = args_value(args, "a number in hex", &word);

	if (!err)
		type = strtoul(word, &end, 16);
	if (!err &&
	    (*end || end == word || *word == '-' || *word == '+' || type < 0x600 || type > 0xffff))
		err = usage_error("argument of \"ethertype\" must be a number in hex from 0600 to "
				  "ffff, not \"%s\"",
				  word);
	x->words.typed = true;
	x->words.type = (uint16_t)type;
	return err;
}

static int parse_length(struct args *args, struct explain *x)
{
	uint32_t *length = &x->words.length;
	int err = args_u32(args, length);

	if (!err && (*length < MACBPF_FRAME_MIN || *length > MACBPF_FRAME_MAX - 4))
		err = usage_error("\"length\" must be %d to %d bytes, not %u", MACBPF_FRAME_MIN,
				  MACBPF_FRAME_MAX - 4, *length);
	return err;
}

static int parse_gso(struct args *args, struct explain *x)
{
	int err = args_u32(args, &x->gso_size);

	if (!err && (!x->gso_size || x->gso_size > GSO_MAX))
		err = usage_error("\"gso\" must be 1 to %d bytes of data, not %u", GSO_MAX,
				  x->gso_size);
	return err;
}

static int parse_hex(struct args *args, struct explain *x)
{
	return args_value(args, "bytes in hex", &x->hex);
}

static int parse_pcap(struct args *args, struct explain *x)
{
	return args_value(args, "a file", &x->pcap);
}

static int parse_number(struct args *args, struct explain *x)
{
	int err = args_u32(args, &x->number);

	if (!err && !x->number)
		err = usage_error("\"number\" must be at least 1, for the first packet");
	return err;
}

enum group { ALWAYS, OF_TO, OF_PCAP };

static const struct word {
	const char *word;
	enum group group;
	int (*parse)(struct args *args, struct explain *x);
} words[] = {
	{ "link", ALWAYS, parse_lower },     { "from", ALWAYS, parse_from },
	{ "to", ALWAYS, parse_to },	     { "src", OF_TO, parse_src },
	{ "vlan", OF_TO, parse_vlan },	     { "arp", OF_TO, parse_arp },
	{ "ethertype", OF_TO, parse_type },  { "length", OF_TO, parse_length },
	{ "frame", ALWAYS, parse_hex },	     { "pcap", ALWAYS, parse_pcap },
	{ "number", OF_PCAP, parse_number }, { "gso", ALWAYS, parse_gso },
};

static const struct word *find_word(const char *word)
{
	if (!strcmp(word, "dev"))
		word = "link";
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i].word, word))
			return &words[i];
	return NULL;
}

static int check_words(const struct explain *x, const char *of_to, const char *of_pcap)
{
	if (!x->lower || !x->origin || !x->to + !x->hex + !x->pcap != 2)
		return usage_error("explain needs \"link\" LOWER, \"from\" and who sends, and one "
				   "of \"to\", \"frame\" and \"pcap\"");
	if (of_to && !x->to)
		return usage_error(
			"\"%s\" is a word of \"to\": a frame that is given whole has its "
			"own",
			of_to);
	if (of_pcap && !x->pcap)
		return usage_error("\"%s\" is a word of \"pcap\"", of_pcap);
	if (x->words.arp && x->words.typed)
		return usage_error("\"arp\" says what type it is: without \"ethertype\"");
	return 0;
}

static int parse(struct args *args, struct explain *x)
{
	const char *of[] = { [OF_TO] = NULL, [OF_PCAP] = NULL };
	const struct word *word;
	uint64_t seen = 0;
	int err = 0;

	while (!err && args_peek(args)) {
		word = find_word(args_peek(args));
		if (!word)
			return args_end(args, "link, from, to, src, vlan, arp, ethertype, length, "
					      "gso, frame, pcap, number");
		args_take_keyword(args);
		of[word->group] = word->word;
		err = args_once(args, &seen, (size_t)(word - words)) ?: word->parse(args, x);
	}
	return err ?: check_words(x, of[OF_TO], of[OF_PCAP]);
}

/* ---------------------------------------------------------------- what is done */

static int tell(struct app *app, const struct explain *x, const struct frame *frame)
{
	MACBPF_OPTS(macbpf_explanation_opts, opts, .lower = x->lower, .endpoint = x->from,
		    .frame = frame->data, .bytes = frame->bytes, .origin = x->origin,
		    .length = frame->length, .gso_size = x->gso_size);
	struct macbpf_explanation *explanation;
	int err = macbpf_explanation__get(app->mb, &opts, &explanation);
	int code;

	if (err)
		return app_failed(app, err);
	code = explain_show(app, explanation);
	macbpf_explanation__free(explanation);
	return code;
}

static int read_frame(struct app *app, struct explain *x, struct frame *frame)
{
	int code = app_open(app);

	if (code)
		return code;
	if (x->hex)
		return frame_parse_hex(frame, x->hex);
	if (x->pcap)
		return frame_read_capture(frame, x->pcap, x->number);
	code = explain_fill(app, x);
	if (!code)
		frame_build(frame, &x->words);
	return code;
}

static int run(struct app *app, struct args *args)
{
	struct explain x = { .number = 1 };
	struct frame *frame;
	int code = parse(args, &x);

	if (code)
		return code;
	frame = malloc(sizeof(*frame));
	if (!frame)
		return app_failed(app, -ENOMEM);
	code = read_frame(app, &x, frame) ?: tell(app, &x, frame);
	free(frame);
	return code;
}

static void synopsis(void)
{
	puts(" link LOWER from { NAME | wire | host }\n"
	     "       { to { NAME | MAC | broadcast | wire | host } [ src MAC ] [ vlan ID ]\n"
	     "         [ arp IP | ethertype TYPE ] [ length BYTES ] | frame HEX | pcap FILE [ "
	     "number N ] } [ gso SIZE ]\n"
	     "\n"
	     "from       who sends it: an endpoint (NAME), somebody on the wire, or the host\n"
	     "to         whom it is for, as well: a frame is made up, with zeros for what isn't "
	     "said\n"
	     "src        from this address, not the sender's own\n"
	     "vlan       with this tag\n"
	     "arp        a request for this IPv4 address\n"
	     "ethertype  of this type, in hex; else UDP over IPv4\n"
	     "length     so many bytes with its header, without its tag (60)\n"
	     "gso        it is cut when it leaves, with so many bytes of data in each segment\n"
	     "frame      this frame, whole\n"
	     "pcap       a packet of a capture, the first or the one with this number");
}

static void next(char **typed)
{
	complete_next(WORDS, typed);
}

static const struct command commands[] = {
	{ "", "", synopsis, run, next },
};

const struct object explain_object = {
	.name = "explain",
	.what = "what would happen to a frame, and why",
	.commands = commands,
	.count = ARRAY_SIZE(commands),
	.is_command = true,
};
