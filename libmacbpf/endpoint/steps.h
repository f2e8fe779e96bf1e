/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* steps.h - what an endpoint has, and for each what add and set do to it, and undo. */
#ifndef MB_STEPS_H
#define MB_STEPS_H

#include "endpoint/change.h"

/* slot.c */
void mb_slot_release(void *arg);
int mb_slot_reserve(void *arg);
int mb_slot_finish(void *arg);

/* record.c */
int mb_record_check(struct mb_change *c);
void mb_record_restore(void *arg);
int mb_record_change(void *arg);

/* devices.c */
void mb_devices_remove(void *arg);
int mb_devices_make(void *arg);
int mb_devices_up(void *arg);

/* device.c */
int mb_devices_complete(void *arg);
int mb_devices_change(void *arg);

/* program.c */
int mb_program_attach(void *arg);
int mb_programs_change(void *arg);
int mb_programs_keep(void *arg);
void mb_programs_restore(void *arg);
void mb_hook_restore(void *arg);
int mb_hook_change(void *arg);

/* filter.c */
int mb_filter_add(void *arg);
void mb_filter_del(void *arg);

/* sources.c */
void mb_sources_clear(void *arg);
int mb_sources_fill(void *arg);
void mb_sources_restore(void *arg);
int mb_sources_change(void *arg);

/* address.c */
void mb_address_unpublish(void *arg);
int mb_address_publish(void *arg);
int mb_address_check(struct mb_change *c);
void mb_address_restore(void *arg);
int mb_address_change(void *arg);

/* promisc.c */
int mb_promisc_set(void *arg);
void mb_promisc_unset(void *arg);
int mb_promisc_change(void *arg);
void mb_promisc_restore(void *arg);

/* place.c */
int mb_place_check(struct mb_change *c);
int mb_place_leave(void *arg);
void mb_place_stay(void *arg);
bool mb_place_has_moved(struct mb_change *c);
void mb_place_move_back(struct mb_change *c, struct mb_dev_change *back);
int mb_place_arrive(void *arg);

#endif /* MB_STEPS_H */
