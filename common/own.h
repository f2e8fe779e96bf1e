/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* own.h - ownership helpers; depends on C only. */
#ifndef MB_OWN_H
#define MB_OWN_H

#include <stdlib.h>
#include <unistd.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static inline void mb_free_ptr(void *p)
{
	free(*(void **)p);
}

static inline void mb_close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

#define mb_auto_free  __attribute__((cleanup(mb_free_ptr)))
#define mb_auto_close __attribute__((cleanup(mb_close_fd)))

/* Hands ownership out of an mb_auto_* variable. */
#define mb_take(p)                                                                                 \
	({                                                                                         \
		__typeof__(p) taken_ = (p);                                                        \
		(p) = NULL;                                                                        \
		taken_;                                                                            \
	})
#define mb_take_fd(fd)                                                                             \
	({                                                                                         \
		int taken_ = (fd);                                                                 \
		(fd) = -1;                                                                         \
		taken_;                                                                            \
	})

/*
 * Makes room for one more in an array of *count elements that only ever grew by this: doubles it
 * whenever the count is a power of two. False: out of memory, the array is as it was.
 */
#define mb_grow(array, count)                                                                      \
	({                                                                                         \
		size_t n_ = (count);                                                               \
		void *more_ = *(array);                                                            \
		if (!(n_ & (n_ - 1)))                                                              \
			more_ = realloc(*(array), (n_ ? n_ * 2 : 1) * sizeof(**(array)));          \
		if (more_)                                                                         \
			*(array) = more_;                                                          \
		!!more_;                                                                           \
	})

#endif /* MB_OWN_H */
