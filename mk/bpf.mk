# SPDX-License-Identifier: GPL-2.0-only
# The datapath and its skeleton. UAPI headers only: nothing depends on the builder's kernel.

BPF_CFLAGS = -target bpf -mcpu=v3 -O2 -g -std=gnu11 -Wall -Wextra -Werror \
	     -Wno-unused-parameter -Wno-unused-function \
	     -I/usr/include/$(shell $(CC) -print-multiarch 2>/dev/null || gcc -print-multiarch)

$(O)/bpf/macbpf.bpf.o: bpf/macbpf.bpf.c $(wildcard bpf/*.h bpf/abi/*.h)
	$(call say,BPF)
	$(Q)mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) -c $< -o $@

$(O)/bpf/macbpf.skel.h: $(O)/bpf/macbpf.bpf.o
	$(call say,SKEL)
	$(Q)$(BPFTOOL) gen skeleton $< name macbpf_bpf > $@
