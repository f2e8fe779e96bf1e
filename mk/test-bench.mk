# SPDX-License-Identifier: GPL-2.0-only
# The benchmark: rate ratios to macvlan and to a bridge, all in one run. Not part of `make check`.

BENCH_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard tests/bench/*.c))
BENCH_JSON ?= $(O)/bench.json

$(O)/tests/bench/bench: $(BENCH_OBJS) $(patsubst %.c,$(O)/%.o,$(wildcard tests/harness/*.c))
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS)

bench: ROUNDS = 1000
bench-quick: ROUNDS = 150

bench:  ## measure the speed against macvlan, a bridge and veth
bench-quick:  ## the same in less time

bench bench-quick: build $(O)/tests/bench/bench
	$(Q)$(TEST_ENV) BENCH_JSON=$(BENCH_JSON) REVISION=$$(git describe --always --dirty) \
		unshare --net taskset 1 $(O)/tests/bench/bench $(ROUNDS)

.PHONY: bench bench-quick

-include $(BENCH_OBJS:.o=.d)
