/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * report.h - what an IGMP or MLD message tells: who listens to what, and who is a router.
 *
 * A message that is malformed tells nothing: it is then a frame like any other.
 */
#ifndef MB_REPORT_H
#define MB_REPORT_H

#include "groups.h"

#define MB_PROTO_HOPOPTS 0
#define MB_PROTO_IGMP	 2
#define MB_PROTO_MLD	 58 /* ICMPv6 */
#define MB_PROTO_PIM	 103

#define MB_RECORDS_MAX 64 /* of one report; who sends more gets all multicast */

enum mb_report {
	MB_REPORT_NONE,
	MB_REPORT_LISTENER, /* for routers, and nobody else */
	MB_REPORT_ROUTER,   /* its sender is one */
};

/* Types of RFC 2236, 3376, 2710, 3810 and 4286, and of two routing protocols over IGMP. */
enum mb_report_type {
	MB_IGMP_QUERY = 0x11,
	MB_IGMP_REPORT_V1 = 0x12,
	MB_IGMP_DVMRP = 0x13,
	MB_IGMP_PIM_V1 = 0x14,
	MB_IGMP_REPORT_V2 = 0x16,
	MB_IGMP_LEAVE = 0x17,
	MB_IGMP_REPORT_V3 = 0x22,
	MB_IGMP_ROUTER = 0x30,
	MB_MLD_QUERY = 130,
	MB_MLD_REPORT_V1 = 131,
	MB_MLD_DONE = 132,
	MB_MLD_REPORT_V2 = 143,
	MB_MLD_ROUTER = 151,
};

/* A report while it is read; the callback below sees it behind its void pointer. */
struct mb_report_read {
	struct __sk_buff *skb;
	__u32 speaker; /* hostdev; 0: whoever it is, nothing is learnt */
	__u32 off, left;
	__u32 v6;
};

/* With the first record, or with an old message's only group. */
struct mb_igmp {
	__u8 type, code;
	__be16 checksum;
	__be16 reserved, records;
};

struct mb_mld {
	__u8 next, len, alert[6]; /* the hop-by-hop header that has to be in front */
	struct mb_igmp icmp;
};

struct mb_report_record {
	__u8 type, aux_len;
	__be16 sources;
	__be32 group[4];
};

static __always_inline struct mb_group mb_group_ipv4(__be32 addr)
{
	return (struct mb_group){ 0, (__u64)addr << 32 | bpf_htonl(0xffff) };
}

static __always_inline struct mb_group mb_group_ipv6(const __be32 addr[4])
{
	return (struct mb_group){ (__u64)addr[1] << 32 | addr[0], (__u64)addr[3] << 32 | addr[2] };
}

/* Who wants a group's frames of some senders only listens to it. BLOCK may leave others: nothing.
 */
enum mb_record_type { MB_IS_IN = 1, MB_IS_EX, MB_TO_IN, MB_TO_EX, MB_ALLOW, MB_BLOCK };

static __always_inline bool mb_record_joins(const struct mb_report_record *record)
{
	return record->type == MB_IS_EX || record->type == MB_TO_EX ||
	       (record->sources && record->type != MB_BLOCK);
}

static __always_inline bool mb_record_leaves(const struct mb_report_record *record)
{
	return !record->sources && (record->type == MB_IS_IN || record->type == MB_TO_IN);
}

static long mb_report_record(__u32 n, void *arg)
{
	struct mb_report_read *read = arg;
	struct mb_report_record record = {};
	__u32 size = read->v6 ? 20 : 8;
	struct mb_group group;

	if (!read->left)
		return 1;
	if (bpf_skb_load_bytes(read->skb, read->off, &record, 8) ||
	    (read->v6 && bpf_skb_load_bytes(read->skb, read->off, &record, sizeof(record))))
		return 1;
	read->left--;
	read->off += size + bpf_ntohs(record.sources) * (size - 4) + record.aux_len * 4;
	group = read->v6 ? mb_group_ipv6(record.group) : mb_group_ipv4(record.group[0]);
	if (mb_record_joins(&record))
		mb_group_change(read->speaker, group.high, group.low, true);
	else if (mb_record_leaves(&record))
		mb_group_change(read->speaker, group.high, group.low, false);
	return 0;
}

/* Those of a version that has records. */
static __always_inline void mb_report_records(struct mb_report_read *read, __be16 records)
{
	if (!read->speaker)
		return;
	read->left = bpf_ntohs(records);
	if (read->left > MB_RECORDS_MAX)
		mb_group_mark(read->speaker, MB_GROUP_ALWAYS, MB_GROUP_OVER);
	bpf_loop(MB_RECORDS_MAX, mb_report_record, read, 0);
}

/* The only group of a version that has none. */
static __always_inline void mb_report_group(const struct mb_report_read *read, bool joins)
{
	struct mb_group group;
	__be32 addr[4] = {};

	if (!read->speaker)
		return;
	if (read->v6 ? bpf_skb_load_bytes(read->skb, read->off, addr, 16)
		     : bpf_skb_load_bytes(read->skb, read->off - 4, addr, 4))
		return;
	group = read->v6 ? mb_group_ipv6(addr) : mb_group_ipv4(addr[0]);
	mb_group_change(read->speaker, group.high, group.low, joins);
}

static __always_inline enum mb_report mb_report_igmp(struct mb_report_read *read)
{
	struct mb_igmp igmp;

	if (bpf_skb_load_bytes(read->skb, read->off, &igmp, sizeof(igmp)))
		return MB_REPORT_NONE;
	read->off += sizeof(igmp);
	switch (igmp.type) {
	case MB_IGMP_REPORT_V1:
	case MB_IGMP_REPORT_V2:
	case MB_IGMP_LEAVE:
		mb_report_group(read, igmp.type != MB_IGMP_LEAVE);
		return MB_REPORT_LISTENER;
	case MB_IGMP_REPORT_V3:
		mb_report_records(read, igmp.records);
		return MB_REPORT_LISTENER;
	case MB_IGMP_QUERY:
	case MB_IGMP_DVMRP:
	case MB_IGMP_PIM_V1:
	case MB_IGMP_ROUTER:
		return MB_REPORT_ROUTER;
	default:
		return MB_REPORT_NONE;
	}
}

static __always_inline enum mb_report mb_report_mld(struct mb_report_read *read)
{
	struct mb_mld mld;

	if (bpf_skb_load_bytes(read->skb, read->off, &mld, sizeof(mld)) ||
	    mld.next != MB_PROTO_MLD || mld.len)
		return MB_REPORT_NONE;
	read->off += sizeof(mld);
	switch (mld.icmp.type) {
	case MB_MLD_REPORT_V1:
	case MB_MLD_DONE:
		mb_report_group(read, mld.icmp.type == MB_MLD_REPORT_V1);
		return MB_REPORT_LISTENER;
	case MB_MLD_REPORT_V2:
		mb_report_records(read, mld.icmp.records);
		return MB_REPORT_LISTENER;
	case MB_MLD_QUERY:
	case MB_MLD_ROUTER:
		return MB_REPORT_ROUTER;
	default:
		return MB_REPORT_NONE;
	}
}

/* The protocol behind the first header, with `off` behind that; anything but IP: 255. */
static __always_inline __u32 mb_report_next(struct mb_report_read *read, __be16 protocol)
{
	__u8 head[10];

	if (bpf_skb_load_bytes(read->skb, read->off, head, sizeof(head)))
		return 255;
	if (protocol == bpf_htons(ETH_P_IPV6)) {
		read->v6 = 1;
		read->off += 40;
		return head[6];
	}
	if (protocol != bpf_htons(ETH_P_IP) || head[6] & 0x1f || head[7])
		return 255;
	read->off += (head[0] & 15) * 4;
	return head[9];
}

/* One tag may be in the frame, beside another that isn't. True if there is any. */
static __always_inline bool mb_report_untag(struct mb_report_read *read, __be16 *protocol)
{
	if (*protocol != bpf_htons(ETH_P_8021Q) && *protocol != bpf_htons(ETH_P_8021AD))
		return read->skb->vlan_present;
	if (bpf_skb_load_bytes(read->skb, ETH_HLEN + 2, protocol, sizeof(*protocol)))
		*protocol = 0;
	read->off += 4;
	return true;
}

static __always_inline enum mb_report mb_report_kind(struct mb_report_read *read, __u32 next)
{
	if (next == MB_PROTO_PIM)
		return MB_REPORT_ROUTER;
	if (!read->v6 && next == MB_PROTO_IGMP)
		return mb_report_igmp(read);
	if (read->v6 && next == MB_PROTO_HOPOPTS)
		return mb_report_mld(read);
	return MB_REPORT_NONE;
}

static __always_inline bool mb_report_is_broadcast(const struct __sk_buff *skb)
{
	const __u8 *mac = (void *)(long)skb->data;

	return (void *)(mac + 1) <= (void *)(long)skb->data_end && mac[0] == 0xff;
}

/*
 * What a group frame is: enum mb_report. Learns from it about hostdev `speaker`; 0: it comes from
 * the wire. What is behind a tag is another network's group: who speaks there gets all multicast.
 */
__noinline int mb_report_hear(struct __sk_buff *skb, __u32 speaker)
{
	struct mb_report_read read = { .skb = skb, .speaker = speaker, .off = ETH_HLEN };
	__be16 protocol = (__be16)skb->protocol;
	enum mb_report report;
	bool tagged;

	if (mb_report_is_broadcast(skb))
		return MB_REPORT_NONE;
	tagged = mb_report_untag(&read, &protocol);
	if (tagged)
		read.speaker = 0;
	report = mb_report_kind(&read, mb_report_next(&read, protocol));
	if (!speaker || report == MB_REPORT_NONE)
		return report;
	if (tagged)
		mb_group_mark(speaker, MB_GROUP_ALWAYS, MB_GROUP_OVER);
	if (report == MB_REPORT_ROUTER) {
		mb_group_mark(speaker, MB_GROUP_ALWAYS, MB_GROUP_ROUTER);
		mb_group_mark(speaker, MB_GROUP_ROUTERS, MB_GROUP_ROUTER);
	}
	return report;
}

#endif /* MB_REPORT_H */
