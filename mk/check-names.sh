#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# check-names.sh - the name of each function of the library leads to its file, or this fails.
#
# mb_NOUN_verb() is in NOUN.c or NOUN_more.c, and may have the room before it: mb_ROOM_NOUN_verb(). A
# public macbpf_NOUN__verb() is in a file whose name has a word of the noun, and macbpf__verb() in one
# that has the verb. Singular and plural are one word, and a number at its end is none of it. What is
# excepted is in mk/names.txt.
#
# Told by the symbols of the object files of a build.
set -u -o pipefail

cd "$(dirname "$0")/.." || exit 1
build=${O:-build}

# Each function that others may call, as `file function`. An object whose source is gone is not looked at.
functions()
{
	local objects

	mapfile -t objects < <(mk/files.sh 'libmacbpf/*.c' 'common/*.c' |
		while read -r file; do [ ! -e "$file" ] || echo "$build/${file%.c}.o"; done)
	nm -A -g --defined-only "${objects[@]}" |
		sed -nE "s|^$build/(.*)\.o:[0-9a-f]* T |\1.c |p"
}

functions | awk '
# word("sources") and word("abi4"): "source" and "abi".
function word(text)
{
	sub("[0-9]+$", "", text)
	if (text !~ /ss$/)
		sub("s$", "", text)
	return text
}

function words(text,    list, n, i, all)
{
	n = split(text, list, "_")
	for (i = 1; i <= n; i++)
		all = all (i > 1 ? "_" : "") word(list[i])
	return all
}

function begins(text, with)
{
	return index(text "_", with "_") == 1
}

function leads(name, room, stem)
{
	if (begins(name, room) && begins(substr(name, length(room) + 2), stem))
		return 1
	sub("_.*", "", stem)
	return begins(name, stem)
}

function shares_word(name, stem,    list, n, i)
{
	n = split(name, list, "_")
	for (i = 1; i <= n; i++)
		if (index("_" stem "_", "_" list[i] "_"))
			return 1
	return 0
}

function is_led(name, room, stem)
{
	if (sub("^mb_", "", name))
		return leads(words(name), room, stem)
	if (!sub("^macbpf_", "", name))
		return 0
	if (!sub("^_", "", name))
		sub("__.*", "", name)
	return shares_word(words(name), stem)
}

function is_excused(name, file,    i, pattern)
{
	for (i = 1; i <= rows; i++) {
		pattern = row_name[i]
		gsub("[*]", ".*", pattern)
		if (name ~ "^" pattern "$" && file == row_file[i])
			return used[i] = 1
	}
	return 0
}

function fail(what)
{
	print "check-names: " what > "/dev/stderr"
	bad = 1
}

FILENAME == ARGV[1] && /^[^#]/ {
	row_name[++rows] = $1
	row_file[rows] = $2
	if (NF < 3)
		fail("mk/names.txt: " $1 ": why?")
}
FILENAME == ARGV[1] { next }
{
	count++
	n = split($1, path, "/")
	stem = words(substr(path[n], 1, length(path[n]) - 2))
	if (!is_led($2, word(path[n - 1]), stem) && !is_excused($2, path[n - 1] "/" path[n]))
		fail($1 ": the name of " $2 "() leads elsewhere")
}
END {
	for (i = 1; i <= rows; i++)
		if (!used[i])
			fail("mk/names.txt: " row_name[i] ", " row_file[i] ": nothing to excuse")
	if (!count)
		fail("nothing to read")
	print "  " count " functions, led to by their names but for " rows " rows of mk/names.txt"
	exit bad
}' mk/names.txt -
