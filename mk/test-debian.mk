# SPDX-License-Identifier: GPL-2.0-only
# Targets of this Makefile on other Debian releases: their compilers, headers, libraries and tools, on
# this machine's kernel. Not part of `make check`: minutes.

DEBIAN      ?= 13
DEBIAN_RUNS ?= demo check

check-debian: packages-debian  ## run targets on a Debian release, in a root made for it (DEBIAN=13, DEBIAN_RUNS="demo check")
	$(Q)mkdir -p $(O)
	$(Q)status=0; for release in $(DEBIAN); do \
		tests/machines/debian/run.sh $$release $(O) $(RESULTS) $(DEBIAN_RUNS) || status=1; done; \
		exit $$status

check-image: packages-debian packages-cni  ## build the image for Kubernetes with podman, on a Debian 12 made for it (minutes)
	$(Q)mkdir -p $(O)
	$(Q)tests/machines/debian/image.sh 12 $(O)

.PHONY: check-debian check-image
