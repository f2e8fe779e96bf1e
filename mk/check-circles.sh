#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# check-circles.sh - no files of a program call each other in a circle, and no rooms, or this fails.
#
# Told by the symbols of the object files of a build: tables of functions and data count as calls,
# declarations and comments don't.
set -u -o pipefail

cd "$(dirname "$0")/.." || exit 1
build=${O:-build}

# symbols FOLDER: each symbol that a file defines or wants, as `file kind symbol`. An object whose source
# is gone is not looked at.
symbols()
{
	local objects

	mapfile -t objects < <(mk/files.sh "$1/*.c" |
		while read -r file; do [ ! -e "$file" ] || echo "$build/${file%.c}.o"; done)
	nm -A "${objects[@]}" | sed -E "s|^$build/$1/||; s|\.o:[0-9a-f ]*| |"
}

# no_circle LEVEL: prints how many arrows there are, and names a circle if there is one. A node without an
# arrow in, or without one out, is in no circle; where all of these are taken away and something is left,
# whoever follows arrows comes round.
no_circle()
{
	awk -v level="$1" '
	function node(file)
	{
		if (level == "rooms" && !sub("/.*", "", file))
			return "."
		return file
	}
	function trim(    a, ends, has_in, has_out, gone)
	{
		for (a in arrows) {
			split(a, ends, SUBSEP)
			has_out[ends[1]] = has_in[ends[2]] = 1
		}
		for (a in arrows) {
			split(a, ends, SUBSEP)
			if (!(ends[1] in has_in) || !(ends[2] in has_out)) {
				delete arrows[a]
				gone = 1
			}
		}
		return gone
	}
	function after(at,    a, ends)
	{
		for (a in arrows) {
			split(a, ends, SUBSEP)
			if (ends[1] == at)
				return ends[2]
		}
	}
	function tell(at,    start, text)
	{
		while (!met[at]++)
			at = after(at)
		start = text = at
		do {
			text = text " -> " after(at) " (" arrows[at, after(at)] ")"
			at = after(at)
		} while (at != start)
		print "check-circles: " text > "/dev/stderr"
	}
	$2 ~ /[TDBRCVW]/ { home[$3] = $1 }
	$2 == "U" { wants[$1, $3] = 1 }
	END {
		for (w in wants) {
			split(w, want, SUBSEP)
			from = node(want[1])
			if (want[2] in home && from != (to = node(home[want[2]]))) {
				count += !((from, to) in arrows)
				arrows[from, to] = want[2]
			}
		}
		while (trim())
			;
		for (a in arrows) {
			split(a, ends, SUBSEP)
			tell(ends[1])
			exit 1
		}
		print count + 0
	}'
}

failed=0
total=0
for folder in libmacbpf common cli frontends; do
	found=$(symbols "$folder") || exit 1
	for level in files rooms; do
		if arrows=$(no_circle $level <<<"$found"); then
			total=$((total + arrows))
		else
			failed=1
		fi
	done
done
[ "$total" -gt 0 ] || failed=1
echo "  $total arrows between files and between rooms"
exit $failed
