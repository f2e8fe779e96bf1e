/* SPDX-License-Identifier: GPL-2.0-only */
/* json.h - reading JSON strictly, with sentences that name the key */
#ifndef JSON_JSON_H
#define JSON_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "container/error.h"

#define JSON_SIZE_MAX  (1 << 20) /* bytes of a document */
#define JSON_DEPTH_MAX 32

/*
 * One object, and nothing behind it: no key twice, no more than JSON_DEPTH_MAX levels. NULL: not
 * that, `why` tells.
 */
json_t *json_read(const char *text, size_t len, char *why, size_t size);

/*
 * A member of an object: absent and null are the same, and leave *out alone. ERROR_CONFIG if it is
 * of another type or out of range; `where` names the object, e.g. "runtimeConfig.", or "".
 */
int json_get_text(struct error *error, const json_t *object, const char *where, const char *key,
		  const char **out);
int json_get_bool(struct error *error, const json_t *object, const char *where, const char *key,
		  bool *out);
int json_get_number(struct error *error, const json_t *object, const char *where, const char *key,
		    int64_t min, int64_t max, int64_t *out);
int json_get_object(struct error *error, const json_t *object, const char *where, const char *key,
		    json_t **out);
int json_get_array(struct error *error, const json_t *object, const char *where, const char *key,
		   json_t **out);

#endif
