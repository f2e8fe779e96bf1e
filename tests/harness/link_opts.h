/* SPDX-License-Identifier: GPL-2.0-only */
/* link_opts.h - settings of an endpoint by subject, as members of struct macbpf_link_opts. */
#ifndef HARNESS_LINK_OPTS_H
#define HARNESS_LINK_OPTS_H

#define LINK_SUBJECT(type, ...) (&(const struct type){ .sz = sizeof(struct type), __VA_ARGS__ })
#define MACVLAN(...)		.macvlan = LINK_SUBJECT(macbpf_macvlan_opts, __VA_ARGS__)
#define SOURCE(...)		.source = LINK_SUBJECT(macbpf_source_opts, __VA_ARGS__)
#define MACVTAP(...)		.macvtap = LINK_SUBJECT(macbpf_macvtap_opts, __VA_ARGS__)

#define GUARDING(...) .guard = LINK_SUBJECT(macbpf_guard_opts, __VA_ARGS__)

#define RATING(...) .rate = LINK_SUBJECT(macbpf_rate_opts, __VA_ARGS__)

/* Members of MACVLAN(), and the whole of it. */
#define HAS_MODE(value) .has = MACBPF_MACVLAN_MODE, .mode = (value)
#define MODE(m)		MACVLAN(HAS_MODE(MACBPF_MODE_##m))

#endif
