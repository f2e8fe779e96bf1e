# SPDX-License-Identifier: GPL-2.0-only
# Many processes on the same lowers at once, against what each knows must come of what it does.

CROWD      := $(O)/tests/crowd/crowd
CROWD_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard tests/crowd/*.c))
CROWD_RIG  := $(patsubst %.c,$(O)/%.o,$(wildcard tests/harness/*.c))

$(CROWD_OBJS): | $(VERSION_H)
$(CROWD_OBJS): LOCAL_CFLAGS = -Ibpf $(LIB_DEP_CFLAGS)

$(CROWD): $(CROWD_OBJS) $(CROWD_RIG) $(O)/libmacbpf.a
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS)

check-crowd: build  ## 64 processes do what chance says on 8 lowers (ROUNDS=40 each, SEED=, ACTORS=; in CI)
	$(Q)$(MAKE) -s --no-print-directory $(CROWD)
	$(Q)SEED=$(SEED) ACTORS=$(ACTORS) ROUNDS=$(ROUNDS) TEST_TIMEOUT=$(or $(TEST_TIMEOUT),900) $(TEST_ENV) \
		tests/run.sh crowd $(RESULTS) $(CROWD)

.PHONY: check-crowd

-include $(CROWD_OBJS:.o=.d)
