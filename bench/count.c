// SPDX-License-Identifier: GPL-2.0-only
/* count.c - a packet socket with a program that counts, and the map it counts in. */
#include "count.h"

#include <arpa/inet.h>
#include <err.h>
#include <linux/if_packet.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/closer.h"
#include "count.skel.h"

#define MAP_BYTES (COUNT_SLOTS * sizeof(uint64_t))

void count_open(struct count *c, const struct netns *ns, uint16_t protocol)
{
	int program;

	c->bpf = count_bpf__open_and_load();
	if (!c->bpf)
		err(1, "bench: load the program that counts");
	c->seen = mmap(NULL, MAP_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED,
		       bpf_map__fd(c->bpf->maps.seen), 0);
	if (c->seen == MAP_FAILED)
		err(1, "bench: map the counters");
	netns_enter(ns);
	c->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	netns_leave();
	program = bpf_program__fd(c->bpf->progs.count_frame);
	if (c->fd < 0 || setsockopt(c->fd, SOL_SOCKET, SO_ATTACH_BPF, &program, sizeof(program)) ||
	    bind(c->fd,
		 (struct sockaddr *)&(struct sockaddr_ll){ .sll_family = AF_PACKET,
							   .sll_protocol = htons(protocol) },
		 sizeof(struct sockaddr_ll)))
		err(1, "bench: count in netns %s", ns->name);
}

void count_reset(struct count *c)
{
	memset((void *)c->seen, 0, MAP_BYTES);
}

void count_close(struct count *c)
{
	close_later(c->fd);
	munmap((void *)c->seen, MAP_BYTES);
	count_bpf__destroy(c->bpf);
}
