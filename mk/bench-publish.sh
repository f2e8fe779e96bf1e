#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bench-publish.sh - the table and the picture of the last benchmark run become part of docs/.
#
#   bench-publish.sh FOLDER     with bench.md and bench.svg, which `make bench` leaves there
set -eu

cd "$(dirname "$0")/.."
page=docs/performance.md
table=$1/bench.md

for mark in begin end; do
	grep -q "^<!-- bench:$mark" "$page" || {
		echo "bench-publish: no line '<!-- bench:$mark' in $page" >&2
		exit 1
	}
done
[ -s "$table" ] || {
	echo "bench-publish: no $table: run 'make bench' first" >&2
	exit 1
}
new=$(awk -v table="$table" '
	/^<!-- bench:end/ { skip = 0 }
	!skip { print }
	/^<!-- bench:begin/ {
		skip = 1
		print "\n![Rate ratios, row by row](performance.svg)\n"
		while ((getline line < table) > 0)
			print line
		print ""
	}' "$page")
echo "$new" >"$page"
cp "$1/bench.svg" docs/performance.svg
