#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# clsact.sh - the fixed table of frames again, the programs at the hook clsact.
MACBPF="$MACBPF -hook clsact" exec "$O/tests/parity/check_parity"
