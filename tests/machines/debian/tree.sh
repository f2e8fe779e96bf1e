#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# tree.sh - lays this tree into a root as /macbpf, without git, and leaves the build that is there.
#
#   tree.sh ROOT
#
# What differs from the last time is new there, whatever its age here: make builds it again.
set -euo pipefail

to=$(realpath "$1")/macbpf
cd "$(dirname "$0")/../../.."

rm -rf "$to.old"
mkdir -p "$to"
mv "$to" "$to.old"
mkdir "$to"
# What is deleted and not committed is still named.
mk/files.sh '*' | while read -r file; do
	[ ! -e "$file" ] || printf '%s\0' "$file"
done | xargs -0 cp -a --parents -t "$to"
(cd "$to" && find . -type f ! -exec cmp -s {} "$to.old/{}" \; -print0) | (cd "$to" && xargs -0r touch)
chown -R 0:0 "$to"
[ ! -d "$to.old/build" ] || mv "$to.old/build" "$to/build"
rm -rf "$to.old"
