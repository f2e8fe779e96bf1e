// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_explanation.c - what is asked wrongly is refused with a sentence, and a kernel that refuses
 * leaves nothing open.
 *
 * guards: libmacbpf/api/explanation.c libmacbpf/port/explain.c
 */
#include <errno.h>
#include <string.h>

#include "tests/harness/runner.h"
#include "tests/unit/rig.h"

static const uint8_t frame[60] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2 };

/* A frame from an endpoint to all, but for what is changed in it. */
static struct macbpf_explanation_opts usual(void)
{
	return (struct macbpf_explanation_opts){
		.sz = sizeof(struct macbpf_explanation_opts),
		.lower = "eth0",
		.endpoint = "mv0",
		.frame = frame,
		.bytes = sizeof(frame),
		.origin = MACBPF_ORIGIN_ENDPOINT,
	};
}

static void open_one(void)
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
}

static int explain(const struct macbpf_explanation_opts *opts)
{
	struct macbpf_explanation *explanation;
	int err = macbpf_explanation__get(rig_mb, opts, &explanation);

	if (!err)
		macbpf_explanation__free(explanation);
	return err;
}

static void refuse(struct macbpf_explanation_opts opts, int err, const char *sentence)
{
	rig_expect(explain(&opts), err, sentence, sentence);
}

START_TEST(wrong_questions_have_a_sentence)
{
	struct macbpf_explanation_opts o;

	open_one();
	o = usual();
	o.lower = NULL;
	refuse(o, -EINVAL, "lower");
	o = usual();
	o.origin = 4;
	refuse(o, -EINVAL, "origin 4 is unknown: 1 (wire), 2 (endpoint) or 3 (host)");
	o = usual();
	o.endpoint = NULL;
	refuse(o, -EINVAL, "endpoint");
	o = usual();
	o.origin = MACBPF_ORIGIN_WIRE;
	refuse(o, -EINVAL, "endpoint");
	o = usual();
	o.bytes = 13;
	refuse(o, -EINVAL, "13 bytes has no Ethernet header");
	o = usual();
	o.length = 59;
	refuse(o, -EINVAL, "length 59 is less than the 60 bytes");
	o = usual();
	o.length = MACBPF_FRAME_MAX + 1;
	refuse(o, -EINVAL, "no more than");
	o = usual();
	o.lower = "eth9";
	refuse(o, -ENODEV, "cannot find device \"eth9\"");
	o = usual();
	o.endpoint = "mv9";
	refuse(o, -ENODEV, "cannot find endpoint \"mv9\" on eth0");
}
END_TEST

START_TEST(a_kernel_that_refuses_is_told)
{
	struct macbpf_explanation_opts o = usual();

	open_one();
	fake_fault = (struct fake_fault){ .call = "mb_telling_run", .error = -EPERM };
	rig_expect(explain(&o), -EPERM, "not allowed to load and run", "a run that is not allowed");
	fake_fault = (struct fake_fault){ .call = "mb_telling_run", .error = -E2BIG };
	rig_expect(explain(&o), -E2BIG, "the kernel refused to run", "a program that is refused");
}
END_TEST

START_TEST(an_answer_has_lines)
{
	struct macbpf_explanation_line_info line = { .sz = sizeof(line) };
	struct macbpf_explanation_info info = { .sz = sizeof(info) };
	struct macbpf_explanation_opts o = usual();
	const struct macbpf_explanation_line *row;
	struct macbpf_explanation *explanation;

	open_one();
	ck_assert_int_eq(macbpf_explanation__get(rig_mb, &o, &explanation), 0);
	macbpf_explanation__info(explanation, &info);
	ck_assert_str_eq(info.lower, "eth0");
	ck_assert_uint_eq(info.act, MACBPF_ACT_NEXT);
	ck_assert_str_eq(macbpf_act__name(info.act), "next");
	ck_assert_ptr_null(info.reason);
	row = macbpf_explanation_line__next(explanation, NULL);
	ck_assert_ptr_nonnull(row);
	macbpf_explanation_line__info(row, &line);
	ck_assert_uint_eq(line.type, MACBPF_EXPLAIN_FACT);
	ck_assert_msg(!strncmp(line.text, "The frame comes from endpoint mv0", 33), "%s",
		      line.text);
	macbpf_explanation__free(explanation);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("explanation");
	TCase *tc = tcase_create("explanation");

	tcase_add_test(tc, wrong_questions_have_a_sentence);
	tcase_add_test(tc, a_kernel_that_refuses_is_told);
	tcase_add_test(tc, an_answer_has_lines);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
