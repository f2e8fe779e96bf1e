#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# check-docs.sh - the documents name functions and link files that exist, or this fails.
#
# A function is written `file.h:function()`, with as much of its folder as tells the file from
# another of the same name. It must be defined or declared there, at the start of a line.
# The program that libmacbpf(3) shows is the one in examples/. What has a table has a line there: each
# map, each part of an endpoint.
set -u

cd "$(dirname "$0")/.." || exit 1
failed=0
functions=0
links=0

fail()
{
	echo "check-docs: $*" >&2
	failed=1
}

# check_function DOC FILE NAME
check_function()
{
	local doc=$1 file=$2 name=$3 found
	mapfile -t found < <(mk/files.sh "$file" "*/$file" |
		grep -v '^tests/')
	case ${#found[@]} in
	0) fail "$doc: $file:$name(): there is no such file" ;;
	1) grep -qE "^([A-Za-z_].*[ *])?$name\(" "${found[0]}" ||
		fail "$doc: $file:$name(): not in ${found[0]}" ;;
	*) fail "$doc: $file:$name(): which one: ${found[*]}?" ;;
	esac
	functions=$((functions + 1))
}

# anchors PAGE: what its headings are called in links.
anchors()
{
	sed -n 's/^##* //p' "$1" | tr 'A-Z ' 'a-z-' | tr -dc 'a-z0-9_\n-'
}

# check_link DOC TARGET: what is within the tree.
check_link()
{
	local doc=$1 target=${2%%#*} page
	links=$((links + 1))
	case $2 in
	http://* | https://*) return ;;
	esac
	page=$doc
	[ -z "$target" ] || page=$(dirname "$doc")/$target
	[ -e "$page" ] || fail "$doc: link to $2: there is no such file"
	case $2 in
	*.md\#* | \#*) anchors "$page" | grep -qx -- "${2#*#}" || fail "$doc: link to $2: there is no such heading" ;;
	esac
}

# From the first #include on, which is where the manual page begins to show it.
check_example()
{
	local example=examples/add-endpoint.c page=man/libmacbpf.3
	diff <(sed -n '/^#include/,$p' "$example") \
		<(sed -n '/^#include <net/,/^\.Ed/p' "$page" | sed '/^\.Ed/d; s/\\e/\\/g') ||
		fail "$page doesn't show $example as it is"
}

# check_rows PAGE SOURCE PATTERN PREFIX: what stands in a list of the source has its line in the page.
check_rows()
{
	local page=$1 prefix=$4 name names
	names=$(sed -nE "s/$3/\\1/p" "$2")
	[ -n "$names" ] || fail "$2: nothing is like $3"
	for name in $names; do
		grep -q "^| \`$prefix$name\` |" "$page" || fail "$page: there is no line for $prefix$name"
	done
}

for doc in README.md CONTRIBUTING.md docs/*.md docs/why/*.md docs/how/*.md; do
	[ -e "$doc" ] || fail "$doc is missing"
	while IFS=: read -r file name; do
		check_function "$doc" "$file" "${name%()}"
	done < <(grep -oE '([a-z_]+/)*[a-z_]+(\.bpf)?\.[ch]:[a-z_0-9]+\(\)' "$doc" | sort -u)
	while read -r target; do
		check_link "$doc" "$target"
	done < <(grep -oE '\]\([^)]+\)' "$doc" | sed 's/^](//; s/)$//')
done
check_example
check_rows docs/why/programs.md bpf/abi/map.h '^.X\([A-Z_]+, ([a-z_]+),.*' mb_
check_rows docs/why/parts.md libmacbpf/endpoint/parts.c '^.X\(([a-z]+)\).*' ''
[ "$functions" -gt 0 ] || fail "no document names a function"
echo "  $functions functions and $links links: documents name what exists"
exit "$failed"
