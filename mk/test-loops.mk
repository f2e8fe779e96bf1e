# SPDX-License-Identifier: GPL-2.0-only
# The same loops as in `make check`, as long as LTP's: minutes.

check-loops: build  ## add, up, delete: 1000 rounds of each mode (ROUNDS=, minutes)
	$(Q)$(MAKE) -s --no-print-directory $(O)/tests/net/borrowed/check_suite_loop
	$(Q)ROUNDS=$(or $(ROUNDS),1000) TEST_TIMEOUT=3600 $(TEST_ENV) \
		tests/run.sh loops $(RESULTS) $(O)/tests/net/borrowed/check_suite_loop

.PHONY: check-loops
