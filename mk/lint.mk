# SPDX-License-Identifier: GPL-2.0-only
# Style, rooms, words, documents: `make lint` changes nothing, `make fmt` formats.

C_FILES  = $(shell git ls-files '*.c' '*.h' 2>/dev/null || find . -name '*.[ch]' -not -path './build/*')
SH_FILES = $(shell git ls-files '*.sh' .ci/run 2>/dev/null)

fmt:  ## format all C files
	clang-format -i $(C_FILES)

lint:  ## check style, rooms and documents
	$(Q)mk/lint.sh

.PHONY: fmt lint
