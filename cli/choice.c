// SPDX-License-Identifier: GPL-2.0-only
/* choice.c - vocabularies of the library of which a command line takes one word */
#include "choice.h"

#include <stdio.h>
#include <string.h>

#include <macbpf/macbpf.h>

#include "common/own.h"
#include "common/text.h"

#define CHOICE(name, usual, ...)                                                                   \
	((struct choice){ macbpf_##name##__name, (const uint32_t[]){ __VA_ARGS__ },                \
			  ARRAY_SIZE(((const uint32_t[]){ __VA_ARGS__ })), usual })

const struct choice choice_mode =
	CHOICE(mode, MACBPF_MODE_VEPA, MACBPF_MODE_PRIVATE, MACBPF_MODE_VEPA, MACBPF_MODE_BRIDGE,
	       MACBPF_MODE_PASSTHRU, MACBPF_MODE_SOURCE);
const struct choice choice_type =
	CHOICE(type, MACBPF_TYPE_MACVLAN, MACBPF_TYPE_MACVLAN, MACBPF_TYPE_MACVTAP);

/* Not all: netkit is where one kind has its program anyway, tap what one type is made of anyway. */
const struct choice choice_hook =
	CHOICE(hook, MACBPF_HOOK_AUTO, MACBPF_HOOK_AUTO, MACBPF_HOOK_TCX, MACBPF_HOOK_CLSACT);
const struct choice choice_kind =
	CHOICE(kind, MACBPF_KIND_AUTO, MACBPF_KIND_AUTO, MACBPF_KIND_VETH, MACBPF_KIND_NETKIT);

bool choice_parse(const struct choice *choice, const char *text, uint32_t *value)
{
	for (size_t i = 0; i < choice->count; i++) {
		if (strcmp(text, choice->name(choice->values[i])) != 0)
			continue;
		*value = choice->values[i];
		return true;
	}
	return false;
}

const char *choice_legal(const struct choice *choice, char text[CHOICE_SIZE])
{
	size_t last = choice->count - 1;

	*text = '\0';
	for (size_t i = 0; i <= last; i++)
		mb_text_append(text, CHOICE_SIZE, "%s\"%s\"",
			       !i	   ? ""
			       : i == last ? " or "
					   : ", ",
			       choice->name(choice->values[i]));
	return text;
}

void choice_print(const struct choice *choice, const char *name)
{
	printf("%s:", name);
	for (size_t i = 0; i < choice->count; i++)
		printf("%s %s%s", i ? " |" : "", choice->name(choice->values[i]),
		       choice->values[i] == choice->usual ? " (the default)" : "");
	putchar('\n');
}
