/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* diagnosis.h - what is wrong or surprising at ports, as far as can be seen from outside */
#ifndef MACBPF_DIAGNOSIS_H
#define MACBPF_DIAGNOSIS_H

#include <macbpf/base.h>

MACBPF_BEGIN_DECLS

enum macbpf_finding_level {
	MACBPF_FINDING_NOTE = 1,    /* as somebody may want it, but surprising who doesn't know */
	MACBPF_FINDING_WARNING = 2, /* frames don't arrive by it, or are about not to */
};

struct macbpf_diagnosis; /* a listing of findings */
struct macbpf_finding;	 /* one of its rows */

struct macbpf_finding_info {
	size_t sz; /* in: sizeof the caller's struct */
	const char *lower;
	const char *name;    /* of the endpoint's device; NULL: it is about the lower */
	const char *hostdev; /* of the endpoint; NULL likewise */
	const char *what;    /* a word that is the same in each version, e.g. "lower-down" */
	const char *text;    /* a sentence, with the way out */
	uint32_t level;	     /* enum macbpf_finding_level */
	uint32_t reserved;   /* 0 */
};

/*
 * Looks for what is wrong or surprising at the ports of this netns; `lower` narrows it to one. What
 * is said of frames by macbpf_explanation__get() is said here of the ports themselves. Nothing is
 * changed. A port of another version is a finding. Errors: -ENODEV (no such lower, or it has no
 * port), -EPERM. Since 0.2.
 */
MACBPF_API int macbpf_diagnosis__get(struct macbpf *mb, const char *lower,
				     struct macbpf_diagnosis **out);
MACBPF_API void macbpf_diagnosis__free(struct macbpf_diagnosis *diagnosis);

/*
 * By lower, what is about the lower itself first; then the hostdevs that no port knows, whose names
 * are those of their aliases. Since 0.2.
 */
MACBPF_API const struct macbpf_finding *macbpf_finding__next(
	const struct macbpf_diagnosis *diagnosis, const struct macbpf_finding *prev);
MACBPF_API int macbpf_finding__info(const struct macbpf_finding *finding,
				    struct macbpf_finding_info *info);

/* The word of an enum macbpf_finding_level, "note" or "warning"; NULL if there is none. Since 0.2.
 */
MACBPF_API const char *macbpf_finding_level__name(uint32_t level);

MACBPF_END_DECLS

#endif /* MACBPF_DIAGNOSIS_H */
