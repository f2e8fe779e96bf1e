# SPDX-License-Identifier: GPL-2.0-only
# Programs that take an endpoint's device as they would take any: the pages of docs/how are played with
# them, in a target of its own. They are not to be on a machine for a test's sake: CI has them in a
# Debian of their own.

CLIENTS_TESTS := $(addprefix tests/clients/,lxc.sh incus.sh nspawn.sh networkd.sh networkmanager.sh)

check-clients: packages-clients  ## play the pages of LXC, Incus, nspawn, networkd, NetworkManager (in CI: by check-debian)
	$(Q)$(MAKE) -s --no-print-directory build
	$(Q)$(TEST_ENV) tests/run.sh clients $(RESULTS) $(CLIENTS_TESTS)

# Guests that are emulated boot by their ROM's clock: on a busy machine it gives up before it has a lease.
check-libvirtd: packages-libvirtd  ## play the page of libvirt with libvirtd and QEMU (on a quiet machine)
	$(Q)$(MAKE) -s --no-print-directory build
	$(Q)$(TEST_ENV) tests/run.sh clients $(RESULTS) tests/clients/libvirt.sh

.PHONY: check-clients check-libvirtd
