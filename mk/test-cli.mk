# SPDX-License-Identifier: GPL-2.0-only
# The command line as a user has it, and what `make install` installs.

CLI_TESTS     += $(filter-out tests/cli/lib.sh,$(wildcard tests/cli/*.sh))
INSTALL_TESTS += $(filter-out %/reproducible.sh,$(wildcard tests/install/*.sh))

check-reproducible: packages  ## build twice, in two folders: the same bytes (in CI)
	$(Q)tests/install/reproducible.sh

.PHONY: check-reproducible
