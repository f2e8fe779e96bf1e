/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * config.h - the load-time constants of one loaded program.
 */
#ifndef MB_CONFIG_H
#define MB_CONFIG_H

#include <linux/bpf.h>

#include "abi/abi.h"

/* Constants to the verifier: a branch that is off is not in the loaded program. */
const volatile struct mb_config mb_cfg = {};

#endif /* MB_CONFIG_H */
