# SPDX-License-Identifier: GPL-2.0-only
# The datapath and its skeletons. UAPI headers only: nothing depends on the builder's kernel.

BPF_CFLAGS = -target bpf -mcpu=v3 -O2 -g $(PREFIX_MAP) -std=gnu11 -Wall -Wextra -Werror \
	     -Wno-unused-parameter -Wno-unused-function \
	     -I/usr/include/$(shell $(CC) -print-multiarch 2>/dev/null || gcc -print-multiarch)

# One source, compiled with each pair of hands (bpf/act/hands.h) and of ends (bpf/act/ends.h).
BPF_OBJECTS := $(addprefix $(O)/bpf/,macbpf.bpf.o macbpf_tell.bpf.o macbpf_traced.bpf.o macbpf_trace.bpf.o)
BPF_SKELS   := $(BPF_OBJECTS:.bpf.o=.skel.h)
$(O)/bpf/macbpf.bpf.o: BPF_HANDS = act
$(O)/bpf/macbpf_tell.bpf.o: BPF_HANDS = tell
$(O)/bpf/macbpf_traced.bpf.o: BPF_HANDS = traced act
$(O)/bpf/macbpf_trace.bpf.o: BPF_HANDS = trace

$(BPF_OBJECTS): bpf/macbpf.bpf.c $(wildcard bpf/*.h bpf/*/*.h)
	$(call say,BPF)
	$(Q)mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) $(BPF_HANDS:%=-Ibpf/%) -Ibpf -c $< -o $@
	$(Q)$(LLVM_STRIP) -g $@

$(O)/bpf/%.skel.h: $(O)/bpf/%.bpf.o
	$(call say,SKEL)
	$(Q)$(BPFTOOL) gen skeleton $< name $*_bpf > $@
