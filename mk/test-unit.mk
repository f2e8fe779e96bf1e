# SPDX-License-Identifier: GPL-2.0-only
# Tests that need no privilege: the library over fakes of the kernel, and the command line's words.

# What the fakes stand for, and what asks a kernel only; all else is the library's own.
FAKED_SRCS := $(filter-out common/text.c common/said.c common/stop.c,$(wildcard common/*.c)) $(wildcard libmacbpf/kernel/*.c) \
	$(patsubst %,libmacbpf/%.c,datapath/datapath datapath/object datapath/telling datapath/tracing datapath/attach datapath/mprog datapath/clsact datapath/turn datapath/shared \
		session/run api/feature)

UNIT_PARTS  := $(patsubst %.c,$(O)/%.o,$(wildcard tests/unit/fakes/*.c tests/unit/*.c))
UNIT_LIB    := $(patsubst %.c,$(O)/%.o,$(filter-out $(FAKED_SRCS),$(LIB_SRCS)))
UNIT_CHECKS := $(patsubst %.c,$(O)/%,$(filter-out tests/unit/bpf/% tests/unit/cli/% %/check_netlink.c, \
		 $(wildcard tests/unit/*/check_*.c)))
UNIT_OBJS   := $(UNIT_CHECKS:%=%.o) $(UNIT_PARTS)

# The parser of the command line, and the library's words.
ARGS_CHECK := $(O)/tests/unit/cli/check_args
ARGS_SRCS  := $(patsubst %,cli/%.c,args choice complete link_parse link_guard link_rate link_type link_value link_words \
		save_word) common/text.c libmacbpf/base/names.c tests/unit/cli/no_rows.c

# The netlink socket, with a kernel in place of the system calls.
NETLINK_CHECK := $(O)/tests/unit/common/check_netlink
NETLINK_PARTS := $(NETLINK_CHECK).o $(O)/tests/unit/common/kernel.o
WRAP          := socket ioctl sendmsg recvmsg

UNIT_TESTS += $(UNIT_CHECKS) $(ARGS_CHECK) $(NETLINK_CHECK)

$(NETLINK_PARTS) $(UNIT_OBJS) $(ARGS_CHECK).o: LOCAL_CFLAGS = -Ilibmacbpf -Ibpf $(LIB_DEP_CFLAGS) $(CHECK_CFLAGS)
$(UNIT_OBJS) $(ARGS_CHECK).o: | $(VERSION_H)

$(UNIT_CHECKS): %: %.o $(UNIT_PARTS) $(UNIT_LIB)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(CHECK_LIBS)

$(ARGS_CHECK): $(ARGS_CHECK).o $(ARGS_SRCS:%.c=$(O)/%.o)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(CHECK_LIBS)

$(NETLINK_CHECK): $(NETLINK_PARTS) $(O)/common/netlink.o $(O)/common/netlink_msg.o
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(WRAP:%=-Wl,--wrap=%) $(ALL_LDFLAGS) \
		$(LIB_DEP_LIBS) $(CHECK_LIBS)

-include $(UNIT_OBJS:.o=.d) $(ARGS_CHECK).d $(NETLINK_PARTS:.o=.d)
