/* SPDX-License-Identifier: GPL-2.0-only */
/* answer.h - a call of docker's, from its path and body to what is answered */
#ifndef DOCKER_ANSWER_H
#define DOCKER_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

struct answer {
	unsigned int status; /* of HTTP */
	char *text;	     /* an object; to be freed. NULL: no memory */
	bool made;	     /* an endpoint was */
};

/* `state` is the folder of the networks' records; `body` has no 0 at its end. */
void answer_call(const char *state, const char *path, const char *body, size_t len,
		 struct answer *answer);

/* The object that says what went wrong. */
char *answer_error(const char *sentence);

#endif
