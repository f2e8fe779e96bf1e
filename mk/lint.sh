#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# lint.sh - style, layers, words and documents. A check that reads no file fails.
set -u

cd "$(dirname "$0")/.." || exit 1
failed=0

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
	mapfile -t files < <(git ls-files --cached --others --exclude-standard "$@")
	checked[$name]=${#files[@]}
	[ ${#files[@]} -gt 0 ] || fail "$name: no file to read"
}
declare -A checked

format()
{
	read_files format '*.c' '*.h'
	clang-format --dry-run -Werror "${files[@]}" || fail "format: run 'make fmt'"
}

long_functions()
{
	read_files functions '*.c'
	pmccabe "${files[@]}" 2>/dev/null |
		awk '$5 > 60 { print "lint: " $6 " " $7 ": " $5 " lines, 60 are allowed"; bad = 1 }
		     END { exit bad }' || failed=1
}

# layer NAME FORBIDDEN-INCLUDE PATTERN...: no file may include what the pattern names.
layer()
{
	local name=$1 forbidden=$2
	shift 2
	read_files "$name" "$@"
	grep -nHE "^#include [<\"]$forbidden" "${files[@]}" && fail "$name"
}

only_in()
{
	local name=$1 include=$2 allowed=$3
	shift 3
	read_files "$name" "$@"
	grep -lE "^#include [<\"]$include" "${files[@]}" | grep -vxE "$allowed" &&
		fail "$name: only $allowed may include $include"
}

layers()
{
	layer "cli includes only the public header" '(\.\./|bpf/|netlink/|.*libmacbpf/)' 'cli/*.[ch]'
	layer "cni includes only the public header" '(\.\./|bpf/|.*libmacbpf/)' 'frontends/cni/*.[ch]'
	only_in "libnl is known to one file of cni" netlink/ 'frontends/cni/rtnl\.[ch]' 'frontends/cni/*.[ch]'
	layer "bpf includes nothing of userspace" '(stdio|stdlib|string|unistd|errno|net/|sys/|macbpf/|\.\./)' \
		'bpf/*.[ch]'
	layer "the public header includes nothing private" '(bpf|netlink|linux|\.\.)/' \
		'include/macbpf/*.h'
	only_in "libnl is known to rtnl*.[ch]" netlink/ 'libmacbpf/rtnl(_[a-z]+)?\.[ch]' 'libmacbpf/*.[ch]'
	only_in "the skeleton is known to one file" macbpf.skel.h 'libmacbpf/datapath\.c' \
		'libmacbpf/*.[ch]'
	only_in "/dev/net/tun is known to one file" linux/if_tun.h 'libmacbpf/tun\.c' 'libmacbpf/*.[ch]'
	only_in "libbpf is known to three files" 'bpf/(lib)?bpf\.h' \
		'libmacbpf/(mprog|datapath|maps)\.c' 'libmacbpf/*.[ch]'
}

licences()
{
	read_files licences '*.c' '*.h' '*.sh' '*.mk' Makefile '.ci/run'
	for file in "${files[@]}"; do
		head -n 3 "$file" | grep -q SPDX-License-Identifier || fail "$file: no SPDX line"
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

documents()
{
	mk/check-docs.sh || fail "documents"
}

commits()
{
	git rev-parse -q --verify HEAD >/dev/null || return 0
	git log --no-merges --format='%h %s' |
		awk '{ s = substr($0, length($1) + 2) }
		     length(s) > 60 { print "lint: commit " $1 ": subject longer than 60"; bad = 1 }
		     s !~ /^[a-z.]+[a-z.: -]*: [a-z0-9]/ { print "lint: commit " $1 ": want area: lowercase imperative"; bad = 1 }
		     END { exit bad }' || failed=1
}

for check in format long_functions layers licences words shells manuals documents commits; do
	$check
done
for name in "${!checked[@]}"; do
	echo "  ${checked[$name]} files: $name"
done | sort -k3
exit $failed
