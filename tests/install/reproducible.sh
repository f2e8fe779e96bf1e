#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# reproducible.sh - two builds in two folders, whose names differ, give the same bytes.
#
# guards: mk/config.mk mk/bpf.mk
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

programs='macbpf macbpf-cni libmacbpf.so libmacbpf.a'
for name in one another-one; do
	mkdir "$tmp/$name"
	(cd "$top" && mk/files.sh '*' | tar -cf - -T -) | tar -xf - -C "$tmp/$name"
	MAKEFLAGS='' make -s -j"$(nproc)" -C "$tmp/$name" build
	(cd "$tmp/$name/build" && sha256sum $programs) >"$tmp/$name.sums"
done
diff "$tmp/one.sums" "$tmp/another-one.sums"
if grep -aq "$tmp" "$tmp"/one/build/{macbpf,macbpf-cni,libmacbpf.so}; then
	echo "FAIL: a program knows where it was built" >&2
	exit 1
fi
echo "ok: $programs"
