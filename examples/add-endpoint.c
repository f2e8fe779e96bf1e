// SPDX-License-Identifier: BSD-2-Clause
/*
 * add-endpoint.c - makes a bridge endpoint that is up, in another network namespace if wished.
 *
 *   cc add-endpoint.c $(pkg-config --cflags --libs libmacbpf) -o add-endpoint
 *   ./add-endpoint eth0 mv0 box1
 */
#include <net/if.h>
#include <stdio.h>

#include <macbpf/macbpf.h>

static int add(struct macbpf *mb, const char *lower, const char *name, const char *netns)
{
	MACBPF_OPTS(macbpf_macvlan_opts, macvlan, .has = MACBPF_MACVLAN_MODE,
		    .mode = MACBPF_MODE_BRIDGE);
	MACBPF_OPTS(macbpf_link_opts, opts, .netns = netns, .dev_flags = IFF_UP,
		    .dev_flags_mask = IFF_UP, .macvlan = &macvlan);

	if (!macbpf_link__add(mb, lower, name, &opts, NULL))
		return 0;
	fprintf(stderr, "add-endpoint: %s\n", macbpf__error(mb));
	return 1;
}

int main(int argc, char **argv)
{
	struct macbpf *mb;
	int code;

	if (argc < 3) {
		fprintf(stderr, "usage: add-endpoint LOWER NAME [NETNS]\n");
		return 1;
	}
	if (macbpf__open(&mb, NULL)) {
		perror("add-endpoint");
		return 1;
	}
	code = add(mb, argv[1], argv[2], argv[3]);
	macbpf__close(mb);
	return code;
}
