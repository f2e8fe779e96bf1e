# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# lib.sh - sourced by the tests of the CNI plugin: a network, and what libcni does.
#
# The plugin is called as a runtime calls it: by environment, stdin and stdout. `bin` holds it under
# both of its names; Debian's plugins are in /usr/lib/cni. Master `eth0` is one end of a cable, the
# other is `wire` in netns `far`.
set -u

: "${O:?the directory of the build}"
. "$(dirname "$0")/../harness/assert.sh"
. "$(dirname "$0")/../harness/sandbox.sh"
. "$(dirname "$0")/../harness/cable.sh"
bins=/usr/lib/cni
[ -x $bins/macvlan ] || skip "$(basename "$0") needs the package containernetworking-plugins"
sandbox "$@"
mount -t tmpfs none /var/lib
here=$(cd "$(dirname "$0")" && pwd)
bin=$tmp/bin
mkdir "$bin" "$tmp/cache"
# Some tests are nobody, who may not look into the build's folder.
cp "$O/macbpf-cni" "$bin/macbpf-cni"
ln -s macbpf-cni "$bin/macvlan"
ln -s "$here/fake-ipam.sh" "$bin/fake-ipam"
export FAKE_LOG=$tmp/fake.log
path=$bin:$bins

## The network

# eth0 here, wire in netns far
new_world()
{
	ip link set lo up
	new_netns far
	cable '' eth0 02:00:00:00:00:ee far wire 02:00:00:00:00:09
}

# What is on the host besides what was there before the first ADD.
leftovers()
{
	ip -o link show | awk -F': ' '{ print $2 }' | grep -vE '^(lo|eth[01])'
	"$O/macbpf" port show
	ip -o link show eth0 2>/dev/null | grep -o ALLMULTI
	find "$tmp/leases" -name '[0-9]*[.:]*' -printf '%f\n' 2>/dev/null
	true
}

clean()
{
	is "nothing is left: $1" "$(leftovers)" ""
}

## Calling one plugin

# How the runtime names a container.
as=c1 netns=/run/netns/c1 ifname=eth0 args=''

# call VERB PROGRAM <CONFIG: stdout in $out, exit status in $code
call()
{
	# shellcheck disable=SC2034 # for the scripts
	verb=$1
	CNI_COMMAND=$1 CNI_CONTAINERID=$as CNI_NETNS=$netns CNI_IFNAME=$ifname CNI_ARGS=$args \
		CNI_PATH=$path "$2" >"$tmp/out" 2>"$tmp/err"
	code=$?
	out=$(cat "$tmp/out")
	err=$(cat "$tmp/err")
}

# ours VERB CONFIG
ours()
{
	call "$1" "$bin/macbpf-cni" <<<"$2"
}

# reference VERB CONFIG
reference()
{
	call "$1" $bins/macvlan <<<"$2"
}

ok()
{
	is "$1: exit status ($out$err)" "$code" 0
}

# refused WHAT CODE PART: the last call printed an error object with this code and sentence.
refused()
{
	is "$1: exit status" "$code" 1
	is "$1: code of $out" "$(jq -r .code <<<"$out" 2>&1)" "$2"
	has "$1: message" "$(jq -r '.msg + " " + .details' <<<"$out" 2>&1)" "$3"
}

# query FILTER: of the last answer
query()
{
	jq -r "$1" <<<"$out"
}

# with CONFIG FILTER
with()
{
	jq -c "$2" <<<"$1"
}

## What libcni does with a list of plugins

# one LIST INDEX PREV CAPABILITIES: the configuration of one plugin; PREV and CAPABILITIES are JSON.
one()
{
	jq -c --argjson i "$2" --argjson prev "$3" --argjson caps "$4" '
		. as $list | .plugins[$i] as $plugin | $plugin
		+ { name: $list.name, cniVersion: $list.cniVersion }
		+ (if $prev then { prevResult: $prev } else {} end)
		+ ($plugin.capabilities // {} | with_entries(select(.value and $caps[.key] != null)
			| .value = $caps[.key])
			| if length > 0 then { runtimeConfig: . } else {} end)' <<<"$1"
}

program()
{
	local dir

	for dir in ${path//:/ }; do
		[ -x "$dir/$1" ] && echo "$dir/$1" && return
	done
	echo "$1"
}

cache()
{
	echo "$tmp/cache/$(jq -r .name <<<"$1")-$as-$ifname"
}

# list_add LIST [CAPABILITIES]: the last plugin's answer is in $out and in the cache.
list_add()
{
	local i prev=null caps=${2:-null}

	for ((i = 0; i < $(jq '.plugins | length' <<<"$1"); i++)); do
		call ADD "$(program "$(jq -r ".plugins[$i].type" <<<"$1")")" \
			<<<"$(one "$1" $i "$prev" "$caps")"
		[ $code = 0 ] || return 1
		prev=$out
	done
	jq -n --argjson list "$1" --argjson result "$prev" --argjson caps "$caps" \
		'{ list: $list, result: $result, caps: $caps }' >"$(cache "$1")"
}

# list_rest VERB LIST FIRST STEP: what CHECK and DEL do
list_rest()
{
	local i prev=null caps=null file
	file=$(cache "$2")

	if [ -e "$file" ]; then
		prev=$(jq -c .result "$file")
		caps=$(jq -c .caps "$file")
	fi
	case $(jq -r .cniVersion <<<"$2") in
	0.[123].*) prev=null ;;
	esac
	for ((i = $3; i >= 0 && i < $(jq '.plugins | length' <<<"$2"); i += $4)); do
		call "$1" "$(program "$(jq -r ".plugins[$i].type" <<<"$2")")" \
			<<<"$(one "$2" "$i" "$prev" "$caps")"
		[ $code = 0 ] || return 1
	done
}

list_check()
{
	list_rest CHECK "$1" 0 1
}

list_del()
{
	list_rest DEL "$1" $(($(jq '.plugins | length' <<<"$1") - 1)) -1 || return 1
	rm -f "$(cache "$1")"
}

# list_gc LIST CONTAINER/IFNAME...: those are valid; the others of the cache get a DEL first.
list_gc()
{
	local list=$1 valid=[] i file attachment
	shift
	for attachment; do
		valid=$(jq -c --arg c "${attachment%/*}" --arg i "${attachment#*/}" \
			'. + [{ containerID: $c, ifname: $i }]' <<<"$valid")
	done
	for ((i = 0; i < $(jq '.plugins | length' <<<"$list"); i++)); do
		call GC "$(program "$(jq -r ".plugins[$i].type" <<<"$list")")" \
			<<<"$(one "$list" $i null null | jq -c --argjson v "$valid" \
				'. + { "cni.dev/valid-attachments": $v, "cni.dev/attachments": $v }')"
		[ $code = 0 ] || return 1
	done
}
