// SPDX-License-Identifier: GPL-2.0-only
/* out.c - listings as text or JSON from the same calls */
#include "out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "args.h"
#include "safe.h"

/* JSON is UTF-8; the kernel's names are any bytes. */
static json_t *json_safely(const char *text)
{
	json_t *json = json_string(text);
	char *copy;

	if (json)
		return json;
	copy = strdup(text);
	if (!copy)
		return NULL;
	for (char *c = copy; *c; c++)
		if ((unsigned char)*c >= 0x80)
			*c = '?';
	json = json_string(copy);
	free(copy);
	return json;
}

/* Puts `value`, whose reference is stolen, in what is open. */
static void put(struct out *out, const char *key, json_t *value)
{
	json_t *into = out->open[out->depth];
	int err;

	if (json_is_array(into))
		err = json_array_append_new(into, value);
	else
		err = json_object_set_new(into, key, value);
	if (err)
		out->failed = true;
}

/* Opens `value`, whose reference is stolen by what was open. */
static void enter(struct out *out, const char *key, json_t *value)
{
	put(out, key, value);
	out->open[++out->depth] = value;
}

void out_begin(struct out *out)
{
	out->depth = 0;
	out->failed = false;
	out->open[0] = out->json ? json_array() : NULL;
}

static int print_json(struct out *out)
{
	size_t flags = out->pretty ? JSON_INDENT(4) : JSON_COMPACT;
	int err = out->failed ? -1 : json_dumpf(out->open[0], out->file, flags);

	json_decref(out->open[0]);
	if (out->failed) {
		fputs("Error: out of memory\n", stderr);
		return EXIT_REFUSED;
	}
	fputc('\n', out->file);
	/* A write that failed is reported once, when the stream is flushed. */
	return err && !ferror(out->file) ? EXIT_REFUSED : EXIT_OK;
}

int out_end(struct out *out)
{
	return out->json ? print_json(out) : EXIT_OK;
}

void out_flush(struct out *out)
{
	errno = 0;
	if ((fflush(out->file) || ferror(out->file)) && !out->error)
		out->error = errno ? errno : EIO;
}

void out_line_begin(struct out *out)
{
	out->depth = 0;
	out->failed = false;
	out->open[0] = out->json ? json_object() : NULL;
}

void out_line_end(struct out *out)
{
	if (out->json)
		print_json(out);
	else
		fputc('\n', out->file);
	out_flush(out);
}

void out_row_begin(struct out *out)
{
	out_object_begin(out, NULL);
}

void out_row_end(struct out *out)
{
	if (!out->json)
		fputc('\n', out->file);
	out_object_end(out);
}

void out_object_begin(struct out *out, const char *key)
{
	if (out->json)
		enter(out, key, json_object());
}

void out_object_end(struct out *out)
{
	if (out->json)
		out->depth--;
}

void out_array_begin(struct out *out, const char *key)
{
	if (out->json)
		enter(out, key, json_array());
}

void out_array_end(struct out *out)
{
	out_object_end(out);
}

struct out *out_in(struct out *out, enum out_ink ink)
{
	out->ink = ink;
	return out;
}

static void print_inked(const struct out *out, const char *value)
{
	static const char *const inks[] = {
		[OUT_NAME] = "36",  [OUT_MAC] = "33",  [OUT_INET] = "35",
		[OUT_INET6] = "34", [OUT_GOOD] = "32", [OUT_BAD] = "31",
	};
	bool inked = out->color && out->ink != OUT_PLAIN;

	if (inked)
		fprintf(out->file, "\033[%sm", inks[out->ink]);
	safe_print(out->file, value);
	if (inked)
		fputs("\033[0m", out->file);
}

void out_str(struct out *out, const char *key, const char *label, const char *value)
{
	if (out->json && key) {
		put(out, key, json_safely(value));
	} else if (!out->json && label) {
		fputs(label, out->file);
		print_inked(out, value);
	}
	out->ink = OUT_PLAIN;
}

void out_element(struct out *out, const char *label, const char *value)
{
	out_str(out, "", label, value);
}

void out_num(struct out *out, const char *key, const char *label, int64_t value)
{
	if (out->json && key)
		put(out, key, json_integer(value));
	else if (!out->json && label)
		fprintf(out->file, "%s%lld", label, (long long)value);
}

void out_mac(struct out *out, const char *key, const char *label, const uint8_t mac[6])
{
	char text[18];

	snprintf(text, sizeof(text), "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
		 mac[3], mac[4], mac[5]);
	out_str(out_in(out, OUT_MAC), key, label, text);
}

void out_bool(struct out *out, const char *key, const char *label, bool value)
{
	if (out->json && key)
		put(out, key, json_boolean(value));
	else if (!out->json && label && value)
		fputs(label, out->file);
}

void out_text(struct out *out, const char *format, ...)
{
	va_list ap;

	if (out->json)
		return;
	va_start(ap, format);
	vfprintf(out->file, format, ap);
	va_end(ap);
}

void out_line(struct out *out)
{
	out_text(out, "%s    ", out->oneline ? "\\" : "\n");
}
