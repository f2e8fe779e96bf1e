// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* names.c - the words for types, modes, flags, hooks and kinds, and what is a name; pure. */
#include <ctype.h>
#include <errno.h>
#include <net/if.h>
#include <string.h>

#include <macbpf/macbpf.h>

#include "common/own.h"
#include "base/names.h"

struct word {
	uint32_t value;
	const char *name;
};

static const struct word types[] = {
	{ MACBPF_TYPE_MACVLAN, "macvlan" },
	{ MACBPF_TYPE_MACVTAP, "macvtap" },
};

static const struct word modes[] = {
	{ MACBPF_MODE_PRIVATE, "private" }, { MACBPF_MODE_VEPA, "vepa" },
	{ MACBPF_MODE_BRIDGE, "bridge" },   { MACBPF_MODE_PASSTHRU, "passthru" },
	{ MACBPF_MODE_SOURCE, "source" },
};

static const struct word flags[] = {
	{ MACBPF_FLAG_NOPROMISC, "nopromisc" },
	{ MACBPF_FLAG_NODST, "nodst" },
};

static const struct word hooks[] = {
	{ MACBPF_HOOK_AUTO, "auto" },
	{ MACBPF_HOOK_TCX, "tcx" },
	{ MACBPF_HOOK_CLSACT, "clsact" },
	{ MACBPF_HOOK_NETKIT, "netkit" },
};

static const struct word kinds[] = {
	{ MACBPF_KIND_AUTO, "auto" },
	{ MACBPF_KIND_VETH, "veth" },
	{ MACBPF_KIND_NETKIT, "netkit" },
	{ MACBPF_KIND_TAP, "tap" },
};

static const struct word guard_allows[] = {
	{ MACBPF_GUARD_ALLOW_RA, "ra" },       { MACBPF_GUARD_ALLOW_DHCP_SERVER, "dhcp-server" },
	{ MACBPF_GUARD_ALLOW_QUERY, "query" }, { MACBPF_GUARD_ALLOW_L2, "l2" },
	{ MACBPF_GUARD_ALLOW_VLAN, "vlan" },
};

static const struct word acts[] = {
	{ MACBPF_ACT_NEXT, "next" },	   { MACBPF_ACT_DROP, "drop" },
	{ MACBPF_ACT_WIRE, "wire" },	   { MACBPF_ACT_DELIVER, "deliver" },
	{ MACBPF_ACT_REFLECT, "reflect" }, { MACBPF_ACT_HOST, "host" },
};

static const struct word feature_states[] = {
	{ MACBPF_FEATURE_NO, "no" },
	{ MACBPF_FEATURE_YES, "yes" },
	{ MACBPF_FEATURE_UNKNOWN, "unknown" },
};

static const struct word finding_levels[] = {
	{ MACBPF_FINDING_NOTE, "note" },
	{ MACBPF_FINDING_WARNING, "warning" },
};

static const char *word_name(const struct word *words, size_t n, uint32_t value)
{
	for (size_t i = 0; i < n; i++)
		if (words[i].value == value)
			return words[i].name;
	return NULL;
}

static int word_parse(const struct word *words, size_t n, const char *name, uint32_t *value)
{
	for (size_t i = 0; name && i < n; i++) {
		if (!strcmp(words[i].name, name)) {
			*value = words[i].value;
			return 0;
		}
	}
	errno = EINVAL;
	return -EINVAL;
}

const char *macbpf_type__name(uint32_t type)
{
	return word_name(types, ARRAY_SIZE(types), type);
}

int macbpf_type__parse(const char *word, uint32_t *type)
{
	return word_parse(types, ARRAY_SIZE(types), word, type);
}

const char *macbpf_act__name(uint32_t act)
{
	return word_name(acts, ARRAY_SIZE(acts), act);
}

const char *macbpf_mode__name(uint32_t mode)
{
	return word_name(modes, ARRAY_SIZE(modes), mode);
}

int macbpf_mode__parse(const char *word, uint32_t *mode)
{
	return word_parse(modes, ARRAY_SIZE(modes), word, mode);
}

const char *macbpf_flag__name(uint32_t flag)
{
	return word_name(flags, ARRAY_SIZE(flags), flag);
}

int macbpf_flag__parse(const char *word, uint32_t *flag)
{
	return word_parse(flags, ARRAY_SIZE(flags), word, flag);
}

const char *macbpf_hook__name(uint32_t hook)
{
	return word_name(hooks, ARRAY_SIZE(hooks), hook);
}

int macbpf_hook__parse(const char *word, uint32_t *hook)
{
	return word_parse(hooks, ARRAY_SIZE(hooks), word, hook);
}

const char *macbpf_kind__name(uint32_t kind)
{
	return word_name(kinds, ARRAY_SIZE(kinds), kind);
}

int macbpf_kind__parse(const char *word, uint32_t *kind)
{
	return word_parse(kinds, ARRAY_SIZE(kinds), word, kind);
}

const char *macbpf_guard_allow__name(uint32_t flag)
{
	return word_name(guard_allows, ARRAY_SIZE(guard_allows), flag);
}

int macbpf_guard_allow__parse(const char *word, uint32_t *flag)
{
	return word_parse(guard_allows, ARRAY_SIZE(guard_allows), word, flag);
}

const char *macbpf_feature_state__name(uint32_t state)
{
	return word_name(feature_states, ARRAY_SIZE(feature_states), state);
}

const char *macbpf_finding_level__name(uint32_t level)
{
	return word_name(finding_levels, ARRAY_SIZE(finding_levels), level);
}

bool mb_name_valid(const char *name)
{
	size_t len = strlen(name);

	if (!len || len >= IFNAMSIZ || !strcmp(name, ".") || !strcmp(name, ".."))
		return false;
	for (; *name; name++)
		if (*name == '/' || *name == ':' || *name == '%' || isspace((unsigned char)*name))
			return false;
	return true;
}
