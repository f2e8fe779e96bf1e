// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_netlink.c - any bytes as the answers of rtnetlink, in which devices name themselves, and of
 * nf_tables, in which who has a netns of his own names chains.
 *
 * The first byte chooses what is asked. Then comes datagram after datagram: a byte that says whose
 * answer it is, two that say how long it is, and so many of the rest.
 *
 * guards: common/netlink.c common/netlink_msg.c libmacbpf/kernel/nft.c
 */
#include <errno.h>
#include <fcntl.h>
#include <netlink/msg.h>
#include <sanitizer/asan_interface.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "common/netlink_msg.h"
#include "common/netns.h"
#include "libmacbpf/kernel/nft.h"
#include "libmacbpf/kernel/nsid.h"
#include "libmacbpf/kernel/rtnl.h"

#define NETNS (-1) /* where we are */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
	const uint8_t *next;
	size_t left;
	uint32_t seq[2]; /* of the last two requests */
} input;

static void expect(int truth)
{
	if (!truth)
		abort();
}

/* ---------------------------------------------------------------- in the kernel's place */

int mb_netns_call(int netns_fd, int (*fn)(void *arg), void *arg)
{
	(void)netns_fd;
	return fn(arg);
}

int __wrap_socket(int family, int type, int protocol);
int __wrap_ioctl(int fd, unsigned long request, ...);
int __wrap_access(const char *path, int mode);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *hdr, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *hdr, int flags);

int __wrap_socket(int family, int type, int protocol)
{
	(void)family;
	(void)type;
	(void)protocol;
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

int __wrap_ioctl(int fd, unsigned long request, ...)
{
	(void)fd;
	(void)request;
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

/* Each module is there. */
int __wrap_access(const char *path, int mode)
{
	(void)path;
	(void)mode;
	return 0;
}

ssize_t __wrap_sendmsg(int fd, const struct msghdr *hdr, int flags)
{
	(void)fd;
	(void)flags;
	for (size_t i = 0; i < 2; i++)
		input.seq[i] = ((const struct nlmsghdr *)hdr->msg_iov[i % hdr->msg_iovlen].iov_base)
				       ->nlmsg_seq;
	return 1;
}

/* The number of a request is nothing that a fuzzer finds. */
static void set_seq(uint8_t *datagram, int len, uint8_t whose)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)datagram;

	for (; whose < 0xf0 && nlmsg_ok(nlh, len); nlh = nlmsg_next(nlh, &len))
		nlh->nlmsg_seq = input.seq[whose & 1];
}

/* The sanitizer is told where a datagram ends in its buffer. */
ssize_t __wrap_recvmsg(int fd, struct msghdr *hdr, int flags)
{
	uint8_t *buffer = hdr->msg_iov->iov_base;
	size_t len, size = hdr->msg_iov->iov_len;

	(void)fd;
	(void)flags;
	ASAN_UNPOISON_MEMORY_REGION(buffer, size);
	len = input.left < 4 ? 0 : input.next[1] | (size_t)input.next[2] << 8;
	if (!len) {
		errno = EAGAIN;
		return -1;
	}
	len = len < input.left - 3 ? len : input.left - 3;
	memcpy(buffer, input.next + 3, len);
	set_seq(buffer, (int)len, input.next[0]);
	ASAN_POISON_MEMORY_REGION(buffer + len, size - len);
	input.next += 3 + len;
	input.left -= 3 + len;
	hdr->msg_flags = 0;
	return (ssize_t)len;
}

/* libnl, which no sanitizer watches, reads without asking how much there is. */
#define GETTER(type, name)                                                                         \
	type __real_##name(const struct nlattr *attr);                                             \
	type __wrap_##name(const struct nlattr *attr);                                             \
	type __wrap_##name(const struct nlattr *attr)                                              \
	{                                                                                          \
		expect(nla_len(attr) >= (int)sizeof(type));                                        \
		return __real_##name(attr);                                                        \
	}

GETTER(uint8_t, nla_get_u8)
GETTER(uint16_t, nla_get_u16)
GETTER(uint32_t, nla_get_u32)
GETTER(int32_t, nla_get_s32)
GETTER(uint64_t, nla_get_u64)

/* ---------------------------------------------------------------- what is asked */

static void check_dev(const struct mb_dev *dev)
{
	expect(memchr(dev->name, '\0', sizeof(dev->name)) != NULL);
	expect(memchr(dev->hostname, '\0', sizeof(dev->hostname)) != NULL);
	expect(memchr(dev->alias, '\0', sizeof(dev->alias)) != NULL);
	expect(memchr(dev->qdisc, '\0', sizeof(dev->qdisc)) != NULL);
}

static void dump(struct mb_netlink *nl)
{
	struct mb_devs devs = { 0 };

	if (!mb_rtnl_dump(nl, &devs))
		for (size_t i = 0; i < devs.count; i++)
			check_dev(&devs.dev[i]);
	for (size_t i = 0; i < devs.altname_count; i++)
		expect(memchr(devs.altname[i].name, '\0', MB_ALTNAME_LEN) != NULL);
	mb_rtnl_free_devs(&devs);
}

static void get(struct mb_netlink *nl)
{
	struct mb_dev dev = { 0 };

	if (!mb_rtnl_get(nl, 7, -1, &dev))
		check_dev(&dev);
}

static void get_by_name(struct mb_netlink *nl)
{
	struct mb_dev dev = { 0 };

	if (!mb_rtnl_get_by_name(nl, "eth0", &dev))
		check_dev(&dev);
}

static void look_for_clsact(struct mb_netlink *nl)
{
	const struct mb_tc_filter ours = { 1, 1, 1 };

	mb_rtnl_has_clsact(nl, 7, true);
	mb_rtnl_clsact_others(nl, 7, &ours);
}

static void dump_filters(struct mb_netlink *nl)
{
	struct mb_tc_filter *filters = NULL;
	size_t count = 0;

	mb_rtnl_filters(nl, 7, false, &filters, &count);
	expect(!count == !filters);
	free(filters);
}

static void list_addresses(struct mb_netlink *nl)
{
	struct mb_addresses addresses = { 0 };

	mb_rtnl_addresses(nl, 7, &addresses);
	expect(!addresses.count == !addresses.mac);
	for (size_t i = 0; i < addresses.count; i++)
		expect(!(addresses.mac[i][0] & 1));
	free(addresses.mac);
}

static void attach(struct mb_netlink *nl)
{
	const struct mb_tc_filter ours = { 1, 1, 1 };
	bool made;

	mb_rtnl_clsact_attach(nl, 7, "clsact", 3, &ours, &made);
}

static void get_nsid(struct mb_netlink *nl)
{
	int32_t nsid;

	mb_nsid_get(nl, NETNS, &nsid);
}

static void list_chains(struct mb_netlink *nl)
{
	const struct mb_nft_chain *chain = NULL;
	struct mb_nft nft = { .asked = false };

	(void)nl; /* it has one of its own */
	while ((chain = mb_nft_next(&nft, "eth0", false, chain))) {
		expect(memchr(chain->table, '\0', sizeof(chain->table)) != NULL);
		expect(memchr(chain->name, '\0', sizeof(chain->name)) != NULL);
		expect(memchr(chain->dev, '\0', sizeof(chain->dev)) != NULL);
	}
	mb_nft_free(&nft);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const questions[])(struct mb_netlink *) = {
		dump,	get,	  get_by_name,	  look_for_clsact, dump_filters,
		attach, get_nsid, list_addresses, list_chains,
	};
	struct mb_netlink *nl;

	if (!size)
		return 0;
	input.next = data + 1;
	input.left = size - 1;
	expect(!mb_netlink_open(&nl, NETNS));
	questions[data[0] % (sizeof(questions) / sizeof(questions[0]))](nl);
	expect(strlen(mb_netlink_hint(nl)) < 160);
	mb_netlink_close(nl);
	return 0;
}
