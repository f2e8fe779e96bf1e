# SPDX-License-Identifier: GPL-2.0-only
# The CNI plugin as runtimes call it, beside Debian's own macvlan plugin. Not part of `make check`:
# minutes.

CNI_TESTS := $(filter-out tests/cni/lib.sh tests/cni/fake-ipam.sh,$(wildcard tests/cni/*.sh))

check-cni: packages  ## test the CNI plugin, beside Debian's macvlan plugin and with podman (minutes)
	$(Q)$(MAKE) -s --no-print-directory build
	$(Q)TEST_TIMEOUT=900 $(TEST_ENV) tests/run.sh cni $(RESULTS) $(CNI_TESTS)

.PHONY: check-cni
