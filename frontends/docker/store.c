// SPDX-License-Identifier: GPL-2.0-only
/* store.c - records of networks: a file each, which has what docker told. */
#include "docker/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/own.h"

#define ENDING ".json"
#define FRESH  ".new" /* until all of it is written */

static void path_of(char path[PATH_MAX], const char *state, const char *id, const char *ending)
{
	snprintf(path, PATH_MAX, "%s/%s%s", state, id, ending);
}

static int failed(struct error *error, const char *what, const char *path, int err)
{
	return error_set(error, ERROR_INTERNAL, "can't %s %s: %s", what, path, strerror(err));
}

static bool ends_with(const char *name, const char *ending)
{
	size_t len = strlen(name), rest = strlen(ending);

	return len > rest && !strcmp(name + len - rest, ending);
}

/* What a killed process has not come to rename. */
static void remove_fresh(const char *state)
{
	DIR *dir = opendir(state);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (ends_with(entry->d_name, FRESH))
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
}

int store_open(struct error *error, const char *state)
{
	struct stat st;

	if (mkdir(state, 0700) && errno != EEXIST)
		return failed(error, "make the folder", state, errno);
	if (stat(state, &st))
		return failed(error, "open the folder", state, errno);
	if (!S_ISDIR(st.st_mode))
		return failed(error, "open the folder", state, ENOTDIR);
	remove_fresh(state);
	return 0;
}

/* ---------------------------------------------------------------- one record */

/* 0, or an errno. */
static int write_new(const char *path, const json_t *record)
{
	mb_auto_close int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno;
	errno = 0;
	if (json_dumpfd(record, fd, JSON_INDENT(1)) || fsync(fd))
		return errno ?: ENOMEM;
	return 0;
}

/* That a file has another name is kept by its folder. */
static int sync_folder(const char *state)
{
	mb_auto_close int fd = open(state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 || fsync(fd) ? errno : 0;
}

int store_save(struct error *error, const char *state, const char *id, const json_t *record)
{
	char path[PATH_MAX], fresh[PATH_MAX];
	int err;

	path_of(path, state, id, ENDING);
	path_of(fresh, state, id, FRESH);
	err = write_new(fresh, record);
	if (!err && rename(fresh, path))
		err = errno;
	if (!err)
		err = sync_folder(state);
	if (!err)
		return 0;
	unlink(fresh);
	return failed(error, "write", path, err);
}

static json_t *read_record(const char *path, char *why, size_t size)
{
	mb_auto_free char *text = malloc(JSON_SIZE_MAX + 1);
	mb_auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = text && fd >= 0 ? read(fd, text, JSON_SIZE_MAX + 1) : -1;

	if (len >= 0)
		return json_read(text, (size_t)len, why, size);
	snprintf(why, size, "%s", strerror(errno));
	return NULL;
}

int store_load(struct error *error, const char *state, const char *id, json_t **record)
{
	char path[PATH_MAX], why[256];

	path_of(path, state, id, ENDING);
	errno = 0;
	*record = read_record(path, why, sizeof(why));
	if (*record)
		return 0;
	if (errno != ENOENT)
		return error_set(error, ERROR_CONFIG, "can't read %s: %s", path, why);
	return error_set(error, ERROR_CONFIG,
			 "network %.12s is not known: its record %s is gone; remove the network "
			 "('docker network rm') and create it again",
			 id, path);
}

int store_delete(struct error *error, const char *state, const char *id)
{
	char path[PATH_MAX];

	path_of(path, state, id, ENDING);
	if (unlink(path) && errno != ENOENT)
		return failed(error, "remove", path, errno);
	return 0;
}

/* ---------------------------------------------------------------- all of them */

static bool record_fits(const char *state, const char *name,
			bool (*fits)(const json_t *record, const void *arg), const void *arg)
{
	char path[PATH_MAX], why[256];
	json_t *record;
	bool does;

	if (!ends_with(name, ENDING))
		return false;
	path_of(path, state, name, "");
	record = read_record(path, why, sizeof(why));
	does = record && fits(record, arg);
	json_decref(record);
	return does;
}

bool store_has(const char *state, bool (*fits)(const json_t *record, const void *arg),
	       const void *arg)
{
	DIR *dir = opendir(state);
	const struct dirent *entry;
	bool any = false;

	while (dir && !any && (entry = readdir(dir)))
		any = record_fits(state, entry->d_name, fits, arg);
	if (dir)
		closedir(dir);
	return any;
}
