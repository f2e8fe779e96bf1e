# SPDX-License-Identifier: GPL-2.0-only
# Debian's packages of what is committed, in build/deb/.

deb: packages-deb  ## build Debian packages of what is committed, into build/deb/
	$(Q)packaging/build.sh $(O)/deb

check-deb: deb  ## the same, by the eyes of lintian(1), then installed and tried in a root of its own
	$(Q)packaging/try.sh $(O)/deb

.PHONY: deb check-deb
