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
KERNEL_LANE1  ?= unit prog cli parity
KERNEL_LANE2  ?= net lowers
KERNEL_ENV     = TEST_SLOWNESS=10 CK_TIMEOUT_MULTIPLIER=10 TEST_TIMEOUT=600 \
		 ROUNDS=3 SEEDS=1-20 BUDGET_NEEDED=1 $(if $(T),T=$(T)) \
		 $(if $(HOOK),HOOK=$(HOOK))
KERNEL_ENV_6.12 = MACBPF_ENDPOINT=$(if $(HOOK),veth,netkit)
KERNEL_LEFT_OUT = %/check_undo %/grammar.sh
KERNEL_SUITES   = $(KERNEL_LANE1) $(KERNEL_LANE2)

kernel_programs = $(filter-out $(KERNEL_LEFT_OUT),$($(1)_PROGRAMS))
write_list = printf '%s\n' $(patsubst $(O)/%,build/%,$(call kernel_programs,$(1))) \
	>$(O)/kernels/lists/$(1);

run_kernel = tests/kernels/run.sh $(1) $(O) $(RESULTS) '$(strip $(KERNEL_ENV) $(KERNEL_ENV_$(1)))' \
	'$(KERNEL_LANE1)' '$(KERNEL_LANE2)'

check-kernels: packages-vm  ## run the suites on other kernels, in an emulated machine (KERNELS=6.1, T=word)
	$(Q)$(MAKE) -s --no-print-directory build \
		$(filter $(O)/%,$(foreach suite,$(KERNEL_SUITES),$($(suite)_PROGRAMS)))
	$(Q)mkdir -p $(O)/kernels/lists
	$(Q)$(foreach suite,$(KERNEL_SUITES),$(call write_list,$(suite)))
	$(Q)status=0; $(foreach kernel,$(KERNELS),$(call run_kernel,$(kernel)) || status=1;) exit $$status

# One processor, and a clock that counts its instructions; nothing that differs from run to run.
ICOUNT_KERNEL ?= 6.12
ICOUNT_DIR    := $(O)/tests/kernels
ICOUNT_CPU     = -cpu max -accel tcg,thread=single -smp 1 -icount shift=0,sleep=off -seed 1 \
		 -rtc base=2026-01-01,clock=vm -plugin $(ICOUNT_DIR)/blocks.so,out=$(O)/kernels/blocks

$(ICOUNT_DIR)/icount: $(ICOUNT_DIR)/icount.o $(filter-out %/bench.o,$(BENCH_OBJS)) \
		$(patsubst %.c,$(O)/%.o,$(wildcard tests/harness/*.c))
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) -lm

$(ICOUNT_DIR)/blocks.so: tests/kernels/blocks.c tests/kernels/mark.h
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -fPIC -shared -o $@ $<

icount: packages-vm build $(ICOUNT_DIR)/icount $(ICOUNT_DIR)/blocks.so  ## count the instructions of each flow, and of each function in it, in an emulated machine
	$(Q)mkdir -p $(O)/kernels/lists
	$(Q)echo tests/kernels/icount.sh >$(O)/kernels/lists/icount; : >$(O)/kernels/lists/none
	$(Q)KERNEL_CPU='$(ICOUNT_CPU)' KERNEL_WORDS=nokaslr tests/kernels/run.sh $(ICOUNT_KERNEL) $(O) $(RESULTS) \
		'TEST_TIMEOUT=1200' icount none
	$(Q)grep '^|' $(O)/kernels/$(ICOUNT_KERNEL).log.2
	$(Q)LC_ALL=C sort $(O)/kernels/$(ICOUNT_KERNEL).log.2 | LC_ALL=C awk -f tests/kernels/functions.awk - \
		$(O)/kernels/blocks >$(O)/icount.functions
	@echo "The functions of each flow are in $(O)/icount.functions."

.PHONY: check-kernels icount

-include $(ICOUNT_DIR)/icount.d
