// SPDX-License-Identifier: BSD-2-Clause
/*
 * list.c - lists the endpoints of this network namespace, and what was dropped or went slowly.
 *
 *   cc list.c $(pkg-config --cflags --libs libmacbpf) -o list
 *   ./list
 */
#include <stdio.h>

#include <macbpf/macbpf.h>

static int complain(const struct macbpf *mb)
{
	fprintf(stderr, "list: %s\n", macbpf__error(mb));
	return 1;
}

static void print_link(const struct macbpf_link *link)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };

	macbpf_link__info(link, &info);
	printf("%-8s %-15s %-15s %-8s received %llu, sent %llu\n", info.hostdev, info.lower,
	       info.name, macbpf_mode__name(info.mode), (unsigned long long)info.stats.rx_packets,
	       (unsigned long long)info.stats.tx_packets);
}

static int list_links(struct macbpf *mb)
{
	const struct macbpf_link *link = NULL;
	struct macbpf_links *links;

	if (macbpf_links__get(mb, NULL, &links))
		return complain(mb);
	while ((link = macbpf_links__next(links, link)))
		print_link(link);
	macbpf_links__free(links);
	return 0;
}

static void print_reasons(const struct macbpf_port *port)
{
	struct macbpf_reason_info counted = { .sz = sizeof(counted) };
	struct macbpf_port_info info = { .sz = sizeof(info) };
	const struct macbpf_reason *reason = NULL;

	macbpf_port__info(port, &info);
	while ((reason = macbpf_reason__next(port, reason)))
		if (!macbpf_reason__info(reason, &counted) && counted.frames)
			printf("%s: %llu: %s\n", info.lower, (unsigned long long)counted.frames,
			       counted.text);
}

static int list_reasons(struct macbpf *mb)
{
	const struct macbpf_port *port = NULL;
	struct macbpf_ports *ports;

	if (macbpf_ports__get(mb, NULL, &ports))
		return complain(mb);
	while ((port = macbpf_ports__next(ports, port)))
		print_reasons(port);
	macbpf_ports__free(ports);
	return 0;
}

int main(void)
{
	struct macbpf *mb;
	int code;

	if (macbpf__open(&mb, NULL)) {
		perror("list");
		return 1;
	}
	code = list_links(mb) || list_reasons(mb);
	macbpf__close(mb);
	return code;
}
