/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/*
 * macbpf.h - virtual NICs on a network card, by TC BPF: what the kernel's macvlan driver does.
 *
 * Words
 *   lower     the parent device, e.g. eth0
 *   port      macbpf's presence on one lower: its programs and maps (struct macvlan_port)
 *   endpoint  one virtual NIC made on a port (struct macvlan_dev); "link" in function names
 *   device    the endpoint's netdev that a container or a virtual machine uses
 *   hostdev   the lower-side netdev of an endpoint, named mb<N>: the handle that never changes. For
 *             a tap it is the device itself, which answers to mb<N> as another name
 *
 * Use
 *   MACBPF_OPTS(macbpf_macvlan_opts, macvlan, .has = MACBPF_MACVLAN_MODE,
 *               .mode = MACBPF_MODE_BRIDGE);
 *   MACBPF_OPTS(macbpf_link_opts, opts, .netns = "box1", .macvlan = &macvlan);
 *   struct macbpf *mb;
 *
 *   if (macbpf__open(&mb, NULL))
 *           return 1;
 *   if (macbpf_link__add(mb, "eth0", "mv0", &opts, NULL))
 *           fprintf(stderr, "%s\n", macbpf__error(mb));
 *   macbpf__close(mb);
 *
 * Conventions
 *   - A function that returns int returns 0, or -errno with errno set to the same number and a
 *     sentence for people in macbpf__error(). Outputs are written once, on success.
 *   - Options structs start with `sz`, the size that the caller was compiled with. NULL means all
 *     defaults. A larger struct of a newer header is accepted while what we don't know is zero,
 *     else -E2BIG. An options struct that has settings of several subjects leads to one struct for
 *     each, with an `sz` of its own: NULL means that nothing of that subject is given.
 *   - Writing functions are transactions: after an error nothing is changed or left behind.
 *   - State lives on the devices. Any number of contexts and processes may work at once; writers
 *     of one network namespace exclude each other. A context is not thread-safe.
 *   - What is open when a program forks is its own: a child that doesn't call exec() neither uses
 *     nor closes it. While such a child lives, a lower that was traced then counts as traced, also
 *     when the trace is closed, and if the program is killed while it writes or is in a batch, the
 *     lock stays taken, and rcu_expedited on. exec() in the child ends that, or close_range().
 *   - A listing is a snapshot that the caller frees, and what it hands out lives until then. get()
 *     makes it, next() gives the row after another, the first after NULL and NULL after the last;
 *     info() fills in the caller's struct, of which sz is to be the size, for one row: -EINVAL if
 *     that is too small to be true.
 *   - The library prints nothing, keeps no globals, installs no signal handlers, opens everything
 *     close-on-exec, and never moves the calling thread to another network namespace. Where it has
 *     to be in one, it makes a thread for the time of the call, which handles no signals but those
 *     that it raises itself (SIGSEGV). libbpf, which it works with, has one switch for its messages
 *     in the whole process: it is off while a thread is at work here that would make it talk, and
 *     then as it was.
 *   - Writing and listing need CAP_NET_ADMIN, CAP_BPF and CAP_SYS_ADMIN (the kernel asks for the
 *     last to open a program by its id): -EPERM without.
 *   - Writing functions also give -EBUSY if another writer held the lock for the whole timeout,
 *     -ENOLINK if somebody has detached the BPF link by which they waited for it (try again), and
 *     -EOPNOTSUPP on a kernel that has nothing to lock with.
 */
#ifndef MACBPF_MACBPF_H
#define MACBPF_MACBPF_H

#include <macbpf/agent.h>
#include <macbpf/base.h>
#include <macbpf/batch.h>
#include <macbpf/context.h>
#include <macbpf/diagnosis.h>
#include <macbpf/explain.h>
#include <macbpf/fdb.h>
#include <macbpf/feature.h>
#include <macbpf/ip.h>
#include <macbpf/link.h>
#include <macbpf/mdb.h>
#include <macbpf/monitor.h>
#include <macbpf/neigh.h>
#include <macbpf/port.h>
#include <macbpf/reason.h>
#include <macbpf/tap.h>
#include <macbpf/trace.h>
#include <macbpf/version.h>
#include <macbpf/words.h>

#endif /* MACBPF_MACBPF_H */
