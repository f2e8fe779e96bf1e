# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # of who sources this
# session.sh - sourced after assert.sh: what a document shows in a block ```console is typed, and compared.
#
# A line that begins with "# " is typed, with the lines that begin with "> "; the others are what it
# prints. `ip netns exec NAME bash` and `exit` are a shell there and its end. Endpoints are veth, as they
# are where the documents were written.

where="" # the netns in which is typed
what=""

# blocks FILE HEADING: the lines of all blocks in a section, or in the whole file
blocks()
{
	awk -v h="$2" 'h == "" || $0 == h { on = 1 } h != "" && /^## / && $0 != h { on = 0 }
		/^```/ { code = on && !code && $0 == "```console"; next } code' "$1"
}

say()
{
	${where:+nsenter --net="/run/netns/$where"} env MACBPF_ENDPOINT=veth PATH="$(dirname "$MACBPF"):$PATH" bash -c "$1" 2>&1 </dev/null
}

# What is up to the kernel, to its timers, or to chance.
plain()
{
	sed -E 's/time [0-9]+ms/time Nms/; s/= [0-9./]+ ms/= N ms/; s/time=[0-9.]+ ms/time=N ms/
		s/^( *(flood-[a-z]+|directed|mcast-report) *)[0-9]+/\1N/; s/netns with id [0-9]+/netns with id N/
		s/([0-9a-f]{2}:){5}[0-9a-f]{2}/MAC/g; s/ff02::1:ff[0-9a-f:]+/ff02::1:ffN/g
		s/^Program [0-9]+ at [a-z]+ /Program N at HOOK /; s/(mb_|[( ])[0-9]+\)/\1N)/; s/ +$//
		/^link replace/ s/ (hook|endpoint) [a-z]+//g; s/, (tcx|clsact)/, HOOK/; s/attach [a-z]+/attach HOOK/
		s/build [0-9a-f]{16}/build N/; s/prog [0-9]+/prog N/'
}

# What is only looked at may take a moment to be so.
looks()
{
	case $1 in
	macbpf | macbpf\ diagnose* | macbpf*\ show* | macbpf*\ explain* | ip*neigh* | ip*show* | lxc-info* | networkctl*\ list*) return 0 ;;
	esac
	return 1
}

says()
{
	[ "$(say "$1" | plain)" = "$2" ]
}

# With a deadline; then it is told as it is.
wait_until_it_says()
{
	local tries=$((40 * ${TEST_SLOWNESS:-1}))

	until says "$1" "$2" || [ $((tries -= 1)) -lt 0 ]; do sleep 0.05; done
}

# typed COMMAND OUTPUT
typed()
{
	case $1 in
	"ip netns exec "*" bash") where=${1#ip netns exec } where=${where% bash} ;;
	exit) where="" ;;
	*)
		want=$(printf %s "$2" | plain)
		! looks "$1" || wait_until_it_says "$1" "$want"
		is "$what: $1" "$(say "$1" | plain)" "$want"
		;;
	esac
}

# play FILE HEADING
play()
{
	local command="" want="" line

	while IFS= read -r line; do
		case $line in
		"# "*)
			[ -z "$command" ] || typed "$command" "$want"
			command=${line#\# } want=""
			;;
		"> "*) command+=$'\n'${line#> } ;;
		*) want+=$line$'\n' ;;
		esac
	done < <(blocks "$1" "$2"; echo "# true")
}
