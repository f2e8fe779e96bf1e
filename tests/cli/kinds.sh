#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kinds.sh - a port with more kinds of programs than its record has places: none is taken for another
# build's.
#
# guards: libmacbpf/port/programs.c libmacbpf/port/upgrade.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"

m()
{
	succeeds "macbpf $*" "$MACBPF" -n "$ours" "$@"
}

# The lower's, the one behind, and 14 more find a place; these are 17.
n=0
for mode in bridge "bridge learning on" vepa; do
	for guard in "" "guard mac"; do
		for isolated in "" "isolated on"; do
			for rate in "" "group-rate 1000"; do
				case $mode,$guard,$isolated in
				*learning*,guard*,* | vepa*,*,isolated*) continue ;;
				esac
				echo "link add link eth0 name mv$n up $guard $isolated $rate type macvlan mode $mode"
				n=$((n + 1))
			done
		done
	done
done >"$tmp/batch"
echo "link add link eth0 name mv$n up type macvlan mode vepa learning on" >>"$tmp/batch"
n=$((n + 1))
m -b "$tmp/batch"
is "kinds" "$n $("$MACBPF" -n "$ours" -br link show | wc -l)" "17 17"

m port upgrade -n
is "no program is another build's" "$out" ""
is "no program is another build's: a listing" "$("$MACBPF" -n "$ours" -d -json port show |
	jq '.[0].build_is_own')" true

finish
