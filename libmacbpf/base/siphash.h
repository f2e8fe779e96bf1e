/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* siphash.h - SipHash-2-4: a number of 64 bits that a key and some bytes always give. */
#ifndef MB_SIPHASH_H
#define MB_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t mb_siphash(const uint8_t key[16], const void *data, size_t size);

#endif /* MB_SIPHASH_H */
