// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_limits.c - what a program does where a flood, a table or a frame ends.
 *
 * guards: bpf/
 */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/runner.h"
#include "port.h"

/* Sends a stranger's broadcast through the lower's program. */
static void flood(struct rig *rig, struct outcome *out)
{
	uint8_t frame[FRAME_LEN];

	port_frame(frame, EXT, BCAST, ETYPE);
	world_forget();
	ck_assert_int_eq(rig_run(rig, WIRE, frame, FRAME_LEN, 0, out), 0);
	world_settle();
}

/* DOWN1 is in the last slot: the flood has to go on to it, and to report what it lost. */
START_TEST(refused_copy)
{
	struct rig rig;
	struct outcome out;

	port_open(&rig, MIXED, WIRE);
	rig_add_down(&rig);
	flood(&rig, &out);
	ck_assert_msg(rig_counted(&rig, MB_R_COPY_REFUSED) == 1, "a refused copy is counted");
	ck_assert_msg(rig_counted_of(&rig, DOWN1, MB_R_COPY_REFUSED) == 1, "of who was to get it");
	ck_assert_msg(rig_counted(&rig, MB_R_FLOOD_WIRE) == 1, "and the frame is, once");
	ck_assert_msg(out.cb[MB_TRACE_COPIES] == 6, "and no copy is claimed for it");
	ck_assert_msg(out.verdict == -1, "and the host has the frame");
	rig_close(&rig);
}
END_TEST

/* _i: slots */
START_TEST(flood_ends)
{
	struct received got;
	struct outcome out;
	struct rig rig;

	port_open(&rig, MIXED, WIRE);
	rig_slots(&rig, _i);
	flood(&rig, &out);
	ck_assert_msg(world_receive(B1, &got) == (_i > B1), "slot %d of %d", B1, _i);
	ck_assert_msg(world_receive(B2, &got) == (_i > B2), "slot %d of %d", B2, _i);
	rig_close(&rig);
}
END_TEST

START_TEST(more_slots_than_exist)
{
	struct outcome out;
	struct rig rig;

	port_open(&rig, MIXED, WIRE);
	rig_slots(&rig, 2 * MB_ENDPOINTS_MAX);
	flood(&rig, &out);
	ck_assert_msg(out.cb[MB_TRACE_COPIES] == 6, "a bad bound is harmless");
	rig_close(&rig);
}
END_TEST

START_TEST(no_trace)
{
	struct rig rig;
	struct outcome out;

	rig_open(&rig, 0);
	flood(&rig, &out);
	for (int i = 0; i < 5; i++)
		ck_assert_msg(out.cb[i] == 0x5a5a5a5a, "cb[%d] was written without trace", i);
	rig_close(&rig);
}
END_TEST

/* A bare header is the shortest that a run can have: shorter ones are in check_frame.c. */
START_TEST(bare_header)
{
	static const enum who froms[] = { WIRE, B1, V1 };
	uint8_t frame[FRAME_LEN];
	struct outcome out;
	struct rig rig;

	port_open(&rig, MIXED, froms[_i]);
	port_frame(frame, EXT, B2, ETYPE);
	ck_assert_int_eq(rig_run(&rig, froms[_i], frame, ETH_HLEN, 0, &out), 0);
	ck_assert_msg(out.verdict == 7, "a bare header is a frame: verdict %d", out.verdict);
	ck_assert_uint_eq(out.cb[MB_TRACE_TARGET], world_hostdev(froms[_i] == V1 ? WIRE : B2));
	rig_close(&rig);
}
END_TEST

/* The lower's own group, joined by the host: what it sends comes back to it without a header. */
static int multicast_socket(const struct sockaddr_in *group)
{
	struct ip_mreqn join = { .imr_multiaddr = group->sin_addr,
				 .imr_ifindex = world_hostdev(WIRE) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (const struct sockaddr *)group, sizeof(*group)), 0);
	ck_assert_int_eq(setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &join, sizeof(join)), 0);
	ck_assert_int_eq(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &join, sizeof(join)), 0);
	return fd;
}

START_TEST(own_multicast)
{
	struct sockaddr_in group = { .sin_family = AF_INET, .sin_port = htons(5000) };
	struct pollfd wait = { .events = POLLIN };
	int sent, heard;
	struct rig rig;
	char byte = 'x';

	run_ok(NULL, "ip address replace 192.0.2.1/24 dev low");
	inet_pton(AF_INET, "239.1.2.3", &group.sin_addr);
	port_open(&rig, MIXED, WIRE);
	wait.fd = multicast_socket(&group);
	port_attach(&rig, WIRE);
	world_forget();
	sent = sendto(wait.fd, &byte, 1, 0, (void *)&group, sizeof(group));
	heard = poll(&wait, 1, 5000);
	port_detach(&rig, WIRE);
	ck_assert_msg(sent == 1 && heard == 1, "the host hears its own multicast");
	for (uint32_t reason = 0; reason < MB_R_COUNT; reason++)
		ck_assert_msg(!rig_counted(&rig, reason), "the host's own frame counts as %u",
			      reason);
	close(wait.fd);
	rig_close(&rig);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("limits");
	TCase *tc = tcase_create("limits");

	world_open("check_limits");
	tcase_add_test(tc, refused_copy);
	tcase_add_loop_test(tc, flood_ends, 0, B2 + 2);
	tcase_add_test(tc, more_slots_than_exist);
	tcase_add_test(tc, no_trace);
	tcase_add_loop_test(tc, bare_header, 0, 3);
	tcase_add_test(tc, own_multicast);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
