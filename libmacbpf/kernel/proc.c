// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* proc.c - reads the text of files in /proc. */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "kernel/proc.h"

#define LINE_SIZE 512

/* "7: FLOCK  ADVISORY  WRITE 1234 00:04:4026531840 0 EOF"; who waits has an arrow before FLOCK. */
static bool is_flock(const char *line, dev_t dev, ino_t ino, pid_t *pid, bool *exclusive)
{
	unsigned int major, minor;
	uintmax_t number;
	char how[8];

	if (sscanf(line, "%*[0-9]: FLOCK %*s %7s %d %x:%x:%ju", how, pid, &major, &minor,
		   &number) != 5)
		return false;
	*exclusive = !strcmp(how, "WRITE");
	return makedev(major, minor) == dev && number == ino && *pid > 0;
}

bool mb_proc_flock(FILE *locks, dev_t dev, ino_t ino, pid_t *pid, bool *exclusive)
{
	char line[LINE_SIZE];

	while (fgets(line, sizeof(line), locks))
		if (is_flock(line, dev, ino, pid, exclusive))
			return true;
	return false;
}

bool mb_proc_is_link_to(FILE *fdinfo, uint32_t prog_id)
{
	char line[LINE_SIZE];
	bool is_link = false;
	uint32_t id;

	while (fgets(line, sizeof(line), fdinfo)) {
		is_link |= !strncmp(line, "link_id:", 8);
		if (is_link && sscanf(line, "prog_id: %" SCNu32, &id) == 1)
			return id == prog_id;
	}
	return false;
}

bool mb_proc_capabilities(FILE *status, uint64_t *effective)
{
	char line[LINE_SIZE];

	while (fgets(line, sizeof(line), status))
		if (sscanf(line, "CapEff: %" SCNx64, effective) == 1)
			return true;
	return false;
}

bool mb_proc_name(FILE *comm, char *name, size_t size)
{
	if (!fgets(name, (int)size, comm))
		return false;
	name[strcspn(name, "\n")] = '\0';
	for (char *c = name; *c; c++)
		if (!isprint((unsigned char)*c))
			*c = '?';
	return true;
}

/* "2    eth0            1     0     333300000001": who uses it, and who of them all the device. */
bool mb_proc_added_group(FILE *dev_mcast, uint32_t *ifindex)
{
	char line[LINE_SIZE];
	uint32_t added;

	while (fgets(line, sizeof(line), dev_mcast))
		if (sscanf(line, "%" SCNu32 " %*s %*u %" SCNu32, ifindex, &added) == 2 && added)
			return true;
	return false;
}
