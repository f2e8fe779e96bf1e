# SPDX-License-Identifier: GPL-2.0-only
# Suites that send frames: wiring in private namespaces (net), and macvlan as the oracle (parity).
#
# In the suite lowers are VLAN devices, bonds, teams, dummies, tunnels, and neighbours on one lower. Only
# `make check-kernels` runs it: a machine's own kernel need not have these devices, and a test that
# can't run is a failure in CI.

HARNESS_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard tests/harness/*.c))
FRAMES_CHECKS := $(patsubst %.c,$(O)/%,$(wildcard tests/parity/frames/check_*.c))
FRAMES_PARTS := $(patsubst %.c,$(O)/%.o,$(filter-out tests/parity/frames/check_%, \
		  $(wildcard tests/parity/frames/*.c))) $(O)/common/text.o
LISTENERS_CHECK := $(O)/tests/parity/groups/check_listeners
LISTENERS_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard tests/parity/groups/*.c)) \
		  $(O)/tests/parity/frames/random.o
COMMANDS_CHECK := $(O)/tests/parity/commands/check_commands
COMMANDS_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard tests/parity/commands/*.c))
NET_CHECKS   := $(patsubst %.c,$(O)/%,$(wildcard tests/net/check_*.c tests/net/borrowed/check_*.c))
NET_PARTS    := $(patsubst %.c,$(O)/%.o,$(filter-out tests/net/check_%,$(wildcard tests/net/*.c)))
LOWERS_CHECKS := $(patsubst %.c,$(O)/%,$(wildcard tests/machines/lowers/check_*.c))
LOWERS_PARTS := $(patsubst %.c,$(O)/%.o,$(filter-out tests/machines/lowers/check_%,$(wildcard tests/machines/lowers/*.c)))
NET_OBJS     := $(NET_CHECKS:%=%.o) $(NET_PARTS) $(LOWERS_CHECKS:%=%.o) $(LOWERS_PARTS)

NET_TESTS    += $(NET_CHECKS)
LOWERS_TESTS += $(LOWERS_CHECKS) tests/machines/lowers/parity.sh tests/machines/lowers/followed.sh tests/docker/parents.sh tests/machines/lowers/clsact.sh
PARITY_TESTS += $(COMMANDS_CHECK) $(FRAMES_CHECKS) $(LISTENERS_CHECK) tests/parity/frames/clsact.sh tests/parity/frames/snooping.sh

$(NET_OBJS): LOCAL_CFLAGS = $(CHECK_CFLAGS)
$(NET_OBJS): | $(VERSION_H)

$(NET_CHECKS): %: %.o $(NET_PARTS) $(HARNESS_OBJS) $(O)/libmacbpf.a
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(CHECK_LIBS)

$(LOWERS_CHECKS): | $(O)/tests/parity/frames/check_parity
$(LOWERS_CHECKS): %: %.o $(LOWERS_PARTS) $(NET_PARTS) $(HARNESS_OBJS) $(O)/libmacbpf.a
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(CHECK_LIBS)

$(FRAMES_CHECKS): %: %.o $(FRAMES_PARTS) $(HARNESS_OBJS)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS)

$(LISTENERS_CHECK): $(LISTENERS_OBJS) $(HARNESS_OBJS)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS)

$(COMMANDS_OBJS): | $(VERSION_H)
$(COMMANDS_CHECK): $(COMMANDS_OBJS) $(HARNESS_OBJS) $(O)/libmacbpf.a
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS)

SEEDS ?= 1-1000
GROUP_SEEDS ?= 1-200

parity: check-parity  ## compare with the kernel's macvlan: fixed frames and commands, 100 random scenarios

parity-long: build  ## compare random scenarios with macvlan, as many as asked for (SEEDS=A-B)
	$(Q)$(MAKE) -s --no-print-directory $(O)/tests/parity/frames/check_fuzz
	$(Q)$(TEST_ENV) unshare --net $(O)/tests/parity/frames/check_fuzz $(SEEDS)

parity-groups: build  ## the same for multicast groups and their listeners (GROUP_SEEDS=A-B)
	$(Q)$(MAKE) -s --no-print-directory $(LISTENERS_CHECK)
	$(Q)$(TEST_ENV) unshare --net $(LISTENERS_CHECK) $(GROUP_SEEDS)

parity-mutants:  ## show that the random scenarios notice wrong decisions in bpf/policy.h
	$(Q)tests/parity/frames/mutate.sh

.PHONY: parity parity-long parity-groups parity-mutants

-include $(HARNESS_OBJS:.o=.d) $(FRAMES_CHECKS:%=%.d) $(FRAMES_PARTS:.o=.d) \
	$(COMMANDS_OBJS:.o=.d) $(LISTENERS_OBJS:.o=.d) $(NET_OBJS:.o=.d)
