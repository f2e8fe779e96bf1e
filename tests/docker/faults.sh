#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# faults.sh - the driver of docker networks, with one of its calls of the kernel failing, one after the other.
#
# Which one, and how, strace(1) decides. Whatever fails: it goes on, it says why or succeeds, what it was to
# make is there or nothing of it is, and what docker asks for again succeeds.
#
# guards: frontends/docker/ frontends/container/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
docker_here
patience=10

# failing SPEC NUMBER CALL BODY [FILTER]: false if there are fewer of these calls. An answer may be what
# can't be sent: docker has to ask again then, too.
failing()
{
	local tracer

	: >"$tmp/strace"
	strace -f -p "$driver" -o "$tmp/trace" -e "trace=${1%%:*}" -e "inject=$1:when=$2" 2>"$tmp/strace" &
	tracer=$!
	wait_for grep -q attached "$tmp/strace"
	call "${@:3}"
	kill -INT $tracer 2>/dev/null
	wait $tracer 2>/dev/null
	what="$3, $1 number $2"
	kill -0 "$driver" 2>/dev/null || fail "$what: the driver is gone"
	answer_lost || is "$what: it succeeds or says why ($out)" "$(query '.Err // "a sentence" | length >= 10')" true
	grep -q INJECTED "$tmp/trace" || return 1
	faults=$((faults + 1))
}

answer_lost()
{
	[ "$code" = 000 ]
}

failed()
{
	answer_lost || [ "$(query 'has("Err")')" = true ]
}

# walk EVERY SPEC THEN CALL BODY [FILTER]: at each EVERYth; THEN looks at what is there, and puts it back
walk()
{
	local n then=$3

	for ((n = 1; ; n += $1)); do
		failing "$2" $n "${@:4}" || break
		$then
	done
	$then
	[ $n -gt 1 ] || fail "$4 makes no call ${2%%:*}"
}

devices()
{
	ip -o link show | grep -oE '(mb[0-9]+|mbd[0-9a-f]+)'
	"$macbpf" port show
}

network_or_nothing()
{
	if failed; then
		answer_lost || becomes "$what: no record" "" ls $state
		call CreateNetwork "$net"
		ok "$what: again"
	fi
	call DeleteNetwork "$ids" '{ NetworkID }'
	ok "$what: DeleteNetwork"
	becomes "$what: nothing is left" "" devices
}

endpoint_or_nothing()
{
	if failed; then
		answer_lost || becomes "$what: nothing of it" "" devices
		call CreateEndpoint "$ep"
		ok "$what: again"
	fi
	is "$what: it is whole" "$(link $d1 '[.owner, .hook != null]')" "[\"docker:$n1:$e1:$d1\",true]"
	call DeleteEndpoint "$ids"
	ok "$what: DeleteEndpoint"
	becomes "$what: nothing is left" "" devices
}

joined_or_not()
{
	! failed || call Join "$join"
	is "$what: its device ($out)" "$(query .InterfaceName.SrcName)" $d1
}

deleted_or_not()
{
	call DeleteEndpoint "$ids"
	ok "$what: again"
	becomes "$what: nothing is left" "" devices
	call CreateEndpoint "$ep"
	ok "$what: CreateEndpoint"
}

faults=0
netlink=sendmsg:error=ENOBUFS files=openat:error=EMFILE

for spec in $netlink $files fsync:error=EIO rename:error=ENOSPC socket:error=EMFILE; do
	walk 2 $spec network_or_nothing CreateNetwork "$net"
done
call CreateNetwork "$net"
walk 3 $netlink endpoint_or_nothing CreateEndpoint "$ep"
walk 25 bpf:error=ENOMEM endpoint_or_nothing CreateEndpoint "$ep"
walk 7 $files endpoint_or_nothing CreateEndpoint "$ep"
call CreateEndpoint "$ep"
walk 2 $netlink joined_or_not Join "$join"
walk 5 $files joined_or_not Join "$join"
walk 2 $netlink deleted_or_not DeleteEndpoint "$ids"
walk 20 bpf:error=ENOMEM deleted_or_not DeleteEndpoint "$ids"
call DeleteEndpoint "$ids"
call DeleteNetwork "$ids" '{ NetworkID }'
clean "$faults faults"
[ $faults -ge 50 ] || fail "$faults faults are too few"
finish
