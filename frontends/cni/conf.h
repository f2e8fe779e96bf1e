/* SPDX-License-Identifier: GPL-2.0-only */
/* conf.h - the network configuration */
#ifndef CNI_CONF_H
#define CNI_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cni/bandwidth.h"
#include "cni/version.h"

/* Strings and objects lead into `root`. */
struct conf {
	json_t *root;
	enum version version;
	const char *name;
	const char *master; /* NULL: the interface of the default route */
	const char *ipam;   /* the plugin's name; NULL: none, layer 2 only */
	uint32_t mode, flags;
	uint32_t hook;			   /* enum macbpf_hook */
	uint32_t kind;			   /* enum macbpf_kind */
	int64_t mtu;			   /* 0: the master's */
	int64_t bcqueuelen, macaddr_limit; /* -1: not given */
	bool link_in_container;
	bool mcast_flood, learning;
	bool host_access; /* not given: it stays as it is */
	bool guard;	  /* by MAC, and by the addresses that IPAM gives */
	bool has_mac;
	uint8_t mac[6]; /* of the configuration alone, see runtime_mac */
	bool has_runtime_mac;
	uint8_t runtime_mac[6]; /* goes before what CNI_ARGS say, and those before `mac` */
	uint8_t (*macaddr)[6];	/* source MACs */
	uint32_t macaddr_count;
	struct bandwidth bandwidth;
	json_t *dns;   /* NULL: not given */
	json_t *prev;  /* prevResult; NULL: not given */
	json_t *valid; /* cni.dev/valid-attachments; NULL: not given */
};

/*
 * Reads what leads to attachments again, whatever else is in a configuration of `len` bytes: name,
 * version, who gave addresses, what is valid. To be freed in either case.
 */
int conf_read_names(struct error *error, const char *text, size_t len, struct conf *conf);

/* The rest, strictly. */
int conf_read(struct error *error, struct conf *conf);

void conf_free(struct conf *conf);

/* The cniVersion of the answer to an error; NULL: none was read. */
const char *conf_version(const struct conf *conf);

#endif
