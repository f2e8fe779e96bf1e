/* SPDX-License-Identifier: GPL-2.0-only */
/* runner.h - runs a suite of Check tests; the return value of main(). */
#ifndef HARNESS_RUNNER_H
#define HARNESS_RUNNER_H

#include <check.h>
#include <stdlib.h>

static inline int run_tests(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	int failed;

	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
