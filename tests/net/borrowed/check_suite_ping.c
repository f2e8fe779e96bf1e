// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_suite_ping.c - who can ping whom across a lower, and by which devices the frames came.
 *
 * guards: libmacbpf/ bpf/
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/fence.h"
#include "tests/harness/run.h"
#include "tests/net/suite.h"

enum { SERVER, CLIENT, FIRST, SECOND, PARTIES };

/* The last part of their addresses: of 192.0.2.0/24, and of 2001:db8::/64 in the same digits. */
static const int number[PARTIES] = { 1, 10, 11, 12 };
static const char *const modes[] = { "bridge", "vepa", "private" };

struct party {
	const struct netns *ns;
	const char *device;
	int tap;
};

static struct party party[PARTIES];
static bool siblings_talk;
static int echo_id; /* of one ping: no other's frames are counted */

/* What the four taps saw of one ping, per tap. */
struct seen {
	int got, sent, any;
};

static const char *address(int who, int family)
{
	static char text[2][32];
	static int next;
	char *t = text[next++ % 2];

	snprintf(t, sizeof(text[0]), family == 4 ? "192.0.2.%d" : "2001:db8::%d", number[who]);
	return t;
}

static void open_tap(struct party *p)
{
	struct sockaddr_ll on = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL) };

	netns_enter(p->ns);
	p->tap = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	on.sll_ifindex = if_nametoindex(p->device);
	netns_leave();
	ck_assert_int_ge(p->tap, 0);
	ck_assert_int_eq(bind(p->tap, (struct sockaddr *)&on, sizeof(on)), 0);
}

/* An echo request or reply with this ping's identifier. */
static bool is_echo(const uint8_t *frame, ssize_t len)
{
	bool v6 = frame[12] == 0x86 && frame[13] == 0xdd;
	const uint8_t *icmp = frame + ETH_HLEN + (v6 ? 40 : 20);

	if (len < icmp + 6 - frame || (!v6 && (frame[12] != 8 || frame[13] != 0)))
		return false;
	if (v6 ? icmp[0] != 128 && icmp[0] != 129 : icmp[0] != 0 && icmp[0] != 8)
		return false;
	return icmp[4] == echo_id >> 8 && icmp[5] == (echo_id & 0xff);
}

static struct seen drain(int tap)
{
	struct seen seen = { 0 };
	struct sockaddr_ll from;
	uint8_t frame[2048];
	ssize_t n;

	for (;;) {
		socklen_t len = sizeof(from);

		n = recvfrom(tap, frame, sizeof(frame), 0, (struct sockaddr *)&from, &len);
		if (n < 0 && errno != ENETDOWN)
			break;
		if (n < 0 || !is_echo(frame, n))
			continue;
		seen.any++;
		seen.got += from.sll_pkttype == PACKET_HOST;
		seen.sent += from.sll_pkttype == PACKET_OUTGOING;
	}
	ck_assert_int_eq(errno, EAGAIN);
	return seen;
}

static bool is_endpoint(int who)
{
	return who == FIRST || who == SECOND;
}

/* The host and the endpoints never reach each other. */
static bool can_reach(int from, int to)
{
	if (is_endpoint(from) && is_endpoint(to))
		return siblings_talk;
	return from == CLIENT || to == CLIENT;
}

static const char *address_of_device(int who)
{
	static const uint8_t *const mac[PARTIES] = { mac_low, mac_wire, mac_a, mac_b };

	return mac_text(mac[who]);
}

static int ping(int from, int to, int family)
{
	static struct run r;
	const char *ending = can_reach(from, to) ? "-c 1 -w 20 -i 0.05" : "-c 1 -W 0.05";

	echo_id++;
	return run(&r, party[from].ns, "ping -q -n -e %d %s %s", echo_id, ending,
		   address(to, family));
}

/* With a neighbour's address as known, the echo request itself is stopped, not the question. */
static void tell_address(int from, int to)
{
	for (int family = 4; family <= 6; family += 2)
		run_ok(party[from].ns, "ip neigh replace %s lladdr %s dev %s nud permanent",
		       address(to, family), address_of_device(to), party[from].device);
}

static void expect_path(int from, int to, int family)
{
	bool reached = can_reach(from, to);
	int status = ping(from, to, family);
	struct seen seen[PARTIES];

	fence_wait();
	for (int i = 0; i < PARTIES; i++)
		seen[i] = drain(party[i].tap);
	ck_assert_msg((status == 0) == reached, "%d pings %d by IPv%d: exit %d", from, to, family,
		      status);
	ck_assert_int_gt(seen[from].sent, 0);
	for (int i = 0; i < PARTIES; i++) {
		bool is_end = i == from || i == to;

		ck_assert_msg((seen[i].got > 0) == (reached && is_end),
			      "%d pings %d by IPv%d: %d got %d frames", from, to, family, i,
			      seen[i].got);
	}
	/* Between siblings in mode bridge nothing goes out; all else is seen on the wire. */
	ck_assert_msg((seen[CLIENT].any > 0) == !(reached && from != CLIENT && to != CLIENT),
		      "%d pings %d by IPv%d: the wire saw %d", from, to, family, seen[CLIENT].any);
}

static void set_up_party(int who, const struct netns *ns, const char *device)
{
	party[who] = (struct party){ ns, device, -1 };
	ipv6_on(ns);
	run_ok(ns, "ip addr add %s/24 dev %s", address(who, 4), device);
	run_ok(ns, "ip addr add %s/64 dev %s nodad", address(who, 6), device);
	open_tap(&party[who]);
}

static void make_endpoint(const char *tool, const char *name, const char *mode, const uint8_t *mac,
			  const struct netns *box)
{
	run_ok(&fx.host, "%s link add link low name %s address %s type macvlan mode %s", tool, name,
	       mac_text(mac), mode);
	fixture_mark();
	run_ok(&fx.host, "ip link set %s netns %s", name, box->name);
	run_ok(box, "ip link set %s up", name);
	ck_assert(arrives(AT(&fx.far, "wire"), mac_wire, mac_all, AT(box, name)));
}

START_TEST(every_pair)
{
	const char *tool = tool_path(_i % TOOLS), *mode = modes[_i / TOOLS];

	siblings_talk = !strcmp(mode, "bridge");
	make_endpoint(tool, "mv0", mode, mac_a, &fx.box[0]);
	make_endpoint(tool, "mv1", mode, mac_b, &fx.box[1]);
	set_up_party(SERVER, &fx.host, "low");
	set_up_party(CLIENT, &fx.far, "wire");
	set_up_party(FIRST, &fx.box[0], "mv0");
	set_up_party(SECOND, &fx.box[1], "mv1");
	for (int from = 0; from < PARTIES; from++)
		for (int to = 0; to < PARTIES; to++)
			if (from != to && !can_reach(from, to))
				tell_address(from, to);
	for (int pair = 0; pair < PARTIES * PARTIES; pair++) {
		if (pair / PARTIES == pair % PARTIES)
			continue;
		expect_path(pair / PARTIES, pair % PARTIES, 4);
		expect_path(pair / PARTIES, pair % PARTIES, 6);
	}
	for (int i = 0; i < PARTIES; i++)
		close(party[i].tap);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, every_pair, 0, 3 * TOOLS);
}

int main(void)
{
	return run_suite("net: ping", add_tests);
}
