// SPDX-License-Identifier: GPL-2.0-only
/*
 * delay.c - how long an agent takes to follow: from an address that a container sets on its device
 * to the first frame for that address which the device gets from the wire.
 *
 * Frames are sent one after the other for as long as none arrives, so a time is good to what one
 * of them takes. Between two rounds the agent is left alone for a while, since what is measured is
 * an event that comes to an agent at rest.
 */
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"

#define ROUNDS	60
#define REST_US 50000
#define LOST_S	5
#define MACBPF	(getenv("MACBPF") ? getenv("MACBPF") : "macbpf")

static const unsigned int sizes[] = { 2, 100, 1000 };
static struct netns host, box, far;

static void make_wire(void)
{
	netns_make(&host, "host");
	netns_make(&box, "box");
	netns_make(&far, "far");
	run_ok(&host, "ip link add low type veth peer name wire netns %s", far.name);
	run_ok(&host, "ip link set low up");
	run_ok(&far, "ip link set wire up");
}

static void grow(unsigned int from, unsigned int to)
{
	int file = memfd_create("bench", 0);

	if (file < 0)
		err(1, "file of commands");
	for (unsigned int n = from; n < to; n++)
		dprintf(file,
			"link add link low name mv%u address 02:00:00:00:%02x:%02x netns %s up "
			"type macvlan mode bridge\n",
			n, n >> 8, n & 0xff, box.name);
	run_ok(&host, "%s -expedite -batch /proc/self/fd/%d", MACBPF, file);
	close(file);
}

static int ears(void)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = htons(FRAME_TYPE) };
	int fd;

	netns_enter(&box);
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons(FRAME_TYPE));
	at.sll_ifindex = (int)if_nametoindex("mv0");
	netns_leave();
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)))
		err(1, "listen on mv0");
	return fd;
}

static void set_address(const uint8_t address[6])
{
	struct ifreq request = { .ifr_name = "mv0", .ifr_hwaddr.sa_family = ARPHRD_ETHER };
	int fd;

	memcpy(request.ifr_hwaddr.sa_data, address, ETH_ALEN);
	netns_enter(&box);
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	netns_leave();
	if (fd < 0 || ioctl(fd, SIOCSIFHWADDR, &request))
		err(1, "set the address of mv0");
	close(fd);
}

static bool heard(int in, uint32_t token)
{
	uint8_t buf[FRAME_MIN + ETH_ZLEN];
	ssize_t len = recv(in, buf, sizeof(buf), 0);
	uint32_t got;

	return len > 0 && frame_token(buf, (size_t)len, &got) && got == token;
}

/* In seconds. */
static double one_round(int in, int out, uint32_t round)
{
	struct frame frame = { .src = { 2, 9, 9, 9, 9, 9 }, .token = round };
	uint8_t address[ETH_ALEN] = { 2, 1, 0, 0, (uint8_t)(round >> 8), (uint8_t)round };
	double start = now();

	memcpy(frame.dst, address, ETH_ALEN);
	set_address(address);
	while (frame_send(out, &frame) || !heard(in, round))
		if (now() - start > LOST_S)
			errx(1, "an agent doesn't follow");
	return now() - start;
}

static void measure(unsigned int size, int in, int out)
{
	static uint32_t round;
	double took[ROUNDS], worst = 0, least = LOST_S;

	for (unsigned int n = 0; n < ROUNDS; n++) {
		usleep(REST_US);
		took[n] = one_round(in, out, ++round) * 1e3;
		worst = took[n] > worst ? took[n] : worst;
		least = took[n] < least ? took[n] : least;
	}
	printf("| %u | %.1f ms | %.1f ms | %.1f ms |\n", size, least, median_of(took, ROUNDS),
	       worst);
}

int main(void)
{
	unsigned int there = 1;
	pid_t agent;
	int in, out;

	netns_sandbox("delay");
	make_wire();
	grow(0, there);
	agent = run_start(&host, "%s agent", MACBPF);
	in = ears();
	out = frame_socket(&far, "wire");
	printf("| endpoints | least | median | most |\n|---|---|---|---|\n");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		grow(there, sizes[i]);
		there = sizes[i];
		one_round(in, out, UINT32_MAX - (uint32_t)i); /* it has taken up all these */
		measure(there, in, out);
	}
	kill(agent, SIGTERM);
	waitpid(agent, NULL, 0);
	return 0;
}
