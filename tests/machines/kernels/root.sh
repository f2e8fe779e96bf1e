#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# root.sh - a folder that will be a machine's root: the tools that tests need, the tests, and the build.
#
#   root.sh BUILD FOLDER          e.g. root.sh build build/kernels/root
#   root.sh BUILD FOLDER TOOLS
#   root.sh packages
#
# The tools are the programs of Debian packages that this machine has installed, each with the
# libraries that ldd(1) names; or all programs and libraries of TOOLS, a root for a processor that
# is not this machine's. `packages` names the packages.
set -euo pipefail

packages='bash bpftool coreutils curl dash diffutils ethtool findutils grep iproute2 iputils-ping jq libc-bin
	libteam-utils mawk mount procps sed strace tcpdump util-linux'

if [ "$1" = packages ]; then
	echo $packages
	exit
fi
build=$(realpath "$1")
root=$(realpath "$2")
foreign=${3:-}
cd "$(dirname "$0")/../../.."

fail()
{
	echo "Error: $*" >&2
	exit 1
}

make_directories()
{
	mkdir -p "$root"/usr/{bin,sbin,lib,lib64} "$root"/{dev,proc,sys,run,tmp,root,etc,macbpf/build}
	for dir in bin sbin lib lib64; do
		ln -s "usr/$dir" "$root/$dir"
	done
	echo 'root:x:0:0:root:/root:/bin/bash' >"$root/etc/passwd"
	echo 'nobody:x:65534:65534:nobody:/:/bin/false' >>"$root/etc/passwd"
	printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
}

# put FILE...: copies each to where it is here, whatever links lead there
put()
{
	local file dir
	for file; do
		dir=$root$(realpath "$(dirname "$file")")
		[ -e "$dir/$(basename "$file")" ] && continue
		mkdir -p "$dir"
		cp -L "$file" "$dir/"
	done
}

tools()
{
	local package
	for package in $packages; do
		dpkg-query -W "$package" >/dev/null 2>&1 || fail "package $package is not installed"
		dpkg -L "$package" | grep -E '^(/usr)?/s?bin/[^/]*$' || fail "$package has no programs"
	done
	echo /usr/bin/awk
}

# The libraries of the programs given.
libraries()
{
	ldd "$@" 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\// && NF == 2 { print $1 }' |
		sort -u
}

# The tree as far as tests look at it, and of the build what runs.
put_build()
{
	cp -a --parents tests bench completion man docs README.md VERSION mk "$root/macbpf/"
	mkdir -p "$build/bench" # there is none if nobody measures
	(cd "$build" && find macbpf macbpf-docker tests bench kernels/lists -type f \( -perm -u+x -o -path '*/lists/*' \) \
		-print0 | xargs -0 cp --parents -t "$root/macbpf/build")
	cp "$build"/libmacbpf.so* "$root/macbpf/build/"
}

# What this machine has, as far as it is needed.
put_own()
{
	local programs checks needed

	mapfile -t programs < <(tools)
	put "${programs[@]}"
	mapfile -t checks < <(find "$build/tests" -type f -name 'check_*' -perm -u+x)
	mapfile -t needed < <(libraries "${programs[@]}" "$build/macbpf" "$build/macbpf-docker" "${checks[@]}")
	put "${needed[@]}"
}

# What nothing here can say the needs of: all. Names that are chosen when packages are set up are not there.
put_foreign()
{
	(cd "$foreign" && find usr/bin usr/sbin usr/lib/ld-* usr/lib/*-linux-gnu -maxdepth 1 ! -type d \
		! -name '*.a' ! -name 'perl*' -print0 | xargs -0 cp -a --parents -t "$root")
	ln -s mawk "$root/usr/bin/awk"
}

make_directories
put_build
if [ -n "$foreign" ]; then
	put_foreign
else
	put_own
fi
