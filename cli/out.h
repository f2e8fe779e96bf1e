/* SPDX-License-Identifier: GPL-2.0-only */
/* out.h - listings as text or JSON from the same calls */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json_t;

/* What a value is, for who wants colours: those of ip(8). */
enum out_ink {
	OUT_PLAIN,
	OUT_NAME,
	OUT_MAC,
	OUT_INET,
	OUT_INET6,
	OUT_GOOD,
	OUT_BAD,
};

/*
 * A value has a key for JSON and a label for text; the label is printed in front of the value.
 * NULL as the key: text only. NULL as the label: JSON only.
 */
struct out {
	FILE *file;
	bool json;	  /* JSON instead of text */
	bool pretty;	  /* JSON with line breaks */
	bool oneline;	  /* text: a backslash in place of line breaks inside a row */
	bool color;	  /* text: values in colours */
	enum out_ink ink; /* of the next value */
	int depth;
	struct json_t *open[8]; /* arrays and objects being filled; [0] is the listing */
	bool failed;		/* out of memory */
	int error;		/* errno of the first write that failed */
};

/* A listing is begun, filled with rows, and ended, which prints it. 0, or EXIT_REFUSED. */
void out_begin(struct out *out);
int out_end(struct out *out);

/* Writes what is waiting. What fails is kept in `error`: the next may succeed with less to write.
 */
void out_flush(struct out *out);

/* What is no listing but goes on: a line, or an object, that is printed at once. */
void out_line_begin(struct out *out);
void out_line_end(struct out *out);

void out_row_begin(struct out *out);
void out_row_end(struct out *out);
void out_object_begin(struct out *out, const char *key);
void out_object_end(struct out *out);
void out_array_begin(struct out *out, const char *key);
void out_array_end(struct out *out);

/* What the next value is. */
struct out *out_in(struct out *out, enum out_ink ink);

/* Control characters are not passed to terminals. */
void out_str(struct out *out, const char *key, const char *label, const char *value);
void out_num(struct out *out, const char *key, const char *label, int64_t value);
void out_mac(struct out *out, const char *key, const char *label, const uint8_t mac[6]);
/* JSON: `value`; text: the label if it is true. */
void out_bool(struct out *out, const char *key, const char *label, bool value);
/* An element of an array. */
void out_element(struct out *out, const char *label, const char *value);

/* Text only. */
void out_text(struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A line break inside a row, and the indent of what follows. */
void out_line(struct out *out);

#endif /* CLI_OUT_H */
