#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# lxc.sh - containers of LXC with endpoints, as docs/how/lxc.md has them.
#
# guards: docs/how/lxc.md
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need lxc-start lxc
sandbox "$@"
empty /var/lib/lxc
host_here
dhcp_here
play_page
finish
