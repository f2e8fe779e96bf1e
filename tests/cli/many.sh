#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# many.sh - what listings of 1000 endpoints take of a processor: at most 0.15 s, the best of five.
# Of an emulated one as many times that as it is slower (TEST_SLOWNESS).
#
# guards: libmacbpf/world/survey.c libmacbpf/api/list_links.c cli/cmd_metrics.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
grep -q __asan_init "$MACBPF" && skip "many.sh: a sanitizer has a time of its own"
new_world "$ours"
new_netns "$ours-box"
for i in $(seq 1000); do
	echo "link add link eth0 name mv$i netns $ours-box up type macvlan mode bridge"
done >"$tmp/batch"
succeeds "make 1000 endpoints" "$MACBPF" -n "$ours" -b "$tmp/batch"

# took WORDS...: milliseconds of a processor
took()
{
	bash -c 'TIMEFORMAT="%U %S"; time "$@" >/dev/null' - "$MACBPF" -n "$ours" "$@" 2>&1 |
		awk '{ print int(($1 + $2) * 1000) }'
}

limit=$((150 * ${TEST_SLOWNESS:-1}))
for words in metrics "-s link show" "-s -json link show" "fdb show" "-s port show"; do
	for _ in 1 2 3 4 5; do
		# shellcheck disable=SC2086 # a list of words
		took $words
	done | sort -n >"$tmp/times"
	best=$(head -n 1 "$tmp/times")
	is "$words: $best ms of a processor, at most $limit" "$((best <= limit))" 1
	echo "$words: $best ms"
done
is "all are told" "$("$MACBPF" -n "$ours" metrics | grep -c '^macbpf_endpoint_up{.* 1$')" 1000
finish
