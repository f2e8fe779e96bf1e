# SPDX-License-Identifier: GPL-2.0-only
# Captures that `trace` writes, read by who reads captures: Wireshark's reader takes 130 MB, which are not
# to be on a machine for one test's sake.

check-captures: packages-captures  ## let Wireshark's reader tell of what 'trace write' has written (in CI)
	$(Q)$(MAKE) -s --no-print-directory build
	$(Q)$(TEST_ENV) tests/run.sh captures $(RESULTS) tests/captures/tshark.sh

.PHONY: check-captures
