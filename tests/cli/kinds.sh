#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# kinds.sh - a port with more kinds of programs than its record has places: none is taken for another
# build's, and who traces is told what is not.
#
# guards: libmacbpf/port/programs.c libmacbpf/port/upgrade.c libmacbpf/port/tracer.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"

m()
{
	succeeds "macbpf $*" "$MACBPF" -n "$ours" "$@"
}

# The lower's, the one behind those of veths, and all others that are left of 16 find a place; these are 17.
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

case $("$MACBPF" -n "$ours" -d link show) in
*"endpoint veth"*) untold="14 15 16" ;;
*) untold="15 16" ;;
esac

m port upgrade -n
is "no program is another build's" "$out" ""
is "no program is another build's: a listing" "$("$MACBPF" -n "$ours" -d -json port show |
	jq -c '.[0] | [.build_is_own, .traced]')" '[true,false]'

"$MACBPF" -n "$ours" trace link eth0 >"$tmp/frames" 2>"$tmp/told" &
tracer=$!
until_true "traces" grep -q '^tracing eth0$' "$tmp/told"
is "what is not told" "$(sed 's/kinds of programs; .*/kinds/; /^tracing/d' "$tmp/told")" "$(for i in $untold; do
	echo "warning: what mv$i sends is not told: eth0 has more than 16 kinds"
done)"
m -d port show
has "a listing: traced" "$out" " traced"
is "a listing: traced, of this build" "$("$MACBPF" -n "$ours" -d -json port show |
	jq -c '.[0] | [.build_is_own, .traced]')" '[true,true]'
kill -INT "$tracer"
wait "$tracer"
m -d port show
is "a listing: no more" "$(grep -c traced "$tmp/out")" 0
is "each was told once" "$(grep -c ^warning "$tmp/told")" "$(echo "$untold" | wc -w)"
m port upgrade -n
is "no program is another build's any more" "$out" ""
finish
