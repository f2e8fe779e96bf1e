// SPDX-License-Identifier: GPL-2.0-only
/* link_rate.c - the words about how much an endpoint may get in a second, as tc(8) has them, and
 * send
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "link_word.h"

#define GROUP_RATE_MAX 1000000u

struct unit {
	const char *name;
	double worth; /* of a bit, in a rate; of a byte, in a size */
};

static const struct unit rate_units[] = {
	{ "", 1 },	     { "bit", 1 },	  { "kbit", 1e3 },     { "mbit", 1e6 },
	{ "gbit", 1e9 },     { "tbit", 1e12 },	  { "kibit", 0x1p10 }, { "mibit", 0x1p20 },
	{ "gibit", 0x1p30 }, { "tibit", 0x1p40 }, { "bps", 8 },	       { "kbps", 8e3 },
	{ "mbps", 8e6 },     { "gbps", 8e9 },	  { "tbps", 8e12 },    { "kibps", 0x1p13 },
	{ "mibps", 0x1p23 }, { "gibps", 0x1p33 }, { "tibps", 0x1p43 },
};

static const struct unit size_units[] = {
	{ "", 1 },	   { "b", 1 },	       { "k", 0x1p10 },	   { "kb", 0x1p10 },
	{ "m", 0x1p20 },   { "mb", 0x1p20 },   { "g", 0x1p30 },	   { "gb", 0x1p30 },
	{ "kbit", 0x1p7 }, { "mbit", 0x1p17 }, { "gbit", 0x1p27 },
};

/* Capitals don't matter; what is no number, and what is behind no unit, is none. */
static bool parse_scaled(const char *text, const struct unit *units, size_t count, double most,
			 double *value)
{
	char *rest;

	if (*text < '0' || *text > '9' || text[1] == 'x' || text[1] == 'X')
		return false;
	*value = strtod(text, &rest);
	for (size_t i = 0; i < count; i++) {
		if (strcasecmp(rest, units[i].name) != 0)
			continue;
		*value = *value * units[i].worth + 0.5;
		return *value <= most;
	}
	return false;
}

static int parse_rate(const char *text, uint64_t *bits)
{
	double value;

	if (!parse_scaled(text, rate_units, ARRAY_SIZE(rate_units), 0x1p53, &value) || value < 1)
		return usage_error(
			"argument of \"rate\" must be a rate as 1500kbit, 10mbit, 1gbit "
			"or 2mbps (bytes), a bare number bits per second, or \"off\", not "
			"\"%s\"",
			text);
	*bits = (uint64_t)value;
	return 0;
}

static int parse_burst(struct args *args, uint32_t *burst)
{
	const char *text;
	double value;
	int err;

	args->word = "burst";
	err = args_value(args, "a size", &text);
	if (err)
		return err;
	if (!parse_scaled(text, size_units, ARRAY_SIZE(size_units), UINT32_MAX, &value) ||
	    value < 1)
		return usage_error("argument of \"burst\" must be a size as 15000, 64k or 1mb "
				   "(1024s), less than 4gb, not \"%s\"",
				   text);
	*burst = (uint32_t)value;
	return 0;
}

static int parse_way(struct args *args, uint64_t *bits, uint32_t *burst)
{
	const char *text;
	int err = args_value(args, "a rate or \"off\"", &text);

	*bits = 0;
	*burst = 0;
	if (err || !strcmp(text, "off"))
		return err;
	err = parse_rate(text, bits);
	if (err || !args_peek(args) || strcmp(args_peek(args), "burst") != 0)
		return err;
	args_take(args);
	return parse_burst(args, burst);
}

static void lift(struct macbpf_rate_opts *rate)
{
	rate->has |= MACBPF_RATE_IN | MACBPF_RATE_OUT;
	rate->in = rate->out = 0;
	rate->in_burst = rate->out_burst = 0;
}

int link_parse_rate(struct args *args, struct link_request *request, const struct link_word *word)
{
	struct macbpf_rate_opts *rate = &request->rate;
	const char *text;
	int err = args_value(args, "\"in\" or \"out\" with a rate, or \"off\"", &text);

	(void)word;
	if (err)
		return err;
	request->opts.rate = rate;
	if (!strcmp(text, "off")) {
		lift(rate);
		return 0;
	}
	if (!strcmp(text, "in")) {
		rate->has |= MACBPF_RATE_IN;
		return parse_way(args, &rate->in, &rate->in_burst);
	}
	if (!strcmp(text, "out")) {
		rate->has |= MACBPF_RATE_OUT;
		return parse_way(args, &rate->out, &rate->out_burst);
	}
	return usage_error("argument of \"rate\" must be \"in\" or \"out\" with a rate, or "
			   "\"off\", not \"%s\"",
			   text);
}

int link_parse_group_rate(struct args *args, struct link_request *request,
			  const struct link_word *word)
{
	struct macbpf_rate_opts *rate = &request->rate;
	const char *text;
	unsigned long frames;
	char *rest;
	int err = args_value(args, "a number or \"off\"", &text);

	(void)word;
	request->opts.rate = rate;
	rate->has |= MACBPF_RATE_GROUP;
	rate->group = 0;
	if (err || !strcmp(text, "off"))
		return err;
	frames = strtoul(text, &rest, 10);
	if (*text < '0' || *text > '9' || *rest || !frames || frames > GROUP_RATE_MAX)
		return usage_error(
			"argument of \"group-rate\" must be a number of frames per second "
			"from 1 to %u, or \"off\", not \"%s\"",
			GROUP_RATE_MAX, text);
	rate->group = (uint32_t)frames;
	return 0;
}
