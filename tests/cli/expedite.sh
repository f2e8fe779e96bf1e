#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# expedite.sh - a batch that switches /sys/kernel/rcu_expedited on puts it back, however it ends.
#
# guards: libmacbpf/session/expedite.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
knob=/sys/kernel/rcu_expedited
trace=/run/macbpf.rcu_expedited
[ -w $knob ] || skip "expedite.sh needs $knob"
[ "$(cat $knob)$(cat $trace 2>/dev/null)" = 0 ] || skip "expedite.sh needs $knob to be off"
restore()
{
	echo 0 >$knob
	rm -f $trace
}
trap restore EXIT
new_world "$ours"

# start N COMMAND: a batch that has run the command and waits for more; its process id is in $pid,
# what it reads from in descriptor N.
start()
{
	mkfifo "$tmp/$1"
	"$MACBPF" -n "$ours" -expedite -b - <"$tmp/$1" 2>"$tmp/err$1" 3>&- &
	pid=$!
	if [ "$1" = 3 ]; then
		exec 3>"$tmp/3"
		echo "$2" >&3
	else
		exec 4>"$tmp/4"
		echo "$2" >&4
	fi
	rm "$tmp/$1"
	until_true "the batch runs" "$MACBPF" -n "$ours" link show "mv$1"
}

is_off()
{
	is "$1: off" "$(cat $knob) $(ls $trace 2>/dev/null)" "0 "
}

run "$MACBPF" -expedite link show
is "not without a batch" "$code $err" '1 Error: "-expedite" is for a batch, which "-batch FILE" names'

start 3 "link add link eth0 name mv3 endpoint veth type macvlan"
is "on while it runs" "$(cat $knob)" 1
is "not at clsact, as in other batches" \
	"$("$MACBPF" -n "$ours" -j link show mv3 | jq -r '.[0].hook')" "$(usual_hook)"
echo "link del mv3" >&3
exec 3>&-
wait $pid
is "its end" $? 0
is_off "after the end"

start 3 "link add link eth0 name mv3 type macvlan"
echo "link del nosuch" >&3
wait $pid
is "an error" $? 1
exec 3>&-
is_off "after an error"

for signal in TERM INT HUP; do
	"$MACBPF" -n "$ours" link del mv3
	start 3 "link add link eth0 name mv3 type macvlan"
	# A shell without job control starts what is behind & with SIGINT ignored.
	kill -$signal $pid
	wait $pid
	exec 3>&-
	is_off "after SIG$signal"
done

"$MACBPF" -n "$ours" link del mv3
start 3 "link add link eth0 name mv3 type macvlan"
kill -KILL $pid
wait $pid 2>/dev/null
exec 3>&-
is "after SIGKILL it is left" "$(cat $knob)" 1
run "$MACBPF" -n "$ours" -br link show
is "the next command works, and says what it found" "$code $err" \
	"0 warning: a batch that died had left $knob switched on: it is off again"
is_off "after the next command"

"$MACBPF" -n "$ours" link del mv3
start 3 "link add link eth0 name mv3 type macvlan"
first=$pid
start 4 "link add link eth0 name mv4 type macvlan"
run "$MACBPF" -n "$ours" -br link show
is "a command beside them changes nothing" "$(cat $knob) $err" "1 "
exec 3>&-
wait "$first"
is "on for the second" "$(cat $knob)" 1
exec 4>&-
wait "$pid"
is_off "after the last of two"

echo 1 >$knob
start 3 "link del mv3
link add link eth0 name mv3 type macvlan"
exec 3>&-
wait "$pid"
is "what was on before stays on" "$(cat $knob) $(ls $trace 2>/dev/null)" "1 "

# As in most containers, which may have the host's /run.
cat >"$tmp/readonly" <<EOF
mount --bind $knob $knob && mount -o remount,bind,ro $knob || exit 77
exec "$MACBPF" -n "$ours" -expedite -b - <<END
link show
END
EOF
echo 0 >$knob
run unshare -m sh "$tmp/readonly"
is "can't be switched on" "$code $(echo "$err" | head -n 1)" "1 Error: can't switch $knob on: Read-only file system"
is_off "after a refusal"
echo 1 >$knob
run "$MACBPF" -n "$ours" -br link show
is "what is switched on after a refusal stays on" "$(cat $knob) $err" "1 "

"$MACBPF" -n "$ours" link del mv3
start 3 "link add link eth0 name mv3 type macvlan"
echo 0 >$knob
exec 3>&-
wait "$pid"
is_off "what others switched on and off again"
finish
