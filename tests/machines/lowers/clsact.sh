#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# clsact.sh - all of this suite again, the programs at the hook clsact.
#
# guards: libmacbpf/port/lower.c bpf/
set -u

if ! $MACBPF -br feature | grep -q '^tcx yes'; then
	echo "clsact.sh: skipped: this kernel has no TCX, so all others were at clsact" >&2
	exit 77
fi

# No netkit has that hook.
export HOOK=clsact MACBPF_ENDPOINT=veth MACBPF="$MACBPF -hook clsact"

failed=0
for check in "$O"/tests/machines/lowers/check_* tests/machines/lowers/parity.sh; do
	[ ! -x "$check" ] || "$check" || failed=1
done
exit $failed
