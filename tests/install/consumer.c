// SPDX-License-Identifier: GPL-2.0-only
/* consumer.c - a user of the installed library in C: prints its version and the endpoints */
#include <macbpf/macbpf.h>

#include <stdio.h>
#include <string.h>

static int list(struct macbpf *mb)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link = NULL;
	struct macbpf_links *links;

	if (macbpf_links__get(mb, NULL, &links)) {
		fprintf(stderr, "%s\n", macbpf__error(mb));
		return 1;
	}
	while ((link = macbpf_links__next(links, link))) {
		if (macbpf_link__info(link, &info))
			return 1;
		printf("%s %s %s\n", info.name, info.lower, macbpf_mode__name(info.mode));
	}
	macbpf_links__free(links);
	return 0;
}

int main(int argc, char **argv)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts) };
	struct macbpf *mb;
	int code;

	if (strcmp(macbpf__version(), MACBPF_VERSION) != 0)
		return 1;
	puts(macbpf__version());
	opts.netns = argc > 1 ? argv[1] : NULL;
	if (macbpf__open(&mb, &opts))
		return 1;
	code = list(mb);
	macbpf__close(mb);
	return code;
}
