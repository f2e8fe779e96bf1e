// SPDX-License-Identifier: GPL-2.0-only
/* change.c - changes as command lines, and as the topology that follows. */
#include "change.h"

#include <stdio.h>
#include <string.h>

#include "common/text.h"

static const char *mac_text(const struct topology *t, const char *name, char text[18])
{
	struct address a = address_of(t, name);

	snprintf(text, 18, "%02x:%02x:%02x:%02x:%02x:%02x", a.mac[0], a.mac[1], a.mac[2], a.mac[3],
		 a.mac[4], a.mac[5]);
	return text;
}

static const char *type_of(const struct endpoint *ep)
{
	return ep->tap ? "macvtap" : "macvlan";
}

/* Appends the addresses to the line. */
static void add_macs(const struct topology *t, const char *const *names, size_t count, char *line,
		     size_t size)
{
	char mac[18];

	for (size_t i = 0; i < count && names[i]; i++)
		mb_text_append(line, size, " %s", mac_text(t, names[i], mac));
}

static bool applies_to(const struct change *c, const struct endpoint *ep)
{
	switch (c->kind) {
	case CHANGE_ADD:
		return !is_there(ep);
	case CHANGE_FLAG: /* a passthru device that is down: macvlan loses count of promiscuity */
		if (is_mode(ep, "passthru"))
			return !ep->down && strcmp(c->word, "nodst") != 0;
		return is_there(ep) && strcmp(c->word, "nopromisc") != 0;
	case CHANGE_UP:
		return is_there(ep) && ep->down;
	case CHANGE_MOVE:
		return is_there(ep) && !ep->tap;
	default:
		return is_there(ep);
	}
}

bool change_applies(const struct change *c, const struct topology *t)
{
	if (c->kind == CHANGE_LOWER_MTU)
		return endpoint_count(t) > 0;
	return applies_to(c, &t->endpoint[c->slot]);
}

void add_line(const struct topology *t, size_t slot, const struct names *names,
	      char line[CHANGE_LINE])
{
	const struct endpoint *ep = &t->endpoint[slot];
	char mac[18], slot_name[8], mtu[16] = "";

	snprintf(slot_name, sizeof(slot_name), "#%zu", slot);
	if (ep->mtu)
		snprintf(mtu, sizeof(mtu), " mtu %u", ep->mtu);
	snprintf(line, CHANGE_LINE,
		 "link add link low name %s address %s%s netns %s%s type %s mode %s%s%s%s",
		 ep->name, mac_text(t, slot_name, mac), mtu, ep->local ? names->lower : names->box,
		 ep->down ? "" : " up", type_of(ep), ep->mode, ep->flag ? " " : "",
		 ep->flag ? ep->flag : "", ep->lists[0] ? " macaddr set" : "");
	add_macs(t, ep->lists, LISTED_MAX, line, CHANGE_LINE);
}

/* ip knows nopromisc only beside "mode passthru". */
static const char *mode_words(const struct endpoint *ep)
{
	return is_mode(ep, "passthru") ? "mode passthru " : "";
}

static const char *other_name(const struct endpoint *ep, char name[16])
{
	snprintf(name, 16, "%c%s", ep->name[0] == 'e' ? 'r' : 'e', ep->name + 1);
	return name;
}

static void set_line(const struct change *c, const struct topology *t, const struct names *names,
		     char *words, size_t size)
{
	const struct endpoint *ep = &t->endpoint[c->slot];
	char text[18];

	switch (c->kind) {
	case CHANGE_MODE:
		snprintf(words, size, "type %s mode %s", type_of(ep), c->word);
		break;
	case CHANGE_FLAG:
		snprintf(words, size, "type %s %sflag %s", type_of(ep), mode_words(ep), c->word);
		break;
	case CHANGE_LIST:
		snprintf(words, size, "type %s macaddr %s", type_of(ep), c->word);
		add_macs(t, c->addresses, CHANGE_ADDRESSES, words, size);
		break;
	case CHANGE_ADDRESS:
		snprintf(words, size, "address %s", mac_text(t, c->addresses[0], text));
		break;
	case CHANGE_MTU:
		snprintf(words, size, "mtu %u", c->mtu);
		break;
	case CHANGE_MOVE:
		snprintf(words, size, "netns %s", ep->local ? names->box : names->lower);
		break;
	case CHANGE_RENAME:
		snprintf(words, size, "name %s", other_name(ep, text));
		break;
	case CHANGE_LOWER_MTU: /* macbpf follows with its next command: here is one */
		snprintf(words, size, "txqueuelen 1000");
		break;
	default:
		snprintf(words, size, "%s", c->kind == CHANGE_UP ? "up" : "down");
	}
}

void change_line(const struct change *c, const struct topology *t, const struct names *names,
		 char line[CHANGE_LINE])
{
	struct topology with = *t;
	char words[CHANGE_LINE / 2];

	if (c->kind == CHANGE_ADD) {
		with.endpoint[c->slot] = c->added;
		add_line(&with, c->slot, names, line);
		return;
	}
	if (c->kind == CHANGE_DEL) {
		snprintf(line, CHANGE_LINE, "link del dev %s", t->endpoint[c->slot].name);
		return;
	}
	set_line(c, t, names, words, sizeof(words));
	snprintf(line, CHANGE_LINE, "link set dev %s %s", t->endpoint[c->slot].name, words);
}

/* ---------------------------------------------------------------- results */

static size_t list_length(const struct endpoint *ep)
{
	size_t n = 0;

	while (n < LISTED_MAX && ep->lists[n])
		n++;
	return n;
}

static void list_del(struct endpoint *ep, const char *name)
{
	size_t n = list_length(ep);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(ep->lists[i], name)) {
			ep->lists[i] = ep->lists[n - 1];
			ep->lists[n - 1] = NULL;
			return;
		}
}

static void list_add(struct endpoint *ep, const char *name)
{
	list_del(ep, name);
	if (list_length(ep) < LISTED_MAX)
		ep->lists[list_length(ep)] = name;
}

static void change_list(const struct change *c, struct endpoint *ep)
{
	if (!strcmp(c->word, "set") || !strcmp(c->word, "flush"))
		memset(ep->lists, 0, sizeof(ep->lists));
	for (size_t i = 0; i < CHANGE_ADDRESSES && c->addresses[i]; i++) {
		if (!strcmp(c->word, "del"))
			list_del(ep, c->addresses[i]);
		else
			list_add(ep, c->addresses[i]);
	}
}

static void change_mode(const struct change *c, struct endpoint *ep)
{
	if (strcmp(c->word, "source") != 0)
		memset(ep->lists, 0, sizeof(ep->lists));
	ep->mode = c->word;
}

static void change_lower_mtu(const struct change *c, struct topology *t)
{
	t->mtu = c->mtu;
	for (size_t i = 0; i < ENDPOINTS_MAX; i++)
		if (t->endpoint[i].mtu > c->mtu)
			t->endpoint[i].mtu = c->mtu;
}

/* Passthru shares its address with the lower, and gives it back in the end. */
static void change_address(const struct change *c, struct topology *t)
{
	struct endpoint *ep = &t->endpoint[c->slot];

	if (!strcmp(c->addresses[0], "LOW"))
		return; /* refused, or its own */
	if (is_mode(ep, "passthru"))
		t->lower_address = c->addresses[0];
	else
		ep->address = c->addresses[0];
}

static void remove_endpoint(struct topology *t, struct endpoint *ep)
{
	if (is_mode(ep, "passthru"))
		t->lower_address = NULL;
	memset(ep, 0, sizeof(*ep));
}

static void change_endpoint(const struct change *c, struct endpoint *ep)
{
	char name[16];

	switch (c->kind) {
	case CHANGE_ADD:
		*ep = c->added;
		break;
	case CHANGE_MODE:
		change_mode(c, ep);
		break;
	case CHANGE_FLAG:
		ep->flag = strcmp(c->word, "null") ? c->word : NULL;
		break;
	case CHANGE_LIST:
		change_list(c, ep);
		break;
	case CHANGE_MTU:
		ep->mtu = c->mtu;
		break;
	case CHANGE_MOVE: /* what moves goes down */
		ep->local = !ep->local;
		ep->down = true;
		break;
	case CHANGE_UP:
	case CHANGE_DOWN:
		ep->down = c->kind == CHANGE_DOWN;
		break;
	default:
		memcpy(ep->name, other_name(ep, name), sizeof(ep->name));
	}
}

struct topology change_result(const struct change *c, const struct topology *t)
{
	struct topology after = *t;

	switch (c->kind) {
	case CHANGE_DEL:
		remove_endpoint(&after, &after.endpoint[c->slot]);
		break;
	case CHANGE_ADDRESS:
		change_address(c, &after);
		break;
	case CHANGE_LOWER_MTU:
		change_lower_mtu(c, &after);
		break;
	default:
		change_endpoint(c, &after.endpoint[c->slot]);
	}
	return after;
}
