# SPDX-License-Identifier: GPL-2.0-only
# The suites on Debian's other kernels, in an emulated machine. Not part of `make check`.
#
# Emulation is ten times slower, more on a busy machine. Deadlines grow by TEST_SLOWNESS. What only
# repeats is shortened: rounds of loops, random scenarios. What takes minutes and asks fakes, or
# compares words, is left out: no kernel decides it. Everything else runs whole.

KERNELS       ?= 6.12
KERNEL_LANE1  ?= unit prog cli parity
KERNEL_LANE2  ?= net
KERNEL_ENV     = TEST_SLOWNESS=10 CK_TIMEOUT_MULTIPLIER=10 TEST_TIMEOUT=600 \
		 ROUNDS=3 SEEDS=1-20 $(if $(T),T=$(T))
KERNEL_LEFT_OUT = %/check_undo %/grammar.sh
KERNEL_SUITES   = $(KERNEL_LANE1) $(KERNEL_LANE2)

kernel_programs = $(filter-out $(KERNEL_LEFT_OUT),$($(1)_PROGRAMS))
write_list = printf '%s\n' $(patsubst $(O)/%,build/%,$(call kernel_programs,$(1))) \
	>$(O)/kernels/lists/$(1);

check-kernels: build  ## run the suites on other kernels, in an emulated machine (KERNELS=6.12, T=word)
	$(Q)$(MAKE) -s --no-print-directory \
		$(filter $(O)/%,$(foreach suite,$(KERNEL_SUITES),$($(suite)_PROGRAMS)))
	$(Q)mkdir -p $(O)/kernels/lists
	$(Q)$(foreach suite,$(KERNEL_SUITES),$(call write_list,$(suite)))
	$(Q)status=0; for kernel in $(KERNELS); do \
		tests/kernels/run.sh $$kernel $(O) $(RESULTS) '$(strip $(KERNEL_ENV))' \
			'$(KERNEL_LANE1)' '$(KERNEL_LANE2)' || status=1; \
	done; exit $$status

.PHONY: check-kernels
