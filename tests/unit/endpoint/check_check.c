// SPDX-License-Identifier: GPL-2.0-only
/* check_check.c - every refusal: its error, what its sentence names, and that nothing is changed.
 */
#include <errno.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <string.h>

#include "tests/unit/rig.h"

enum op {
	ADD, /* `name` on `lower` */
	SET,
	DEL,
};

#define MODE(m) .has = MACBPF_LINK_MODE, .mode = MACBPF_MODE_##m
#define SOURCE(op, n, list)                                                                        \
	.has = MACBPF_LINK_MODE | MACBPF_LINK_MACADDR, .mode = MACBPF_MODE_SOURCE,                 \
	.macaddr_op = (op), .macaddr_count = (n), .macaddr = (list)
#define UP   .dev_flags = IFF_UP, .dev_flags_mask = IFF_UP
#define BOTH (MACBPF_LINK_MODE | MACBPF_LINK_MACADDR)

static const uint8_t zero[6], group[6] = { 1, 0, 0x5e, 0, 0, 1 };
static const uint8_t lowers[6] = { 2, 0, 0, 0, 0, 0xfe };
static const uint8_t good[][6] = { { 2, 0, 0, 0, 2, 1 }, { 2, 0, 0, 0, 2, 2 } };
static const uint8_t with_group[][6] = { { 2, 0, 0, 0, 2, 1 }, { 3, 0, 0, 0, 2, 2 } };
static const uint8_t with_zero[][6] = { { 0 } };
static const char long_alias[] =
	"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567"
	"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567"
	"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567";

/* ---------------------------------------------------------------- what there is before */

static void nothing(void)
{
}

/* mv0 is up and mv1 down; "eth" is taken in box1. */
static void two(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), UP, .address = MAC(1) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(VEPA), .address = MAC(2) });
	fake_dev_add(FAKE_BOX1, "eth", 0);
}

#define TAP MACBPF_LINK_TYPE, .type = MACBPF_TYPE_MACVTAP

static void tap(void)
{
	rig_add("tap0", (struct macbpf_link_opts){ .has = TAP, .owner = "me" });
}

static void passthru(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(PASSTHRU) });
}

static void slave(void)
{
	struct fake_dev *bond = fake_dev_add(FAKE_HOME, "bond0", 0);

	fake_dev_named(FAKE_HOME, "eth0")->dev.bundle = bond->dev.ifindex;
}

static void not_ethernet(void)
{
	fake_dev_named(FAKE_HOME, "eth0")->dev.type = ARPHRD_NONE;
}

static void hidden(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .netns = "box1" });
	fake.hidden[FAKE_BOX1] = true;
}

/* mv1 has the MAC of mv0, which is up. */
static void waiting(void)
{
	two();
	rig_add("mv2", (struct macbpf_link_opts){ .address = MAC(1) });
}

static void few_sources(void)
{
	fake.sources_max = 1;
}

static void other_abi(void)
{
	two();
	rig_change_version();
}

/* ---------------------------------------------------------------- what is asked for */

static const struct {
	const char *what;
	void (*before)(void);
	enum op op;
	const char *lower, *name;
	struct macbpf_link_opts opts;
	int want;
	const char *word; /* in the sentence */
} cases[] = {
	{ "no such lower", nothing, ADD, "eth7", "mv9", { 0 }, -ENODEV, "\"eth7\"" },
	{ "the lower is lo", nothing, ADD, "lo", "mv9", { 0 }, -EINVAL, "lo is the loopback" },
	{ "the lower is not Ethernet",
	  not_ethernet,
	  ADD,
	  "eth0",
	  "mv9",
	  { 0 },
	  -EINVAL,
	  "eth0 is not an Ethernet" },
	{ "the lower is a slave", slave, ADD, "eth0", "mv9", { 0 }, -EBUSY, "give bond0 itself" },
	{ "the lower is a hostdev", two, ADD, "mb0", "mv9", { 0 }, -ELOOP, "give eth0 itself" },

	{ "no name", nothing, ADD, "eth0", "", { 0 }, -EINVAL, "\"\" is not a device name" },
	{ "a long name",
	  nothing,
	  ADD,
	  "eth0",
	  "abcdefghijklmnop",
	  { 0 },
	  -EINVAL,
	  "\"abcdefghijklmnop\"" },
	{ "a name with a slash", nothing, ADD, "eth0", "a/b", { 0 }, -EINVAL, "\"a/b\"" },
	{ "a name that is a pattern", nothing, ADD, "eth0", "mv%d", { 0 }, -EINVAL, "\"mv%d\"" },
	{ "a name to rename to, for add",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .name = "mv8" },
	  -EINVAL,
	  "rename" },
	{ "a new name that is none", two, SET, NULL, "mv0", { .name = "a b" }, -EINVAL, "\"a b\"" },
	{ "a name that is taken", two, ADD, "eth0", "mv0", { 0 }, -EEXIST, "\"mv0\"" },
	{ "a name that is taken in the target netns",
	  two,
	  ADD,
	  "eth0",
	  "eth",
	  { .netns = "box1" },
	  -EEXIST,
	  "\"eth\"" },
	{ "an ifindex that is taken",
	  two,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_INDEX, .index = 2 },
	  -EEXIST,
	  "index 2" },
	{ "a new name that is taken",
	  two,
	  SET,
	  NULL,
	  "mv0",
	  { .name = "mv1" },
	  -EEXIST,
	  "\"mv1\"" },
	{ "a move to where the name is taken",
	  two,
	  SET,
	  NULL,
	  "mv0",
	  { .netns = "box1", .name = "eth" },
	  -EEXIST,
	  "\"eth\"" },

	{ "no such netns", nothing, ADD, "eth0", "mv9", { .netns = "box9" }, -ENOENT, "\"box9\"" },
	{ "a file that is no netns",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .netns = "/not/a/netns" },
	  -EINVAL,
	  "\"/not/a/netns\"" },
	{ "a move to no netns", two, SET, NULL, "mv0", { .netns = "box9" }, -ENOENT, "\"box9\"" },
	{ "a device in a netns without a way in",
	  hidden,
	  SET,
	  NULL,
	  "mv0",
	  { .alias = "x" },
	  -ENXIO,
	  "mv0" },

	{ "a multicast MAC",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .address = group },
	  -EADDRNOTAVAIL,
	  "01:00:5e:00:00:01 is multicast" },
	{ "a zero MAC",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .address = zero },
	  -EADDRNOTAVAIL,
	  "00:00:00:00:00:00 is zero" },
	{ "a multicast MAC for set",
	  two,
	  SET,
	  NULL,
	  "mv0",
	  { .address = group },
	  -EADDRNOTAVAIL,
	  "01:00:5e:00:00:01" },
	{ "the lower's MAC, up",
	  two,
	  ADD,
	  "eth0",
	  "mv9",
	  { UP, .address = lowers },
	  -EADDRINUSE,
	  "eth0 itself" },
	{ "the lower's MAC, up, on a lower without a port",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { UP, .address = lowers },
	  -EADDRINUSE,
	  "eth0 itself" },
	{ "the MAC of one that is up, up",
	  two,
	  ADD,
	  "eth0",
	  "mv9",
	  { UP, .address = MAC(1) },
	  -EADDRINUSE,
	  "mv0" },
	{ "a change to the lower's MAC",
	  two,
	  SET,
	  NULL,
	  "mv1",
	  { .address = lowers },
	  -EADDRINUSE,
	  "eth0 itself" },
	{ "a change to the MAC of one that is up",
	  two,
	  SET,
	  NULL,
	  "mv1",
	  { .address = MAC(1) },
	  -EADDRINUSE,
	  "mv0" },
	{ "up with the MAC of one that is up",
	  waiting,
	  SET,
	  NULL,
	  "mv2",
	  { UP },
	  -EADDRINUSE,
	  "mv0" },

	{ "an mtu too small",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_MTU, .mtu = 67 },
	  -EINVAL,
	  "mtu 67 is less than 68" },
	{ "an mtu over the lower's",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_MTU, .mtu = 1501 },
	  -EINVAL,
	  "mtu 1501 is more than the 1500 of eth0" },
	{ "a change to an mtu over the lower's",
	  two,
	  SET,
	  NULL,
	  "mv0",
	  { .has = MACBPF_LINK_MTU, .mtu = 9000 },
	  -EINVAL,
	  "mtu 9000" },
	{ "no transmit queue",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_NUMTXQUEUES },
	  -EINVAL,
	  "numtxqueues 0" },
	{ "too many receive queues",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_NUMRXQUEUES, .numrxqueues = 4097 },
	  -EINVAL,
	  "numrxqueues 4097" },
	{ "a number of queues for set",
	  two,
	  SET,
	  NULL,
	  "mv0",
	  { .has = MACBPF_LINK_NUMTXQUEUES, .numtxqueues = 2 },
	  -EINVAL,
	  "fixed" },
	{ "an index for set",
	  two,
	  SET,
	  NULL,
	  "mv0",
	  { .has = MACBPF_LINK_INDEX, .index = 9 },
	  -EINVAL,
	  "index" },
	{ "a long alias", nothing, ADD, "eth0", "mv9", { .alias = long_alias }, -EINVAL, "alias" },
	{ "an owner without a letter",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .owner = "" },
	  -EINVAL,
	  "owner" },
	{ "an owner with a space",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .owner = "a b" },
	  -EINVAL,
	  "owner" },
	{ "a long owner", nothing, ADD, "eth0", "mv9", { .owner = long_alias }, -EINVAL, "200" },
	{ "an owner for set", two, SET, NULL, "mv0", { .owner = "me" }, -EINVAL, "fixed" },
	{ "a type that is not known",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_TYPE, .type = 2 },
	  -EINVAL,
	  "type 2" },
	{ "a macvtap that is to be a macvlan",
	  tap,
	  SET,
	  NULL,
	  "tap0",
	  { .has = MACBPF_LINK_TYPE },
	  -EOPNOTSUPP,
	  "tap0 is of type macvtap" },
	{ "a macvlan that is to be a macvtap",
	  two,
	  SET,
	  NULL,
	  "mv0",
	  { .has = TAP },
	  -EOPNOTSUPP,
	  "mv0 is of type macvlan" },
	{ "a tap in another netns",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = TAP, .netns = "box1" },
	  -EOPNOTSUPP,
	  "network namespace of its lower" },
	{ "a tap that is to move",
	  tap,
	  SET,
	  NULL,
	  "tap0",
	  { .netns = "box1" },
	  -EOPNOTSUPP,
	  "network namespace of its lower" },
	{ "a tap without queues",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_QUEUES | TAP },
	  -EINVAL,
	  "queues 0" },
	{ "a tap with too many queues",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_QUEUES | TAP, .queues = 257 },
	  -EINVAL,
	  "1 to 256" },
	{ "queues of what is no tap",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_QUEUES, .queues = 2 },
	  -EINVAL,
	  "macvtap only" },
	{ "the user of a tap, too late",
	  tap,
	  SET,
	  NULL,
	  "tap0",
	  { .has = MACBPF_LINK_USER, .user = 107 },
	  -EINVAL,
	  "fixed" },
	{ "an alias for which macbpf's own leaves no room",
	  tap,
	  SET,
	  NULL,
	  "tap0",
	  { .alias = long_alias + sizeof(long_alias) - 245 },
	  -EINVAL,
	  "alias" },
	{ "a member that is not known",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_KIND << 1 },
	  -EINVAL,
	  "doesn't know" },
	{ "a hook that is not known",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_HOOK, .hook = 4 },
	  -EINVAL,
	  "hook 4" },
	{ "netkit's hook",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_HOOK, .hook = MACBPF_HOOK_NETKIT },
	  -EINVAL,
	  "endpoint netkit" },
	{ "an endpoint of a kind that is not known",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_KIND, .kind = 4 },
	  -EINVAL,
	  "endpoint 4" },
	{ "netkit with an index",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_KIND | MACBPF_LINK_INDEX, .kind = MACBPF_KIND_NETKIT, .index = 77 },
	  -EINVAL,
	  "leave out index" },
	{ "netkit at TCX",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_KIND | MACBPF_LINK_HOOK,
	    .kind = MACBPF_KIND_NETKIT,
	    .hook = MACBPF_HOOK_TCX },
	  -EINVAL,
	  "leave out hook" },
	{ "a pair for a tap",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_KIND | MACBPF_LINK_TYPE,
	    .kind = MACBPF_KIND_VETH,
	    .type = MACBPF_TYPE_MACVTAP },
	  -EINVAL,
	  "is a tap" },
	{ "a tap for a macvlan",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_KIND, .kind = MACBPF_KIND_TAP },
	  -EINVAL,
	  "are a pair" },
	{ "netkit's hook for a veth",
	  two,
	  SET,
	  NULL,
	  "mv0",
	  { .has = MACBPF_LINK_HOOK, .hook = MACBPF_HOOK_NETKIT },
	  -EINVAL,
	  "endpoint netkit" },
	{ "another kind for set",
	  two,
	  SET,
	  NULL,
	  "mv0",
	  { .has = MACBPF_LINK_KIND, .kind = MACBPF_KIND_NETKIT },
	  -EINVAL,
	  "fixed" },
	{ "a device flag that is not known",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .dev_flags_mask = IFF_BROADCAST },
	  -EINVAL,
	  "doesn't know" },

	{ "no mode", nothing, ADD, "eth0", "mv9", { .has = MACBPF_LINK_MODE }, -EINVAL, "mode 0" },
	{ "two modes",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_MODE, .mode = 6 },
	  -EINVAL,
	  "mode 6" },
	{ "a flag that is not known",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_FLAGS, .flags = 5 },
	  -EINVAL,
	  "flags 0x5" },
	{ "a second on a passthru port",
	  passthru,
	  ADD,
	  "eth0",
	  "mv9",
	  { MODE(BRIDGE) },
	  -EINVAL,
	  "passthru endpoint mv0" },
	{ "a second passthru endpoint",
	  passthru,
	  ADD,
	  "eth0",
	  "mv9",
	  { MODE(PASSTHRU) },
	  -EINVAL,
	  "mv0" },
	{ "passthru beside others",
	  two,
	  ADD,
	  "eth0",
	  "mv9",
	  { MODE(PASSTHRU) },
	  -EINVAL,
	  "has 2 endpoints" },
	{ "a change to passthru",
	  two,
	  SET,
	  NULL,
	  "mv0",
	  { MODE(PASSTHRU) },
	  -EINVAL,
	  "from mode bridge to passthru" },
	{ "a change from passthru",
	  passthru,
	  SET,
	  NULL,
	  "mv0",
	  { MODE(SOURCE) },
	  -EINVAL,
	  "from mode passthru to source" },

	{ "source MACs outside mode source",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = BOTH,
	    .mode = MACBPF_MODE_BRIDGE,
	    .macaddr_op = MACBPF_MACADDR_ADD,
	    .macaddr = good,
	    .macaddr_count = 2 },
	  -EINVAL,
	  "the mode is bridge" },
	{ "a flush outside mode source",
	  two,
	  SET,
	  NULL,
	  "mv1",
	  { .has = MACBPF_LINK_MACADDR, .macaddr_op = MACBPF_MACADDR_FLUSH },
	  -EINVAL,
	  "the mode is vepa" },
	{ "an operation that is not known",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { SOURCE(4, 1, good) },
	  -EINVAL,
	  "operation 4" },
	{ "add without a MAC",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { SOURCE(MACBPF_MACADDR_ADD, 0, NULL) },
	  -EINVAL,
	  "source list" },
	{ "del without a MAC",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { SOURCE(MACBPF_MACADDR_DEL, 0, NULL) },
	  -EINVAL,
	  "source list" },
	{ "a count without a list",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { SOURCE(MACBPF_MACADDR_SET, 2, NULL) },
	  -EINVAL,
	  "macaddr_count" },
	{ "a multicast source",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { SOURCE(MACBPF_MACADDR_SET, 2, with_group) },
	  -EADDRNOTAVAIL,
	  "03:00:00:00:02:02" },
	{ "a zero source",
	  nothing,
	  ADD,
	  "eth0",
	  "mv9",
	  { SOURCE(MACBPF_MACADDR_ADD, 1, with_zero) },
	  -EADDRNOTAVAIL,
	  "source address" },
	{ "more sources than there is room for",
	  few_sources,
	  ADD,
	  "eth0",
	  "mv9",
	  { SOURCE(MACBPF_MACADDR_SET, 2, good) },
	  -ENOSPC,
	  "eth0 are full" },

	{ "set of nobody", two, SET, NULL, "mv9", { 0 }, -ENODEV, "\"mv9\"" },
	{ "del of nobody", two, DEL, NULL, "mv9", { 0 }, -ENODEV, "\"mv9\"" },
	{ "del on no lower", two, DEL, "eth7", "mv0", { 0 }, -ENODEV, "\"eth7\"" },
	{ "del of a device that is no endpoint", two, DEL, NULL, "eth0", { 0 }, -ENODEV, "eth0" },
	{ "add to another version's port",
	  other_abi,
	  ADD,
	  "eth0",
	  "mv9",
	  { 0 },
	  -EPROTO,
	  "the port of eth0" },
};

static int run(size_t i)
{
	switch (cases[i].op) {
	case ADD:
		return rig_try_add(cases[i].lower, cases[i].name, cases[i].opts);
	case SET:
		return rig_try_set(cases[i].lower, cases[i].name, cases[i].opts);
	default:
		return macbpf_link__del(rig_mb, cases[i].lower, cases[i].name);
	}
}

START_TEST(refused)
{
	char *before;

	rig_open();
	cases[_i].before();
	before = fake_text();
	rig_expect(run((size_t)_i), cases[_i].want, cases[_i].word, cases[_i].what);
	rig_expect_same(before, fake_text(), cases[_i].what);
}
END_TEST

START_TEST(newer_options)
{
	struct {
		struct macbpf_link_opts opts;
		uint64_t newer;
	} big = { .opts.sz = sizeof(big), .newer = 1 };
	struct macbpf_link_opts tiny = { .sz = 1 };

	rig_open();
	two();
	rig_expect(macbpf_link__add(rig_mb, "eth0", "mv9", &big.opts, NULL), -E2BIG, "newer",
		   "add with an option of tomorrow");
	rig_expect(macbpf_link__set(rig_mb, NULL, "mv0", &big.opts), -E2BIG, "newer",
		   "set with an option of tomorrow");
	rig_expect(macbpf_link__add(rig_mb, "eth0", "mv9", &tiny, NULL), -EINVAL, "options",
		   "add with a size too small");
}
END_TEST

/* ---------------------------------------------------------------- what the kernel refuses */

static const struct {
	const char *what, *call;
	int error, want;
	const char *word;
} kernels[] = {
	{ "no hook", "mb_attach", -EOPNOTSUPP, -EOPNOTSUPP, "CONFIG_NET_XGRESS" },
	{ "no veth", "mb_rtnl_add_veth", -EOPNOTSUPP, -EOPNOTSUPP, "CONFIG_VETH" },
	{ "no BPF", "mb_attach_find", -ENOSYS, -EOPNOTSUPP, "CONFIG_BPF_SYSCALL" },
	{ "not allowed to look", "mb_attach_find", -EPERM, -EPERM, "be root" },
	{ "not allowed to load", "mb_datapath_load", -EPERM, -EPERM, "CAP_BPF" },
	{ "not allowed to attach", "mb_attach", -EPERM, -EPERM, "attach a BPF program to eth0" },
	{ "not allowed to make a device", "mb_rtnl_add_veth", -EPERM, -EPERM, "CAP_NET_ADMIN" },
	{ "nobody knows if it is made", "mb_rtnl_add_veth", -ENOBUFS, -ENOBUFS, "make device mv9" },
	{ "a NIC with a full filter", "mb_rtnl_filter", -ENOSPC, -ENOSPC,
	  "eth0 can't receive for another" },
};

START_TEST(refused_by_the_kernel)
{
	char *before;

	rig_open();
	before = fake_text();
	fake_fault = (struct fake_fault){ .call = kernels[_i].call, .error = kernels[_i].error };
	rig_expect(rig_try_add("eth0", "mv9", (struct macbpf_link_opts){ 0 }), kernels[_i].want,
		   kernels[_i].word, kernels[_i].what);
	rig_expect_same(before, fake_text(), kernels[_i].what);
}
END_TEST

START_TEST(renamed_while_up_before_linux_6_2)
{
	char *before;

	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ 0 });
	before = fake_text();
	fake_fault = (struct fake_fault){ .call = "mb_rtnl_set", .error = -EBUSY };
	rig_expect(rig_try_set("eth0", "mv0", (struct macbpf_link_opts){ .name = "mv9" }), -EBUSY,
		   "Set it down first", "a device that is up");
	rig_expect_same(before, fake_text(), "a device that is up");
}
END_TEST

/* Auto gives what the kernel has, and what else is asked for. */
static const struct {
	const char *what;
	bool netkit; /* the kernel has it */
	bool batch;
	struct macbpf_link_opts opts;
	uint32_t kind;
} kinds[] = {
	{ "auto without netkit", false, false, { 0 }, MACBPF_KIND_VETH },
	{ "auto with netkit", true, false, { 0 }, MACBPF_KIND_NETKIT },
	{ "auto in a batch", true, true, { 0 }, MACBPF_KIND_VETH },
	{ "netkit in a batch",
	  true,
	  true,
	  { .has = MACBPF_LINK_KIND, .kind = MACBPF_KIND_NETKIT },
	  MACBPF_KIND_NETKIT },
	{ "veth with netkit",
	  true,
	  false,
	  { .has = MACBPF_LINK_KIND, .kind = MACBPF_KIND_VETH },
	  MACBPF_KIND_VETH },
	{ "an index with netkit",
	  true,
	  false,
	  { .has = MACBPF_LINK_INDEX, .index = 77 },
	  MACBPF_KIND_VETH },
	{ "a hook with netkit",
	  true,
	  false,
	  { .has = MACBPF_LINK_HOOK, .hook = MACBPF_HOOK_CLSACT },
	  MACBPF_KIND_VETH },
};

START_TEST(kind_is_chosen)
{
	uint32_t kind;

	rig_open();
	fake.netkit = kinds[_i].netkit;
	if (kinds[_i].batch)
		ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	rig_add("mv0", kinds[_i].opts);
	macbpf_batch__end(rig_mb);
	kind = rig_info("mv0")->kind;
	ck_assert_msg(kind == kinds[_i].kind, "%s: %s", kinds[_i].what, macbpf_kind__name(kind));
}
END_TEST

/* What a listing says of an endpoint makes another such one. */
static void make_another(struct macbpf_link_opts opts)
{
	struct macbpf_link_info info;

	rig_open();
	fake.netkit = true;
	rig_add("mv0", opts);
	info = *rig_info("mv0");
	rig_add("mv1", (struct macbpf_link_opts){ .has = MACBPF_LINK_TYPE | MACBPF_LINK_KIND |
							 MACBPF_LINK_HOOK | MACBPF_LINK_MODE,
						  .type = info.type,
						  .kind = info.kind,
						  .hook = info.hook,
						  .mode = info.mode });
	ck_assert_uint_eq(rig_info("mv1")->kind, info.kind);
	ck_assert_uint_eq(rig_info("mv1")->hook, info.hook);
}

START_TEST(what_is_read_can_be_written)
{
	make_another((struct macbpf_link_opts){ 0 });
	make_another(
		(struct macbpf_link_opts){ .has = MACBPF_LINK_HOOK, .hook = MACBPF_HOOK_CLSACT });
	make_another(
		(struct macbpf_link_opts){ .has = MACBPF_LINK_TYPE, .type = MACBPF_TYPE_MACVTAP });
}
END_TEST

/* Also outside of a batch, and after one. */
START_TEST(haste)
{
	MACBPF_OPTS(macbpf_open_opts, opts, .haste = 1);

	rig_open();
	fake.netkit = true;
	macbpf__close(rig_mb);
	ck_assert_int_eq(macbpf__open(&rig_mb, &opts), 0);
	rig_add("mv0", (struct macbpf_link_opts){ 0 });
	ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	rig_add("mv1", (struct macbpf_link_opts){ 0 });
	macbpf_batch__end(rig_mb);
	rig_add("mv2", (struct macbpf_link_opts){ 0 });
	rig_add("mv3",
		(struct macbpf_link_opts){ .has = MACBPF_LINK_KIND, .kind = MACBPF_KIND_NETKIT });
	for (int i = 0; i < 3; i++) {
		const struct macbpf_link_info *info =
			rig_info((const char *[]){ "mv0", "mv1", "mv2" }[i]);

		ck_assert_uint_eq(info->kind, MACBPF_KIND_VETH);
		ck_assert_uint_eq(info->hook, MACBPF_HOOK_CLSACT);
	}
	ck_assert_uint_eq(rig_info("mv3")->kind, MACBPF_KIND_NETKIT);
	opts.haste = 2;
	macbpf__close(rig_mb);
	ck_assert_int_eq(macbpf__open(&rig_mb, &opts), -EINVAL);
	rig_mb = NULL;
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, refused, 0, ARRAY_SIZE(cases));
	tcase_add_test(tc, newer_options);
	tcase_add_loop_test(tc, refused_by_the_kernel, 0, ARRAY_SIZE(kernels));
	tcase_add_test(tc, renamed_while_up_before_linux_6_2);
	tcase_add_loop_test(tc, kind_is_chosen, 0, ARRAY_SIZE(kinds));
	tcase_add_test(tc, what_is_read_can_be_written);
	tcase_add_test(tc, haste);
}

int main(void)
{
	return rig_main("check", fill);
}
