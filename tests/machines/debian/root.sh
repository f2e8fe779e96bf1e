#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# root.sh - a folder with a Debian release, from this machine's package sources, by debootstrap.
#
#   root.sh RELEASE FOLDER [PACKAGE...]     e.g. root.sh 13 build/debian/13/root make
#
# It has the essential packages and those named, and asks the sources that this machine asks. What is
# there already is not made again. With ARCH=arm64 in the environment, or another that is not this
# machine's, packages are unpacked and not set up: nothing of them runs here.
# 77: the sources don't have it; the reason is printed.
set -euo pipefail

release=$1
mkdir -p "$(dirname "$2")"
root=$(realpath "$2")
shift 2

fail()
{
	echo "Error: $*" >&2
	exit 1
}

skip()
{
	echo "skipped: $*"
	exit 77
}

suite()
{
	case $1 in
	12) echo bookworm ;;
	13) echo trixie ;;
	14) echo forky ;;
	*) fail "Debian \"$1\" is not known: \"12\", \"13\" or \"14\"" ;;
	esac
}

# Where this machine has its own Debian from.
mirror()
{
	local codename
	codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
	apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(SITE)' 'Created-By: Packages' |
		awk -v codename="$codename" '$1 == codename && $2 == "main" && !site { site = $3 } END { print site }'
}

# How apt is to ask: proxies, patience, and whether it looks at dates.
settings()
{
	apt-config dump Acquire | grep -E '^Acquire::(https?|Check-Date|Check-Valid-Until|Retries|ForceIPv[46])\>' || true
}

# set_up: apt as on this machine, and nothing waits for the disk: what is half written is made anew.
set_up()
{
	settings >"$1/etc/apt/apt.conf.d/50machine"
	echo force-unsafe-io >"$1/etc/dpkg/dpkg.cfg.d/50root"
}

unpack()
{
	local package
	for package in "$1"/var/cache/apt/archives/*.deb; do
		dpkg -x "$package" "$1"
		rm "$package"
	done
}

make_root()
{
	local name site log=$root.log foreign=()
	name=$(suite "$release")
	site=$(mirror)
	[ -n "$site" ] || skip "the package sources of this machine have no Debian: see /etc/apt"
	[ -z "${ARCH:-}" ] || foreign=(--foreign "--arch=$ARCH")
	rm -rf "$root.new"
	debootstrap --variant=minbase "${foreign[@]}" --include="$(echo "$*" | tr ' ' ,)" \
		"$name" "$root.new" "$site" >"$log" 2>&1 ||
		skip "no root with Debian $release ($name) can be made: $(tail -n 1 "$log"); see $log"
	if [ -n "${ARCH:-}" ]; then
		unpack "$root.new"
	else
		set_up "$root.new"
	fi
	mv "$root.new" "$root"
}

[ "$(id -u)" = 0 ] || skip "needs root"
[ -d "$root" ] || make_root "$@"
