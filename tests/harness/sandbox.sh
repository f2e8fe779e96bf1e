# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 # local: sh has it
# sandbox.sh - sourced after assert.sh: mounts, processes and netns of a script's own, and cables.
#
# Whatever way the script ends, the kernel ends them all. The names of netns are its own as well.

# sandbox [ARG...]: starts the script anew, with its arguments, in one; $tmp is a folder in there.
sandbox()
{
	if [ -z "${TEST_SANDBOX:-}" ]; then
		need_root
		TEST_SANDBOX=1 exec unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$@"
	fi
	unset TEST_SANDBOX
	mount -t tmpfs none /run
	mkdir /run/netns
	tmp=$(mktemp -d /run/test.XXXXXX)
	chmod 755 "$tmp" # some tests are nobody
	trap 'exit 1' HUP INT PIPE TERM
}
