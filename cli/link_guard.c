// SPDX-License-Identifier: GPL-2.0-only
/* link_guard.c - the words about what an endpoint may send */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "common/text.h"
#include "link_word.h"

static const char what[] = "\"off\", or \"mac\" and \"ip\" with addresses";

static int parse_addr(struct link_request *request, const char *text)
{
	uint8_t *addr = request->guard_addr[request->guard.addr_count];

	if (request->guard.addr_count == ARRAY_SIZE(request->guard_addr))
		return usage_error("\"ip\" takes %zu addresses at most",
				   ARRAY_SIZE(request->guard_addr));
	memset(addr, 0, 10);
	memset(addr + 10, 0xff, 2);
	if (inet_pton(AF_INET, text, addr + 12) != 1 && inet_pton(AF_INET6, text, addr) != 1)
		return usage_error("argument of \"ip\" must be IP addresses with commas between "
				   "them, not \"%s\"",
				   text);
	request->guard.addr_count++;
	return 0;
}

static int parse_addrs(struct args *args, struct link_request *request)
{
	char one[INET6_ADDRSTRLEN + 1];
	const char *text, *comma;
	int err;

	args->word = "ip";
	err = args_value(args, "IP addresses with commas between them", &text);
	request->guard.flags |= MACBPF_GUARD_IP;
	for (; !err && text; text = comma ? comma + 1 : NULL) {
		comma = strchr(text, ',');
		snprintf(one, sizeof(one), "%.*s", comma ? (int)(comma - text) : (int)sizeof(one),
			 text);
		err = parse_addr(request, one);
	}
	return err;
}

static int parse_allowed(struct args *args, struct link_request *request)
{
	static const char legal[] = "\"ra\", \"dhcp-server\", \"query\", \"l2\" or \"vlan\"";
	const char *text;
	uint32_t flag;
	int err;

	args->word = "allow";
	err = args_value(args, legal, &text);
	if (err)
		return err;
	if (macbpf_guard_allow__parse(text, &flag))
		return usage_error("argument of \"allow\" must be %s, not \"%s\"", legal, text);
	request->guard.flags |= flag;
	while (args_peek(args) && !macbpf_guard_allow__parse(args_peek(args), &flag)) {
		args_take(args);
		request->guard.flags |= flag;
	}
	return 0;
}

/* As long as the words are the guard's. */
static int parse_kept(struct args *args, struct link_request *request)
{
	int err = 0;

	while (!err && args_peek(args) && names_contain("mac ip allow", args_peek(args))) {
		const char *text = args_take(args);

		if (!strcmp(text, "ip"))
			err = parse_addrs(args, request);
		else if (!strcmp(text, "allow"))
			err = parse_allowed(args, request);
	}
	return err;
}

int link_parse_guard(struct args *args, struct link_request *request, const struct link_word *word)
{
	const char *text = args_peek(args);

	link_word_given(request, word);
	request->opts.guard = &request->guard;
	request->guard.addr = (const uint8_t(*)[16])request->guard_addr;
	if (text && !strcmp(text, "off")) {
		args_take(args);
		return 0;
	}
	if (!text)
		return usage_error("\"guard\" needs %s, try \"macbpf %s help\"", what,
				   args->command);
	if (!names_contain("mac ip", text))
		return usage_error("argument of \"guard\" must be %s, not \"%s\"", what, text);
	request->guard.flags = MACBPF_GUARD_MAC;
	return parse_kept(args, request);
}

int link_parse_isolated(struct args *args, struct link_request *request,
			const struct link_word *word)
{
	bool on;
	int err = args_on_off(args, &on);

	link_word_given(request, word);
	request->opts.guard = &request->guard;
	request->guard.isolated = !err && on;
	return err;
}
