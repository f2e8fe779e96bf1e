# SPDX-License-Identifier: GPL-2.0-only
# The benchmark: rate ratios to macvlan and to a bridge, all in one run. `make check` runs a round or
# two of it, which judges no times: everything must arrive.

BENCH       := $(O)/tests/bench/bench
BENCH_OBJS  := $(patsubst %.c,$(O)/%.o,$(filter-out %.bpf.c,$(wildcard tests/bench/*.c)))
BENCH_TESTS := $(BENCH)

$(O)/tests/bench/%.bpf.o: tests/bench/%.bpf.c
	$(call say,BPF)
	$(Q)mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) -c $< -o $@

$(O)/tests/bench/%.skel.h: $(O)/tests/bench/%.bpf.o
	$(call say,SKEL)
	$(Q)$(BPFTOOL) gen skeleton $< name $*_bpf > $@

$(O)/tests/bench/count.o: $(O)/tests/bench/count.skel.h
$(O)/tests/bench/floor.o: $(O)/tests/bench/floor.skel.h
$(BENCH_OBJS): LOCAL_CFLAGS = -I$(O)/tests/bench

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

.PHONY: bench bench-quick bench-publish

-include $(BENCH_OBJS:.o=.d)
