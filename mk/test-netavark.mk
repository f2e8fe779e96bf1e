# SPDX-License-Identifier: GPL-2.0-only
# The netavark plugin: called by hand in `make check`; by netavark and podman 5, which Debian 13 has, in
# a target of its own.

NETAVARK_TESTS := tests/netavark/plugin.sh

check-podman: packages-podman  ## test the netavark plugin with netavark and podman 5 (on Debian 12: by check-debian)
	$(Q)$(MAKE) -s --no-print-directory build
	$(Q)$(TEST_ENV) tests/run.sh podman $(RESULTS) tests/netavark/podman.sh

.PHONY: check-podman
