#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# check-includes.sh - each include line stays within what mk/includes.txt allows, or this fails.
set -u -o pipefail

cd "$(dirname "$0")/.." || exit 1

list()
{
	mk/files.sh '*.[ch]' '*.cc' |
		while read -r file; do [ ! -e "$file" ] || echo "$file"; done
}

# Three inputs: the table, all files, and each include line as `file "header"` or `file <header>`.
mapfile -t files < <(list)
awk '
function fail(what)
{
	print "check-includes: " what > "/dev/stderr"
	bad = 1
}

# The innermost of the folders in `rooms` that holds the file.
function innermost(file, rooms)
{
	while (sub("/[^/]*$", "", file))
		if (file in rooms)
			return file
	return ""
}

# tidy("a/b/../c.h") is "a/c.h".
function tidy(path)
{
	while (sub("[^/.]+/\\.\\./", "", path))
		;
	return path
}

# matches("net/if.h", "net/*"): a pattern may end with a star, and a folder holds its files.
function matches(name, pattern,    n)
{
	n = length(pattern)
	if (substr(pattern, n) == "*" || substr(pattern, n) == "/")
		return index(name, substr(pattern, 1, n - (substr(pattern, n) == "*"))) == 1
	return name == pattern || index(name, pattern "/") == 1
}

function any(name, patterns,    list, n, i)
{
	n = split(patterns, list, " ")
	for (i = 1; i <= n; i++)
		if (matches(name, list[i]))
			return 1
	return 0
}

# The file of ours that the line means, or "" if it is foreign.
function ours(file, header, quoted,    n, i, dirs, at)
{
	if (!quoted)
		return ("include/" header) in exists ? "include/" header : ""
	at = innermost(file, from)
	if (at == "") {
		at = file
		sub("[^/]*$", "", at)
		return (at = tidy(at header)) in exists ? at : header in exists ? header : ""
	}
	n = split(from[at], dirs, " ")
	for (i = 1; i <= n; i++)
		if ((dirs[i] "/" header) in exists)
			return dirs[i] "/" header
	return header in exists ? header : ""
}

function check_foreign(file, room, header,    top, i)
{
	if (foreign[room] != "" && !any(header, foreign[room]))
		fail(file ": " room " may not include <" header ">")
	for (i = 1; i <= onlys; i++)
		if (matches(file, only_in[i]) && matches(header, only_header[i]) && !any(file, only_for[i]))
			fail(file ": in " only_in[i] ", <" header "> is for " only_for[i])
}

function check(file, header, quoted,    room, target)
{
	room = innermost(file, allowed)
	target = ours(file, header, quoted)
	if (room == "")
		fail(file ": in no room of mk/includes.txt")
	else if (target == "" && quoted && header !~ /\.skel\.h$/)
		fail(file ": \"" header "\": there is no such file, or its line should show the room")
	else if (target == "")
		check_foreign(file, room, header)
	else if (innermost(target, allowed) != room && !any(target, allowed[room]))
		fail(file ": " room " may not include " target)
}

FILENAME == ARGV[1] && $1 == "room" {
	allowed[$2] = foreign[$2] = ""
	for (i = 3; i <= NF; i++)
		if ($i == "<")
			allowed[$2] = allowed[$2] " " above " " allowed[above]
		else if (sub("^<", "", $i) && sub(">$", "", $i))
			foreign[$2] = foreign[$2] " " $i
		else
			allowed[$2] = allowed[$2] " " $i
	above = $2
	rooms++
}
FILENAME == ARGV[1] && $1 == "from" { from[$2] = $3 " " $4 }
FILENAME == ARGV[1] && $1 == "only" {
	only_in[++onlys] = $2; only_header[onlys] = $3; only_for[onlys] = $4 " " $5 " " $6
}
FILENAME == ARGV[1] { next }
FILENAME == ARGV[2] { exists[$1] = 1; next }
{
	lines++
	check($1, substr($2, 2, length($2) - 2), $2 ~ /^"/)
}
END {
	if (!lines || !rooms)
		fail("nothing to read")
	print "  " lines " include lines and " rooms " rooms"
	exit bad
}' mk/includes.txt <(printf '%s\n' "${files[@]}") \
	<(grep -HoE '^[[:space:]]*#[[:space:]]*include[[:space:]]+["<][^">]+[">]' "${files[@]}" |
		sed -E 's/:[[:space:]]*#[[:space:]]*include[[:space:]]+/ /')
