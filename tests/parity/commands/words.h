/* SPDX-License-Identifier: GPL-2.0-only */
/* words.h - the words of which operations are put together. */
#ifndef PARITY_COMMANDS_WORDS_H
#define PARITY_COMMANDS_WORDS_H

#define ADD   "link add link low name mv0 "
#define MORE  "link add link low name mv1 "
#define MAC0  "address 02:00:00:00:01:01 "
#define MAC1  "address 02:00:00:00:01:02 "
#define LOW   "address 02:00:00:00:00:01 "
#define VLAN  "type macvlan "
#define TAP   "type macvtap "
#define SET   "link set dev mv0 "
#define TYPE  SET VLAN
#define TOUCH SET "alias x"
#define S1    "02:00:00:00:00:11"
#define S2    "02:00:00:00:00:12"
#define S3    "02:00:00:00:00:13"

#define BRIDGE	    ADD MAC0 VLAN "mode bridge"
#define BRIDGE_UP   ADD MAC0 "up " VLAN "mode bridge"
#define BRIDGE_BOX  ADD MAC0 "netns cp-box up " VLAN "mode bridge"
#define SECOND	    MORE MAC1 VLAN "mode bridge"
#define SECOND_UP   MORE MAC1 "up " VLAN "mode bridge"
#define PASSTHRU    ADD VLAN "mode passthru"
#define PASSTHRU_UP ADD "up " VLAN "mode passthru"
#define SOURCE	    ADD MAC0 VLAN "mode source"

#endif
