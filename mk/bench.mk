# SPDX-License-Identifier: GPL-2.0-only
# The benchmark: rate ratios to macvlan and to a bridge, all in one run. `make check` runs a round or
# two of it, which judges no times: everything must arrive.

BENCH       := $(O)/bench/bench
BENCH_OBJS  := $(patsubst %.c,$(O)/%.o,$(filter-out %.bpf.c,$(wildcard bench/*.c)))
BENCH_TESTS := $(BENCH)

$(O)/bench/%.bpf.o: bench/%.bpf.c
	$(call say,BPF)
	$(Q)mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) -c $< -o $@

$(O)/bench/%.skel.h: $(O)/bench/%.bpf.o
	$(call say,SKEL)
	$(Q)$(BPFTOOL) gen skeleton $< name $*_bpf > $@

$(O)/bench/count.o: $(O)/bench/count.skel.h
$(O)/bench/floor.o: $(O)/bench/floor.skel.h
$(BENCH_OBJS): LOCAL_CFLAGS = -I$(O)/bench

$(BENCH): $(BENCH_OBJS) $(patsubst %.c,$(O)/%.o,$(wildcard tests/harness/*.c))
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) -lm

bench: LEVEL = full
bench-quick: LEVEL = quick

bench:  ## measure the speed against macvlan, a bridge and veth
bench-quick:  ## the same in less time

bench bench-quick: build $(BENCH)
	$(Q){ $(TEST_ENV) BENCH_DIR=$(O) REVISION=$$(git describe --always --dirty) \
		unshare --net $(BENCH) $(LEVEL); echo $$? >$(O)/bench.status; } | tee $(O)/bench.md; \
		exit $$(cat $(O)/bench.status)

bench-publish:  ## put the results of the last `make bench` into docs/
	$(Q)mk/bench-publish.sh $(O)

$(O)/bench/agent/delay: $(O)/bench/agent/delay.o $(O)/bench/stats.o $(O)/bench/machine.o $(patsubst %.c,$(O)/%.o,$(wildcard tests/harness/*.c))
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS)

bench-agent: build $(O)/bench/agent/delay  ## measure how soon an agent follows
	$(Q)$(TEST_ENV) unshare --net $(O)/bench/agent/delay

$(O)/bench/trace/told: $(O)/bench/trace/told.o $(O)/bench/stats.o $(O)/bench/machine.o $(patsubst %.c,$(O)/%.o,$(wildcard tests/harness/*.c)) $(O)/libmacbpf.a
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS)

bench-trace: build $(O)/bench/trace/told  ## measure what a frame costs while somebody traces
	$(Q)$(TEST_ENV) unshare --net $(O)/bench/trace/told

# One processor, and a clock that counts its instructions; nothing that differs from run to run.
ICOUNT_KERNEL ?= 6.12
ICOUNT_DIR    := $(O)/bench/icount
ICOUNT_CPU     = -cpu max -accel tcg,thread=single -smp 1 -icount shift=0,sleep=off -seed 1 \
		 -rtc base=2026-01-01,clock=vm -plugin $(ICOUNT_DIR)/blocks.so,out=$(O)/kernels/blocks

$(ICOUNT_DIR)/icount: $(ICOUNT_DIR)/icount.o $(filter-out %/bench.o,$(BENCH_OBJS)) \
		$(patsubst %.c,$(O)/%.o,$(wildcard tests/harness/*.c))
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) -lm

$(ICOUNT_DIR)/blocks.so: bench/icount/blocks.c bench/icount/mark.h
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -fPIC -shared -o $@ $<

icount: packages-vm build $(ICOUNT_DIR)/icount $(ICOUNT_DIR)/blocks.so  ## count the instructions of each flow, and of each function in it, in an emulated machine
	$(Q)mkdir -p $(O)/kernels/lists
	$(Q)echo bench/icount/icount.sh >$(O)/kernels/lists/icount; : >$(O)/kernels/lists/none
	$(Q)KERNEL_CPU='$(ICOUNT_CPU)' KERNEL_WORDS=nokaslr tests/machines/kernels/run.sh $(ICOUNT_KERNEL) $(O) $(RESULTS) \
		'TEST_TIMEOUT=1200' icount none
	$(Q)grep '^|' $(O)/kernels/$(ICOUNT_KERNEL).log.2
	$(Q)LC_ALL=C sort $(O)/kernels/$(ICOUNT_KERNEL).log.2 | LC_ALL=C awk -f bench/icount/functions.awk - \
		$(O)/kernels/blocks >$(O)/icount.functions
	@echo "The functions of each flow are in $(O)/icount.functions."

.PHONY: bench bench-quick bench-publish bench-agent bench-trace icount

-include $(BENCH_OBJS:.o=.d) $(ICOUNT_DIR)/icount.d $(O)/bench/agent/delay.d $(O)/bench/trace/told.d
