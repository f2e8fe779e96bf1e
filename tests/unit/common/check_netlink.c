// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_netlink.c - each answer belongs to its question, whatever goes wrong on the way.
 *
 * guards: common/netlink.c common/netlink_msg.c
 */
#include <check.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "common/netlink_msg.h"
#include "common/own.h"
#include "tests/harness/runner.h"
#include "tests/unit/common/kernel.h"

static struct mb_netlink *nl;
static int wanted[DEVICES + 1]; /* how often each was to be changed */

static struct nl_msg *request(int type, int flags, int index)
{
	struct ifinfomsg ifi = { .ifi_index = index };

	return mb_netlink_request(type, flags, &ifi, sizeof(ifi));
}

static int note_index(struct nlmsghdr *nlh, void *arg)
{
	const struct ifinfomsg *ifi = nlmsg_data(nlh);
	int *index = arg;

	*index = ifi->ifi_index;
	return 0;
}

static int note_next(struct nlmsghdr *nlh, void *arg)
{
	const struct ifinfomsg *ifi = nlmsg_data(nlh);
	int *count = arg;

	ck_assert_int_eq(ifi->ifi_index, ++*count);
	return 0;
}

static void forget(void *arg)
{
	*(int *)arg = 0;
}

static void get(int index)
{
	int got = 0;

	ck_assert_int_eq(mb_netlink_talk(nl, request(RTM_GETLINK, 0, index), note_index, &got), 0);
	ck_assert_int_eq(got, index);
}

static void list(void)
{
	int count = 0;

	ck_assert_int_eq(
		mb_netlink_list(nl, request(RTM_GETLINK, NLM_F_DUMP, 0), note_next, forget, &count),
		0);
	ck_assert_int_eq(count, DEVICES);
}

/* Nobody knows of a change whose acknowledgement is lost, but it is not made twice. */
static void expect_change(int index, int err)
{
	int want = index == REFUSED ? -EPERM : 0;

	wanted[index]++;
	if (fault.hit && (fault.how == LOSE || fault.how == CUT) && err == -ENOBUFS)
		return;
	ck_assert_int_eq(err, want);
	ck_assert_str_eq(mb_netlink_hint(nl), want ? SENTENCE : "");
}

static void set(int index)
{
	expect_change(index, mb_netlink_talk(nl, request(RTM_SETLINK, 0, index), NULL, NULL));
}

static void set_both(int one, int other)
{
	int first, second;

	second = mb_netlink_talk_both(nl, request(RTM_SETLINK, 0, one),
				      request(RTM_SETLINK, 0, other), &first);
	expect_change(one, first);
	expect_change(other, second);
}

static void talk(void)
{
	get(3);
	set(4);
	list();
	set(REFUSED);
	set_both(5, 6);
	get(7);
	list();
	set(8);
	get(9);
}

static void begin(void)
{
	memset(&kernel, 0, sizeof(kernel));
	memset(&fault, 0, sizeof(fault));
	memset(wanted, 0, sizeof(wanted));
	ck_assert_int_eq(mb_netlink_open(&nl, -1), 0);
}

static void end(void)
{
	mb_netlink_close(nl);
	ck_assert_mem_eq(kernel.changed, wanted, sizeof(wanted));
}

/* Talks once for each call that can go wrong, and once without a fault. */
static void talk_with_faults(enum how how, int error, bool sending)
{
	int at = 0;

	do {
		begin();
		at++;
		fault.how = how;
		fault.error = error;
		fault.sends = sending ? at : 0;
		fault.receives = sending ? 0 : at;
		talk();
		end();
		if (error == -EINTR && how == FAIL)
			ck_assert_int_eq(kernel.sockets, 1);
	} while (fault.hit);
	ck_assert_int_gt(at, 9);
}

static const int errors[] = { -ENOBUFS, -ENOMEM, -EINTR, -EIO };

START_TEST(what_was_not_sent_is_sent_again)
{
	talk_with_faults(FAIL, errors[_i], true);
}
END_TEST

START_TEST(a_receive_that_fails_loses_no_answer)
{
	talk_with_faults(FAIL, errors[_i], false);
}
END_TEST

START_TEST(what_is_lost_is_asked_again)
{
	talk_with_faults(LOSE, errors[_i], false);
}
END_TEST

START_TEST(what_is_cut_is_asked_again)
{
	talk_with_faults(CUT, 0, false);
}
END_TEST

START_TEST(answers_to_others_are_no_answers)
{
	talk_with_faults(OLD, 0, false);
}
END_TEST

START_TEST(only_the_kernel_is_believed)
{
	talk_with_faults(LIE, 0, false);
}
END_TEST

START_TEST(a_list_that_changes_is_told_again)
{
	begin();
	kernel.unsteady = true;
	list();
	ck_assert_int_eq(kernel.told, 2);
	ck_assert_int_eq(kernel.sockets, 1);
	end();
}
END_TEST

/* The answer is there when the next request is made, and it is not for that one. */
START_TEST(a_socket_with_half_an_answer_is_replaced)
{
	begin();
	fault.how = FAIL;
	fault.error = -ENOBUFS;
	fault.receives = 2;
	list();
	ck_assert_int_eq(kernel.sockets, 2);
	get(3);
	ck_assert_int_eq(kernel.sockets, 2);
	end();
}
END_TEST

START_TEST(a_datagram_may_be_large)
{
	begin();
	kernel.bulk = 1 << 20;
	list();
	ck_assert_int_eq(kernel.sockets, 2);
	get(3);
	ck_assert_int_eq(kernel.sockets, 2);
	end();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("netlink");
	TCase *tc = tcase_create("netlink");

	tcase_add_loop_test(tc, what_was_not_sent_is_sent_again, 0, ARRAY_SIZE(errors));
	tcase_add_loop_test(tc, a_receive_that_fails_loses_no_answer, 0, ARRAY_SIZE(errors));
	tcase_add_loop_test(tc, what_is_lost_is_asked_again, 0, ARRAY_SIZE(errors));
	tcase_add_test(tc, what_is_cut_is_asked_again);
	tcase_add_test(tc, answers_to_others_are_no_answers);
	tcase_add_test(tc, only_the_kernel_is_believed);
	tcase_add_test(tc, a_list_that_changes_is_told_again);
	tcase_add_test(tc, a_socket_with_half_an_answer_is_replaced);
	tcase_add_test(tc, a_datagram_may_be_large);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
