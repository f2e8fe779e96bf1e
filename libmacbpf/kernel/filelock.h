/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* filelock.h - the file lock of a netns, which anybody can take who sees the netns, and keep. */
#ifndef MB_FILELOCK_H
#define MB_FILELOCK_H

/* -EWOULDBLOCK: somebody has it. */
int mb_filelock_take(int netns_fd);
void mb_filelock_drop(int netns_fd);

#endif /* MB_FILELOCK_H */
