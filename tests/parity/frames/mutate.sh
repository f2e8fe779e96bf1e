#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# mutate.sh - does the fuzzer notice a wrong decision? One at a time is put into bpf/policy.h of a
# copy of the tree, which is built and given the fixed seeds. Fails if one of them is not noticed.
#
#   mutate.sh [WORD]       only the mutations whose name has WORD in it
set -u

cd "$(dirname "$0")/../../.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# name | sed expression on bpf/policy.h, which must change it
mutations=$(cat <<'END'
wire unicast to source mode is delivered|s/if (!owner || owner \& (MB_MODE_SOURCE | MB_MODE_HOST))/if (!owner)/
wire unicast to strangers is dropped|/MB_MODE_SOURCE | MB_MODE_HOST))/{n;s/MB_ACT_NEXT/MB_ACT_DROP/}
wire unicast is reflected, not delivered|/mb_plan_wire_unicast(bool/,/^}/s/MB_ACT_DELIVER/MB_ACT_REFLECT/
nodst lets the frame go on|/mb_plan_taken/,/^}/s/MB_ACT_DROP/MB_ACT_NEXT/
a bridge sender's group frame comes back to bridge|s/return MB_MODE_VEPA;/return MB_MODE_VEPA | MB_MODE_BRIDGE;/
a bridge sender's group frame comes back to none|s/return MB_MODE_VEPA;/return 0;/
a vepa sender's group frame misses bridge|s/return MB_MODE_VEPA | MB_MODE_BRIDGES;/return MB_MODE_VEPA;/
a vepa sender's group frame goes to private too|s/return MB_MODE_VEPA | MB_MODE_BRIDGES;/return MB_MODE_VEPA | MB_MODE_BRIDGES | MB_MODE_PRIVATE;/
group frames from the wire miss private|s/return MB_MODE_PRIVATE | MB_MODE_VEPA/return MB_MODE_VEPA/
group frames from the wire miss passthru|s/ | MB_MODE_PASSTHRU | MB_MODE_BRIDGES;/ | MB_MODE_BRIDGES;/
group frames from the wire go to source mode|s/ | MB_MODE_PASSTHRU | MB_MODE_BRIDGES;/ | MB_MODE_PASSTHRU | MB_MODE_BRIDGES | MB_MODE_SOURCE;/
group frames of private are not reflected|s/!(owner \& (MB_MODE_VEPA | MB_MODE_BRIDGES)))/owner == MB_MODE_SOURCE)/
group frames of vepa are reflected|s/!(owner \& (MB_MODE_VEPA | MB_MODE_BRIDGES)))/owner != MB_MODE_BRIDGE)/
PAUSE is asked for before reflecting|s/if (owner \&\& !(owner/if (!pause \&\& owner \&\& !(owner/
PAUSE from the wire is copied|/mb_plan_wire_group/,/^}/s/if (pause)/if (0 * pause)/
PAUSE from an endpoint is copied|/mb_plan_endpoint_group/,/^}/s/if (pause)/if (0 * pause)/
PAUSE from an endpoint is dropped|/mb_plan_endpoint_group/,/^}/s/MB_ACT_WIRE, MB_R_PAUSE/MB_ACT_DROP, MB_R_PAUSE/
group frames from the wire miss the host|s/MB_ACT_NEXT, MB_R_FLOOD_WIRE/MB_ACT_DROP, MB_R_FLOOD_WIRE/
bridge sends to vepa directly|s/if (bridge \&\& owner \& MB_MODE_BRIDGES)/if (bridge \&\& owner \& (MB_MODE_BRIDGES | MB_MODE_VEPA))/
bridge sends unicast to the wire only|s/if (bridge \&\& owner \& MB_MODE_BRIDGES)/if (bridge \&\& owner == MB_MODE_PASSTHRU)/
bridge sends groups to bridge only|s/MB_ACT_WIRE, MB_R_FLOOD_ENDPOINT/MB_ACT_DROP, MB_R_FLOOD_ENDPOINT/
bridge sends groups to vepa too|s/isolated ? MB_MODE_BRIDGE : MB_MODE_BRIDGES/MB_MODE_BRIDGES | MB_MODE_VEPA/
END
)

copy_tree()
{
	git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read \
		-T - -cf - 2>/dev/null | tar -C "$work" -xf -
	cp -p bpf/policy.h "$work/policy.h"
}

build()
{
	make -s -C "$work" O="$work/build" Q=@ build "$work/build/tests/parity/frames/check_fuzz" \
		>"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
}

# Prints the first seed that differs, or in which nothing gets through; nothing if there is none.
first_difference()
{
	MACBPF=$work/build/macbpf unshare --net "$work/build/tests/parity/frames/check_fuzz" -f \
		>"$work/log" 2>&1
	sed -n 's/^fuzz: \(seed [0-9]*\) differs.*/\1/p; s/^check_fuzz: \(seed [0-9]*: .*\)/\1/p' \
		"$work/log" | sed "s|$work/build/||" | head -n 1
}

mutate()
{
	sed "$1" "$work/policy.h" >"$work/bpf/policy.h"
	! cmp -s "$work/policy.h" "$work/bpf/policy.h"
}

copy_tree
build
seed=$(first_difference)
if [ -n "$seed" ] || ! grep -q '^fuzz: .* 0 scenarios differ' "$work/log"; then
	echo "mutate: without a mutation the seeds differ already:"
	cat "$work/log"
	exit 1
fi

missed=0 count=0
printf '%-52s %s\n' "wrong decision" "noticed by"
while IFS='|' read -r name expression; do
	[[ $name == *"${1:-}"* ]] || continue
	count=$((count + 1))
	if ! mutate "$expression"; then
		printf '%-52s %s\n' "$name" "NOT MADE: the expression changes nothing"
		missed=$((missed + 1))
		continue
	fi
	build
	seed=$(first_difference)
	[ -n "$seed" ] || missed=$((missed + 1))
	printf '%-52s %s\n' "$name" "${seed:-NOTHING}"
done <<<"$mutations"
echo "mutate: $count wrong decisions, $missed not noticed"
[ "$missed" = 0 ] && [ "$count" -gt 0 ]
