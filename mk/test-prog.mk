# SPDX-License-Identifier: GPL-2.0-only
# Tests of the datapath: decisions on the host, programs run one frame at a time, budgets.

HEADER_CHECKS := $(patsubst %.c,$(O)/%,$(wildcard tests/unit/bpf/check_*.c))
PROG_CHECKS   := $(patsubst %.c,$(O)/%,$(wildcard tests/prog/check_*.c))
PROG_PARTS    := $(patsubst %.c,$(O)/%.o,$(filter-out tests/prog/check_%,$(wildcard tests/prog/*.c)) \
		   $(wildcard tests/harness/*.c))

UNIT_TESTS += $(HEADER_CHECKS)
PROG_TESTS += $(PROG_CHECKS)

$(HEADER_CHECKS:%=%.o): LOCAL_CFLAGS = $(CHECK_CFLAGS)
# Who compiled the programs: they are stripped of what would tell. Figures of the verifier are by that.
CLANG_MAJOR = $(firstword $(subst ., ,$(shell $(CLANG) -dumpversion)))
$(O)/tests/prog/%.o: LOCAL_CFLAGS = -I$(O)/bpf -Ibpf $(LIB_DEP_CFLAGS) $(CHECK_CFLAGS) -DMB_CLANG=$(CLANG_MAJOR)
$(PROG_CHECKS:%=%.o) $(O)/tests/prog/rig.o: $(O)/bpf/macbpf.skel.h
$(addprefix $(O)/tests/prog/,tell.o check_told.o): $(O)/bpf/macbpf_tell.skel.h

$(O)/tests/unit/bpf/check_solicit: $(O)/tests/harness/solicit.o
$(HEADER_CHECKS): %: %.o
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(CHECK_LIBS)

$(PROG_CHECKS): %: %.o $(PROG_PARTS)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(CHECK_LIBS)

-include $(wildcard $(O)/tests/unit/bpf/*.d $(O)/tests/prog/*.d)
