# SPDX-License-Identifier: GPL-2.0-only
# The CNI plugin as runtimes call it, beside Debian's own macvlan plugin. Not part of `make check`:
# minutes.

CNI_TESTS := $(filter-out $(addprefix tests/cni/,lib.sh cri.sh fake-ipam.sh speed.sh), \
	       $(wildcard tests/cni/*.sh))

# Keeps all other writers of a netns waiting.
CNI_HOLD := $(O)/tests/cni/hold

$(CNI_HOLD): %: %.o $(O)/libmacbpf.a
	$(call say,LINK)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS) $(LIB_DEP_LIBS)

$(CNI_HOLD).o: | $(VERSION_H)

check-cni: packages-cni  ## test the CNI plugin, beside Debian's macvlan plugin, with podman and containerd (minutes)
	$(Q)$(MAKE) -s --no-print-directory build $(CNI_HOLD)
	$(Q)TEST_TIMEOUT=900 $(TEST_ENV) tests/run.sh cni $(RESULTS) $(CNI_TESTS)

bench-cni: build  ## measure ADD and DEL beside Debian's macvlan plugin (ROUNDS=50, NEIGHBOURS=0)
	$(Q)$(TEST_ENV) tests/cni/speed.sh

.PHONY: check-cni bench-cni

-include $(CNI_HOLD).d
