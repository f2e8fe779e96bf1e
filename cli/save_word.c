// SPDX-License-Identifier: GPL-2.0-only
/* save_word.c - words of `macbpf link` for an endpoint that is there, each by its type */
#include <arpa/inet.h>
#include <inttypes.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>

#include "save.h"

static const void *value_of(const struct saved *s, const struct link_word *word)
{
	return (const char *)&s->info + word->info;
}

static uint32_t number_of(const struct saved *s, const struct link_word *word)
{
	return *(const uint32_t *)value_of(s, word);
}

static void say_word(const struct link_word *word)
{
	printf(" %.*s", names_first_length(word->names), word->names);
}

static void say_mac(const uint8_t mac[MACBPF_MAC_LEN])
{
	printf(" %02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
}

static void say_number(const struct link_word *word, uint32_t number)
{
	say_word(word);
	printf(" %" PRIu32, number);
}

/* ---------------------------------------------------------------- a text, as a batch reads it */

bool save_can_say(const char *text)
{
	return !strchr(text, '\n') && !(strchr(text, '"') && strchr(text, '\''));
}

void save_say(const char *text)
{
	const char *quote = strchr(text, '"') ? "'" : "\"";
	bool plain = *text && *text != '#' && !strpbrk(text, " \t\r\"'\\");

	printf(" %s%s%s", plain ? "" : quote, text, plain ? "" : quote);
}

void save_text(const struct saved *s, const struct link_word *word)
{
	const char *text = *(const char *const *)value_of(s, word);

	if (!*text)
		return;
	say_word(word);
	save_say(text);
}

/* ---------------------------------------------------------------- types that several have */

void save_number(const struct saved *s, const struct link_word *word)
{
	if (number_of(s, word) != word->usual)
		say_number(word, number_of(s, word));
}

void save_signed(const struct saved *s, const struct link_word *word)
{
	if (number_of(s, word) == word->usual)
		return;
	say_word(word);
	printf(" %" PRId32, (int32_t)number_of(s, word));
}

void save_mac(const struct saved *s, const struct link_word *word)
{
	static const uint8_t usual[MACBPF_MAC_LEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	const uint8_t *mac = value_of(s, word);

	if (!memcmp(mac, usual, sizeof(usual)))
		return;
	say_word(word);
	say_mac(mac);
}

/* Of two words one. Who waits for an address that another has is not made up with it. */
void save_state(const struct saved *s, const struct link_word *word)
{
	if (!word->inverted && !s->info.owns_kept)
		return;
	if (!(s->info.dev_flags & word->flag) == word->inverted)
		say_word(word);
}

void save_on_off(const struct saved *s, const struct link_word *word)
{
	uint32_t flag = s->info.dev_flags & word->flag;

	if (flag == word->usual)
		return;
	say_word(word);
	fputs(!flag == word->inverted ? " on" : " off", stdout);
}

void save_bool(const struct saved *s, const struct link_word *word)
{
	if (number_of(s, word) == word->usual)
		return;
	say_word(word);
	fputs(number_of(s, word) ? " on" : " off", stdout);
}

void save_choice(const struct saved *s, const struct link_word *word)
{
	say_word(word);
	printf(" %s", word->choice->name(number_of(s, word)));
}

/* ---------------------------------------------------------------- words like no other */

/*
 * The lower's is what it gets by itself, also if the lower has another by then. More only who is
 * root there has given it, and no command takes that.
 */
void save_mtu(const struct saved *s, const struct link_word *word)
{
	if (s->info.mtu < s->lower_mtu)
		say_number(word, s->info.mtu);
}

void save_txqueuelen(const struct saved *s, const struct link_word *word)
{
	if (s->info.txqueuelen != (s->info.type == MACBPF_TYPE_MACVTAP ? 500 : 1000))
		say_number(word, s->info.txqueuelen);
}

/* Of a tap they are its `queues`. */
void save_queues(const struct saved *s, const struct link_word *word)
{
	if (s->info.type != MACBPF_TYPE_MACVTAP)
		save_number(s, word);
}

void save_netns(const struct saved *s, const struct link_word *word)
{
	if (s->info.netnsid >= 0)
		save_text(s, word);
}

static bool is_among(const struct choice *choice, uint32_t value)
{
	for (size_t i = 0; i < choice->count; i++)
		if (choice->values[i] == value)
			return value != choice->usual;
	return false;
}

/* Only what can be asked for: a netkit's hook is its own, and so is a tap's kind. */
void save_asked(const struct saved *s, const struct link_word *word)
{
	if (is_among(word->choice, number_of(s, word)))
		save_choice(s, word);
}

static void say_addrs(const struct saved *s)
{
	static const uint8_t mapped[12] = { [10] = 0xff, 0xff };
	const char *label = " ip ";
	const uint8_t *addr = NULL;
	char text[INET6_ADDRSTRLEN];

	while ((addr = macbpf_guard_addr__next(s->link, addr))) {
		bool v4 = !memcmp(addr, mapped, sizeof(mapped));

		inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? addr + 12 : addr, text, sizeof(text));
		printf("%s%s", label, text);
		label = ",";
	}
}

static void say_allowed(uint32_t guard)
{
	const char *label = " allow ";

	for (uint32_t flag = 1; flag; flag <<= 1) {
		if (!(guard & flag) || !macbpf_guard_allow__name(flag))
			continue;
		printf("%s%s", label, macbpf_guard_allow__name(flag));
		label = " ";
	}
}

void save_guard(const struct saved *s, const struct link_word *word)
{
	if (!s->info.guard)
		return;
	say_word(word);
	fputs(" mac", stdout);
	say_addrs(s);
	say_allowed(s->info.guard);
}

void save_flags(const struct saved *s, const struct link_word *word)
{
	static const uint32_t flags[] = { MACBPF_FLAG_NOPROMISC, MACBPF_FLAG_NODST };

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		if (!(s->info.flags & flags[i]))
			continue;
		say_word(word);
		printf(" %s", macbpf_flag__name(flags[i]));
	}
}

void save_macaddr(const struct saved *s, const struct link_word *word)
{
	const uint8_t *mac = NULL;

	if (s->info.mode != MACBPF_MODE_SOURCE)
		return;
	say_word(word);
	fputs(s->info.macaddr_count ? " set" : " flush", stdout);
	while ((mac = macbpf_source__next(s->link, mac)))
		say_mac(mac);
}

/* By number: names may come later than devices. */
void save_id(const struct saved *s, const struct link_word *word)
{
	if (number_of(s, word) != MACBPF_NO_ID)
		say_number(word, number_of(s, word));
}

/* Bare numbers are bits a second, and bytes. */
static void say_rate(const struct link_word *word, const char *way, uint64_t bits, uint32_t burst)
{
	if (!bits)
		return;
	say_word(word);
	printf(" %s %" PRIu64 " burst %" PRIu32, way, bits, burst);
}

void save_rate(const struct saved *s, const struct link_word *word)
{
	say_rate(word, "in", s->info.rate_in, s->info.rate_in_burst);
	say_rate(word, "out", s->info.rate_out, s->info.rate_out_burst);
}
