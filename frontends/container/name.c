// SPDX-License-Identifier: GPL-2.0-only
/* name.c - names that others give. */
#include "container/name.h"

#include <ctype.h>
#include <net/if.h>
#include <string.h>

bool name_is_identifier(const char *text)
{
	if (!isalnum((unsigned char)*text))
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && !strchr("_.-", *text))
			return false;
	return true;
}

bool name_is_device(const char *name)
{
	if (!*name || strlen(name) >= IFNAMSIZ || !strcmp(name, ".") || !strcmp(name, ".."))
		return false;
	for (; *name; name++)
		if (*name == '/' || *name == ':' || *name == '%' || isspace((unsigned char)*name))
			return false;
	return true;
}
