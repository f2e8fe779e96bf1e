# SPDX-License-Identifier: GPL-2.0-only
# Programs that take an endpoint's device as they would take any: the pages of docs/how are played with
# them, in a target of its own. They are not to be on a machine for a test's sake: CI has them in a
# Debian of their own.

CLIENTS_TESTS := $(addprefix tests/clients/,lxc.sh incus.sh nspawn.sh networkd.sh networkmanager.sh \
		 libvirt.sh)

check-clients: packages-clients  ## play the pages of LXC, Incus, nspawn, networkd, NetworkManager, libvirt (in CI: by check-debian)
	$(Q)$(MAKE) -s --no-print-directory build
	$(Q)$(TEST_ENV) tests/run.sh clients $(RESULTS) $(CLIENTS_TESTS)

.PHONY: check-clients
