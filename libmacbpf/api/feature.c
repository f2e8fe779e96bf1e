// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* feature.c - the listing of what this kernel offers and what macbpf does with it. */
#include <errno.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <sys/syscall.h>

#include "common/netns.h"
#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/datapath.h"
#include "datapath/prog.h"
#include "datapath/turn.h"
#include "kernel/rtnl.h"
#include "kernel/tbf.h"
#include "kernel/tun.h"
#include "session/expedite.h"

#define LOOPBACK 1 /* ifindex, in every netns */

/* What the probes work with. */
struct rig {
	int prog_fd;  /* a program that does nothing; or the error that it can't be loaded */
	int apart;    /* 0: we are in a netns of our own; or the error that we are not */
	int netns_fd; /* that one */
	struct mb_netlink *rtnl; /* in it */
};

/* A probe returns 1 (yes), 0 (no) or the error for which it can't be known. */
struct probe {
	const char *name;
	int (*run)(struct rig *rig, uint32_t what);
	uint32_t what;
	const char *with, *without;
};

struct macbpf_feature {
	const struct probe *probe;
	int answer;
};

/* What a kernel says that has no such thing, whoever asks. */
static int no_if_absent(int err)
{
	return err == -ENOSYS || err == -EOPNOTSUPP || err == -EINVAL ? 0 : err;
}

/* ---------------------------------------------------------------- privileges */

static int has_capability(struct rig *rig, uint32_t bit)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };

	(void)rig;
	if (syscall(SYS_capget, &header, data))
		return -errno;
	return !!(data[CAP_TO_INDEX(bit)].effective & CAP_TO_MASK(bit));
}

/* ---------------------------------------------------------------- programs */

static int can_load(struct rig *rig, uint32_t what)
{
	(void)what;
	return rig->prog_fd < 0 ? no_if_absent(rig->prog_fd) : 1;
}

static int is_jited(struct rig *rig, uint32_t what)
{
	(void)what;
	return rig->prog_fd < 0 ? no_if_absent(rig->prog_fd) : mb_prog_is_jited(rig->prog_fd);
}

static int has_helper(struct rig *rig, uint32_t helper)
{
	return rig->prog_fd < 0 ? no_if_absent(rig->prog_fd) : mb_datapath_has_helper(helper);
}

static int load(uint32_t entry, uint32_t features)
{
	const struct mb_config config = {
		.entry = entry,
		.lower = LOOPBACK,
		.features = features,
	};
	struct mb_maps maps = MB_MAPS_NONE;
	mb_auto_close int fd = mb_datapath_load(&config, &maps);

	mb_maps_close(&maps);
	return fd < 0 ? fd : 0;
}

/* From others the verifier refuses what it takes from these. */
static bool is_trusted(struct rig *rig)
{
	return has_capability(rig, CAP_PERFMON) > 0 || has_capability(rig, CAP_SYS_ADMIN) > 0;
}

static bool is_of_now(int err)
{
	return err == -EPERM || err == -ENOMEM || err == -EAGAIN || err == -EMFILE ||
	       err == -ENFILE;
}

/* The verifier has many numbers for a no, and those are not among them. */
static int has_datapath(struct rig *rig, uint32_t features)
{
	const uint32_t bridge = MB_F_BRIDGE | MB_F_SOURCES;
	int err;

	if (rig->prog_fd < 0)
		return no_if_absent(rig->prog_fd);
	err = load(MB_ENTRY_LOWER, MB_F_SOURCES | features) ?: load(MB_ENTRY_ENDPOINT, features) ?:
	      load(MB_ENTRY_ENDPOINT, bridge | features) ?:
	      load(MB_ENTRY_ENDPOINT, bridge | MB_F_XMIT | features);
	if (err && !is_trusted(rig))
		return -EPERM;
	return is_of_now(err) ? err : !err;
}

/* ---------------------------------------------------------------- hooks and devices */

static int has_hook(struct rig *rig, uint32_t hook)
{
	if (rig->prog_fd < 0)
		return no_if_absent(rig->prog_fd);
	return rig->apart ?: mb_attach_probe(rig->rtnl, hook, LOOPBACK, rig->prog_fd);
}

static int can_lock(struct rig *rig, uint32_t what)
{
	struct mb_turn turn = MB_TURN_NONE;
	int err = rig->apart ?: mb_turn_ask(rig->netns_fd, &turn);

	(void)what;
	mb_turn_end(&turn);
	return err ? no_if_absent(err) : 1;
}

/* Who may load a program may also ask for this. */
static int has_netkit(struct rig *rig, uint32_t what)
{
	(void)what;
	return rig->prog_fd < 0 ? no_if_absent(rig->prog_fd) : mb_mprog_has_netkit();
}

static int has_veth(struct rig *rig, uint32_t what)
{
	const struct mb_device_spec spec = {
		.hostdev = "probe0",
		.name = "probe1",
		.netns_fd = -1,
		.mtu = 1500,
		.numtxqueues = 1,
		.numrxqueues = 1,
	};
	int err = rig->apart ?: mb_rtnl_add_veth(rig->rtnl, &spec);

	(void)what;
	if (err)
		return no_if_absent(err);
	return mb_rtnl_del_by_name(rig->rtnl, spec.name) ?: 1;
}

static int has_rates(struct rig *rig, uint32_t what)
{
	const struct mb_tbf tbf = { .rate = 125000, .burst = 67584, .limit = 67584 };
	int err = rig->apart ?: mb_tbf_put(rig->rtnl, LOOPBACK, &tbf, false);

	(void)what;
	if (err)
		return err == -ENOENT ? 0 : no_if_absent(err);
	return mb_tbf_del(rig->rtnl, LOOPBACK) ?: 1;
}

static int has_tun(struct rig *rig, uint32_t feature)
{
	int features = mb_tun_features();

	(void)rig;
	return features < 0 ? features : !!(features & (int)feature);
}

static int has_offloads(struct rig *rig, uint32_t offloads)
{
	return rig->apart ?: mb_tun_probe_offloads(offloads);
}

static int has_expedite(struct rig *rig, uint32_t what)
{
	(void)rig;
	(void)what;
	return mb_expedite_probe();
}

/* ---------------------------------------------------------------- the listing */

#define NEEDED "needed: no endpoint can be made"

static const struct probe probes[] = {
	{ "cap_net_admin", has_capability, CAP_NET_ADMIN, "makes devices and attaches programs",
	  NEEDED },
	{ "cap_bpf", has_capability, CAP_BPF, "loads programs and reads maps", NEEDED },
	{ "cap_sys_admin", has_capability, CAP_SYS_ADMIN,
	  "finds programs and maps again, and enters network namespaces", NEEDED },
	{ "bpf", can_load, 0, "loads programs for devices", NEEDED },
	{ "bpf_jit", is_jited, 0, "programs run as machine code",
	  "programs are interpreted, much slower; see net.core.bpf_jit_enable" },
	{ "bpf_redirect_peer", has_helper, BPF_FUNC_redirect_peer,
	  "hands frames to a device in another network namespace without a queue", NEEDED },
	{ "bpf_clone_redirect", has_helper, BPF_FUNC_clone_redirect,
	  "copies broadcast and multicast to endpoints", NEEDED },
	{ "bpf_loop", has_helper, BPF_FUNC_loop, "goes through all endpoints for such copies",
	  NEEDED },
	{ "bpf_ktime_get_coarse_ns", has_helper, BPF_FUNC_ktime_get_coarse_ns,
	  "forgets old addresses, with arp-directed", "\"arp-directed on\" is refused" },
	{ "datapath", has_datapath, 0, "the verifier takes all programs of this macbpf",
	  "the verifier refuses a program of this macbpf, and what needs it can't be made" },
	{ "arp_directed", has_datapath, MB_F_DIRECTED, "\"port set arp-directed on\" can be used",
	  "\"arp-directed on\" is refused" },
	{ "mcast_snooping", has_datapath, MB_F_GROUPS, "\"port set mcast-snooping on\" can be used",
	  "\"mcast-snooping on\" is refused" },
	{ "tcx", has_hook, MACBPF_HOOK_TCX,
	  "attaches programs here, unless another hook is asked for or a batch is in haste",
	  "attaches programs at clsact" },
	{ "clsact", has_hook, MACBPF_HOOK_CLSACT,
	  "attaches programs here if asked for, in batches, and where there is no tcx",
	  "hook clsact is refused" },
	{ "sk_lookup", can_lock, 0, "lets one command write at a time in a network namespace",
	  NEEDED },
	{ "netkit", has_netkit, 0,
	  "makes endpoints of it, unless endpoint veth, a hook or an index is asked for",
	  "makes endpoints of veth: what they send takes a hop through a queue" },
	{ "veth", has_veth, 0, "makes endpoints of it if asked for, and where there is no netkit",
	  "endpoint veth is refused" },
	{ "rates", has_rates, 0, "holds endpoints to a rate, by the queueing discipline tbf",
	  "rate is refused" },
	{ "tun", has_tun, MB_TUN_TAP, "makes endpoints of type macvtap",
	  "type macvtap is refused; see /dev/net/tun" },
	{ "tun_multi_queue", has_tun, MB_TUN_MULTI_QUEUE, "gives a macvtap several queues",
	  "a macvtap has one queue" },
	{ "tun_vnet_hdr", has_tun, MB_TUN_VNET_HDR,
	  "gives readers of a macvtap checksums and segments to do later",
	  "type macvtap is refused" },
	{ "tun_uso", has_offloads, MACBPF_OFFLOAD_CSUM | MACBPF_OFFLOAD_USO4 | MACBPF_OFFLOAD_USO6,
	  "gives readers of a macvtap UDP segments to do later",
	  "cuts UDP into packets before a macvtap" },
	{ "rcu_expedited", has_expedite, 0, "\"-expedite\" makes a batch at tcx fast",
	  "\"-expedite\" is refused: no such file, not writable, or CPUs are isolated" },
};

struct macbpf_features {
	struct macbpf_feature feature[ARRAY_SIZE(probes)];
};

struct listing {
	struct rig rig;
	struct macbpf_features *features;
};

static void probe_all(struct listing *l)
{
	for (size_t i = 0; i < ARRAY_SIZE(probes); i++) {
		l->features->feature[i].probe = &probes[i];
		l->features->feature[i].answer = probes[i].run(&l->rig, probes[i].what);
	}
}

static int probe_apart(void *arg)
{
	mb_auto_close int netns_fd = mb_netns_open_current();
	struct listing *l = arg;

	l->rig.netns_fd = netns_fd;
	l->rig.apart = netns_fd < 0 ? netns_fd : mb_netlink_open(&l->rig.rtnl, netns_fd);
	probe_all(l);
	mb_netlink_close(l->rig.rtnl);
	return 0;
}

int macbpf_features__get(struct macbpf_features **out)
{
	struct listing l = { .features = calloc(1, sizeof(*l.features)) };

	if (!l.features)
		return -ENOMEM; /* and errno is that */
	l.rig.prog_fd = mb_datapath_load_probe();
	l.rig.apart = mb_netns_call_apart(probe_apart, &l);
	if (l.rig.apart)
		probe_all(&l);
	mb_close_fd(&l.rig.prog_fd);
	*out = l.features;
	return 0;
}

void macbpf_features__free(struct macbpf_features *features)
{
	free(features);
}

const struct macbpf_feature *macbpf_features__next(const struct macbpf_features *features,
						   const struct macbpf_feature *prev)
{
	const struct macbpf_feature *next = prev ? prev + 1 : features->feature;

	return next < features->feature + ARRAY_SIZE(features->feature) ? next : NULL;
}

static uint32_t state_of(int answer)
{
	if (answer < 0)
		return MACBPF_FEATURE_UNKNOWN;
	return answer ? MACBPF_FEATURE_YES : MACBPF_FEATURE_NO;
}

int macbpf_feature__info(const struct macbpf_feature *feature, struct macbpf_feature_info *info)
{
	struct macbpf_feature_info ours = {
		.name = feature->probe->name,
		.text = feature->answer ? feature->probe->with : feature->probe->without,
		.state = state_of(feature->answer),
		.error = feature->answer < 0 ? feature->answer : 0,
	};

	return mb_opts_give(info, &ours, sizeof(ours));
}
