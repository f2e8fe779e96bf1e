// SPDX-License-Identifier: GPL-2.0-only
/* privilege.c - which capabilities this process lacks, for sentences */
#include <inttypes.h>
#include <linux/capability.h>
#include <stdio.h>

#include "common/text.h"
#include "app.h"

static const struct {
	int bit;
	const char *name;
} needed[] = {
	{ CAP_NET_ADMIN, "CAP_NET_ADMIN" },
	{ CAP_BPF, "CAP_BPF" },
	{ CAP_SYS_ADMIN, "CAP_SYS_ADMIN" },
};

/* All, if it can't be known: then no capability is named as missing. */
static uint64_t effective(void)
{
	uint64_t capabilities = UINT64_MAX;
	char line[256];
	FILE *file;

	file = fopen("/proc/self/status", "re");
	if (!file)
		return capabilities;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "CapEff: %" SCNx64, &capabilities) == 1)
			break;
	fclose(file);
	return capabilities;
}

const char *missing_capabilities(char text[MISSING_SIZE])
{
	uint64_t have = effective();

	*text = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		if (have & UINT64_C(1) << needed[i].bit)
			continue;
		mb_text_append(text, MISSING_SIZE, "%s%s",
			       *text ? ", " : "; run it as root, missing: ", needed[i].name);
	}
	return text;
}
