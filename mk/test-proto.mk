# SPDX-License-Identifier: GPL-2.0-only
# Real protocols over endpoints: scripts, and the programs that they send and receive with.

PROTO_TESTS += $(filter-out tests/proto/lib.sh tests/proto/topologies.sh,$(wildcard tests/proto/*.sh))

PROTO_TOOLS := $(O)/tests/proto/stream $(O)/tests/proto/group
PROTO_PARTS := $(O)/tests/proto/place.o $(HARNESS_OBJS)

$(PROTO_TOOLS): %: %.o $(PROTO_PARTS)
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS)

PROTO_PROGS := $(O)/tests/proto/tag.bpf.o $(O)/tests/proto/xdp.bpf.o

$(PROTO_PROGS): $(O)/%.o: %.c
	$(call say,BPF)
	$(Q)mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) -c $< -o $@

check-proto: $(PROTO_TOOLS) $(PROTO_PROGS)

check-directed: build  ## find each other by ARP and ND, with arp-directed (in CI)
	$(Q)$(MAKE) -s --no-print-directory $(PROTO_TOOLS)
	$(Q)DIRECTED=1 $(TEST_ENV) tests/run.sh directed $(RESULTS) \
		$(patsubst %,tests/proto/%.sh,arp nd dhcp)

.PHONY: check-directed

-include $(PROTO_TOOLS:%=%.d) $(O)/tests/proto/place.d
