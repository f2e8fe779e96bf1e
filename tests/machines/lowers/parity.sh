#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# parity.sh - frames of the fixed table, on lowers that are a VLAN device and a bond.
#
# guards: libmacbpf/port/lower.c bpf/
set -u

for lower in vlan bond; do
	if ip link add name probe type $lower 2>&1 | grep -q 'Unknown device type'; then
		echo "this kernel has no devices of kind $lower"
		exit 77
	fi
done

failed=0
for lower in vlan bond; do
	for topology in mixed passthru; do
		LOWER=$lower "$O/tests/parity/frames/check_parity" "$topology" || failed=1
	done
done
exit $failed
