// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* holder.c - the process that keeps others waiting, as /proc tells it. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/own.h"
#include "kernel/holder.h"
#include "kernel/proc.h"

#define NEEDED (UINT64_C(1) << CAP_NET_ADMIN | UINT64_C(1) << CAP_SYS_ADMIN)

static void close_file(FILE **file)
{
	if (*file)
		fclose(*file);
}

#define auto_file __attribute__((cleanup(close_file)))

/* Of a process that ends meanwhile there is no file, or none that can be read. */
static FILE *open_of(pid_t pid, const char *file)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	return fopen(path, "re");
}

static void read_name(struct mb_holder *holder)
{
	auto_file FILE *comm = open_of(holder->pid, "comm");

	if (!comm || !mb_proc_name(comm, holder->name, sizeof(holder->name)))
		snprintf(holder->name, sizeof(holder->name), "?");
}

bool mb_holder_of_flock(dev_t dev, ino_t ino, struct mb_holder *holder)
{
	auto_file FILE *locks = fopen("/proc/locks", "re");

	if (!locks || !mb_proc_flock(locks, dev, ino, &holder->pid, &holder->exclusive))
		return false;
	read_name(holder);
	return true;
}

static bool is_link_to(pid_t pid, const char *fd, uint32_t prog_id)
{
	auto_file FILE *fdinfo = NULL;
	char file[32];

	snprintf(file, sizeof(file), "fdinfo/%.16s", fd);
	fdinfo = open_of(pid, file);
	return fdinfo && mb_proc_is_link_to(fdinfo, prog_id);
}

static bool has_link(pid_t pid, uint32_t prog_id)
{
	struct dirent *entry;
	bool found = false;
	char path[64];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo", pid);
	dir = opendir(path);
	while (dir && !found && (entry = readdir(dir)))
		found = isdigit((unsigned char)entry->d_name[0]) &&
			is_link_to(pid, entry->d_name, prog_id);
	if (dir)
		closedir(dir);
	return found;
}

bool mb_holder_of_link(uint32_t prog_id, struct mb_holder *holder)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	bool found = false;

	while (proc && !found && (entry = readdir(proc))) {
		holder->pid = atoi(entry->d_name);
		found = holder->pid > 0 && has_link(holder->pid, prog_id);
	}
	if (proc)
		closedir(proc);
	if (found)
		read_name(holder);
	holder->exclusive = true;
	return found;
}

static bool same_user_namespace(pid_t pid)
{
	struct stat ours, theirs;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/user", pid);
	return stat("/proc/self/ns/user", &ours) || stat(path, &theirs) ||
	       (ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino);
}

bool mb_holder_may_write(const struct mb_holder *holder)
{
	auto_file FILE *status = open_of(holder->pid, "status");
	uint64_t effective = 0;

	if (!status)
		return errno != ENOENT;
	if (!mb_proc_capabilities(status, &effective))
		return errno != ESRCH;
	return (effective & NEEDED) == NEEDED && same_user_namespace(holder->pid);
}
