/* SPDX-License-Identifier: GPL-2.0-only */
/* refuse.h - a kernel that lacks something, played by a seccomp filter. */
#ifndef NET_REFUSE_H
#define NET_REFUSE_H

/*
 * From now on the kernel refuses this process bpf(2) commands `first` to `last` with an errno. For
 * ever: to be called in a child. Ends that with status 99 if it can't be.
 */
void refuse_bpf(unsigned int first, unsigned int last, int error);

#endif
