// SPDX-License-Identifier: GPL-2.0-only
/*
 * rig.c - load the datapath, fill its tables, run a program once.
 */
#include "rig.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "macbpf.skel.h"

static void put(const struct bpf_map *map, const void *key, const void *value)
{
	if (bpf_map_update_elem(bpf_map__fd(map), key, value, BPF_ANY))
		err(1, "fill %s", bpf_map__name(map));
}

/* P2 and B2 have their devices elsewhere: one to be reflected to, one to be bridged to. */
static struct mb_dest dest_of(enum who who)
{
	return (struct mb_dest){
		.hostdev = world_hostdev(who),
		.mode = world_mode(who),
		.flags = who == P2 || who == B2 ? MB_DEST_PEER : 0,
	};
}

static void put_member(struct rig *rig, uint32_t slot, struct mb_dest dest)
{
	put(rig->skel->maps.mb_members, &slot, &dest);
}

/* Every second owner is known to the table behind the front alone, as if its slot were taken. */
static void put_owner(struct rig *rig, enum who whose, struct mb_dest dest)
{
	struct mb_fdb_key key = { 0 };
	__u64 product, entry;
	uint16_t half[3];
	uint32_t slot;

	world_mac(whose, key.mac);
	put(rig->skel->maps.mb_fdb, &key, &dest);
	memcpy(half, key.mac, sizeof(half));
	product = mb_front_product(mb_mac_number(half));
	slot = mb_front_slot(product);
	entry = whose % 2 ? MB_FRONT_CROWDED : mb_front_entry(product, dest);
	put(rig->skel->maps.mb_front, &slot, &entry);
}

static void put_source(struct rig *rig, enum who whose, uint16_t n, enum who who)
{
	struct mb_source source = {
		.hostdev = world_hostdev(who),
		.slot = who,
		.flags = who == S3 ? MB_FLAG_NODST : 0,
	};
	struct mb_source_key key = { .n = n };

	world_mac(whose, key.mac);
	put(rig->skel->maps.mb_sources, &key, &source);
}

static void put_sources(struct rig *rig)
{
	put_source(rig, LISTED_S1, 0, S1);
	put_source(rig, LISTED_S1S2, 0, S1);
	put_source(rig, LISTED_S1S2, 1, S2);
	put_source(rig, LISTED_S3, 0, S3);
	put_source(rig, LISTED_S1S3, 0, S3);
	put_source(rig, LISTED_S1S3, 1, S1);
	put_source(rig, B1, 0, S1);
	put_source(rig, B2, 0, S3);
}

static void put_alive(struct rig *rig)
{
	for (int who = B1; who <= WIRE; who++) {
		uint32_t ifindex = world_hostdev(who);

		put(rig->skel->maps.mb_alive, &ifindex, &ifindex);
	}
}

static void put_counts(struct rig *rig)
{
	struct mb_ep_counts none = { 0 };

	for (int who = B1; who < WIRE; who++) {
		uint32_t hostdev = world_hostdev(who);

		put(rig->skel->maps.mb_ep_counts, &hostdev, &none);
	}
}

/* As a command does that switches on what they are for. */
static void put_sets(struct rig *rig)
{
	LIBBPF_OPTS(bpf_map_create_opts, opts, .map_flags = BPF_F_MMAPABLE);
	int fd = bpf_map_create(BPF_MAP_TYPE_ARRAY, NULL, sizeof(uint32_t),
				sizeof(struct mb_group_set), MB_GROUP_SETS, &opts);
	uint32_t zero = 0;

	if (fd < 0)
		err(1, "make the sets of groups");
	put(rig->skel->maps.mb_groups, &zero, &fd);
	close(fd);
}

void rig_open(struct rig *rig, uint32_t features)
{
	struct mb_config config = { .lower = world_hostdev(WIRE), .features = features };

	memset(rig, 0, sizeof(*rig));
	rig->skel = macbpf_bpf__open();
	if (!rig->skel)
		err(1, "open the datapath");
	rig->features = features;
	rig->skel->rodata->mb_cfg = mb_constants_of(&config);
	bpf_program__set_autoload(rig->skel->progs.mb_endpoint_ingress_guarded,
				  features & MB_F_GUARDED && !(features & MB_F_LIMITED));
	bpf_program__set_autoload(rig->skel->progs.mb_endpoint_ingress_limited,
				  features & MB_F_LIMITED);
	if (macbpf_bpf__load(rig->skel))
		err(1, "load the datapath");
	/* A free slot may say anything but an ifindex. */
	put_member(rig, NOBODY, (struct mb_dest){ .mode = MB_MODE_BRIDGE });
	for (int who = B1; who < DOWN1; who++) {
		put_member(rig, who, dest_of(who));
		put_owner(rig, who, dest_of(who));
	}
	put_alive(rig);
	put_sources(rig);
	if (features & MB_F_GROUPS)
		put_sets(rig);
	rig_slots(rig, DOWN1);
}

void rig_only(struct rig *rig, enum who who)
{
	struct mb_dest dest = dest_of(who);

	dest.mode = MB_MODE_PASSTHRU;
	put_member(rig, 0, dest);
	put_owner(rig, LOW, dest);
	rig_slots(rig, 1);
}

void rig_add_host(struct rig *rig)
{
	put_owner(rig, LOW,
		  (struct mb_dest){ .hostdev = world_hostdev(HOST), .mode = MB_MODE_HOST });
}

void rig_add_down(struct rig *rig)
{
	put_member(rig, DOWN1, dest_of(DOWN1));
	rig_slots(rig, DOWN1 + 1);
}

void rig_slots(struct rig *rig, uint32_t slots)
{
	struct mb_port_facts port = { .abi = MB_ABI, .slots = slots };
	struct mb_vlans vlans = { 0 };
	uint32_t zero = 0;

	if (rig->features & MB_F_VLANS)
		vlans.bits[MB_TAG_8021Q][RIG_VID / MB_VLAN_BITS] = 1u << RIG_VID % MB_VLAN_BITS;
	put(rig->skel->maps.mb_vlans, &zero, &vlans);
	put(rig->skel->maps.mb_port, &zero, &port);
}

void rig_close(struct rig *rig)
{
	macbpf_bpf__destroy(rig->skel);
}

const char *rig_prog_name(const struct rig *rig, enum who from)
{
	bool groups = rig->features & MB_F_GROUPS;

	if (rig->features & MB_F_LIMITED && from != WIRE && from != HOST)
		return "mb_endpoint_ingress_limited";
	if (rig->features & MB_F_GUARDED && from != WIRE && from != HOST)
		return "mb_endpoint_ingress_guarded";
	if (from == WIRE)
		return groups ? "mb_lower_ingress_groups" : "mb_lower_ingress";
	if (from == HOST)
		return groups ? "mb_lower_egress_groups" : "mb_lower_egress";
	return groups ? "mb_endpoint_ingress_groups" : "mb_endpoint_ingress";
}

int rig_prog_fd(const struct rig *rig, enum who from)
{
	return bpf_program__fd(
		bpf_object__find_program_by_name(rig->skel->obj, rig_prog_name(rig, from)));
}

int rig_map_fd(const struct rig *rig, const char *name)
{
	int fd = bpf_object__find_map_fd_by_name(rig->skel->obj, name);

	if (fd < 0)
		errx(1, "no map %s", name);
	return fd;
}

static uint64_t read_counter(const struct rig *rig, uint32_t reason)
{
	int cpus = libbpf_num_possible_cpus();
	uint64_t values[cpus], sum = 0;

	if (bpf_map_lookup_elem(bpf_map__fd(rig->skel->maps.mb_reasons), &reason, values))
		err(1, "read counter %u", reason);
	for (int i = 0; i < cpus; i++)
		sum += values[i];
	return sum;
}

uint64_t rig_counted(const struct rig *rig, uint32_t reason)
{
	return read_counter(rig, reason) - rig->before[reason];
}

uint64_t rig_counted_of(const struct rig *rig, enum who who, uint32_t reason)
{
	uint32_t hostdev = world_hostdev(who);
	struct mb_ep_counts counts;

	if (bpf_map_lookup_elem(bpf_map__fd(rig->skel->maps.mb_ep_counts), &hostdev, &counts))
		err(1, "read the counters of %s", world_name(who));
	return counts.frames[reason];
}

/*
 * The context of a run can't say that there is a tag: a program in front pushes it, and goes on to
 * the one in `array`, which must stay open: the kernel empties it when nobody in userspace has it.
 */
static int tagging_program(int array, int next_fd, uint16_t tci)
{
	const struct bpf_insn code[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 6, .src_reg = 1 },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 2, .imm = htons(ETH_P_8021Q) },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 3, .imm = tci },
		{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_skb_vlan_push },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 1, .src_reg = 6 },
		{ .code = BPF_LD | BPF_IMM | BPF_DW,
		  .dst_reg = 2,
		  .src_reg = BPF_PSEUDO_MAP_FD,
		  .imm = array },
		{ 0 },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 3, .imm = 0 },
		{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_tail_call },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 99 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	uint32_t zero = 0;
	int fd = bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, "mb_test_tag", "GPL", code,
			       sizeof(code) / sizeof(code[0]), NULL);

	if (fd < 0 || bpf_map_update_elem(array, &zero, &next_fd, BPF_ANY))
		err(1, "load the program that tags");
	return fd;
}

static int test_run(int fd, uint16_t tci, struct bpf_test_run_opts *opts)
{
	int array, front, ret;

	if (!tci)
		return bpf_prog_test_run_opts(fd, opts) ? -errno : 0;
	array = bpf_map_create(BPF_MAP_TYPE_PROG_ARRAY, "mb_test_next", 4, 4, 1, NULL);
	front = tagging_program(array, fd, tci);
	ret = bpf_prog_test_run_opts(front, opts) ? -errno : 0;
	close(front);
	close(array);
	return ret;
}

int rig_run_prog(int fd, enum who from, const void *data, size_t len, uint16_t tci,
		 struct outcome *out)
{
	struct __sk_buff ctx = { .ifindex = world_hostdev(from) }, ctx_out;
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = data, .data_size_in = len,
		    .data_out = out->data, .data_size_out = sizeof(out->data), .ctx_in = &ctx,
		    .ctx_size_in = sizeof(ctx), .ctx_out = &ctx_out,
		    .ctx_size_out = sizeof(ctx_out));
	int ret;

	memset(ctx.cb, 0x5a, sizeof(ctx.cb));
	ret = test_run(fd, tci, &opts);
	if (ret)
		return ret;
	out->verdict = opts.retval;
	out->len = opts.data_size_out;
	memcpy(out->cb, ctx_out.cb, sizeof(out->cb));
	return 0;
}

int rig_run(struct rig *rig, enum who from, const void *data, size_t len, uint16_t tci,
	    struct outcome *out)
{
	for (uint32_t reason = 0; reason < MB_R_COUNT; reason++)
		rig->before[reason] = read_counter(rig, reason);
	put_counts(rig);
	return rig_run_prog(rig_prog_fd(rig, from), from, data, len, tci, out);
}
