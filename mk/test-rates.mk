# SPDX-License-Identifier: GPL-2.0-only
# Rates from 1 Mbit/s to 1 Gbit/s, measured. Minutes, and a machine's time is what is judged: not in `make check`.

RATES      := $(O)/tests/rates/rates $(O)/tests/rates/neighbours
RATES_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard tests/rates/*.c))
RATES_RIG  := $(patsubst %.c,$(O)/%.o,$(wildcard tests/harness/*.c))

$(RATES_OBJS): | $(VERSION_H)
$(RATES_OBJS): LOCAL_CFLAGS = $(LIB_DEP_CFLAGS)

$(RATES): %: %.o $(O)/tests/rates/stream.o $(RATES_RIG) $(O)/libmacbpf.a
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS)

check-rates: build  ## rate in and out within 5 %, TCP and UDP, from 1 Mbit/s to 1 Gbit/s, and nobody beside is slower (minutes)
	$(Q)$(MAKE) -s --no-print-directory $(RATES)
	$(Q)TEST_TIMEOUT=$(or $(TEST_TIMEOUT),900) $(TEST_ENV) tests/run.sh rates $(RESULTS) $(RATES)

.PHONY: check-rates

-include $(RATES_OBJS:.o=.d)
