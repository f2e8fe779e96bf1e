/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* ends.h - as ../act/ends.h: nothing. */
#include "act/ends.h"
