/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * stations.h - who is behind an endpoint: learnt from what it sends, as a switch does.
 *
 * Asked where the FDB has nobody. So what anybody has by a command is never another's by what he
 * sends.
 */
#ifndef MB_STATIONS_H
#define MB_STATIONS_H

#include "account.h"
#include "config.h"
#include "fdb.h"
#include "hands.h"
#include "maps.h"
#include "stamp.h"

static __always_inline struct mb_fdb_key mb_station_key(__u64 number)
{
	__u64 bytes = __cpu_to_le64(number << 8 * sizeof(__u16));
	struct mb_fdb_key key;

	__builtin_memcpy(&key, &bytes, sizeof(key));
	return key;
}

static __always_inline struct mb_station *mb_station_get(__u64 number)
{
	struct mb_fdb_key key = mb_station_key(number);

	return bpf_map_lookup_elem(&mb_stations, &key);
}

static __always_inline void mb_station_forget(__u64 number)
{
	struct mb_fdb_key key = mb_station_key(number);

	mb_hand_delete(&mb_stations, &key);
}

/* Where to hand a frame for it; mode 0: its endpoint is gone. */
static __always_inline struct mb_dest mb_station_dest(const struct mb_station *station)
{
	__u32 slot = station->slot;
	struct mb_dest *dest = bpf_map_lookup_elem(&mb_members, &slot);

	if (!dest || !station->hostdev || dest->hostdev != station->hostdev)
		return (struct mb_dest){};
	return mb_dest_or_none(dest);
}

/* Who has the address by what was heard; mode 0: nobody. */
static __always_inline struct mb_dest mb_station_find(const __u8 *mac)
{
	struct mb_station *station = mb_station_get(mb_mac_number((const __u16 *)mac));

	if (!station || bpf_ktime_get_coarse_ns() - station->seen >= MB_STATION_AGE)
		return (struct mb_dest){};
	return mb_station_dest(station);
}

/* The same of who sent a frame that comes from the wire, and may have moved there. */
static __always_inline struct mb_dest mb_station_find_sender(const __u8 *mac)
{
	__u64 number = mb_mac_number((const __u16 *)mac);
	struct mb_station *station = mb_station_get(number);

	if (!station || !station->hostdev)
		return (struct mb_dest){};
	if (bpf_ktime_get_coarse_ns() - station->seen < MB_STATION_PATIENCE)
		return mb_station_dest(station);
	mb_station_forget(number);
	return (struct mb_dest){};
}

/* Whether who has the place may not lose it; who is old makes room. */
static __always_inline bool mb_station_stays(__u64 number, __u32 hostdev, __u64 now)
{
	struct mb_station *station = number ? mb_station_get(number) : NULL;

	if (!station || station->hostdev != hostdev)
		return false;
	if (now - station->seen < MB_STATION_AGE)
		return true;
	mb_station_forget(number);
	return false;
}

/* False: no place, or it is somebody's since. A place is taken in one piece, and given back. */
static __always_inline bool mb_station_add(struct mb_learner *learner, __u64 number, __u32 hostdev,
					   __u64 now)
{
	struct mb_station station = { .seen = now, .hostdev = hostdev, .slot = learner->slot };
	struct mb_fdb_key key = mb_station_key(number);
	__u32 limit = learner->limit, n;
	__u64 old;

	if (!limit)
		return false;
	n = mb_hand_add(&learner->next, 1) % limit & (MB_MACADDR_LIMIT_MAX - 1);
	old = learner->place[n];
	if (mb_station_stays(old, hostdev, now) ||
	    mb_hand_swap(&learner->place[n], old, number) != old)
		return false;
	if (!mb_hand_put(&mb_stations, &key, &station, BPF_NOEXIST))
		return true;
	mb_hand_swap(&learner->place[n], number, 0);
	return false;
}

/* Whether it is known as this endpoint's, by now. */
static __always_inline bool mb_station_learn(__u64 number, __u32 hostdev)
{
	struct mb_station *station = mb_station_get(number);
	__u64 now = bpf_ktime_get_coarse_ns();
	struct mb_learner *learner;

	if (station && station->hostdev == hostdev) {
		if (now - station->seen >= MB_STATION_TICK)
			mb_hand_set(&station->seen, now);
		return true;
	}
	if (station && (!station->hostdev || now - station->seen < MB_STATION_AGE))
		return false;
	if (station)
		mb_station_forget(number);
	learner = bpf_map_lookup_elem(&mb_learners, &hostdev);
	return learner && mb_station_add(learner, number, hostdev, now);
}

/*
 * Hears who sends. What is left of a flood is another's. What the FDB knows is the endpoint's own,
 * or somebody else's, and in both cases nothing to learn. Not inline, for the stack of its caller.
 */
static __noinline int mb_station_hear(struct __sk_buff *skb)
{
	struct mb_frame frame;
	struct mb_dest owner;
	__u64 number;

	if (mb_stamp_is_later(skb) ||
	    !mb_frame_copy(&frame, (void *)(long)skb->data, (void *)(long)skb->data_end))
		return 0;
	number = mb_mac_number((const __u16 *)frame.src);
	if (!number || frame.src[0] & 1)
		return 0;
	owner = mb_fdb_find(frame.src);
	if (owner.mode && owner.hostdev == skb->ifindex)
		return 0;
	if (owner.mode || !mb_station_learn(number, skb->ifindex))
		mb_count_frame(skb, MB_R_NOT_LEARNT, 0);
	return 0;
}

#endif /* MB_STATIONS_H */
