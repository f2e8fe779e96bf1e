// SPDX-License-Identifier: GPL-2.0-only
/* bulk.c - files of commands that make many endpoints, for each of the peers. */
#include "bulk.h"

#include <err.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "peers.h"

#define MAC_FORMAT  "02:00:00:01:%02x:%02x"
#define MAC_ARGS(n) (n) >> 8, 0xff & (n)
#define ONE_QUEUE   "numtxqueues 1 numrxqueues 1"
#define WORDS	    256

void bulk_mac(uint8_t mac[6], unsigned int endpoint)
{
	uint8_t bytes[6] = { 2, 0, 0, 1, endpoint >> 8, endpoint & 0xff };

	memcpy(mac, bytes, sizeof(bytes));
}

/* In memory, and inherited by whom we run: nothing is left of it, however we end. */
static int new_file(void)
{
	int fd = memfd_create("bench", 0);

	if (fd < 0)
		err(1, "bench: file of commands");
	return fd;
}

/* The words after the command's name. */
static void add_words(char words[WORDS], const struct peer *peer, unsigned int n,
		      unsigned int group)
{
	if (peer->id == PEER_BRIDGE)
		snprintf(words, WORDS,
			 "link add e%u address " MAC_FORMAT " group %u " ONE_QUEUE
			 " up type veth peer name p%u netns %s " ONE_QUEUE,
			 n, MAC_ARGS(n), group, n, peer->host.name);
	else
		snprintf(words, WORDS,
			 "link add link low name e%u address " MAC_FORMAT
			 " netns %s group %u up %s type macvlan mode bridge",
			 n, MAC_ARGS(n), peer->spot[SPOT_B].name, group,
			 peer->id == PEER_FLOOR ? "endpoint veth" : "");
}

void bulk_open(struct bulk *b, const struct peer *peer, unsigned int first, unsigned int last,
	       unsigned int group)
{
	bool bridge = peer->id == PEER_BRIDGE;
	char words[WORDS];

	*b = (struct bulk){
		.peer = peer,
		.first = first,
		.last = last,
		.group = group,
		.add = new_file(),
		.join = bridge ? new_file() : -1,
		.del = new_file(),
		.options = "",
	};
	for (unsigned int n = first; n <= last; n++) {
		add_words(words, peer, n, group);
		dprintf(b->add, "%s\n", words);
		if (bridge)
			dprintf(b->join, "link set p%u master br0 up\n", n);
		dprintf(b->del, "link del e%u\n", n);
	}
}

void bulk_add_one(const struct peer *peer, unsigned int n)
{
	const char *tool = peer_is_ours(peer) ? macbpf_path() : "ip";
	char words[WORDS];

	add_words(words, peer, n, 0);
	run_ok(peer->id == PEER_BRIDGE ? &peer->spot[SPOT_B] : &peer->host, "%s %s", tool, words);
	if (peer->id == PEER_BRIDGE)
		run_ok(&peer->host, "ip link set p%u master br0 up", n);
}

void bulk_del_one(const struct peer *peer, unsigned int n)
{
	if (peer_is_ours(peer))
		run_ok(&peer->host, "%s link del e%u", macbpf_path(), n);
	else
		run_ok(&peer->spot[SPOT_B], "ip link del e%u", n);
}

static void run_file(const struct netns *ns, const char *tool, const char *options, int fd)
{
	run_ok(ns, "%s %s -batch /proc/self/fd/%d", tool, options, fd);
}

void bulk_add(const struct bulk *b)
{
	const struct netns *host = &b->peer->host;

	switch (b->peer->id) {
	case PEER_MACBPF:
	case PEER_FLOOR:
	case PEER_OPEN:
		run_file(host, macbpf_path(), b->options, b->add);
		break;
	case PEER_MACVLAN:
		run_file(host, "ip", "", b->add);
		break;
	default:
		run_file(&b->peer->spot[SPOT_B], "ip", "", b->add);
		run_file(host, "ip", "", b->join);
	}
}

void bulk_del(const struct bulk *b)
{
	if (peer_is_ours(b->peer))
		run_file(&b->peer->host, macbpf_path(), b->options, b->del);
	else
		run_file(&b->peer->spot[SPOT_B], "ip", "", b->del);
}

/* Ours go with their devices, and the next command that writes clears up. */
void bulk_del_group(const struct bulk *b)
{
	run_ok(&b->peer->spot[SPOT_B], "ip link del group %u", b->group);
	if (peer_is_ours(b->peer))
		run_ok(&b->peer->host, "%s link set e0 alias kept", macbpf_path());
}

void bulk_del_best(const struct bulk *b)
{
	if (peer_is_ours(b->peer))
		bulk_del(b);
	else
		bulk_del_group(b);
}

void bulk_close(struct bulk *b)
{
	const int files[] = { b->add, b->join, b->del };

	for (int i = 0; i < 3; i++)
		if (files[i] >= 0)
			close(files[i]);
}

void bulk_tell(const struct peer *peer, unsigned int first, unsigned int last)
{
	int fd;

	if (peer->id != PEER_BRIDGE)
		return;
	fd = new_file();
	for (unsigned int n = first; n <= last; n++)
		dprintf(fd, "fdb add " MAC_FORMAT " dev p%u master static\n", MAC_ARGS(n), n);
	run_file(&peer->host, "bridge", "", fd);
	close(fd);
}
