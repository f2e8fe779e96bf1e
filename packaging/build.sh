#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# build.sh FOLDER - builds Debian packages of what is committed into FOLDER, which is made anew; where
# there is no git, of what is there.
set -eu

mkdir -p "$1"
folder=$(realpath "$1")
cd "$(dirname "$0")/.."
rm -rf "${folder:?}"/*
mkdir "$folder/macbpf"
if git rev-parse HEAD >/dev/null 2>&1; then
	git archive HEAD
else
	tar -c --exclude=./build .
fi | tar -x -C "$folder/macbpf"
mv "$folder/macbpf/packaging/debian" "$folder/macbpf/debian"
cd "$folder/macbpf"
dpkg-buildpackage -us -uc -b -j"$(nproc)" >"$folder/log" 2>&1 || {
	tail -n 40 "$folder/log"
	exit 1
}
rm -rf "$folder/macbpf/build"
cd "$folder"
ls -- *.deb
