// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* opts.c - structs that grow at the tail: copying them between callers and library of other ages.
 */
/* What a struct grows by must not lie where it was padded: there an older library doesn't look. */
#pragma GCC diagnostic push
#if __SIZEOF_POINTER__ == 8
#pragma GCC diagnostic error "-Wpadded"
#endif
#include <macbpf/macbpf.h>
#pragma GCC diagnostic pop

#include <errno.h>
#include <string.h>

#include "base/context.h"

static bool all_zero(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i])
			return false;
	return true;
}

int mb_opts_copy(void *ours, size_t our_size, const void *theirs)
{
	size_t size;

	memcpy(ours, &our_size, sizeof(our_size));
	if (!theirs)
		return 0;
	memcpy(&size, theirs, sizeof(size));
	if (size < sizeof(size))
		return -EINVAL;
	if (size > our_size && !all_zero((const char *)theirs + our_size, size - our_size))
		return -E2BIG;
	memcpy(ours, theirs, size < our_size ? size : our_size);
	memcpy(ours, &our_size, sizeof(our_size));
	return 0;
}

int mb_opts_take(struct macbpf *mb, void *ours, size_t our_size, const void *theirs)
{
	int err;

	mb_begin(mb);
	err = mb_opts_copy(ours, our_size, theirs);
	if (err == -EINVAL)
		return mb_fail(mb, err,
			       "the size of the options is no size: 'sz' is to be sizeof "
			       "their struct");
	return err ? mb_fail(mb, err, "the options are of a newer libmacbpf than this one") : 0;
}

int mb_opts_need(struct macbpf *mb, const char *what, const char *name)
{
	return name ? 0 : mb_fail(mb, -EINVAL, "%s is needed: NULL is none", what);
}

int mb_opts_spare(struct macbpf *mb, uint32_t reserved)
{
	if (!reserved)
		return 0;
	return mb_fail(mb, -EINVAL, "%#x of the options is reserved: it is to be 0", reserved);
}

bool mb_opts_has_size(const void *theirs)
{
	size_t size;

	memcpy(&size, theirs, sizeof(size));
	return size > sizeof(size);
}

int mb_opts_give(void *theirs, const void *ours, size_t our_size)
{
	size_t size;

	if (!mb_opts_has_size(theirs)) {
		errno = EINVAL;
		return -EINVAL;
	}
	memcpy(&size, theirs, sizeof(size));
	memset((char *)theirs + sizeof(size), 0, size - sizeof(size));
	memcpy((char *)theirs + sizeof(size), (const char *)ours + sizeof(size),
	       (size < our_size ? size : our_size) - sizeof(size));
	return 0;
}
