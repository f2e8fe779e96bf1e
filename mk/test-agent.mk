# SPDX-License-Identifier: GPL-2.0-only
# The operations of the suite parity once more, with an agent running: nothing may come later then.

check-agent: build  ## compare commands with macvlan's while an agent runs: what was later is at once
	$(Q)$(MAKE) -s --no-print-directory $(COMMANDS_CHECK)
	$(Q)AGENT=1 $(TEST_ENV) tests/run.sh agent $(RESULTS) $(COMMANDS_CHECK)

.PHONY: check-agent
