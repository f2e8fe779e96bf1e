// SPDX-License-Identifier: BSD-2-Clause
/*
 * tap-echo.c - sends every frame that a tap receives back to its sender, until the tap is deleted.
 *
 *   cc tap-echo.c $(pkg-config --cflags --libs libmacbpf) -o tap-echo
 *   macbpf link add link eth0 name tap0 up type macvtap mode bridge queues 2
 *   ./tap-echo tap0 2
 */
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <macbpf/macbpf.h>

#define QUEUES_MAX 16
#define HEADER	   12 /* struct virtio_net_hdr_mrg_rxbuf; all zero: nothing is left to be done */

static int open_queues(const char *name, int *fds, uint32_t count)
{
	struct macbpf_tap_opts opts = { .sz = sizeof(opts), .vnet_hdr_sz = HEADER };
	struct macbpf *mb;
	int err;

	if (macbpf__open(&mb, NULL)) {
		perror("tap-echo");
		return -1;
	}
	err = macbpf_tap__open(mb, NULL, name, &opts, fds, count);
	if (err)
		fprintf(stderr, "tap-echo: %s\n", macbpf__error(mb));
	macbpf__close(mb); /* the queues stay */
	return err;
}

/* The guest is whoever was addressed; group frames are not for one. */
static int echo(int fd)
{
	static uint8_t buf[HEADER + 65536];
	uint8_t sender[6], *frame = buf + HEADER;
	ssize_t len = read(fd, buf, sizeof(buf));

	if (len < 0)
		return -errno;
	if (len < HEADER + 14 || frame[0] & 1)
		return 0;
	memset(buf, 0, HEADER);
	memcpy(sender, frame + 6, 6);
	memcpy(frame + 6, frame, 6);
	memcpy(frame, sender, 6);
	return write(fd, buf, len) < 0 ? -errno : 0;
}

static int serve(const int *fds, uint32_t count)
{
	struct pollfd p[QUEUES_MAX];
	int err = 0;

	for (uint32_t i = 0; i < count; i++)
		p[i] = (struct pollfd){ .fd = fds[i], .events = POLLIN };
	while (!err && poll(p, count, -1) > 0)
		for (uint32_t i = 0; !err && i < count; i++)
			if (p[i].revents)
				err = echo(fds[i]);
	return err;
}

int main(int argc, char **argv)
{
	uint32_t count = argc > 2 ? (uint32_t)atoi(argv[2]) : 1;
	int fds[QUEUES_MAX], err;

	if (argc < 2 || count > QUEUES_MAX) {
		fprintf(stderr, "usage: tap-echo TAP [QUEUES]\n");
		return 1;
	}
	if (open_queues(argv[1], fds, count))
		return 1;
	err = serve(fds, count);
	if (err == -EBADFD) /* the tap was deleted */
		return 0;
	fprintf(stderr, "tap-echo: %s\n", strerror(-err));
	return 1;
}
