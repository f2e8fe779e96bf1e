# SPDX-License-Identifier: GPL-2.0-only
# The suites on Debian's other kernels, in an emulated machine. Not part of `make check`.
#
# Emulation is five to ten times slower, more on a busy machine. Deadlines grow by TEST_SLOWNESS. What only
# repeats is shortened: rounds of loops, random scenarios. What takes minutes and asks fakes, or
# compares words, is left out: no kernel decides it. Everything else runs whole.
# Where there is netkit, endpoints are of that kind. By hand, in the suites net, parity and lowers:
# HOOK=clsact attaches the programs there, with endpoints that are veth; KERNEL_ENV_6.12=MACBPF_ENDPOINT=veth
# chooses these alone.

KERNELS       ?= 6.1 6.12
KERNEL_LANE1  ?= unit prog parity lowers
KERNEL_LANE2  ?= net cli
KERNEL_ENV     = TEST_SLOWNESS=10 CK_TIMEOUT_MULTIPLIER=10 TEST_TIMEOUT=1200 \
		 ROUNDS=3 TRACES=6 SEEDS=1-20 BUDGET_NEEDED=1 $(if $(T),T=$(T)) \
		 $(if $(HOOK),HOOK=$(HOOK)) $(if $(UPGRADES),UPGRADES=$(UPGRADES))
KERNEL_ENV_6.12 = MACBPF_ENDPOINT=$(if $(HOOK),veth,netkit)
KERNEL_LEFT_OUT = $(addprefix %/check_undo_,add set del direct groups host) \
		  $(addprefix %/,$(addsuffix .sh,agent examples grammar json metrics monitor many shells udevd))
KERNEL_SUITES   = $(filter-out none,$(KERNEL_LANE1) $(KERNEL_LANE2))

kernel_programs = $(filter-out $(KERNEL_LEFT_OUT),$($(1)_PROGRAMS))
left_out = $(foreach suite,$(KERNEL_SUITES),$(addprefix $(suite)/,$(notdir \
		$(filter $(KERNEL_LEFT_OUT),$($(suite)_PROGRAMS)))))
write_list = printf '%s\n' $(patsubst $(O)/%,build/%,$(call kernel_programs,$(1))) \
	>$(O)/kernels/lists/$(1);

run_kernel = tests/machines/kernels/run.sh $(1) $(O) $(RESULTS) '$(strip $(KERNEL_ENV) $(KERNEL_ENV_$(1)))' \
	'$(KERNEL_LANE1)' '$(KERNEL_LANE2)'

# What the machines run, and the lists of it.
kernel-programs: build
	$(Q)$(MAKE) -s --no-print-directory \
		$(filter $(O)/%,$(foreach suite,$(KERNEL_SUITES),$($(suite)_PROGRAMS)))
	$(Q)mkdir -p $(O)/kernels/lists
	$(Q)$(foreach suite,$(KERNEL_SUITES),$(call write_list,$(suite)))
	$(Q)echo "$(words $(left_out)) left out: $(strip $(left_out))" >$(O)/kernels/left-out

check-kernels: packages-vm  ## run the suites on other kernels, in an emulated machine (KERNELS=6.1, T=word)
	$(Q)$(MAKE) -s --no-print-directory kernel-programs
	$(Q)status=0; $(foreach kernel,$(KERNELS),$(call run_kernel,$(kernel)) || status=1;) exit $$status

.PHONY: check-kernels kernel-programs
