#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# clsact.sh - the fixed table of frames again, the programs at the hook clsact.
#
# guards: bpf/
if ! $MACBPF -br feature | grep -q '^tcx yes'; then
	echo "clsact.sh: skipped: this kernel has no TCX, so check_parity was at clsact" >&2
	exit 77
fi
# No netkit has that hook.
MACBPF_ENDPOINT=veth MACBPF="$MACBPF -hook clsact" exec "$O/tests/parity/frames/check_parity"
