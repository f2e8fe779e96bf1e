#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# parents.sh - parents that the docker driver makes, as docker's macvlan driver does: VLAN devices, dummies.
#
# guards: frontends/docker/parent
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
docker_here
for kind in 'vlan id 1' dummy; do
	# shellcheck disable=SC2086 # words
	ip link add link eth0 name probe type $kind 2>/dev/null || skip "parents.sh needs devices of kind ${kind% id 1}"
	ip link del probe
done

# By its flags: the kernel tells the operstate of a device later.
is_up() { ip -j link show "$1" | jq '.[0].flags | index("UP") != null'; }

call CreateNetwork "$net" '.Options["com.docker.network.generic"].parent = "eth0.50"'
ok "a VLAN"
is "a VLAN" "$(ip -d -j link show eth0.50 | jq -c '.[0] | [.link, .linkinfo.info_data.id, .ifalias, (.flags | index("UP") != null)]')" \
	'["eth0",50,"macbpf-docker",true]'
call CreateNetwork "$net" "$other | .Options[\"com.docker.network.generic\"].parent = \"eth0.50\""
ok "a second network on it"
call DeleteNetwork "$ids" '{ NetworkID }'
is "the second has it still" "$(is_up eth0.50)" true
ip link del eth0.50
call CreateEndpoint "$ep" "$other"
ok "as after a reboot"
is "it is made again" "$(link $d1 .link)" eth0.50
call DeleteEndpoint "$ids" "$other"
call DeleteNetwork "$ids" "{ NetworkID: \"$n2\" }"
clean "a VLAN"
ip link add link eth0 name eth0.51 up type vlan id 51
call CreateNetwork "$net" '.Options["com.docker.network.generic"].parent = "eth0.51"'
call DeleteNetwork "$ids" '{ NetworkID }'
is "one that was there stays" "$(is_up eth0.51)" true
ip link del eth0.51
call CreateNetwork "$net" 'del(.Options["com.docker.network.generic"])'
ok "no parent"
is "no parent: a dummy" "$(ip -d -j link show dm-${n1:0:12} | jq -r '.[0].linkinfo.info_kind')" dummy
call CreateEndpoint "$ep"
call Join "$join"
is "no parent: no way out" "$(query .DisableGatewayService)" true
call DeleteEndpoint "$ids"
call DeleteNetwork "$ids" '{ NetworkID }'
clean "no parent"
finish
