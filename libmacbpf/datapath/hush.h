/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* hush.h - libbpf keeps silent while this library is at work, in however many threads. */
#ifndef MB_HUSH_H
#define MB_HUSH_H

/* Each begin has its end; those of several threads may overlap. */
void mb_hush_begin(void);
void mb_hush_end(void);

#endif /* MB_HUSH_H */
