// SPDX-License-Identifier: GPL-2.0-only
/* version.c - the versions of the CNI specification. */
#include "cni/version.h"

#include <stdio.h>
#include <string.h>

#include "common/own.h"
#include "common/text.h"

static const char *const names[] = {
	"0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", VERSION_NEWEST,
};
_Static_assert(ARRAY_SIZE(names) == VERSION_COUNT, "a version has no name");

const char *version_name(enum version version)
{
	return names[version];
}

int version_parse(struct error *error, const char *text, enum version *version)
{
	char known[128] = "";

	for (size_t i = 0; i < VERSION_COUNT; i++) {
		if (strcmp(names[i], text) != 0)
			continue;
		*version = (enum version)i;
		return 0;
	}
	for (size_t i = 0; i < VERSION_COUNT; i++)
		mb_text_append(known, sizeof(known), "%s%s", i ? ", " : "", names[i]);
	return error_set(error, ERROR_VERSION,
			 "incompatible CNI versions: config is \"%s\", plugin supports %s", text,
			 known);
}

void version_print(void)
{
	json_t *object = json_object(), *all = json_array();

	for (size_t i = 0; i < VERSION_COUNT; i++)
		json_array_append_new(all, json_string(names[i]));
	json_object_set_new(object, "cniVersion", json_string(VERSION_NEWEST));
	json_object_set_new(object, "supportedVersions", all);
	json_dumpf(object, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(object);
}
