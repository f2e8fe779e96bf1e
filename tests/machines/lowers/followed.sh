#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# followed.sh - what comes later without an agent comes as with macvlan where one runs, on this kernel.
#
# guards: libmacbpf/api/agent.c libmacbpf/session/news.c
AGENT=some exec "$O/tests/parity/commands/check_commands"
