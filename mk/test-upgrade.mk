# SPDX-License-Identifier: GPL-2.0-only
# A second build of the programs: the same sources, each entry with an instruction more that does
# nothing, and a need more that nobody knows here.

OTHER := $(O)/tests/other
MORE   = asm volatile("r0 = 1" ::: "r0");

$(OTHER)/bpf/macbpf.bpf.c: $(wildcard bpf/*.[ch] bpf/*/*.h)
	$(Q)mkdir -p $(@D)
	$(Q)cp -r bpf/. $(@D)
	$(Q)sed -E '/^SEC\("tc"\)/,/^\{/ s/^\{/{\n\t$(MORE)/' bpf/macbpf.bpf.c > $@
	$(Q)sed '/MB_NEEDS_HOST = 1,/ s/$$/ MB_NEEDS_TIME_TRAVEL = 1 << 30,/' bpf/abi/record.h > $(@D)/abi/record.h

$(OTHER)/macbpf.bpf.o: $(OTHER)/bpf/macbpf.bpf.c
	$(call say,BPF)
	$(Q)$(CLANG) $(BPF_CFLAGS) -I$(OTHER)/bpf/act -I$(OTHER)/bpf -c $< -o $@

$(OTHER)/macbpf.skel.h: $(OTHER)/macbpf.bpf.o
	$(call say,SKEL)
	$(Q)$(BPFTOOL) gen skeleton $< name macbpf_bpf > $@

$(OTHER)/datapath.o: libmacbpf/datapath/datapath.c tests/harness/older.h $(OTHER)/macbpf.skel.h \
		$(O)/bpf/macbpf_traced.skel.h | $(VERSION_H)
	$(call say,CC)
	$(Q)$(CC) -I$(OTHER) -I$(O)/bpf -Ilibmacbpf -Ibpf $(LIB_DEP_CFLAGS) $(ALL_CPPFLAGS) $(ALL_CFLAGS) \
		-include tests/harness/older.h -c $< -o $@

$(OTHER)/macbpf: $(CLI_OBJS) $(filter-out $(O)/libmacbpf/datapath/datapath.o,$(LIB_OBJS)) $(OTHER)/datapath.o
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(JANSSON_LIBS) $(PCAP_LIBS)

$(O)/tests/net/check_upgrade: | $(OTHER)/macbpf

check-upgrade: build  ## 300 upgrades under traffic, at tcx and at clsact (UPGRADES=n)
	$(Q)$(MAKE) -s --no-print-directory UPGRADES=$(or $(UPGRADES),300) T=check_upgrade check-net
	$(Q)$(MAKE) -s --no-print-directory UPGRADES=$(or $(UPGRADES),300) T=check_upgrade HOOK=clsact check-net
	$(Q)$(MAKE) -s --no-print-directory UPGRADES=$(or $(UPGRADES),300) T=check_contract3 check-net
	$(Q)$(MAKE) -s --no-print-directory UPGRADES=$(or $(UPGRADES),300) T=check_contract3 HOOK=clsact check-net

# The programs of macbpf 0.1, of contract 3, whose ports become ones of today.
OLD      := $(O)/tests/net/contract3
OLD_SRCS := $(wildcard tests/net/contract3/bpf/*.[ch] tests/net/contract3/bpf/abi/*.h)
OLD_OBJS := $(OLD)/takeover.o $(OLD)/programs.o

$(OLD)/contract3.bpf.o: $(OLD_SRCS)
	$(call say,BPF)
	$(Q)mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) -Itests/net/contract3/bpf -c $(filter %.c,$^) -o $@
	$(Q)$(LLVM_STRIP) -g $@

$(OLD)/contract3.skel.h: $(OLD)/contract3.bpf.o
	$(call say,SKEL)
	$(Q)$(BPFTOOL) gen skeleton $< name contract3_bpf > $@

$(OLD)/takeover.o: LOCAL_CFLAGS = -Ilibmacbpf -Ibpf $(LIB_DEP_CFLAGS) $(CHECK_CFLAGS)
$(OLD)/programs.o: LOCAL_CFLAGS = -Itests/net/contract3/bpf -I$(OLD) $(LIB_DEP_CFLAGS)
$(OLD)/programs.o: $(OLD)/contract3.skel.h
$(OLD)/takeover.o: | $(VERSION_H)
$(O)/tests/net/check_contract3: $(OLD_OBJS)

# Of a contract that is not made yet: whatever today's library can know of it is in its tables' BTF.
LATER := $(O)/tests/net/contract5

$(LATER)/contract5.bpf.o: $(wildcard tests/net/contract5/bpf/*.[ch])
	$(call say,BPF)
	$(Q)mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) -c $(filter %.c,$^) -o $@
	$(Q)$(LLVM_STRIP) -g $@

$(LATER)/contract5.skel.h: $(LATER)/contract5.bpf.o
	$(call say,SKEL)
	$(Q)$(BPFTOOL) gen skeleton $< name contract5_bpf > $@

$(LATER)/programs.o: LOCAL_CFLAGS = -Itests/net/contract5/bpf -I$(LATER) $(LIB_DEP_CFLAGS)
$(LATER)/programs.o: $(LATER)/contract5.skel.h
$(O)/tests/net/check_contract5: $(LATER)/programs.o $(OLD)/takeover.o

-include $(OLD_OBJS:.o=.d) $(LATER)/programs.d

.PHONY: check-upgrade
export UPGRADES
