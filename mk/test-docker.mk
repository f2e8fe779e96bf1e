# SPDX-License-Identifier: GPL-2.0-only
# The docker driver: called by hand in `make check`; by dockerd in a target of its own.

DOCKER_TESTS := tests/docker/driver.sh
