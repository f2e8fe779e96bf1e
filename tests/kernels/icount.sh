#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# icount.sh - in an emulated machine whose clock counts instructions: what a round of each flow takes.
#
# One instruction is one nanosecond there, so the benchmark's times are counts, and the same in each
# round. Both kinds of endpoint are measured against the same peers. The tables go to the second
# lane's line.
set -eu

for kind in veth netkit; do
	echo "endpoint $kind"
	MACBPF_ENDPOINT=$kind "$O/tests/bench/bench" "${LEVEL:-check}" One || true
done >/dev/ttyS2
echo "ok"
