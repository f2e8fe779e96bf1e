#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# make.sh - what those who build and package type: help, -s, dist.
#
# guards: Makefile mk/install.mk
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failures=0

fail()
{
	failures=$((failures + 1))
	echo "FAIL: $*" >&2
}

quietly()
{
	MAKEFLAGS='' make -s -C "$top" O="$tmp" "$@"
}

# Steps on the way to others, which nobody types.
inner='all force headers objects kernel-programs'

phony()
{
	MAKEFLAGS='' make -C "$top" -pnq help 2>/dev/null | sed -n 's/^\.PHONY: //p' | tr ' ' '\n' |
		grep -v '^fuzz-' | grep -vxF "$(tr ' ' '\n' <<<"$inner")" | sort -u
}

quietly help | cut -d ' ' -f 1 | sort -u >"$tmp/helped"
phony >"$tmp/phony"
[ "$(wc -l <"$tmp/phony")" -gt 30 ] || fail "only $(wc -l <"$tmp/phony") targets are seen"
diff -u "$tmp/phony" "$tmp/helped" >&2 || fail "make help lists other targets than there are"

said=$(quietly "$tmp/include/macbpf/version.h" 2>&1)
[ -z "$said" ] || fail "make -s says: $said"
[ -s "$tmp/include/macbpf/version.h" ] || fail "make -s makes nothing"

if [ -n "$(git -C "$top" ls-files 2>/dev/null)" ]; then
	quietly dist || fail "make dist"
	name=macbpf-$(cat "$top/VERSION")
	diff <(git -C "$top" ls-tree -r --name-only HEAD | sort) \
		<(tar -tzf "$tmp/$name.tar.gz" | sed "s|^$name/||" | grep -v '/$' | grep . | sort) >&2 ||
		fail "make dist leaves out what is committed"
fi

[ "$failures" = 0 ] || exit 1
echo "ok: $(wc -l <"$tmp/phony") targets"
