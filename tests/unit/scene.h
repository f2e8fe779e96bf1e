/* SPDX-License-Identifier: GPL-2.0-only */
/* scene.h - what there is before a command, by name. */
#ifndef UNIT_SCENE_H
#define UNIT_SCENE_H

#include "tests/unit/rig.h"

void scene_one(void);
/* Its port is at clsact as well. */
void scene_clsact(void);
void scene_two(void);
void scene_sources(void);
void scene_shared_sources(void);
void scene_passthru(void);
void scene_passthru_with_mac(void);
/* The administrator lets the MAC in already. */
void scene_own_entry(void);
/* Two endpoints with one MAC: the first, which is down, owns it. */
void scene_same_mac(void);
/* Two with one MAC: the second has it, because it was up, and the first waits for it. */
void scene_second_owns(void);
void scene_three_bridges(void);
void scene_directed(void);
void scene_snooping(void);
void scene_host(void);
/* Two addresses behind mv0, as a macvlan on it has. */
void scene_behind(void);
void scene_tap_beside_veth(void);
void scene_foreign_tap(void);
void scene_foreign_beside(void);
void scene_adopted(void);
void scene_adopted_beside(void);
void scene_passthru_tap(void);
void scene_passthru_tap_with_mac(void);

/* mv0 in another netns, mv1 up; and a third. */
void scene_bridges(void);
void scene_beside_sources(void);
void scene_beside_tap(void);

#endif /* UNIT_SCENE_H */
