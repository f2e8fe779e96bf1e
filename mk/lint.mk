# SPDX-License-Identifier: GPL-2.0-only
# Style, rooms, words, documents: `make lint` changes nothing, `make fmt` formats.

C_FILES  = $(shell git ls-files '*.c' '*.h' 2>/dev/null || find . -name '*.[ch]' -not -path './build/*')
SH_FILES = $(shell git ls-files '*.sh' .ci/run 2>/dev/null)

pictures:  ## draw docs/pictures/*.dot anew, with graphviz
	$(Q)mk/packages.sh pictures
	$(Q)mk/pictures.sh

fmt:  ## format all C files
	clang-format -i $(C_FILES)

lint:  ## check style, rooms and documents, of the build in O
	$(Q)O='$(O)' mk/lint.sh

# Each header alone, those of bpf/ as the kernel's programs see them. What a header needs is built before.
HEADERS := $(patsubst %,$(O)/alone/%,$(wildcard $(addsuffix /*.h,bpf bpf/* include/* libmacbpf/* common \
	     cli frontends/* bench tests/* tests/*/*)))
HEADER_CFLAGS = -Wno-unused-function -fsyntax-only -MMD -MP -MF $@.d -MT $@ -x c $<

headers: $(HEADERS)
# What circles are looked for in.
objects: $(LIB_OBJS) $(CLI_OBJS) $(FRONTEND_OBJS) $(O)/cli/frame_nocapture.o

$(HEADERS): LOCAL_CFLAGS = -Werror -Ilibmacbpf -Ibpf -Ifrontends -I$(O)/bpf -I$(O)/bench \
	     $(LIB_DEP_CFLAGS) $(JANSSON_CFLAGS) $(CHECK_CFLAGS)
$(HEADERS): | $(VERSION_H) $(BPF_SKELS)
$(HEADERS): $(O)/alone/%: %
	$(call say,ALONE)
	$(Q)mkdir -p $(@D)
	$(Q)$(if $(<:bpf/%=),$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS),$(CLANG) $(BPF_CFLAGS) -Ibpf/act -Ibpf) $(HEADER_CFLAGS)
	$(Q)touch $@

.PHONY: pictures fmt lint headers objects

-include $(HEADERS:=.d)
