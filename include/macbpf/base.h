/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* base.h - what all other headers of libmacbpf use */
#ifndef MACBPF_BASE_H
#define MACBPF_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define MACBPF_BEGIN_DECLS extern "C" {
#define MACBPF_END_DECLS   }
#else
#define MACBPF_BEGIN_DECLS
#define MACBPF_END_DECLS
#endif

#define MACBPF_API __attribute__((visibility("default")))

#define MACBPF_MAC_LEN	 6
#define MACBPF_NAME_SIZE 16  /* bytes of a device's name with its NUL, as IFNAMSIZ */
#define MACBPF_OWNER_LEN 200 /* bytes of an owner at most */

/*
 * Options, of which those that are given have these values and all others their defaults:
 *
 *	MACBPF_OPTS(macbpf_open_opts, opts, .netns = "box1");
 *
 * In C++ since C++20, and then in the order of the struct.
 */
#define MACBPF_OPTS(type, name, ...) struct type name = { .sz = sizeof(struct type), __VA_ARGS__ }

struct macbpf; /* a context, see context.h */

#endif /* MACBPF_BASE_H */
