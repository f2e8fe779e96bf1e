# SPDX-License-Identifier: GPL-2.0-only
# Tools and flags. The user's CPPFLAGS, CFLAGS and LDFLAGS come after ours. V=1 shows commands,
# WERROR=1 makes warnings errors, SAN=address,undefined builds with sanitizers.

CC      ?= gcc
CXX     ?= g++
CLANG   ?= clang
BPFTOOL ?= bpftool
LLVM_STRIP ?= llvm-strip
PKG_CONFIG ?= pkg-config

Q      := $(if $(V),,@)
# Make's short options; with -s nothing is said.
SILENT  = $(findstring s,$(firstword -$(MAKEFLAGS)))
say     = $(if $(V)$(SILENT),,@printf '  %-6s %s\n' $(1) '$(@:$(O)/%=%)')

# Asked when a recipe runs, not when this file is read: `make packages` may have to come first.
LIB_DEP_CFLAGS = $(shell $(PKG_CONFIG) --cflags libbpf libnl-3.0)
LIB_DEP_LIBS   = $(shell $(PKG_CONFIG) --libs libbpf libnl-3.0) -lpthread
JANSSON_CFLAGS = $(shell $(PKG_CONFIG) --cflags jansson)
JANSSON_LIBS   = $(shell $(PKG_CONFIG) --libs jansson)
HTTP_CFLAGS    = $(shell $(PKG_CONFIG) --cflags libmicrohttpd)
HTTP_LIBS      = $(shell $(PKG_CONFIG) --libs libmicrohttpd)
PCAP_CFLAGS    = $(if $(NO_PCAP),,$(shell $(PKG_CONFIG) --cflags libpcap))
PCAP_LIBS      = $(if $(NO_PCAP),,$(shell $(PKG_CONFIG) --libs libpcap))
CHECK_CFLAGS   = $(shell $(PKG_CONFIG) --cflags check)
CHECK_LIBS     = $(shell $(PKG_CONFIG) --libs check)

SAN_FLAGS = $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)

ALL_CPPFLAGS = -D_GNU_SOURCE -iquote . -Iinclude -I$(O)/include $(CPPFLAGS)
# The same bytes wherever it is built.
PREFIX_MAP = -ffile-prefix-map=$(CURDIR)=.

ALL_CFLAGS   = -std=gnu11 -O2 -g $(PREFIX_MAP) -fPIC -Wall -Wextra -Wshadow -Wstrict-prototypes \
	       -Wmissing-prototypes -Wno-missing-field-initializers \
	       $(if $(WERROR),-Werror) $(SAN_FLAGS) $(LOCAL_CFLAGS) $(CFLAGS)
ALL_LDFLAGS  = $(SAN_FLAGS) $(LDFLAGS)
