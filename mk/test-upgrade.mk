# SPDX-License-Identifier: GPL-2.0-only
# A second build of the programs: the same sources, each entry with an instruction more that does nothing.

OTHER := $(O)/tests/other
MORE   = asm volatile("r0 = 1" ::: "r0");

$(OTHER)/macbpf.bpf.c: bpf/macbpf.bpf.c
	$(Q)mkdir -p $(@D)
	$(Q)sed -E '/^SEC\("tc"\)/,/^\{/ s/^\{/{\n\t$(MORE)/' $< > $@

$(OTHER)/macbpf.bpf.o: $(OTHER)/macbpf.bpf.c $(wildcard bpf/*.h bpf/*/*.h)
	$(call say,BPF)
	$(Q)$(CLANG) $(BPF_CFLAGS) -Ibpf/act -Ibpf -c $< -o $@

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

.PHONY: check-upgrade
export UPGRADES
