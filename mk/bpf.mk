# SPDX-License-Identifier: GPL-2.0-only
# The datapath and its skeletons. UAPI headers only: nothing depends on the builder's kernel.

BPF_CFLAGS = -target bpf -mcpu=v3 -O2 -g $(PREFIX_MAP) -std=gnu11 -Wall -Wextra -Werror \
	     -Wno-unused-parameter -Wno-unused-function \
	     -I/usr/include/$(shell $(CC) -print-multiarch 2>/dev/null || gcc -print-multiarch)

# One source, compiled with one pair of hands (bpf/act/hands.h) and with the other.
$(O)/bpf/macbpf.bpf.o: BPF_HANDS = act
$(O)/bpf/macbpf_tell.bpf.o: BPF_HANDS = tell

$(O)/bpf/macbpf.bpf.o $(O)/bpf/macbpf_tell.bpf.o: bpf/macbpf.bpf.c $(wildcard bpf/*.h bpf/*/*.h)
	$(call say,BPF)
	$(Q)mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) -Ibpf/$(BPF_HANDS) -Ibpf -c $< -o $@
	$(Q)$(LLVM_STRIP) -g $@

$(O)/bpf/%.skel.h: $(O)/bpf/%.bpf.o
	$(call say,SKEL)
	$(Q)$(BPFTOOL) gen skeleton $< name $*_bpf > $@
