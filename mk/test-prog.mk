# SPDX-License-Identifier: GPL-2.0-only
# Tests of the datapath: decisions on the host, programs run one frame at a time, budgets.

PROG_RIG := $(O)/tests/prog/rig.o $(O)/tests/prog/world.o \
	    $(patsubst %.c,$(O)/%.o,$(wildcard tests/harness/*.c))

HEADER_CHECKS := $(addprefix $(O)/tests/unit/bpf/check_,policy frame solicit)
UNIT_TESTS += $(HEADER_CHECKS)
PROG_TESTS += $(addprefix $(O)/tests/prog/check_,prog flood directed budget cost)

$(HEADER_CHECKS:%=%.o): LOCAL_CFLAGS = $(CHECK_CFLAGS)
$(O)/tests/prog/%.o: LOCAL_CFLAGS = -I$(O)/bpf $(LIB_DEP_CFLAGS) $(CHECK_CFLAGS)
$(addprefix $(O)/tests/prog/,rig.o check_flood.o check_budget.o): $(O)/bpf/macbpf.skel.h

$(O)/tests/unit/bpf/check_solicit: $(O)/tests/harness/solicit.o
$(HEADER_CHECKS): %: %.o
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(CHECK_LIBS)

$(addprefix $(O)/tests/prog/check_,prog directed flood): %: %.o $(PROG_RIG)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(CHECK_LIBS)

$(O)/tests/prog/check_budget: $(O)/tests/prog/check_budget.o $(O)/tests/prog/budget.o
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS)

$(O)/tests/prog/check_cost: $(O)/tests/prog/check_cost.o $(O)/tests/prog/budget.o $(PROG_RIG)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(CHECK_LIBS)

-include $(wildcard $(O)/tests/unit/bpf/*.d $(O)/tests/prog/*.d)
