#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# files.sh - the files of the tree that fit a pattern, as git names them, or without git as they lie there.
#
#   files.sh PATTERN...     a star stands for slashes, too
set -u

cd "$(dirname "$0")/.." || exit 1
git ls-files --cached --others --exclude-standard "$@" 2>/dev/null && exit

tests=()
for pattern; do
	case $pattern in
	*/*) tests+=(-o -path "./$pattern") ;;
	\**) tests+=(-o -name "$pattern") ;;
	*) tests+=(-o -path "./$pattern") ;;
	esac
done
find . \( -path ./build -o -path ./.git \) -prune -o -type f \( "${tests[@]:1}" \) -print | sed 's|^\./||' | sort
