#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# plugin.sh VERB POD KEY MBIT - calls the CNI plugin for a netns as a runtime does, with a bandwidth.
CNI_COMMAND=$1 CNI_CONTAINERID=$2 CNI_NETNS=/run/netns/$2 CNI_IFNAME=eth0 CNI_PATH=/ "$O/macbpf-cni" <<END
{ "cniVersion": "1.0.0", "name": "rates", "type": "macbpf-cni", "master": "low",
  "runtimeConfig": { "bandwidth": { "$3": $(($4 * 1000000)) } } }
END
