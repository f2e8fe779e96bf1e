# SPDX-License-Identifier: GPL-2.0-only
# One dependency graph for the whole tree. `make help` lists the targets.

O       ?= build
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
SBINDIR ?= $(PREFIX)/sbin
LIBDIR  ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR  ?= $(PREFIX)/share/man
COMPLETIONDIR ?= $(PREFIX)/share/bash-completion/completions
UNITDIR ?= $(PREFIX)/lib/systemd/system
SHAREDIR ?= $(PREFIX)/share/macbpf
VERSION := $(shell cat VERSION)
# Before 1.0 each minor version has an ABI of its own: docs/api.md.
SONAME  := libmacbpf.so.$(shell sed -E 's/^(0\.[0-9]+|[0-9]+).*/\1/' VERSION)

all: build

include mk/config.mk
include mk/bpf.mk

LIB_SRCS := $(wildcard common/*.c libmacbpf/*/*.c)
LIB_OBJS := $(LIB_SRCS:%.c=$(O)/%.o)
COMMON_OBJS := $(filter $(O)/common/%,$(LIB_OBJS))
CLI_OBJS := $(patsubst %.c,$(O)/%.o,$(wildcard cli/*.c))
VERSION_H := $(O)/include/macbpf/version.h

build: $(O)/macbpf $(O)/macbpf-cni $(O)/libmacbpf.so $(O)/libmacbpf.a $(O)/libmacbpf.pc  ## build all into build/ (O= for another)

$(VERSION_H): VERSION
	$(call say,GEN)
	$(Q)mkdir -p $(@D)
	$(Q)sed 's/@VERSION@/$(VERSION)/' mk/version.h.in > $@

$(O)/%.o: %.c
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(LIB_OBJS) $(CLI_OBJS): | $(VERSION_H)
$(O)/libmacbpf/datapath/datapath.o: $(O)/bpf/macbpf.skel.h
$(CLI_OBJS): LOCAL_CFLAGS = $(JANSSON_CFLAGS)
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
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS) $(JANSSON_LIBS)

# PREFIX may differ from one call to the next, so this is made every time.
$(O)/libmacbpf.pc: libmacbpf/libmacbpf.pc.in force
	$(Q)mkdir -p $(@D)
	$(Q)sed -e 's|@VERSION@|$(VERSION)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
		-e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' $< > $@

install: build  ## install under DESTDIR and PREFIX (default /usr/local)
	install -d $(DESTDIR)$(CNIDIR) $(DESTDIR)$(CNI_ALIAS_DIR)
	install -m 755 $(O)/macbpf-cni $(DESTDIR)$(CNIDIR)/
	ln -sf $(CNIDIR)/macbpf-cni $(DESTDIR)$(CNI_ALIAS_DIR)/macvlan
	install -d $(DESTDIR)$(SBINDIR) $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCLUDEDIR)/macbpf \
		$(DESTDIR)$(MANDIR)/man8 $(DESTDIR)$(MANDIR)/man3 $(DESTDIR)$(COMPLETIONDIR)
	install -m 755 $(O)/macbpf $(DESTDIR)$(SBINDIR)/
	install -m 755 $(O)/$(SONAME) $(DESTDIR)$(LIBDIR)/
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libmacbpf.so
	install -m 644 $(O)/libmacbpf.a $(DESTDIR)$(LIBDIR)/
	install -m 644 $(O)/libmacbpf.pc $(DESTDIR)$(LIBDIR)/pkgconfig/
	install -m 644 include/macbpf/*.h $(VERSION_H) $(DESTDIR)$(INCLUDEDIR)/macbpf/
	install -m 644 man/*.8 $(DESTDIR)$(MANDIR)/man8/
	install -m 644 man/*.3 $(DESTDIR)$(MANDIR)/man3/
	install -m 644 completion/macbpf $(DESTDIR)$(COMPLETIONDIR)/
	install -d $(DESTDIR)$(UNITDIR) $(DESTDIR)$(SHAREDIR)
	sed 's|@SBINDIR@|$(SBINDIR)|' share/macbpf-metrics.service.in \
		>$(DESTDIR)$(UNITDIR)/macbpf-metrics.service
	chmod 644 $(DESTDIR)$(UNITDIR)/macbpf-metrics.service
	install -m 644 share/macbpf-metrics.timer $(DESTDIR)$(UNITDIR)/
	install -m 644 share/grafana.json $(DESTDIR)$(SHAREDIR)/

include mk/cni.mk
include mk/test.mk
include mk/fuzz.mk
include mk/lint.mk

packages:  ## install the Debian packages that are missing (mk/packages.txt)
	$(Q)mk/packages.sh

packages-cni packages-vm packages-debian packages-arm64: packages-%:
	$(Q)mk/packages.sh $*

demo: packages  ## show the main job working, in network namespaces of its own
	$(Q)$(MAKE) --no-print-directory build
	$(Q)MACBPF=$(abspath $(O))/macbpf examples/demo.sh

clean:  ## remove what was built
	rm -rf $(O)

help:  ## list the targets
	$(Q)sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/\1\t\2/p' Makefile mk/*.mk | expand -t 16

force:

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all build install packages packages-cni packages-vm packages-debian packages-arm64 demo clean help force

-include $(LIB_OBJS:.o=.d) $(CLI_OBJS:.o=.d)
