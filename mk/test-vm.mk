# SPDX-License-Identifier: GPL-2.0-only
# Virtual machines on taps: minutes, since they are emulated. Not part of `make check`.

check-vm: packages-vm  ## boot two virtual machines on taps (minutes)
	$(Q)$(MAKE) -s --no-print-directory build
	$(Q)tests/machines/kernel-image.sh 6.1 $(O)/kernels
	$(Q)$(TEST_ENV) tests/run.sh vm $(RESULTS) tests/machines/vm/vm.sh

.PHONY: check-vm
