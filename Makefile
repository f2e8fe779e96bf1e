# SPDX-License-Identifier: GPL-2.0-only
# One dependency graph for the whole tree. `make help` lists the targets.

O       ?= build
PREFIX  ?= /usr/local
VERSION := $(shell cat VERSION)
# Before 1.0 each minor version has an ABI of its own: docs/api.md.
SONAME  := libmacbpf.so.$(shell sed -E 's/^(0\.[0-9]+|[0-9]+).*/\1/' VERSION)

all: build

include mk/config.mk
include mk/bpf.mk

LIB_SRCS := $(wildcard common/*.c libmacbpf/*/*.c)
LIB_OBJS := $(LIB_SRCS:%.c=$(O)/%.o)
COMMON_OBJS := $(filter $(O)/common/%,$(LIB_OBJS))
# NO_PCAP=1: without libpcap, as a static program has to be, since Debian's wants more than there is for it.
CLI_OBJS := $(patsubst %.c,$(O)/%.o,$(filter-out $(if $(NO_PCAP),cli/frame_capture.c cli/frame_filter.c,cli/frame_nocapture.c),$(wildcard cli/*.c)))
VERSION_H := $(O)/include/macbpf/version.h

build: $(O)/macbpf $(O)/macbpf-cni $(O)/macbpf-netavark $(O)/macbpf-docker $(O)/libmacbpf.so $(O)/libmacbpf.a $(O)/libmacbpf.pc  ## build all into build/ (O= for another)

$(VERSION_H): VERSION
	$(call say,GEN)
	$(Q)mkdir -p $(@D)
	$(Q)sed 's/@VERSION@/$(VERSION)/' mk/version.h.in > $@

$(O)/%.o: %.c
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(LIB_OBJS) $(CLI_OBJS): | $(VERSION_H)
$(O)/libmacbpf/datapath/datapath.o: $(O)/bpf/macbpf.skel.h $(O)/bpf/macbpf_traced.skel.h
$(O)/libmacbpf/datapath/telling.o: $(O)/bpf/macbpf_tell.skel.h
$(O)/libmacbpf/datapath/tracing.o: $(O)/bpf/macbpf_trace.skel.h
$(CLI_OBJS): LOCAL_CFLAGS = $(JANSSON_CFLAGS) $(PCAP_CFLAGS)
$(LIB_OBJS): LOCAL_CFLAGS = -fvisibility=hidden -Ilibmacbpf -I$(O)/bpf -Ibpf $(LIB_DEP_CFLAGS)

$(O)/libmacbpf.a: $(LIB_OBJS)
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(O)/$(SONAME): $(LIB_OBJS) libmacbpf/libmacbpf.map
	$(call say,LINK)
	$(Q)$(CC) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=libmacbpf/libmacbpf.map \
		-Wl,-z,defs -o $@ $(LIB_OBJS) $(ALL_LDFLAGS) $(LIB_DEP_LIBS)

$(O)/libmacbpf.so: $(O)/$(SONAME)
	$(Q)ln -sf $(SONAME) $@

$(O)/macbpf: $(CLI_OBJS) $(O)/libmacbpf.a
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(JANSSON_LIBS) $(PCAP_LIBS)

include mk/frontends.mk
include mk/install.mk
include mk/deb.mk
include mk/test.mk
include mk/fuzz.mk
include mk/lint.mk

PACKAGE_SETS := $(addprefix packages-,captures clients cni dockerd libvirtd podman vm deb debian arm64)

packages:  ## install the Debian packages that are missing (mk/packages.txt)
	$(Q)mk/packages.sh

packages-captures: ## those of `make check-captures` too
packages-clients: ## those of `make check-clients` too
packages-cni:     ## those of `make check-cni` too
packages-libvirtd: ## those of `make check-libvirtd` too
packages-dockerd: ## those of `make check-dockerd` too
packages-podman:  ## those of `make check-podman` too
packages-vm:      ## those of `make check-vm` and `make check-kernels` too
packages-deb:     ## those of `make deb` and `make check-deb` too
packages-debian:  ## those of `make check-debian` too
packages-arm64:   ## those of `make check-arm64` too
$(PACKAGE_SETS): packages-%:
	$(Q)mk/packages.sh $*

demo: packages  ## show the main job working, in network namespaces of its own
	$(Q)$(MAKE) --no-print-directory build
	$(Q)MACBPF=$(abspath $(O))/macbpf examples/demo.sh

clean:  ## remove what was built
	rm -rf $(O)

help:  ## list the targets
	$(Q)sed -n 's/^\([a-z0-9-]*\):.*##  *\(.*\)/\1\t\2/p' Makefile mk/*.mk | expand -t 20

force:

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all build packages $(PACKAGE_SETS) demo clean help force

-include $(LIB_OBJS:.o=.d) $(CLI_OBJS:.o=.d)
