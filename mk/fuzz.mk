# SPDX-License-Identifier: GPL-2.0-only
# Fuzzers: each gives random input to what reads what others can write.
#
# A fuzzer is tests/fuzz/fuzz_NAME.c and the sources in NAME_FUZZED; what it starts from, and what it
# once failed on, is in tests/fuzz/NAME/, words for it in tests/fuzz/NAME.dict. All is compiled
# together, by clang: what they reach must be instrumented.

FUZZ_SECONDS ?= 10
FUZZ_NAMES   := args frame guard conf netavark docker batch proc alias netlink records listen

args_FUZZED    := $(ARGS_SRCS)
conf_FUZZED    := $(patsubst %,frontends/%.c,$(addprefix cni/,args bandwidth conf error result result_print version) \
		    $(addprefix container/,error ip mac name) json/json) common/text.c libmacbpf/base/names.c
netavark_FUZZED := $(patsubst %,frontends/%.c,$(addprefix netavark/,network request) \
		    $(addprefix container/,error ip mac name) json/json options/options) common/text.c libmacbpf/base/names.c
docker_FUZZED  := $(patsubst %,frontends/%.c,$(addprefix docker/,network request) \
		    $(addprefix container/,error ip mac name) json/json options/options) common/text.c libmacbpf/base/names.c
batch_FUZZED   := cli/batch.c
proc_FUZZED    := libmacbpf/kernel/proc.c
alias_FUZZED   := libmacbpf/world/hostdev.c frontends/container/owner.c
netlink_FUZZED := common/netlink.c common/netlink_msg.c libmacbpf/kernel/rtnl_dev.c \
		  libmacbpf/kernel/rtnl_fdb.c libmacbpf/kernel/rtnl_tc.c libmacbpf/kernel/nft.c libmacbpf/kernel/nsid.c
listen_FUZZED := libmacbpf/kernel/bus.c libmacbpf/kernel/linkwatch.c
records_FUZZED := $(filter-out cli/main.c cli/cmd_feature.c cli/frame_nocapture.c,$(wildcard cli/*.c)) \
		  $(wildcard tests/unit/fakes/*.c) $(filter-out $(FAKED_SRCS),$(LIB_SRCS))

conf_LIBS    = $(JANSSON_LIBS)
netavark_LIBS = $(JANSSON_LIBS)
docker_LIBS   = $(JANSSON_LIBS)
records_LIBS = $(JANSSON_LIBS) $(PCAP_LIBS)
# What is received is the input, and libnl's getters look at the length.
netlink_LIBS = $(LIB_DEP_LIBS) $(patsubst %,-Wl$(comma)--wrap=%,$(WRAP) access nla_get_u8 nla_get_u16 nla_get_u32 \
		 nla_get_s32 nla_get_u64)

comma := ,
FUZZ_CC = $(CLANG) -std=gnu11 -O1 -g -Wall -Wextra -Wno-missing-field-initializers \
	  $(if $(WERROR),-Werror) -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
	  -Ilibmacbpf -Ifrontends -Ibpf $(ALL_CPPFLAGS) $(LIB_DEP_CFLAGS)
FUZZERS := $(FUZZ_NAMES:%=$(O)/tests/fuzz/fuzz_%)
FUZZ_HEADERS := $(wildcard common/*.h cli/*.h bpf/*.h bpf/abi/*.h frontends/*/*.h libmacbpf/*/*.h \
		  tests/unit/fakes/*.h tests/fuzz/*.h)

define fuzzer
$(O)/tests/fuzz/fuzz_$(1): tests/fuzz/fuzz_$(1).c $$($(1)_FUZZED) $(FUZZ_HEADERS) | $(VERSION_H)
	$$(call say,FUZZ)
	$(Q)mkdir -p $$(@D)
	$(Q)$$(FUZZ_CC) -o $$@ $$(filter %.c,$$^) $$($(1)_LIBS)

fuzz-$(1): $(O)/tests/fuzz/fuzz_$(1)
	$(Q)mkdir -p $(O)/tests/fuzz/$(1) $(O)/tests/fuzz/found
	$$< $$(patsubst %,-dict=%,$$(wildcard tests/fuzz/$(1).dict)) -max_total_time=$$(FUZZ_SECONDS) \
		-print_final_stats=1 -close_fd_mask=1 -artifact_prefix=$(O)/tests/fuzz/found/$(1)- \
		$(O)/tests/fuzz/$(1) $$(wildcard tests/fuzz/$(1))

.PHONY: fuzz-$(1)
endef
$(foreach name,$(FUZZ_NAMES),$(eval $(call fuzzer,$(name))))

fuzz: $(FUZZERS)  ## feed all readers of others' bytes with random input (FUZZ_SECONDS=10 each)
	$(Q)$(foreach name,$(FUZZ_NAMES),$(MAKE) -s --no-print-directory fuzz-$(name) &&) true

.PHONY: fuzz
