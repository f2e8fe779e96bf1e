#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# icount.sh - in an emulated machine whose clock counts instructions: what each flow takes.
#
# The tables, and what functions.awk needs, go to the second lane's line.
set -eu

"$O/bench/icount/icount" >/dev/ttyS2
echo "ok"
