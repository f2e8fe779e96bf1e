# SPDX-License-Identifier: GPL-2.0-only
# Tests that need no privilege: the library over fakes of the kernel, and the command line's words.

# What the fakes stand for; all else is the library's own.
FAKED_SRCS := $(patsubst %,libmacbpf/%.c,rtnl attach datapath netns lock)

UNIT_FAKES  := $(patsubst %.c,$(O)/%.o,$(wildcard tests/fakes/*.c)) $(O)/tests/unit/rig.o
UNIT_LIB    := $(patsubst %.c,$(O)/%.o,$(filter-out $(FAKED_SRCS),$(LIB_SRCS)))
UNIT_CHECKS := $(addprefix $(O)/tests/unit/check_,check find front macs names opts sweep undo)
UNIT_OBJS   := $(UNIT_CHECKS:%=%.o) $(UNIT_FAKES)

UNIT_TESTS += $(UNIT_CHECKS)

$(UNIT_OBJS): LOCAL_CFLAGS = -Ibpf $(LIB_DEP_CFLAGS) $(CHECK_CFLAGS)
$(UNIT_OBJS): | $(VERSION_H)

$(UNIT_CHECKS): %: %.o $(UNIT_FAKES) $(UNIT_LIB)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(CHECK_LIBS)

-include $(UNIT_OBJS:.o=.d)
