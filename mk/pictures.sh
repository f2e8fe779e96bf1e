#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pictures.sh [check] - draws each docs/pictures/*.dot as SVG; or checks, without drawing, that each SVG is
# drawn from what its .dot is now, and that the picture of the rooms has those of mk/includes.txt.
set -eu

cd "$(dirname "$0")/.."
failed=0

mark_of()
{
	echo "<!-- drawn by 'make pictures' from $(sha256sum <"$1" | cut -c1-64) -->"
}

draw()
{
	dot -Tsvg "$1" | awk -v mark="$(mark_of "$1")" '{ print } NR == 1 { print mark }' >"${1%.dot}.svg"
}

check()
{
	grep -qxF "$(mark_of "$1")" "${1%.dot}.svg" && return
	echo "pictures: ${1%.dot}.svg is not drawn from $1 as it is: run 'make pictures'" >&2
	failed=1
}

rooms_of()
{
	grep -oE '"(bpf|common|cli|examples|(include|libmacbpf|frontends)/[a-z]+)"' docs/pictures/rooms.dot |
		tr -d '"' | sort -u
}

compare_rooms()
{
	[ "$(rooms_of)" = "$(awk '$1 == "room" && $2 !~ /^(tests|bench)/ { print $2 }' mk/includes.txt | sort)" ] &&
		return
	echo "pictures: docs/pictures/rooms.dot has not the rooms of mk/includes.txt" >&2
	failed=1
}

for picture in docs/pictures/*.dot; do
	if [ "${1-}" = check ]; then
		check "$picture"
	else
		draw "$picture"
	fi
done
[ "${1-}" != check ] || compare_rooms
exit $failed
