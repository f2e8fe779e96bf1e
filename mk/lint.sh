#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# lint.sh - style, rooms, words and documents, or those checks that are named. One that reads no file fails.
set -u

cd "$(dirname "$0")/.." || exit 1
failed=0
O=${O:-build}

fail()
{
	echo "lint: $*" >&2
	failed=1
}

# read_files NAME PATTERN...: fills the array `files`, and fails if it stays empty.
read_files()
{
	local name=$1
	shift
	mapfile -t files < <(mk/files.sh "$@")
	checked[$name]=${#files[@]}
	[ ${#files[@]} -gt 0 ] || fail "$name: no file to read"
}
declare -A checked

format()
{
	read_files format '*.c' '*.h'
	clang-format --dry-run -Werror "${files[@]}" || fail "format: run 'make fmt'"
	one_format
}

# What clang-format 14 and 19 lay out differently: a macro that is a list in braces, and a pointer behind
# the struct that it points to.
one_format()
{
	awk 'before ~ /^#define/ && /^\t\{ +\\$/ { at = FNR; statements = 0 }
	     at && /;/ { statements = 1 }
	     at && /^\t\}/ && !statements || /^\} \* *[a-z]/ { print FILENAME ":" (at ? at : FNR); bad = 1 }
	     /^\t\}/ { at = 0 }
	     { before = $0 }
	     END { exit bad }' "${files[@]}" ||
		fail "format: versions of clang-format differ there: name the struct, or make a compound literal of the list"
}

long_functions()
{
	read_files functions '*.c' '*.h'
	pmccabe "${files[@]}" 2>/dev/null |
		awk '$5 > 40 { print "lint: " $6 " " $7 ": " $5 " lines, 40 are allowed"; bad = 1 }
		     END { exit bad }' || failed=1
}

# What writes until the text ends, whatever the room: common/text.h and snprintf() know the room.
unbounded()
{
	read_files unbounded '*.c' '*.h' '*.cc'
	grep -nE '\<(strcat|strncat|strcpy|strncpy|stpcpy|sprintf|vsprintf|gets)\(' "${files[@]}" &&
		fail "unbounded: use mb_text_append() or snprintf()"
}

# A file that long has two jobs.
long_files()
{
	read_files "long files" '*.[ch]' '*.cc'
	wc -l "${files[@]}" | awk '$1 > 400 && $2 != "total" {
		print "lint: " $2 ": " $1 " lines, 400 are allowed"; bad = 1 } END { exit bad }' || failed=1
}

first_comments()
{
	read_files "first comments" '*.c' '*.h' '*.cc' '*.sh'
	for file in "${files[@]}"; do
		sed -n 2,4p "$file" | grep -qE "^(/\*| \*|#) ${file##*/}( .*)? - ." ||
			fail "$file: the first comment should be '${file##*/} - its job in one sentence'"
	done
}

built()
{
	make -s --no-print-directory O="$O" objects headers >/dev/null || fail "headers: each must compile alone"
	O=$O mk/check-circles.sh || fail "circles"
	O=$O mk/check-names.sh || fail "names"
}

includes()
{
	mk/check-includes.sh || fail "includes"
}

# Who reads a public header learns which release each function needs, and macbpf.h has all of them.
public_headers()
{
	read_files "public headers" 'include/macbpf/*.h'
	awk -v RS= '/(^|\n)MACBPF_API / && !/Since[ *\n]+[0-9]/ {
		print "lint: " FILENAME ": no \"Since\" above: " $0; bad = 1 }
		END { exit bad }' "${files[@]}" || failed=1
	for file in "${files[@]##*/}"; do
		[ "$file" = macbpf.h ] || grep -qxF "#include <macbpf/$file>" include/macbpf/macbpf.h ||
			fail "include/macbpf/macbpf.h doesn't include $file"
	done
}

licences()
{
	read_files licences '*.c' '*.h' '*.sh' '*.mk' Makefile '.ci/run'
	for file in "${files[@]}"; do
		head -n 3 "$file" | grep -q SPDX-License-Identifier || fail "$file: no SPDX line"
	done
}

# Each test says in its first comment what it guards: files and folders that exist.
guards()
{
	read_files guards 'tests/*/check_*.c' 'tests/fuzz/fuzz_*.c' 'tests/cli/*.sh' 'tests/cni/*.sh' 'tests/netavark/*.sh' 'tests/libvirt/*.sh' \
		'tests/proto/*.sh' 'tests/install/*.sh' 'tests/machines/lowers/*.sh' tests/machines/vm/vm.sh
	for file in "${files[@]}"; do
		case $file in */lib.sh | */cri.sh | */topologies.sh | */fake-ipam.sh | */speed.sh) continue ;; esac
		named=$(sed -n '1,25s/^\( \*\|#\) guards: //p' "$file")
		[ -n "$named" ] || fail "$file: the first comment should have a line 'guards: FILE OR FOLDER ...'"
		for name in $named; do
			[ -e "$name" ] || fail "$file: guards $name, which does not exist"
		done
	done
}

words()
{
	read_files words '*.md' '*.c' '*.h' '*.8' '*.3' '*.sh'
	codespell -q 3 -L 'ue,nd,fo,hsa,froms' "${files[@]}" || fail "words"
}

shells()
{
	read_files shells '*.sh' '.ci/run'
	shellcheck -x -P SCRIPTDIR -S warning "${files[@]}" || fail "shells"
}

manuals()
{
	read_files manuals 'man/*.[38]'
	for file in "${files[@]}"; do
		mandoc -T lint -W warning "$file" || fail "$file"
	done
}

pictures()
{
	mk/pictures.sh check || fail "pictures"
}

documents()
{
	mk/check-docs.sh || fail "documents"
}

commits()
{
	git rev-parse -q --verify HEAD >/dev/null 2>&1 || return 0
	git log --no-merges --format='%h %s' |
		awk '{ s = substr($0, length($1) + 2) }
		     length(s) > 60 { print "lint: commit " $1 ": subject longer than 60"; bad = 1 }
		     s !~ /^[a-z.]+[a-z.: -]*: [a-z0-9]/ { print "lint: commit " $1 ": want area: lowercase imperative"; bad = 1 }
		     END { exit bad }' || failed=1
}

[ $# -gt 0 ] || set -- format long_functions long_files first_comments unbounded built includes public_headers licences guards words shells manuals documents pictures commits
for check; do
	$check
done
for name in "${!checked[@]}"; do
	echo "  ${checked[$name]} files: $name"
done | sort -k3
exit $failed
