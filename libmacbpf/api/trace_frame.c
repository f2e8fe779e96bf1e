// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* trace_frame.c - what a program told of a frame, in the words of the public header. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "api/trace_frame.h"
#include "datapath/reason.h"
#include "policy.h"

#define MACS 12 /* bytes of both addresses */
#define TAG  4

/* What belongs to one frame, as long as it is told. */
struct frame {
	struct macbpf_traced it;
	struct macbpf_trace_device copy[MB_EVENT_COPIES];
	char number[MB_EVENT_COPIES + 2][MB_IFNAME_LEN]; /* of devices that nobody knows */
	size_t numbers;
	uint8_t bytes[MB_EVENT_BYTES + TAG];
};

static uint64_t ns_of(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

void mb_trace_reader_init(struct mb_trace_reader *reader, const struct mb_tracer *tracer,
			  macbpf_trace_fn fn, void *arg)
{
	*reader = (struct mb_trace_reader){ tracer, fn, arg, 0 };
	reader->epoch = ns_of(CLOCK_REALTIME) - ns_of(CLOCK_MONOTONIC);
}

static struct macbpf_trace_device device(const struct mb_trace_reader *r, struct frame *f,
					 uint32_t ifindex)
{
	const struct mb_tracer_name *known = mb_tracer_name_of(r->tracer, ifindex);
	struct macbpf_trace_device device = { .ifindex = ifindex };
	char *number;

	if (!ifindex)
		return device;
	if (known) {
		device.name = known->name;
		device.hostdev = *known->hostdev ? known->hostdev : NULL;
		return device;
	}
	number = f->number[f->numbers++];
	snprintf(number, MB_IFNAME_LEN, "#%u", ifindex);
	device.name = number;
	return device;
}

/* The kernel took the tag out, behind both addresses. */
static void put_bytes(struct frame *f, const struct mb_event *event, const uint8_t *data)
{
	uint16_t tag[2] = { (uint16_t)event->tag, htons((uint16_t)event->tci) };
	bool has = event->tag && event->bytes >= MACS;

	memcpy(f->bytes, data, event->bytes);
	if (has) {
		memcpy(f->bytes + MACS, tag, TAG);
		memcpy(f->bytes + MACS + TAG, data + MACS, event->bytes - MACS);
	}
	f->it.frame = f->bytes;
	f->it.bytes = event->bytes + (has ? TAG : 0);
	f->it.length = event->length + (event->tag ? TAG : 0);
}

static uint32_t origin_of(const struct mb_event *event)
{
	if (event->entry == MB_ENTRY_ENDPOINT)
		return MACBPF_ORIGIN_ENDPOINT;
	return event->entry == MB_ENTRY_HOST ? MACBPF_ORIGIN_HOST : MACBPF_ORIGIN_WIRE;
}

/* An endpoint's program frees without a reason only what carried the rest of a flood. */
static bool is_rest(const struct mb_event *event)
{
	return event->entry == MB_ENTRY_ENDPOINT && event->act == MB_ACT_DROP &&
	       event->reason == MB_R_NONE;
}

static void put_decision(struct frame *f, const struct mb_event *event)
{
	f->it.left_out = event->left_out;
	f->it.lost = event->lost;
	f->it.reason = mb_reason_name(event->reason);
	f->it.origin = origin_of(event);
	f->it.act = event->act;
	f->it.peer = event->peer;
	f->it.copies = event->copies;
	f->it.refused = event->refused;
	f->it.later = event->later;
	f->it.rest = is_rest(event);
	f->it.verdict = event->verdict;
}

static void put_devices(const struct mb_trace_reader *r, struct frame *f,
			const struct mb_event *event)
{
	f->it.at = device(r, f, event->ifindex);
	f->it.target = device(r, f, event->target);
	f->it.copies_named = event->copies < MB_EVENT_COPIES ? event->copies : MB_EVENT_COPIES;
	for (uint32_t i = 0; i < f->it.copies_named; i++)
		f->copy[i] = device(r, f, event->copy[i]);
	f->it.copy = f->copy;
}

void mb_trace_frame_tell(const struct mb_event *event, const uint8_t *data, void *reader)
{
	const struct mb_trace_reader *r = reader;
	struct frame f = { .it.sz = sizeof(f.it), .it.time = event->time + r->epoch };

	put_bytes(&f, event, data);
	put_decision(&f, event);
	put_devices(r, &f, event);
	r->fn(&f.it, r->arg);
}
