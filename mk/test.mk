# SPDX-License-Identifier: GPL-2.0-only
# Test suites: what is in each, and the order in which `make check` runs them.
#
# `make check-SUITE` runs one suite on the build in O; T=word chooses programs by name, and
# HOOK=clsact attaches the programs there in the suites net, parity and, by check-kernels, lowers.

include $(sort $(wildcard mk/test-*.mk)) mk/bench.mk

SUITES  := unit prog net parity proto cli netavark docker libvirt install bench
RESULTS := $(abspath $(O))/results

unit_PROGRAMS    = $(UNIT_TESTS)
prog_PROGRAMS    = $(PROG_TESTS)
net_PROGRAMS     = $(NET_TESTS)
lowers_PROGRAMS  = $(LOWERS_TESTS)
parity_PROGRAMS  = $(PARITY_TESTS)
proto_PROGRAMS   = $(PROTO_TESTS)
cli_PROGRAMS     = $(CLI_TESTS)
netavark_PROGRAMS = $(NETAVARK_TESTS)
docker_PROGRAMS  = $(DOCKER_TESTS)
libvirt_PROGRAMS = tests/libvirt/hook.sh
install_PROGRAMS = $(INSTALL_TESTS)
bench_PROGRAMS   = $(BENCH_TESTS)

# A sanitizer watches one process: the tests must not fork.
TEST_ENV = MACBPF='$(abspath $(O))/macbpf$(HOOK:%= -hook %)' HOOK=$(HOOK) O=$(abspath $(O)) CC='$(CC)' CXX='$(CXX)' \
	   $(if $(SAN),CK_FORK=no ASAN_OPTIONS=detect_leaks=1)

check-unit:     ## decisions, words, options, the undo of each step, over fakes (T=word; no root)
check-prog:     ## single frames through a program; verifier budgets
check-net:      ## wiring: attach, move, sweep, teardown
check-parity:   ## the same frames and commands by the kernel's macvlan
check-proto:    ## ARP, ND, DHCP, multicast, offloads, between real programs
check-cli:      ## words, exit codes, JSON
check-netavark: ## the plugin of podman 5, called by hand
check-docker:   ## the driver of docker networks, called by hand
check-libvirt:  ## the hook of libvirt, called by hand
check-install:  ## programs against the installed library
check-bench:    ## what the benchmark sends arrives

$(SUITES:%=check-%): check-%: build
	$(Q)$(MAKE) -s --no-print-directory $(filter $(O)/%,$($*_PROGRAMS))
	$(Q)$(TEST_ENV) tests/run.sh $* $(RESULTS) $($*_PROGRAMS)

# All that the suites run, so that what one doesn't build is noticed by who builds another.
build-tests: build  ## build the programs of all suites and the fuzzers, and run none
	$(Q)$(MAKE) -s --no-print-directory $(filter $(O)/%,$(foreach suite,$(SUITES),$($(suite)_PROGRAMS))) $(FUZZERS)

check: packages  ## lint, build with gcc and clang, and run all suites
	$(Q)tests/check.sh

.PHONY: check build-tests $(SUITES:%=check-%)
