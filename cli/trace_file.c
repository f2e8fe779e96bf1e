// SPDX-License-Identifier: GPL-2.0-only
/* trace_file.c - frames as a capture that says of each what was done with it: pcapng */
#include "trace_file.h"

#include <errno.h>
#include <string.h>

#include "args.h"

#define SECTION	  0x0a0d0d0a
#define INTERFACE 1
#define PACKET	  6
#define ETHERNET  1
#define TEXT_MAX  1024

/* Options, of the block that they are in. */
enum {
	END = 0,
	COMMENT = 1,
	SECTION_PROGRAM = 4,
	INTERFACE_NAME = 2,
	INTERFACE_TEXT = 3,
	INTERFACE_CLOCK = 9, /* 9: in ns */
	PACKET_FLAGS = 2,    /* 1: it came in */
	PACKET_DROPS = 4,
	PACKET_ID = 5,
	PACKET_VERDICT = 7, /* 1 and 64 bits: of TC */
};

/* A block while it is written. All of it is bounded: a frame, and texts of what is known of it. */
struct block {
	uint8_t bytes[8192];
	uint32_t size;
};

static void put(struct block *b, const void *bytes, size_t size)
{
	if (size > sizeof(b->bytes) - b->size)
		return;
	memcpy(b->bytes + b->size, bytes, size);
	b->size += (uint32_t)size;
}

static void put_32(struct block *b, uint32_t number)
{
	put(b, &number, sizeof(number));
}

static void put_padded(struct block *b, const void *bytes, size_t size)
{
	static const uint8_t zeros[4];

	put(b, bytes, size);
	put(b, zeros, -size & 3);
}

static void put_option(struct block *b, uint16_t code, const void *value, size_t size)
{
	const uint16_t head[2] = { code, (uint16_t)size };

	put(b, head, sizeof(head));
	put_padded(b, value, size);
}

static void put_text(struct block *b, uint16_t code, const char *text)
{
	size_t size = strlen(text);

	put_option(b, code, text, size < TEXT_MAX ? size : TEXT_MAX);
}

static void begin(struct block *b, uint32_t type)
{
	b->size = 0;
	put_32(b, type);
	put_32(b, 0); /* its size, which end() knows */
}

static void end(struct trace_file *file, struct block *b)
{
	uint32_t size;

	put_option(b, END, NULL, 0);
	size = b->size + (uint32_t)sizeof(size);
	put_32(b, size);
	memcpy(b->bytes + 4, &size, sizeof(size));
	fwrite(b->bytes, 1, b->size, file->file);
}

static void write_section(struct trace_file *file, const char *lower)
{
	const uint16_t version[2] = { 1, 0 };
	const uint64_t unknown = UINT64_MAX;
	struct block b;
	char text[64];

	begin(&b, SECTION);
	put_32(&b, 0x1a2b3c4d);
	put(&b, version, sizeof(version));
	put(&b, &unknown, sizeof(unknown)); /* how long the section is */
	put_text(&b, SECTION_PROGRAM, "macbpf");
	snprintf(text, sizeof(text), "frames that programs on %s have decided", lower);
	put_text(&b, COMMENT, text);
	end(file, &b);
}

static void write_device(struct trace_file *file, const struct macbpf_trace_device *device)
{
	const uint16_t link[2] = { ETHERNET, 0 };
	const uint8_t clock = 9;
	struct block b;
	char text[64];

	if (device->hostdev)
		snprintf(text, sizeof(text), "endpoint, hostdev %s", device->hostdev);
	else
		snprintf(text, sizeof(text), "lower");
	begin(&b, INTERFACE);
	put(&b, link, sizeof(link));
	put_32(&b, 0); /* frames of any size */
	put_text(&b, INTERFACE_NAME, device->name);
	put_text(&b, INTERFACE_TEXT, text);
	put_option(&b, INTERFACE_CLOCK, &clock, sizeof(clock));
	end(file, &b);
}

/* Its number in the file. */
static uint32_t number_of(struct trace_file *file, const struct macbpf_trace_device *device)
{
	for (uint32_t i = 0; i < file->devices; i++)
		if (file->device[i] == device->ifindex)
			return i;
	if (file->devices == TRACE_FILE_DEVICES)
		return 0;
	write_device(file, device);
	file->device[file->devices] = device->ifindex;
	return file->devices++;
}

static void put_options(struct block *b, const struct macbpf_traced *frame, const char *comment,
			uint64_t id)
{
	const uint32_t inbound = 1, outbound = 2;
	uint64_t drops = frame->left_out + frame->lost;
	int64_t verdict = frame->verdict;
	uint8_t value[1 + sizeof(verdict)] = { 1 };

	memcpy(value + 1, &verdict, sizeof(verdict));
	put_text(b, COMMENT, comment);
	put_option(b, PACKET_FLAGS, frame->origin == MACBPF_ORIGIN_HOST ? &outbound : &inbound,
		   sizeof(inbound));
	if (drops)
		put_option(b, PACKET_DROPS, &drops, sizeof(drops));
	put_option(b, PACKET_ID, &id, sizeof(id));
	put_option(b, PACKET_VERDICT, value, sizeof(value));
}

void trace_file_add(struct trace_file *file, const struct macbpf_traced *frame, const char *comment)
{
	uint32_t device = number_of(file, &frame->at);
	struct block b;

	begin(&b, PACKET);
	put_32(&b, device);
	put_32(&b, (uint32_t)(frame->time >> 32));
	put_32(&b, (uint32_t)frame->time);
	put_32(&b, frame->bytes);
	put_32(&b, frame->length);
	put_padded(&b, frame->frame, frame->bytes);
	put_options(&b, frame, comment, ++file->packets);
	end(file, &b);
}

int trace_file_open(struct trace_file *file, const char *path, const char *lower)
{
	file->file = strcmp(path, "-") ? fopen(path, "we") : stdout;
	if (!file->file)
		return usage_error("can't write \"%s\": %s", path, strerror(errno));
	write_section(file, lower);
	return 0;
}

int trace_file_close(struct trace_file *file, const char *path)
{
	bool failed;

	if (file->file == stdout) /* as of all output, what fails is told at the end */
		return EXIT_OK;
	failed = ferror(file->file);
	if (!fclose(file->file) && !failed)
		return EXIT_OK;
	usage_error("can't write all of \"%s\"", path);
	return EXIT_REFUSED;
}
