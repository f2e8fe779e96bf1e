# SPDX-License-Identifier: GPL-2.0-only
# Tests of the datapath: decisions on the host, programs run one frame at a time, budgets.

PROG_RIG := $(O)/tests/prog/rig.o $(O)/tests/prog/world.o \
	    $(patsubst %.c,$(O)/%.o,$(wildcard tests/harness/*.c))

UNIT_TESTS += $(O)/tests/unit/check_policy $(O)/tests/unit/check_frame
PROG_TESTS += $(O)/tests/prog/check_prog $(O)/tests/prog/check_budget $(O)/tests/prog/check_cost

$(O)/tests/unit/check_policy.o $(O)/tests/unit/check_frame.o: LOCAL_CFLAGS = $(CHECK_CFLAGS)
$(O)/tests/prog/%.o: LOCAL_CFLAGS = -I$(O)/bpf $(LIB_DEP_CFLAGS) $(CHECK_CFLAGS)
$(O)/tests/prog/rig.o $(O)/tests/prog/check_budget.o: $(O)/bpf/macbpf.skel.h

$(O)/tests/unit/check_policy $(O)/tests/unit/check_frame: %: %.o
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(CHECK_LIBS)

$(O)/tests/prog/check_prog: $(O)/tests/prog/check_prog.o $(PROG_RIG)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(CHECK_LIBS)

$(O)/tests/prog/check_budget: $(O)/tests/prog/check_budget.o $(O)/tests/prog/budget.o
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS)

$(O)/tests/prog/check_cost: $(O)/tests/prog/check_cost.o $(O)/tests/prog/budget.o $(PROG_RIG)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(CHECK_LIBS)

-include $(wildcard $(O)/tests/unit/*.d $(O)/tests/prog/*.d)
