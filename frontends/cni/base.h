/* SPDX-License-Identifier: GPL-2.0-only */
/* base.h - depends on C only */
#ifndef CNI_BASE_H
#define CNI_BASE_H

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif
