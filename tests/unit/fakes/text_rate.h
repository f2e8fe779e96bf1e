/* SPDX-License-Identifier: GPL-2.0-only */
/* text_rate.h - the tables of rates as text. */
#ifndef FAKES_TEXT_RATE_H
#define FAKES_TEXT_RATE_H

#include <stdio.h>

#include "tests/unit/fakes/fake.h"

void fake_print_rate(FILE *out, const struct fake_entry *e);
void fake_print_group_rate(FILE *out, const struct fake_entry *e);
void fake_print_pace(FILE *out, const struct fake_entry *e);

#endif
