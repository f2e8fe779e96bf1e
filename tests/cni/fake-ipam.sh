#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# fake-ipam.sh - an IPAM plugin that does what its configuration says, and writes down its calls.
#
#   ipam.answer   what ADD prints
#   ipam.run      a command to run first; its failure is ours; $PLUGIN is who called
#   ipam.VERB     an object that VERB prints, and then fails
conf=$(cat)
export PLUGIN=$PPID
echo "$CNI_COMMAND $CNI_CONTAINERID $CNI_IFNAME" >>"$FAKE_LOG"
command=$(jq -r '.ipam.run // ""' <<<"$conf")
if [ -n "$command" ] && ! bash -c "$command"; then
	exit 1
fi
error=$(jq -c --arg verb "$CNI_COMMAND" '.ipam[$verb] // empty' <<<"$conf")
if [ -n "$error" ]; then
	jq -r . <<<"$error"
	exit 1
fi
[ "$CNI_COMMAND" != ADD ] || jq '.ipam.answer' <<<"$conf"
