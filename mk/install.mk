# SPDX-License-Identifier: GPL-2.0-only
# What is installed where: one table, by which `make uninstall` goes as well.

BINDIR     ?= $(PREFIX)/bin
SBINDIR    ?= $(PREFIX)/sbin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR     ?= $(PREFIX)/share/man
DOCDIR     ?= $(PREFIX)/share/doc/macbpf
COMPLETIONDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR     ?= $(PREFIX)/share/zsh/site-functions
FISHDIR    ?= $(PREFIX)/share/fish/vendor_completions.d
UNITDIR    ?= $(PREFIX)/lib/systemd/system
UDEVDIR    ?= $(PREFIX)/lib/udev/rules.d
NETWORKDIR ?= $(PREFIX)/lib/systemd/network
SHAREDIR   ?= $(PREFIX)/share/macbpf

# What names a path under PREFIX, made of share/NAME.in.
SHARE_MADE := $(patsubst share/%.in,$(O)/share/%,$(wildcard share/*.in))
# The agent's unit again, for the netns that its instance names.
AGENT_OF_NETNS := $(O)/share/macbpf-agent@.service

# MODE:FOLDER:FILE
INSTALLED  = $(call into,755,$(SBINDIR),$(O)/macbpf $(O)/macbpf-docker)
INSTALLED += $(call into,755,$(CNIDIR),$(O)/macbpf-cni)
INSTALLED += $(call into,755,$(NETAVARK_HOME),$(O)/macbpf-netavark)
INSTALLED += $(call into,755,$(LIBDIR),$(O)/$(SONAME))
INSTALLED += $(call into,644,$(LIBDIR),$(O)/libmacbpf.a)
INSTALLED += $(call into,644,$(LIBDIR)/pkgconfig,$(O)/libmacbpf.pc)
INSTALLED += $(call into,644,$(INCLUDEDIR)/macbpf,$(wildcard include/macbpf/*.h) $(VERSION_H))
INSTALLED += $(call into,644,$(MANDIR)/man3,$(wildcard man/*.3))
INSTALLED += $(call into,644,$(MANDIR)/man8,$(wildcard man/*.8))
INSTALLED += $(call into,644,$(COMPLETIONDIR),completion/macbpf)
INSTALLED += $(call into,644,$(ZSHDIR),completion/_macbpf)
INSTALLED += $(call into,644,$(FISHDIR),completion/macbpf.fish)
INSTALLED += $(call into,644,$(UNITDIR),$(filter %.service,$(SHARE_MADE)) $(AGENT_OF_NETNS) $(wildcard share/*.timer share/*.socket))
INSTALLED += $(call into,644,$(UDEVDIR),share/85-macbpf.rules)
INSTALLED += $(call into,644,$(NETWORKDIR),share/10-macbpf.network)
INSTALLED += $(call into,644,$(SHAREDIR),share/grafana.json)
INSTALLED += $(call into,755,$(SHAREDIR)/libvirt,examples/libvirt/qemu)
INSTALLED += $(call into,644,$(DOCDIR),README.md CHANGELOG.md LICENSE)
INSTALLED += $(call into,644,$(DOCDIR)/examples,$(wildcard examples/*.c))
INSTALLED += $(call into,644,$(DOCDIR)/examples/cni,$(wildcard examples/cni/*))
INSTALLED += $(call into,644,$(DOCDIR)/examples/kubernetes,$(wildcard examples/kubernetes/*))

# TARGET:LINK
LINKED  = $(SONAME):$(LIBDIR)/libmacbpf.so
LINKED += $(CNIDIR)/macbpf-cni:$(CNI_ALIAS_DIR)/macvlan
LINKED += $(NETAVARK_HOME)/macbpf-netavark:$(NETAVARKDIR)/macbpf

into = $(patsubst %,$(1):$(2):%,$(3))
part = $(word $(1),$(subst :, ,$(2)))
file_of = $(DESTDIR)$(call part,2,$(1))/$(notdir $(call part,3,$(1)))

# PREFIX may differ from one call to the next, so these are made every time.
$(O)/libmacbpf.pc: libmacbpf/libmacbpf.pc.in force
	$(Q)mkdir -p $(@D)
	$(Q)sed -e 's|@VERSION@|$(VERSION)|' -e 's|@PREFIX@|$(PREFIX)|' \
		-e 's|@LIBDIR@|$(LIBDIR:$(PREFIX)/%=$${prefix}/%)|' \
		-e 's|@INCLUDEDIR@|$(INCLUDEDIR:$(PREFIX)/%=$${prefix}/%)|' $< > $@

$(SHARE_MADE): $(O)/share/%: share/%.in force
	$(Q)mkdir -p $(@D)
	$(Q)sed -e 's|@SBINDIR@|$(SBINDIR)|; s|@NETNS@||; s|@WHERE@||' $< > $@

$(AGENT_OF_NETNS): share/macbpf-agent.service.in force
	$(Q)mkdir -p $(@D)
	$(Q)sed -e 's|@SBINDIR@|$(SBINDIR)|; s|@NETNS@|-netns %i |; s|@WHERE@| for lowers in netns %i|' $< > $@

install: build $(SHARE_MADE) $(AGENT_OF_NETNS)  ## install under DESTDIR and PREFIX (default /usr/local)
	$(Q)$(foreach row,$(INSTALLED),install -D -m $(call part,1,$(row)) $(call part,3,$(row)) \
		$(call file_of,$(row)) &&) true
	$(Q)$(foreach row,$(LINKED),mkdir -p $(dir $(DESTDIR)$(call part,2,$(row))) && \
		ln -sf $(call part,1,$(row)) $(DESTDIR)$(call part,2,$(row)) &&) true
# A library is found by the loader's own list, which a package would see to.
	$(Q)$(if $(DESTDIR)$(filter-out 0,$(shell id -u)),,ldconfig)

# The folders that had nothing but our files go with them.
uninstall:  ## remove what `make install` with the same PREFIX and DESTDIR has put there
	$(Q)rm -f $(foreach row,$(INSTALLED),$(call file_of,$(row))) \
		$(foreach row,$(LINKED),$(DESTDIR)$(call part,2,$(row)))
	$(Q)rmdir -p --ignore-fail-on-non-empty $(addprefix $(DESTDIR),$(INCLUDEDIR)/macbpf $(SHAREDIR)/libvirt \
		$(DOCDIR)/examples/cni $(DOCDIR)/examples/kubernetes $(CNI_ALIAS_DIR) $(CNIDIR) $(NETAVARK_HOME) $(NETAVARKDIR)) 2>/dev/null || true

# For nodes that have none of the libraries, as Kubernetes' often have.
STATIC := $(O)/static
static:  ## build programs that need no library, into build/static/
	$(Q)$(MAKE) --no-print-directory O=$(STATIC) NO_PCAP=1 PKG_CONFIG='$(PKG_CONFIG) --static' \
		LDFLAGS='-static $(LDFLAGS)' $(STATIC)/macbpf $(STATIC)/macbpf-cni $(STATIC)/macbpf-netavark

DIST := macbpf-$(VERSION)
dist:  ## make build/macbpf-VERSION.tar.gz of what is committed
	$(Q)mkdir -p $(O)
	$(Q)git archive --format=tar --prefix=$(DIST)/ HEAD | gzip -n9 > $(O)/$(DIST).tar.gz

.PHONY: install uninstall static dist
