/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* feature.h - what the kernel offers */
#ifndef MACBPF_FEATURE_H
#define MACBPF_FEATURE_H

#include <macbpf/base.h>

MACBPF_BEGIN_DECLS

struct macbpf_features; /* a listing of what the kernel offers */
struct macbpf_feature;	/* one of its rows */

enum macbpf_feature_state {
	MACBPF_FEATURE_NO = 0,
	MACBPF_FEATURE_YES = 1,
	MACBPF_FEATURE_UNKNOWN = 2, /* it couldn't be tried, mostly for lack of a privilege */
};

struct macbpf_feature_info {
	size_t sz;	  /* in: sizeof the caller's struct */
	const char *name; /* a word, e.g. "tcx"; static storage, as is `text` */
	const char *text; /* a sentence: what macbpf does with it or, if the state is no, without */
	uint32_t state;	  /* enum macbpf_feature_state */
	int32_t error;	  /* unknown: the -errno for which it couldn't be tried; else 0 */
};

/* "no", "yes" or "unknown"; NULL if there is no such state. Static storage. Since 0.1. */
MACBPF_API const char *macbpf_feature_state__name(uint32_t state);

/*
 * Lists what macbpf can use of this kernel, and what it is allowed to. Each is tried, not concluded
 * from a version: programs are loaded, and devices are made in a network namespace that is there
 * for this only and goes when the listing is made. Takes about as long as making a port. A missing
 * privilege is no error, but makes rows unknown: there may be no context yet. -ENOMEM. Since 0.1.
 */
MACBPF_API int macbpf_features__get(struct macbpf_features **out);
MACBPF_API void macbpf_features__free(struct macbpf_features *features);
MACBPF_API const struct macbpf_feature *macbpf_features__next(
	const struct macbpf_features *features, const struct macbpf_feature *prev);
MACBPF_API int macbpf_feature__info(const struct macbpf_feature *feature,
				    struct macbpf_feature_info *info);

MACBPF_END_DECLS

#endif /* MACBPF_FEATURE_H */
