/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* nft.h - chains of nftables that are bound to devices, as the kernel lists them. */
#ifndef MB_NFT_H
#define MB_NFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MB_NFT_NAME_LEN 64 /* of a table or chain, what is more is cut off */

struct mb_nft_chain {
	const char *family; /* as nft calls it, static storage */
	char table[MB_NFT_NAME_LEN], name[MB_NFT_NAME_LEN];
	char dev[MB_NFT_NAME_LEN];
	bool prefix; /* all devices whose names begin so */
	bool egress; /* else ingress */
};

/* Those of one netns, a row for each device. */
struct mb_nft {
	struct mb_nft_chain *chain;
	size_t count;
	bool asked; /* once, also if nothing could be told */
};

/* The next on this side of a device of the calling thread's netns; NULL: there is none. */
const struct mb_nft_chain *mb_nft_next(struct mb_nft *nft, const char *dev, bool egress,
				       const struct mb_nft_chain *prev);
void mb_nft_free(struct mb_nft *nft);

#endif /* MB_NFT_H */
