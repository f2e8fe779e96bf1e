#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# install.sh - installs into a folder of its own, and builds a C and a C++ program against that
# alone, shared and static; then runs all of it where there are no build tools.
#
# guards: Makefile include/macbpf/
set -u

: "${O:?the build directory}"
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
dest=$(mktemp -d)
netns=inst-$$
failures=0

cleanup()
{
	ip netns del "$netns" 2>/dev/null
	rm -rf "$dest" "$dest.bin"
}
trap cleanup EXIT
trap 'exit 1' HUP INT PIPE TERM

[ "$(id -u)" = 0 ] || {
	echo "skip: install.sh needs root to list endpoints" >&2
	exit 77
}

fail()
{
	failures=$((failures + 1))
	echo "FAIL: $*" >&2
}

# The programs know the installed library only through pkg-config.
pc()
{
	PKG_CONFIG_PATH=$dest/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$dest \
		${PKG_CONFIG:-pkg-config} "$@" libmacbpf
}

# runs NAME COMMAND...: prints the version and the endpoint
runs()
{
	name=$1
	shift
	got=$("$@" "$netns" 2>&1)
	[ "$got" = "$(cat "$top/VERSION")
mv0 eth0 bridge" ] || fail "$name printed: $got"
}

# builds NAME COMPILER SOURCE FLAGS...: with all warnings as errors; the result is $dest.bin/NAME
builds()
{
	name=$1 compiler=$2 source=$3
	shift 3
	# shellcheck disable=SC2046 # lists of flags
	$compiler -Wall -Wextra -pedantic -Werror $(pc --cflags) -o "$dest.bin/$name" "$source" "$@" ||
		fail "$name was not built"
}

MAKEFLAGS='' make -s -C "$top" O="$O" DESTDIR="$dest" PREFIX=/usr install >/dev/null ||
	fail "make install"
mkdir "$dest.bin"
(cd "$dest" && find . ! -type d | sed 's|^\./||' | LC_ALL=C sort) >"$dest.bin/files"
diff -u "$here/files.txt" "$dest.bin/files" || fail "the installed files are not those of files.txt"
soname=$(readlink "$dest/usr/lib/libmacbpf.so")
[ "$soname" = libmacbpf.so.0.2 ] || fail "libmacbpf.so leads to $soname"
pc --modversion | grep -qxF "$(cat "$top/VERSION")" || fail "pkg-config --modversion"
grep -rl "$dest" "$dest" && fail "an installed file knows DESTDIR"

# Units as systemd takes them, where it is: of programs it asks whether they are where they say.
if command -v systemd-analyze >/dev/null; then
	mkdir "$dest.bin/units"
	for unit in "$dest"/usr/lib/systemd/system/macbpf-*; do
		sed "s|/usr/sbin/macbpf|$dest&|; /^Documentation=/d" "$unit" >"$dest.bin/units/$(basename "$unit")"
	done
	systemd-analyze verify "$dest.bin"/units/macbpf-* 2>"$dest.bin/verify" || fail "systemd-analyze verify"
	grep -F "$dest.bin/units/macbpf-" "$dest.bin/verify" && fail "systemd-analyze verify has something to say"
fi

# Each header alone, as strict C and C++
for header in "$dest"/usr/include/macbpf/*.h; do
	for language in "c -std=c99" "c -std=c11" "c++ -std=c++11" "c++ -std=c++20"; do
		# shellcheck disable=SC2046,SC2086 # lists of flags
		printf '#include <macbpf/%s>\nint not_empty;\n' "$(basename "$header")" |
			${CC:-cc} -x $language -Wall -Wextra -pedantic-errors -Werror \
				$(pc --cflags) -fsyntax-only - ||
			fail "$(basename "$header") as $language"
	done
done

# What a static program links besides libmacbpf.a comes from pkg-config as well.
others=$(pc --static --libs | sed 's/-lmacbpf//')
# shellcheck disable=SC2046,SC2086 # lists of flags
{
	builds c-shared "${CC:-cc}" "$here/consumer.c" $(pc --libs)
	builds c++-shared "${CXX:-c++}" "$here/consumer.cc" $(pc --libs)
	builds c-static "${CC:-cc}" "$here/consumer.c" -Wl,-Bstatic -lmacbpf -Wl,-Bdynamic $others
	builds c++-static "${CXX:-c++}" "$here/consumer.cc" -Wl,-Bstatic -lmacbpf -Wl,-Bdynamic $others
}
for example in "$top"/examples/*.c; do
	# shellcheck disable=SC2046 # a list of flags
	builds "example-$(basename "$example" .c)" "${CC:-cc}" "$example" $(pc --libs)
done
for name in c-shared c++-shared; do
	readelf -d "$dest.bin/$name" | grep -qF "[$soname]" || fail "$name isn't shared"
done
for name in c-static c++-static; do
	readelf -d "$dest.bin/$name" | grep -q 'NEEDED.*libmacbpf' && fail "$name isn't static"
done

# No compiler, no bpftool, no file of the build: an empty PATH.
installed()
{
	env -i PATH=/nonexistent LD_LIBRARY_PATH="$dest/usr/lib" "$@"
}
ip netns add "$netns"
ip -n "$netns" link add eth0 type veth peer name wire
installed "$dest/usr/sbin/macbpf" -n "$netns" link add link eth0 name mv0 type macvlan mode bridge ||
	fail "the installed macbpf"
for name in c-shared c++-shared c-static c++-static; do
	runs "$name" installed "$dest.bin/$name"
done
ip netns exec "$netns" env LD_LIBRARY_PATH="$dest/usr/lib" "$dest.bin/example-list" |
	grep -q '^mb0 *eth0 *mv0 *bridge' || fail "examples/list.c lists mv0"

# examples/tap-echo.c sends back what it is sent, and ends with its tap.
macbpf()
{
	installed "$dest/usr/sbin/macbpf" -n "$netns" "$@"
}
echoed()
{
	ip netns exec "$netns" ping -c 1 -W 1 192.0.2.2 >/dev/null 2>&1
	[ "$(macbpf -j -s link show tap0 | jq '.[0].stats64.tx.packets')" -gt 0 ]
}
macbpf link add link eth0 name tap0 address 02:00:00:00:00:02 up type macvtap mode bridge ||
	fail "the installed macbpf makes a tap"
ip -n "$netns" link set eth0 up
ip -n "$netns" link set wire up
ip -n "$netns" addr add 192.0.2.1/24 dev wire
ip -n "$netns" neigh replace 192.0.2.2 lladdr 02:00:00:00:00:02 dev wire
ip netns exec "$netns" env LD_LIBRARY_PATH="$dest/usr/lib" timeout 30 \
	"$dest.bin/example-tap-echo" tap0 &
tries=0
until echoed || [ $tries -gt 20 ]; do
	tries=$((tries + 1))
done
echoed || fail "examples/tap-echo.c sends nothing back"
macbpf link del tap0
wait $! || fail "examples/tap-echo.c doesn't end with its tap"
ldd "$dest/usr/sbin/macbpf" | grep -E 'LLVM|clang|bfd|not found' && fail "macbpf needs build tools"
installed "$dest/usr/sbin/macbpf" -n "$netns" link del mv0 || fail "the installed macbpf deletes"

# What others have put into a folder of ours stays.
: >"$dest/usr/share/macbpf/foreign"
MAKEFLAGS='' make -s -C "$top" O="$O" DESTDIR="$dest" PREFIX=/usr uninstall || fail "make uninstall"
[ "$(find "$dest" ! -type d)" = "$dest/usr/share/macbpf/foreign" ] || fail "make uninstall leaves: $(find "$dest" ! -type d)"
[ ! -e "$dest/usr/include/macbpf" ] || fail "make uninstall leaves a folder of ours"

[ "$failures" = 0 ] || exit 1
echo "ok: $(wc -l <"$here/files.txt") files, 4 programs, the examples"
