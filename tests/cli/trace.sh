#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# trace.sh - each frame is a line, as text and as JSON; and who traces is one at a time.
#
# guards: cli/cmd_trace.c cli/trace_tell.c cli/trace_describe.c cli/trace_file.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_netns "$ours-a" "$ours-b"
for n in "$ours-a" "$ours-b"; do # nobody says anything by himself
	at "$n" sh -c 'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6'
done
new_world "$ours"
at "$ours" sh -c 'for i in all default; do echo 1 >/proc/sys/net/ipv6/conf/$i/disable_ipv6; done'

m()
{
	succeeds "macbpf $*" "$MACBPF" -n "$ours" "$@"
}

# add NAME MAC NETNS IP
add()
{
	m link add link eth0 name "$1" address "$2" netns "$3" up type macvlan mode bridge
	until_true "$1 has a carrier" is_up "$3" "$1"
	ip -n "$3" addr add "$4/24" dev "$1"
}

add mv0 02:00:00:00:00:10 "$ours-a" 192.0.2.1
add mv1 02:00:00:00:00:11 "$ours-b" 192.0.2.2

# start NAME WORDS...: traces in the background, and writes to $tmp/NAME
start()
{
	name=$1
	shift
	"$MACBPF" -n "$ours" "$@" >"$tmp/$name" 2>"$tmp/$name.err" &
	tracer=$!
	until_true "$name: traces" grep -q '^tracing eth0$' "$tmp/$name.err"
}

# stop SIGNAL
stop()
{
	kill -"$1" "$tracer"
	wait "$tracer"
	code=$?
}

ping_mv1()
{
	at "$ours-a" ping -q -c 1 -W 5 192.0.2.2 >/dev/null
}

says()
{
	grep -q "$@"
}

# ---------------------------------------------------------------- lines

start text trace link eth0
succeeds "ping" ping_mv1
until_true "the answer is told" says 'type 0, 98 bytes' "$tmp/text"
is "ARP is asked for" "$(head -n 1 "$tmp/text")" \
	"mv0 02:00:00:00:00:10 > ff:ff:ff:ff:ff:ff ARP who has 192.0.2.2 tell 192.0.2.1, 42 bytes: wire eth0 +1 copy [mv1] (flood-endpoint)"
is "ARP is answered" "$(sed -n 's/ peer$//; 2p' "$tmp/text")" \
	"mv1 02:00:00:00:00:11 > 02:00:00:00:00:10 ARP it is 192.0.2.2, 42 bytes: deliver mv0"
is "ICMP" "$(sed -n 's/ peer$//; 3p' "$tmp/text")" \
	"mv0 02:00:00:00:00:10 > 02:00:00:00:00:11 ICMP 192.0.2.1 > 192.0.2.2 type 8, 98 bytes: deliver mv1"
is "ICMP back" "$(sed -n 's/ peer$//; 4p' "$tmp/text")" \
	"mv1 02:00:00:00:00:11 > 02:00:00:00:00:10 ICMP 192.0.2.2 > 192.0.2.1 type 0, 98 bytes: deliver mv0"
run "$MACBPF" -n "$ours" trace link eth0
is "another" "$code $err" "2 Error: eth0 is traced already, by process $tracer: one at a time"
stop INT
is "stopped" "$code" 0
has "stopped: the sum" "$(cat "$tmp/text.err")" " frames told, 0 left out by sample or rate, 0 lost"

start json -t -json trace link eth0 dev mv1 count 2
succeeds "ping" ping_mv1
wait "$tracer"
is "count" "$? $(tail -n 1 "$tmp/json.err")" "0 2 frames told, 0 left out by sample or rate, 0 lost"
is "JSON" "$(sed -n 1p "$tmp/json" | jq -c '[.from, .src, .dst, .frame, .length, .act, .ifname, (.hostdev | type),
	(.timestamp | type)]')" \
	'["mv0","02:00:00:00:00:10","02:00:00:00:00:11","ICMP 192.0.2.1 > 192.0.2.2 type 8",98,"deliver","mv1","string","string"]'

# ---------------------------------------------------------------- a capture

# What reads captures reads it: the first frame, and the second.
start none trace link eth0 dev mv1 count 2 write "$tmp/pcapng"
succeeds "ping" ping_mv1
wait "$tracer"
is "a capture: lines" "$? $(cat "$tmp/none")" "0 "
m explain link eth0 from mv0 pcap "$tmp/pcapng"
has "a capture: the first" "$out" "It is from 02:00:00:00:00:10 to 02:00:00:00:00:11, of type 0x0800 and 98 bytes."
m explain link eth0 from mv1 pcap "$tmp/pcapng" number 2
has "a capture: the second" "$out" "It is from 02:00:00:00:00:11 to 02:00:00:00:00:10, of type 0x0800 and 98 bytes."
run "$MACBPF" -n "$ours" explain link eth0 from mv1 pcap "$tmp/pcapng" number 3
is "a capture: a third" "$code" 1
for text in 'deliver mv1' 'deliver mv0' 'endpoint, hostdev mb1' 'frames that programs on eth0 have decided'; do
	is "a capture: $text" "$(grep -ac "$text" "$tmp/pcapng")" 1
done
# Option 7 of 9 bytes: 1 is TC, whose verdict 7 is to redirect.
is "a capture: verdicts" "$(od -An -v -tx1 "$tmp/pcapng" | tr -d ' \n' | grep -o '0700090001070000000000000000000000' | wc -l)" 2
run "$MACBPF" -n "$ours" trace link eth0 write "$tmp/no/such"
is "a capture: nowhere" "$code $err" "1 Error: can't write \"$tmp/no/such\": No such file or directory"

cp "$tmp/pcapng" "$tmp/kept"
run "$MACBPF" -n "$ours" trace link eth0 dev nobody write "$tmp/pcapng"
is "a capture: refused" "$code" 1
is "a capture: what is refused leaves the file" "$(cmp "$tmp/pcapng" "$tmp/kept" && echo same)" "same"

# ---------------------------------------------------------------- an expression

start chosen trace link eth0 host 192.0.2.2 and 'icmp[0] == 0' count 2
succeeds "ping" ping_mv1
succeeds "ping" ping_mv1
wait "$tracer"
is "an expression" "$? $(grep -c 'ICMP 192.0.2.2 > 192.0.2.1 type 0' "$tmp/chosen") $(wc -l <"$tmp/chosen")" "0 2 2"
run "$MACBPF" -n "$ours" trace link eth0 bogus words count 1
has "no expression" "$code $err" "1 Error: \"bogus words\" is neither a word of trace nor an expression of pcap-filter(7): "

# ---------------------------------------------------------------- endings

plain=$("$MACBPF" -n "$ours" -d -json port show | jq '.[0].build')
# Where the reader goes, and where nothing can be written.
is_plain() { is "$1: the build" "$("$MACBPF" -n "$ours" -d -json port show | jq '.[0].build')" "$plain"; }
mkfifo "$tmp/pipe"
for words in "" "write -"; do
	head -c 1 <"$tmp/pipe" >/dev/null &
	reader=$!
	# shellcheck disable=SC2086 # a list of words
	"$MACBPF" -n "$ours" trace link eth0 $words >"$tmp/pipe" 2>"$tmp/pipe.err" &
	tracer=$!
	until_true "pipe $words: traces" grep -q '^tracing eth0$' "$tmp/pipe.err"
	succeeds "ping" ping_mv1
	wait "$reader"
	succeeds "ping to nobody" ping_mv1
	wait "$tracer"
	is "pipe $words: ends as others do, and says nothing of it" "$? $(grep -c Error "$tmp/pipe.err")" "141 0"
	is_plain "pipe $words"
done
"$MACBPF" -n "$ours" trace link eth0 count 1 >/dev/full 2>"$tmp/full.err" &
tracer=$!
until_true "full: traces" grep -q '^tracing eth0$' "$tmp/full.err"
succeeds "ping" ping_mv1
wait "$tracer"
is "full" "$? $(grep Error "$tmp/full.err")" "2 Error: can't write to standard output: No space left on device"
is_plain "full"

start killed trace link eth0
stop KILL
succeeds "ping behind one that was killed" ping_mv1
run "$MACBPF" -n "$ours" -v port sweep
has "who comes next puts back" "$code $err" "0 info: put back the programs of eth0: its tracer has died"
is_plain "who comes next puts back"
start gone trace link eth0
m link del mv1
m link del mv0
wait "$tracer"
is "all are gone" "$? $(sed -n 2p "$tmp/gone.err")" \
	"1 Error: the last endpoint is gone, and with it what was traced"

run "$MACBPF" -n "$ours" trace link eth0
is "no port" "$code $err" "1 Error: eth0 has no endpoints of macbpf, so no frame of it is decided here"
for words in "bogus" "" "link eth0 count 0" "link eth0 bytes 13" "link eth0 wire host" "link nothing"; do
	# shellcheck disable=SC2086 # a list of words
	run "$MACBPF" -n "$ours" trace $words
	is_one_error "trace $words"
	is "trace $words: exit status" "$code" 1
done
finish
