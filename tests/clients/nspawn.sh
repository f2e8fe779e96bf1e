#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# nspawn.sh - containers of systemd-nspawn with endpoints, as docs/how/nspawn.md has them.
#
# systemd is not there, nor a terminal: nspawn is told so.
#
# guards: docs/how/nspawn.md
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need systemd-nspawn systemd-container
sandbox "$@"
empty /var/lib/machines /etc/systemd/nspawn
without_udev
host_here
busybox_here /var/lib/machines/c1
mkdir "$tmp/bin"
printf '#!/bin/sh\nexec /usr/bin/systemd-nspawn --register=no --keep-unit --pipe "$@"\n' >"$tmp/bin/systemd-nspawn"
chmod 755 "$tmp/bin/systemd-nspawn"
PATH=$tmp/bin:$PATH
play_page
finish
