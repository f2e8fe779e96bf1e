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
golden link-show link show help
golden link-show link show --help
golden link-add link add help
golden link-add l a -h
golden link-set link set help
golden link-delete link del help
golden macvlan link help macvlan
golden macvlan link add link eth0 name mv0 type macvlan help
golden macvlan link set mv0 type macvlan mode bridge help
golden port port help
golden port-show port show help
golden port-set port set help
golden port-set port change help
golden fdb fdb help
golden fdb-show fdb show help
golden neigh neigh help
golden neigh-show neigh show help
golden tap tap help
golden tap-exec tap exec help
golden feature feature help
golden feature-show feature show help
golden feature-show feature probe help

for option in -V -Version --Version; do
	run "$MACBPF" $option
	is "$option" "$code $err" "0 "
	is "$option: text" "$(echo "$out" | sed 's/[0-9][0-9.]*/N/g')" \
		"macbpf utility, macbpf-N, libmacbpf N"
done

# The words of a help text: lower case, not in capitals, not marks.
words_of()
{
	"$MACBPF" "$@" | sed -n '/^Usage: macbpf/,/^$/p' | sed 's/^Usage: macbpf [a-z]* [a-z]*//' |
		tr -s ' \t' '\n' | grep '^[a-z][a-z]*$' | sort -u
}

complete_words()
{
	bash -c ". '$here/../../completion/macbpf'; macbpf() { :; }; $*" | tr -s ' \t' '\n' |
		grep '^[a-z]' | grep -v '^help$' | sort -u
}

for verb in add set delete show; do
	# The values of words are not words of their own.
	is "completion of link $verb" "$(complete_words _macbpf_link_words $verb)" \
		"$(words_of link $verb help | grep -vx 'on\|off\|default\|macvlan\|macvtap')"
done
is "completion of link" "$(complete_words _macbpf_words link "''" link)" \
	"$("$MACBPF" link help | sed -n '/^Commands:/,$s/^  \([a-z]*\).*/\1/p' | sort)"
is "completion of port" "$(complete_words _macbpf_words port "''" port)" \
	"$("$MACBPF" port help | sed -n '/^Commands:/,$s/^  \([a-z]*\).*/\1/p' | sort)"
is "completion of feature" "$(complete_words _macbpf_words feature "''" feature)" \
	"$("$MACBPF" feature help | sed -n '/^Commands:/,$s/^  \([a-z]*\).*/\1/p' | sort)"
has "completion of port set" "$("$MACBPF" port set help)" \
	"$(complete_words _macbpf_words port set eth0)"
is "completion of a setting" "$(complete_words _macbpf_words port set arp-directed)" "off
on"
is "completion of objects" "$(complete_words _macbpf_words "''" "''" macbpf)" \
	"$("$MACBPF" help | sed -n '/^Objects:/,/^$/s/^  \([a-z]*\).*/\1/p' | sort)"
is "completion of options" \
	"$(bash -c ". '$here/../../completion/macbpf'; echo \$_macbpf_options" | tr ' ' '\n' | sort)" \
	"$("$MACBPF" help | sed -n 's/^  \(-[A-Za-z]*\).*/\1/p' | sort)"
for word in $(complete_words _macbpf_type_words "''" macvtap); do
	has "completion behind the type: $word" "$("$MACBPF" link help macvlan)" "$word"
done
finish
