#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# try.sh FOLDER - looks at the packages in FOLDER, and at what they install.
#
# They are unpacked over this machine's own root, in a mount namespace where that is a picture of it:
# what they need is here, since they were built here, and nothing of it stays.
set -euo pipefail

folder=$(realpath "$1")
cd "$folder"
# They are no upload to Debian, which would close a request for a package there.
lintian --allow-root --suppress-tags initial-upload-closes-no-bugs --fail-on error,warning --tag-display-limit 0 ./*.changes
here=$folder/macbpf/debian/tests

# over: runs what follows where /usr and /var are pictures
over()
{
	unshare --mount bash -euc '
		top=$(mktemp -d)
		mount -t tmpfs none "$top"
		for dir in usr var etc; do
			mkdir -p "$top/$dir" "$top/.$dir"
			mount -t overlay none -o "lowerdir=/$dir,upperdir=$top/$dir,workdir=$top/.$dir" "/$dir"
		done
		"$@"' over "$@"
}

# shellcheck disable=SC2016 # for the inner shell
over bash -euc 'dpkg -i ./*.deb >install.log 2>&1 || { cat install.log; exit 1; }
	for test in "$@"; do
		"$test" && echo "passed $(basename "$test")" || { echo "failed $(basename "$test")"; exit 1; }
	done
	dpkg -r $(for file in ./*.deb; do dpkg-deb -f "$file" Package; done) >/dev/null
	left=$(find /usr /etc -name "*macbpf*")
	[ -z "$left" ] || { echo "left: $left"; exit 1; }' try "$here/endpoints" "$here/library"
echo "ok: $(ls ./*.deb | wc -l) packages: lintian is silent, they install, work, and go"
