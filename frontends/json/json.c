// SPDX-License-Identifier: GPL-2.0-only
/* json.c - reading JSON strictly, with sentences that name the key. */
#include "json/json.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_too_deep(const json_t *value, int left)
{
	const json_t *member;
	const char *key;
	size_t i;

	if (left < 0)
		return true;
	json_array_foreach (value, i, member)
		if (is_too_deep(member, left - 1))
			return true;
	json_object_foreach((json_t *)value, key,
			    member) if (is_too_deep(member, left - 1)) return true;
	return false;
}

static json_t *refuse(json_t *value, const char *text, char *why, size_t size)
{
	snprintf(why, size, "%s", text);
	json_decref(value);
	return NULL;
}

/* The library of Debian 12 and 13 goes on with an object that it had no memory for. */
static jmp_buf no_memory;

static void *alloc(size_t size)
{
	void *memory = malloc(size);

	if (!memory)
		longjmp(no_memory, 1);
	return memory;
}

/* After a failure what was read is not freed: who calls has no more to do than to say so. */
static json_t *load(const char *text, size_t len, json_error_t *at)
{
	json_t *value;

	if (setjmp(no_memory)) {
		json_set_alloc_funcs(malloc, free);
		*at = (json_error_t){ .text = "out of memory" };
		return NULL;
	}
	json_set_alloc_funcs(alloc, free);
	value = json_loadb(text, len, JSON_REJECT_DUPLICATES, at);
	json_set_alloc_funcs(malloc, free);
	return value;
}

json_t *json_read(const char *text, size_t len, char *why, size_t size)
{
	json_error_t at;
	json_t *value;

	if (len > JSON_SIZE_MAX)
		return refuse(NULL, "longer than a mebibyte", why, size);
	value = load(text, len, &at);
	if (!value) {
		snprintf(why, size, "line %d: %s", at.line, at.text);
		return NULL;
	}
	if (!json_is_object(value))
		return refuse(value, "not an object", why, size);
	if (is_too_deep(value, JSON_DEPTH_MAX))
		return refuse(value, "nested too deeply", why, size);
	return value;
}

/* The member as it was written, cut short. */
static void show(const json_t *value, char *out, size_t size)
{
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

	snprintf(out, size, "%.60s", text ?: "?");
	free(text);
}

static int wrong(struct error *error, const char *where, const char *key, const json_t *value,
		 const char *wanted)
{
	char text[64];

	show(value, text, sizeof(text));
	return error_set(error, ERROR_CONFIG, "invalid value for key \"%s%s\": %s is not %s", where,
			 key, text, wanted);
}

static json_t *get(const json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	return json_is_null(value) ? NULL : value;
}

int json_get_text(struct error *error, const json_t *object, const char *where, const char *key,
		  const char **out)
{
	const json_t *value = get(object, key);

	if (value && !json_is_string(value))
		return wrong(error, where, key, value, "a text");
	if (value)
		*out = json_string_value(value);
	return 0;
}

int json_get_bool(struct error *error, const json_t *object, const char *where, const char *key,
		  bool *out)
{
	const json_t *value = get(object, key);

	if (value && !json_is_boolean(value))
		return wrong(error, where, key, value, "true or false");
	if (value)
		*out = json_is_true(value);
	return 0;
}

int json_get_number(struct error *error, const json_t *object, const char *where, const char *key,
		    int64_t min, int64_t max, int64_t *out)
{
	const json_t *value = get(object, key);
	char range[80];

	if (!value)
		return 0;
	if (!json_is_integer(value) || json_integer_value(value) < min ||
	    json_integer_value(value) > max) {
		snprintf(range, sizeof(range), "a whole number from %" PRId64 " to %" PRId64, min,
			 max);
		return wrong(error, where, key, value, range);
	}
	*out = json_integer_value(value);
	return 0;
}

int json_get_object(struct error *error, const json_t *object, const char *where, const char *key,
		    json_t **out)
{
	json_t *value = get(object, key);

	if (value && !json_is_object(value))
		return wrong(error, where, key, value, "an object");
	if (value)
		*out = value;
	return 0;
}

int json_get_array(struct error *error, const json_t *object, const char *where, const char *key,
		   json_t **out)
{
	json_t *value = get(object, key);

	if (value && !json_is_array(value))
		return wrong(error, where, key, value, "a list");
	if (value)
		*out = value;
	return 0;
}
