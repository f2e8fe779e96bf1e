// SPDX-License-Identifier: GPL-2.0-only
/* agent.c - an agent of macbpf beside the operations, if one is asked for. */
#include "agent.h"

#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

bool agent_is_wanted(void)
{
	const char *value = getenv("AGENT");

	return value && *value;
}

bool agent_is_for_some(void)
{
	return agent_is_wanted() && !strcmp(getenv("AGENT"), "some");
}

/* A program of its own: one that shares our descriptors would keep netns alive that have ended. */
void agent_start(const char *macbpf, const char *netns)
{
	char command[512];
	pid_t pid = fork();

	if (pid < 0)
		err(1, "fork");
	if (pid)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	snprintf(command, sizeof(command), "exec %s -netns %s agent", macbpf, netns);
	execl("/bin/sh", "sh", "-c", command, NULL);
	err(1, "commands: no agent");
}

void agent_follow_carriers(struct macbpf *mb)
{
	MACBPF_OPTS(macbpf_port_opts, opts, .has = MACBPF_PORT_CARRIER, .carrier_follow = 1);
	struct macbpf_port_info info = { .sz = sizeof(info) };
	const struct macbpf_port *port = NULL;
	struct macbpf_ports *ports;

	if (macbpf_ports__get(mb, NULL, &ports))
		return;
	while ((port = macbpf_ports__next(ports, port)))
		if (!macbpf_port__info(port, &info) && !info.carrier_follow)
			macbpf_port__set(mb, info.lower, &opts);
	macbpf_ports__free(ports);
}
