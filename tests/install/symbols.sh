#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# symbols.sh - the library exports what the header declares, and nothing else.
# After a change that is meant: add the name and its release to tests/expect/libmacbpf.symbols by hand.
#
# guards: libmacbpf/libmacbpf.map
set -u

: "${O:?the build directory}"
top=$(cd "$(dirname "$0")/../.." && pwd)
expect=$top/tests/expect/libmacbpf.symbols
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failures=0

cut -d ' ' -f 1 "$expect" >"$tmp/names"

# same WHAT FILE [EXPECTED]: the file names the expected symbols
same()
{
	[ -s "$2" ] && diff -u "${3:-$tmp/names}" "$2" && return
	echo "FAIL: $1" >&2
	failures=$((failures + 1))
}

nm -D --defined-only "$O/libmacbpf.so" | awk '$2 != "A" { sub("@@", " ", $3); print $3 }' |
	LC_ALL=C sort >"$tmp/exported"
# A declaration may be broken into lines: up to its ")", the name stands before the first "(".
cat "$top"/include/macbpf/*.h | tr '\n' ' ' | grep -o 'MACBPF_API [^(]*(' | grep -v __attribute__ |
	grep -o '[a-z_0-9]*($' | tr -d '(' | LC_ALL=C sort >"$tmp/declared"
sed -n 's/^\t\t\(macbpf[a-z_0-9]*\);$/\1/p' "$top/libmacbpf/libmacbpf.map" |
	LC_ALL=C sort >"$tmp/mapped"
nm -g --defined-only "$O/libmacbpf.a" 2>/dev/null | awk '$3 ~ /^macbpf/ { print $3 }' |
	LC_ALL=C sort >"$tmp/archived"

same "exported by libmacbpf.so" "$tmp/exported" "$expect"
same "declared with MACBPF_API in include/macbpf" "$tmp/declared"
same "named in libmacbpf.map" "$tmp/mapped"
same "macbpf* in libmacbpf.a" "$tmp/archived"

# Programs that link the archive must not meet foreign names.
foreign=$(nm -g --defined-only "$O/libmacbpf.a" 2>/dev/null |
	awk 'NF == 3 && $3 !~ /^(macbpf|mb)_/ { print $3 }')
if [ "$foreign" ]; then
	echo "FAIL: names in libmacbpf.a that start with neither macbpf_ nor mb_: $foreign" >&2
	failures=$((failures + 1))
fi

[ "$failures" = 0 ] || exit 1
echo "ok: $(wc -l <"$expect") symbols"
