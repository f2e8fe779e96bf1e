/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* rtnl.h - what the library asks of rtnetlink. Errors are -errno as the kernel gave them. */
#ifndef MB_RTNL_H
#define MB_RTNL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <macbpf/macbpf.h>

#include "common/netlink.h"

#define MB_IFNAME_LEN  16  /* IFNAMSIZ */
#define MB_ALTNAME_LEN 128 /* ALTIFNAMSIZ */
#define MB_IFALIAS_LEN 256 /* IFALIASZ */

/* Up to what size segments are left together (BIG TCP); 0: the kernel doesn't tell. */
struct mb_gso {
	uint32_t max_size, max_segs, ipv4_max_size;
	uint32_t gro_max_size, gro_ipv4_max_size;
};

/* A device as RTM_GETLINK tells it. */
struct mb_dev {
	uint32_t ifindex;
	uint32_t link;	      /* IFLA_LINK: for a veth its peer's ifindex, in the peer's netns; a
				 device that has none is its own */
	int32_t link_netnsid; /* the peer's netns; -1: the same */
	uint32_t type;	      /* ARPHRD_* */
	uint32_t flags;	      /* IFF_* */
	uint32_t mtu, min_mtu, max_mtu, txqueuelen, numtxqueues, numrxqueues;
	uint32_t group, promiscuity, allmulti, operstate;
	uint32_t master;       /* what it is a port of; 0: nothing */
	uint32_t bundle;       /* that, if it is a bond or team */
	bool xdp, xdp_generic; /* it has an XDP program that its driver runs; that the stack does */
	bool is_macvlan;       /* the kernel's; or macvtap */
	bool is_tap;
	bool is_vxlan;
	uint32_t queues_open;	      /* of a tap with several: by readers, in use or not; else 0 */
	int64_t user, user_group;     /* of a tap: who may attach; -1: nobody in particular */
	uint16_t vlan_proto, vlan_id; /* of a VLAN device on `link`; 0, 0: it is none */
	char name[MB_IFNAME_LEN];
	char hostname[MB_IFNAME_LEN]; /* the alternative name mb<N>, if it has one; "" */
	char alias[MB_IFALIAS_LEN];
	char qdisc[MB_IFNAME_LEN];
	uint8_t address[6], broadcast[6];
	struct mb_gso gso;
	struct macbpf_stats stats;
};

/* An alternative name; a device may have many (ip link property add). */
struct mb_altname {
	uint32_t ifindex;
	char name[MB_ALTNAME_LEN];
};

struct mb_devs {
	struct mb_dev *dev;
	size_t count;
	struct mb_altname *altname;
	size_t altname_count;
};

/* An endpoint's devices to make: the hostdev here, the device in netns_fd (-1: here too). */
struct mb_device_spec {
	const char *hostdev;
	const char *name;
	int netns_fd;
	const uint8_t *address;	  /* NULL: random */
	const uint8_t *broadcast; /* NULL: all ones */
	uint32_t mtu, txqueuelen, numtxqueues, numrxqueues, group;
	uint32_t index;		    /* 0: the kernel's choice; that of a tap to adopt */
	uint32_t flags, flags_mask; /* of the device */
	struct mb_gso gso;	    /* of both ends of a pair */
	/* Taps. */
	uint32_t queues;
	int64_t user, user_group; /* -1: none */
	bool hush;		  /* an adopted one: it has IPv6, which is switched off */
};

/* A change of one device; pointers that are NULL and numbers whose bit is not in `has` stay. */
struct mb_dev_change {
	uint64_t has; /* MACBPF_LINK_MTU, _TXQUEUELEN, _GROUP */
	const uint8_t *address;
	const uint8_t *broadcast;
	const char *name;
	const char *alias;
	int netns_fd; /* where to move the device; -1: nowhere */
	uint32_t mtu, txqueuelen, group;
	uint32_t flags, flags_mask;
	bool deaf; /* IPv4 takes nothing that it receives, as long as it has no address */
};

/* IFLA_GSO_IPV4_MAX_SIZE and its sibling of Linux 6.3, newer than headers of Debian 12. */
enum { MB_IFLA_GSO_IPV4_MAX_SIZE = 63, MB_IFLA_GRO_IPV4_MAX_SIZE = 64 };

/* All devices of the netns, which the caller frees. */
int mb_rtnl_dump(struct mb_netlink *rtnl, struct mb_devs *devs);
void mb_rtnl_free_devs(struct mb_devs *devs);

/* The same of the netns `nsid` (-1: this one), with what the devices have counted if `stats`. */
int mb_rtnl_dump_at(struct mb_netlink *rtnl, int32_t nsid, bool stats, struct mb_devs *devs);

/* One device: by ifindex in the netns `nsid` (-1: this one); by name in this netns. */
int mb_rtnl_get(struct mb_netlink *rtnl, uint32_t ifindex, int32_t nsid, struct mb_dev *dev);
int mb_rtnl_get_by_name(struct mb_netlink *rtnl, const char *name, struct mb_dev *dev);

int mb_rtnl_add_veth(struct mb_netlink *rtnl, const struct mb_device_spec *spec);

/*
 * The same with a netkit pair, the hostdev its primary. The kernel sets no flags on the other end
 * of one that is being made, and chooses its ifindex.
 */
int mb_rtnl_add_netkit(struct mb_netlink *rtnl, const struct mb_device_spec *spec);

int mb_rtnl_set(struct mb_netlink *rtnl, uint32_t ifindex, const struct mb_dev_change *change);
int mb_rtnl_del(struct mb_netlink *rtnl, uint32_t ifindex);
/*
 * Deletes several at once: the kernel then waits for its readers once, not for each. They are put
 * into a device group first, which must be nobody else's.
 */
int mb_rtnl_del_all(struct mb_netlink *rtnl, const uint32_t *ifindex, size_t count, uint32_t group);
int mb_rtnl_del_by_name(struct mb_netlink *rtnl, const char *name);

/* Gives the device another name, by which the kernel finds it, too. -EEXIST: it is taken. */
int mb_rtnl_add_name(struct mb_netlink *rtnl, uint32_t ifindex, const char *name);

int mb_rtnl_del_name(struct mb_netlink *rtnl, uint32_t ifindex, const char *name);

/* No queue in front of the device's own: what it doesn't take at once is dropped, and no lock. */
int mb_rtnl_no_queue(struct mb_netlink *rtnl, uint32_t ifindex);

/* No IPv6 address of its own for this device; no error where IPv6 is off. */
int mb_rtnl_no_ipv6(struct mb_netlink *rtnl, uint32_t ifindex);

/*
 * Adds an address to, or removes it from, the unicast filter of a device (dev_uc_add()).
 * -EEXIST: it is there already.
 */
int mb_rtnl_filter(struct mb_netlink *rtnl, uint32_t ifindex, const uint8_t mac[6], bool add);

/* Addresses that a device receives for besides its own; whoever may change it adds to it. */
struct mb_addresses {
	uint8_t (*mac)[6];
	size_t count;
	bool more; /* than a command will read */
};

/* All unicast addresses of that filter, in the order of their coming; the caller frees them. */
int mb_rtnl_addresses(struct mb_netlink *rtnl, uint32_t ifindex, struct mb_addresses *out);

/* An IP address that a device has; IPv4 in the first bytes. */
struct mb_ip {
	uint32_t ifindex, prefixlen;
	uint8_t family; /* AF_INET or AF_INET6 */
	uint8_t addr[16];
};

struct mb_ips {
	struct mb_ip *ip;
	size_t count;
};

/* Those of all devices of the netns `nsid` (-1: this one); the caller frees them. */
int mb_rtnl_ips(struct mb_netlink *rtnl, int32_t nsid, struct mb_ips *out);

/* A filter on the ingress of a clsact, or ingress, qdisc, or on the egress of a clsact. */
struct mb_tc_filter {
	bool egress;
	uint32_t prog_id; /* 0: of another kind than bpf */
	uint32_t handle;  /* 0: the kernel's choice */
	uint32_t priority;
	bool is_new;   /* -EEXIST if it is there already */
	bool is_other; /* no program that has an id; told once for each priority of another kind */
};

/*
 * 1: the device has a clsact, or an ingress qdisc, which serves as well, but not for its egress; 0:
 * it has none.
 */
int mb_rtnl_has_clsact(struct mb_netlink *rtnl, uint32_t ifindex, bool egress);

/*
 * Makes the qdisc, clsact or ingress, of a device (*made), if there is none, with the program in
 * it, in one request: who dies here leaves both or nothing.
 */
int mb_rtnl_clsact_attach(struct mb_netlink *rtnl, uint32_t ifindex, const char *kind, int prog_fd,
			  const struct mb_tc_filter *filter, bool *made);

/* Removes the clsact of a device with all that is in it. */
int mb_rtnl_clsact_del(struct mb_netlink *rtnl, uint32_t ifindex);

/* 1: something else is in the clsact; 0: nothing. */
int mb_rtnl_clsact_others(struct mb_netlink *rtnl, uint32_t ifindex,
			  const struct mb_tc_filter *filter);

/*
 * All filters of one side; the caller frees *filters. None is no error. Of the egress only to be
 * asked where there is a clsact: an ingress qdisc tells its ingress again.
 */
int mb_rtnl_filters(struct mb_netlink *rtnl, uint32_t ifindex, bool egress,
		    struct mb_tc_filter **filters, size_t *count);

/* Makes a bpf filter, direct-action; one of the same handle is replaced without a gap. */
int mb_rtnl_bpf_put(struct mb_netlink *rtnl, uint32_t ifindex, const struct mb_tc_filter *filter,
		    int prog_fd);
int mb_rtnl_bpf_del(struct mb_netlink *rtnl, uint32_t ifindex, const struct mb_tc_filter *filter);

#endif /* MB_RTNL_H */
