# SPDX-License-Identifier: GPL-2.0-only
# The docker driver: called by hand in `make check`; by dockerd in a target of its own.

DOCKER_TESTS := tests/docker/driver.sh tests/docker/kills.sh

check-dockerd: packages-dockerd  ## test the driver of docker networks with dockerd
	$(Q)$(MAKE) -s --no-print-directory build
	$(Q)TEST_TIMEOUT=900 $(TEST_ENV) tests/run.sh dockerd $(RESULTS) tests/docker/dockerd.sh

.PHONY: check-dockerd
