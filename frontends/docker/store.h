/* SPDX-License-Identifier: GPL-2.0-only */
/* store.h - records of networks, of which docker tells once: a file each */
#ifndef DOCKER_STORE_H
#define DOCKER_STORE_H

#include <stdbool.h>

#include "json/json.h"

/* The folder `state`, for root alone. */
int store_open(struct error *error, const char *state);

/* All of it or nothing, also if the machine stops. */
int store_save(struct error *error, const char *state, const char *id, const json_t *record);

/* None is an error: docker knows a network that we don't. */
int store_load(struct error *error, const char *state, const char *id, json_t **record);

/* None is no error. */
int store_delete(struct error *error, const char *state, const char *id);

/* Whether one of the records makes `fits` true. */
bool store_has(const char *state, bool (*fits)(const json_t *record, const void *arg),
	       const void *arg);

#endif
