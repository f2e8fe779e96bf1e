#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kills.sh - the driver of docker networks is killed in the middle of a call, and started again.
#
# Which of its calls of the kernel is its last, strace(1) decides. What docker does not ask for again
# goes by itself; what it does ask for again succeeds.
#
# guards: frontends/docker/stale frontends/docker/store frontends/docker/cmd_endpoint
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
docker_here

# A process that has ended may be there until somebody waits for it.
driver_lives()
{
	grep -q '^State:[[:space:]]*[^ZX]' "/proc/$driver/status" 2>/dev/null
}

driver_again()
{
	kill -KILL "$driver" 2>/dev/null
	wait "$driver" 2>/dev/null
	driver_start -grace 1
}

# killed_at CALL-OF-THE-KERNEL NUMBER CALL BODY [FILTER]: false if it has fewer
killed_at()
{
	local tracer dead=0

	: >"$tmp/strace"
	strace -f -p "$driver" -o /dev/null -e "trace=$1" -e "inject=$1:signal=KILL:when=$2" 2>"$tmp/strace" &
	tracer=$!
	wait_for grep -q attached "$tmp/strace"
	call "${@:3}"
	[ "$code" = 200 ] || dead=1
	kill $tracer 2>/dev/null
	wait $tracer 2>/dev/null
	# Its agent goes on when docker has its answer, and may come to the call that is its last.
	[ $dead = 1 ] || driver_lives || driver_again
	[ $dead = 1 ] || return 1
	kills=$((kills + 1))
	driver_again
}

devices()
{
	ip -o link show | grep -oE '(mb[0-9]+|mbd[0-9a-f]+)'
	"$macbpf" port show
}

# walk EVERY CALL-OF-THE-KERNEL CALL BODY: at each EVERYth of them
walk()
{
	local n

	for ((n = 1; ; n += $1)); do
		killed_at "$2" $n "${@:3}" || break
		becomes "$3, killed at $2 $n: nothing is left" "" devices
	done
}

kills=0
call CreateNetwork "$net"
walk 6 sendmsg CreateEndpoint "$ep"
walk 150 bpf CreateEndpoint "$ep"
[ $kills -ge 5 ] || fail "$kills kills are too few"

## What docker asks for again

call CreateEndpoint "$ep"
ok "CreateEndpoint"
killed_at sendmsg 4 DeleteEndpoint "$ids" || fail "DeleteEndpoint has no four requests"
call DeleteEndpoint "$ids"
ok "DeleteEndpoint again"
is "nothing is left of the endpoint" "$(devices)" ""
call DeleteNetwork "$ids" '{ NetworkID }'
for n in 1 2; do
	killed_at fsync $n CreateNetwork "$net" || fail "CreateNetwork has no fsync $n"
	is "no half a record, killed at fsync $n" "$(find $state -name '*.new')" ""
	call CreateNetwork "$net"
	ok "CreateNetwork again"
	call DeleteNetwork "$ids" '{ NetworkID }'
	is "no record is left" "$(ls $state)" ""
done
finish
