// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_alias.c - any bytes as a device's alias and altname, and as the owner of an endpoint.
 *
 * guards: libmacbpf/world/hostdev.c
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frontends/container/owner.h"
#include "libmacbpf/world/hostdev.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int truth)
{
	if (!truth)
		abort();
}

/* A block of its own, so that the sanitizer knows where it ends. */
static char *text_of(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size);

	expect(!!text);
	return text;
}

static void try_owner(const char *owner)
{
	const struct attachment at = { .front = "cni", .network = "net1" };
	char container[OWNER_SIZE], ifname[OWNER_SIZE];

	owner_is_of(owner, &at);
	if (owner_split(owner, container, ifname))
		expect(*container && *ifname && !strchr(container, ':') && !strchr(ifname, ':'));
}

/* Whoever sets an alias writes at most 255 bytes. */
static void try_alias(const char *alias)
{
	struct mb_dev dev = { .ifindex = 7 };
	char owner[MB_IFALIAS_LEN];
	size_t mark;

	snprintf(dev.alias, sizeof(dev.alias), "%s", alias);
	snprintf(dev.hostname, sizeof(dev.hostname), "%s", alias);
	mark = mb_hostdev_mark(dev.alias);
	expect(mark <= strlen(dev.alias));
	expect(!mark || !memchr(dev.alias, ' ', mark));
	expect(!mark || mb_hostdev_is(&dev));
	expect(strlen(mb_hostdev_owner(&dev, owner)) <= mark);
	try_owner(mb_hostdev_owner(&dev, owner));
}

/* Names of devices, and parts of an owner, hold no colon and no blank. */
static bool is_part(const char *text, size_t max)
{
	return *text && strlen(text) <= max && !strpbrk(text, ": \t\n\v\f\r");
}

/* What is made of an owner is read as that owner. */
static void try_way_back(char *text)
{
	char made[OWNER_SIZE], container[OWNER_SIZE], ifname[OWNER_SIZE], read[MB_IFALIAS_LEN];
	char *network = strsep(&text, "/"), *box = strsep(&text, "/"), *name = strsep(&text, "/");
	struct attachment at = { "cni", .network = network, .container = box, .ifname = name };
	struct mb_dev dev = { .ifindex = 7 };

	if (!name || !is_part(network, 200) || !is_part(box, 200) || !is_part(name, 15))
		return;
	owner_make(made, &at);
	expect(owner_is_of(made, &at));
	mb_hostdev_alias(dev.alias, "eth0", name, made);
	expect(!strcmp(mb_hostdev_owner(&dev, read), made));
	if (owner_split(made, container, ifname))
		expect(!strcmp(container, box) && !strcmp(ifname, name));
	else
		expect(strlen(box) > 80 || strchr(box, '~'));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size);

	try_alias(text);
	try_owner(text);
	try_way_back(text);
	free(text);
	return 0;
}
