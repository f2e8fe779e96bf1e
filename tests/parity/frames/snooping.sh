#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# snooping.sh - some of the fixed table of frames again, with mcast-snooping: nobody misses what macvlan
# gives, and what is filtered comes to nobody who didn't ask.
#
# guards: bpf/listeners.h libmacbpf/endpoint/allmulti.c
for topology in "groups not joined" taps; do
	MCAST_SNOOPING=1 "$O/tests/parity/frames/check_parity" "$topology" || exit 1
done
