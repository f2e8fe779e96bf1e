// SPDX-License-Identifier: GPL-2.0-only
/* hold.c - makes an endpoint, and keeps the writers' lock of its netns until it is killed. */
#include <err.h>
#include <macbpf/macbpf.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts) };
	struct macbpf *mb;

	if (argc != 4)
		errx(1, "usage: hold NETNS LOWER NAME");
	opts.netns = argv[1];
	if (macbpf__open(&mb, &opts))
		err(2, "%s", argv[1]);
	if (macbpf_batch__begin(mb, NULL) || macbpf_link__add(mb, argv[2], argv[3], NULL, NULL))
		errx(2, "%s", macbpf__error(mb));
	puts("held");
	fflush(stdout);
	for (;;)
		pause();
}
