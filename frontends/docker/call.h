/* SPDX-License-Identifier: GPL-2.0-only */
/* call.h - one call of docker's: what it says, what it is told, and what went wrong */
#ifndef DOCKER_CALL_H
#define DOCKER_CALL_H

#include "container/attachment.h"
#include "docker/network.h"
#include "docker/request.h"

struct call {
	const char *state; /* the folder of the networks' records */
	json_t *root;	   /* what docker says; what follows leads into it */
	json_t *record;	   /* the network's; the same */
	struct network network;
	struct request request;
	struct attachment at;
	char note[REQUEST_NOTE]; /* of the endpoint, for its alias */
	struct ip gateway[2];	 /* the same, IPv4 and IPv6; family 0: none */
	json_t *answer;		 /* NULL: an empty object */
	bool made;		 /* there is an endpoint that there wasn't */
	struct error error;
};

/* What is called, a function each. 0, or the kind that is in call->error. */
int cmd_check_gateway(struct call *call);
int cmd_create_network(struct call *call);
int cmd_delete_network(struct call *call);
int cmd_create_endpoint(struct call *call);
int cmd_delete_endpoint(struct call *call);
int cmd_join(struct call *call);
int cmd_publish(struct call *call);

#endif
