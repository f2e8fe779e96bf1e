#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# help.sh - help texts, the version, and that the completion knows the same words.
# After a change that is meant: UPDATE=1 MACBPF=build/macbpf tests/cli/help.sh
#
# guards: cli/ completion/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# golden NAME WORDS...: standard output is help/NAME.txt, exit status 0
golden()
{
	name=$1
	shift
	run "$MACBPF" "$@"
	[ "${UPDATE-}" ] && cp "$tmp/out" "$here/help/$name.txt"
	is "macbpf $*" "$code $err" "0 "
	is "macbpf $*: text" "$out" "$(cat "$here/help/$name.txt")"
}

golden top help
golden top -help
golden top --help
# What stops is not undone by what comes after it.
golden top -help -nonsense
golden top -expedite -help -batch
golden top -h
golden link link help
golden link l help
golden link help link
golden link-add help link add
golden link-add help l a
golden link-set link help set
golden macvlan help link macvlan
golden explain help explain
golden link-show link show help
golden link-show link show --help
golden link-add link add help
golden link-add l a -h
golden link-replace link replace help
golden link-set link set help
golden link-delete link del help
golden link-announce link announce help
golden macvlan link help macvlan
golden macvlan link add link eth0 name mv0 type macvlan help
golden macvlan link set mv0 type macvlan mode bridge help
golden port port help
golden port-show port show help
golden port-upgrade port upgrade help
golden save save help
golden port-set port set help
golden port-set port change help
golden port-sweep port sweep help
golden fdb fdb help
golden fdb-show fdb show help
golden fdb-get fdb get help
golden mdb mdb help
golden mdb-show mdb show help
golden neigh neigh help
golden neigh-show neigh show help
golden tap tap help
golden tap-exec tap exec help
golden metrics metrics help
golden show show help
golden diagnose diagnose help
golden explain explain help
golden trace trace help
golden monitor monitor help
golden agent agent help
golden metrics metrics --help
golden feature feature help
golden feature-show feature show help
golden feature-show feature probe help

for option in -V -Version --Version --version; do
	run "$MACBPF" $option
	is "$option" "$code $err" "0 "
	is "$option: text" "$(echo "$out" | sed 's/[0-9][0-9.]*/N/g')" \
		"macbpf utility, macbpf-N, libmacbpf N"
done

# The words of a help text: lower case, not in capitals, not marks.
words_of()
{
	"$MACBPF" "$@" | sed -n '/^Usage: macbpf/,/^$/p' | sed 's/^Usage: macbpf [a-z]* [a-z]*//' |
		tr -s ' \t' '\n' | grep '^[a-z][a-z-]*$' | sort -u
}

# offered WORDS...: what the completion offers behind them
offered()
{
	bash -c '
		. "$1/../../completion/macbpf"
		COMP_WORDS=(macbpf "${@:3}" "") COMP_CWORD=$(($# - 1))
		_macbpf "$2"
		printf "%s\n" "${COMPREPLY[@]}"' - "$here" "$MACBPF" "$@" | grep -vx 'help' | sort -u
}

commands_of()
{
	"$MACBPF" "$1" help | sed -n '/^Commands:/,$s/^  \([a-z]*\).*/\1/p' | sort
}

for verb in add set delete show; do
	# The values of words are not words of their own.
	is "completion of link $verb" "$(offered link $verb)" \
		"$(words_of link $verb help | grep -vx 'on\|off\|default\|macvlan\|macvtap\|mac\|ip\|allow\|in\|out\|burst')"
done
for object in link port fdb mdb neigh tap feature; do
	is "completion of $object" "$(offered $object)" "$(commands_of $object)"
done
is "completion of monitor" "$(offered monitor link eth0)" "$(printf "all\ncommands\ncounters\nendpoints\ninterval\nlink")"
is "completion of explain" "$(offered explain link eth0)" \
	"$(printf '%s\n' arp ethertype frame from gso length link number pcap src to vlan)"
is "completion of trace" "$(offered trace link eth0)" \
	"$(printf '%s\n' address bytes count dev drops groups host link rate sample wire write)"
has "completion of explain: from" "$(offered explain link eth0 from)" wire
has "completion of metrics" "$(offered metrics link)" lo
has "completion of show" "$(offered show link)" lo
has "completion of diagnose" "$(offered diagnose)" lo
is "completion of metrics: words" "$(offered metrics | grep -vx "$(ls /sys/class/net)")" link
for word in $(offered port set eth0 | grep -v link); do
	has "completion of port set" "$("$MACBPF" port set help)" "$word"
done
is "completion of a setting" "$(offered port set eth0 arp-directed)" "$(printf 'off\non')"
has "completion of a lower" "$(offered fdb show link)" lo
is "completion of objects and options" "$(offered)" \
	"$("$MACBPF" help | sed -n -e '/^Objects:/,/^$/s/^  \([a-z]*\).*/\1/p' \
		-e 's/^  \(-[A-Za-z]*\).*/\1/p' | sort)"
is "completion behind an option" "$(offered -brief -netns none link)" "$(commands_of link)"
is "completion of an option's value" "$(offered -endpoint)" "$(printf 'auto\nnetkit\nveth')"
is "completion of a value" "$(offered link add link eth0 name hook hook)" \
	"$(printf 'auto\nclsact\ntcx')"
is "completion of types" "$(offered link add link eth0 name mv0 type)" \
	"$(printf 'macvlan\nmacvtap')"
is "completion of modes" "$(offered link set mv0 type macvtap mode)" \
	"$("$MACBPF" link help macvlan | sed -n 's/^MODE: //p' | sed 's/ (the default)//' |
		tr -d ' ' | tr '|' '\n' | sort)"
for type in macvlan macvtap; do
	run "$MACBPF" link add link eth0 name mv0 type $type bogus
	is "completion behind type $type" "$(offered link add link eth0 name mv0 type $type)" \
		"$(echo "$err" | sed 's/.*legal: //' | tr -d ' ' | tr ',' '\n' | sort)"
done
finish
