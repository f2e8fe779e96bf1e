// SPDX-License-Identifier: GPL-2.0-only
/* trace_tell.c - the lines of `macbpf trace` */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/text.h"
#include "trace.h"

static void tell_time(struct out *out, uint64_t ns)
{
	time_t seconds = (time_t)(ns / 1000000000U);
	struct tm local;
	char text[48], zone[8];

	localtime_r(&seconds, &local);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &local);
	strftime(zone, sizeof(zone), "%z", &local);
	mb_text_append(text, sizeof(text), ".%06u%s", (unsigned int)(ns / 1000 % 1000000), zone);
	out_str(out, "timestamp", "[", text);
	out_text(out, "] ");
}

/* By whom it was sent: an endpoint, or by what it came. */
static const char *sender(const struct macbpf_traced *frame)
{
	if (frame->origin == MACBPF_ORIGIN_ENDPOINT)
		return frame->at.name;
	return frame->origin == MACBPF_ORIGIN_HOST ? "host" : "wire";
}

static void tell_missed(struct out *out, const struct macbpf_traced *frame)
{
	if (frame->left_out)
		out_num(out, "left_out", NULL, (int64_t)frame->left_out);
	if (frame->lost)
		out_num(out, "lost", NULL, (int64_t)frame->lost);
}

static void tell_frame(struct out *out, const struct macbpf_traced *frame)
{
	const uint8_t *bytes = frame->frame;
	char text[FRAME_TEXT];

	if (frame->bytes >= 12) {
		out_mac(out, "src", " ", bytes + 6);
		out_mac(out, "dst", " > ", bytes);
	}
	trace_describe(text, bytes, frame->bytes);
	out_str(out, "frame", " ", text);
	out_num(out, "length", ", ", frame->length);
	out_text(out, " bytes:");
}

static void tell_copies(struct out *out, const struct macbpf_traced *frame)
{
	if (!frame->copies)
		return;
	out_num(out, "copies", " +", frame->copies);
	out_text(out, frame->copies == 1 ? " copy" : " copies");
	out_array_begin(out, "receivers");
	for (uint32_t i = 0; i < frame->copies_named; i++)
		out_element(out, i ? "," : " [", frame->copy[i].name);
	out_array_end(out);
	out_text(out, frame->copies > frame->copies_named ? ",...]" : "]");
}

/* A frame that goes on needs no target: it stays where it is. */
static void tell_decision(struct out *out, const struct macbpf_traced *frame)
{
	out_str(out, "act", " ", frame->rest ? "rest" : macbpf_act__name(frame->act) ?: "?");
	if (frame->target.ifindex) {
		out_str(out, "ifname", " ", frame->target.name);
		if (frame->target.hostdev)
			out_str(out, "hostdev", NULL, frame->target.hostdev);
	}
	if (frame->peer)
		out_bool(out, "peer", " peer", true);
	tell_copies(out, frame);
	if (frame->refused)
		out_num(out, "refused", " refused ", frame->refused);
	if (frame->later)
		out_bool(out, "later", " more later", true);
	if (frame->reason) {
		out_str(out, "reason", " (", frame->reason);
		out_text(out, ")");
	}
}

void trace_tell(struct tracing *t, const struct macbpf_traced *frame)
{
	struct out *out = &t->app->out;

	out_line_begin(out);
	if (t->app->timestamp)
		tell_time(out, frame->time);
	out_str(out, "from", "", sender(frame));
	tell_missed(out, frame);
	tell_frame(out, frame);
	tell_decision(out, frame);
	out_line_end(out);
}

/* The comment is what stands behind the colon of a line. */
void trace_write(struct tracing *t, const struct macbpf_traced *frame)
{
	char *comment = NULL;
	size_t size;
	struct out out = { .file = open_memstream(&comment, &size) };

	if (!out.file)
		return;
	tell_decision(&out, frame);
	fclose(out.file);
	trace_file_add(&t->file, frame, comment + (*comment == ' '));
	free(comment);
}
