/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* explain.h - what a port does with one frame: asked of what tells, and said in sentences. */
#ifndef MB_EXPLAIN_H
#define MB_EXPLAIN_H

#include "datapath/telling.h"
#include "kernel/nft.h"
#include "world/survey.h"
#include "world/world.h"

#define MB_EXPLAIN_TEXT 512

struct mb_explain_line {
	uint32_t type; /* enum macbpf_explanation_type */
	uint64_t frames;
	char name[MB_IFNAME_LEN], hostdev[MB_IFNAME_LEN];
	const char *reason; /* the word of what is counted */
	char text[MB_EXPLAIN_TEXT];
};

/* The frame without its tag, which is beside it. */
struct mb_explain_frame {
	uint8_t data[MB_TELLING_MAX];
	uint32_t len;	 /* of data */
	uint32_t length; /* of all of it, which may be more */
	uint16_t tag, tag_tci;
	uint32_t gso_size; /* of data in each of its segments; 0: it isn't cut */
};

struct mb_explain {
	struct macbpf *mb;
	struct mb_world *w;
	struct mb_port *port;
	const struct mb_endpoint *from; /* NULL: no endpoint */
	uint32_t origin;		/* enum macbpf_origin */
	struct mb_explain_frame frame;
	/* The program that the frame meets. */
	const struct mb_dev *at; /* on this device */
	struct mb_config config;
	uint32_t prog_id; /* 0: none */
	uint32_t hook;	  /* enum macbpf_hook */
	bool other_build;
	/* What it does. */
	struct mb_telling tell;
	struct mb_explain_line *line;
	size_t lines;
	bool no_memory;
	struct mb_survey survey;
	struct mb_nft nft;
};

/* What stands above the program in the struct is given, the rest is filled in. */
int mb_explain_frame(struct mb_explain *e);
void mb_explain_free(struct mb_explain *e);

/* What a segment of it takes of an MTU; 0: it is neither TCP nor UDP over IP. */
uint32_t mb_explain_segment(const struct mb_explain_frame *frame);

/* Which program a frame from there is to meet, an enum mb_entry. */
uint32_t mb_explain_entry(const struct mb_explain *e);

/* Finds the program that the frame meets, and what is around it. */
int mb_explain_program(struct mb_explain *e);

/* The facts: what is known before, and what becomes of the frame. */
void mb_explain_facts_before(struct mb_explain *e);
void mb_explain_facts_after(struct mb_explain *e);

/* Whether it is an address of the host, with host-access or without. */
bool mb_explain_is_hosts(const struct mb_explain *e, const uint8_t mac[6]);

/* What tables and devices, side by side, say against it. */
void mb_explain_warnings(struct mb_explain *e);

/* A line of this type, enum macbpf_explanation_type. */
void mb_explain_line_add(struct mb_explain *e, uint32_t type, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define mb_explain_fact(e, ...) mb_explain_line_add(e, MACBPF_EXPLAIN_FACT, __VA_ARGS__)
#define mb_explain_warn(e, ...) mb_explain_line_add(e, MACBPF_EXPLAIN_WARNING, __VA_ARGS__)

/* One receiver of a copy. */
void mb_explain_line_copy(struct mb_explain *e, uint32_t ifindex);

/* The device of an endpoint as it is now; false: it can't be seen. */
bool mb_explain_line_device(struct mb_explain *e, const struct mb_endpoint *ep, struct mb_dev *dev);

/* The name of that for a sentence, in the caller's buffer. */
const char *mb_explain_line_name(struct mb_explain *e, const struct mb_endpoint *ep,
				 char name[MB_IFNAME_LEN]);

/* The endpoint of a hostdev; NULL: it has none, as the lower. */
const struct mb_endpoint *mb_explain_line_endpoint(const struct mb_explain *e, uint32_t hostdev);

/* The hostdev of the endpoint that the frame itself goes to; 0: to none. */
static inline uint32_t mb_explain_receiver(const struct mb_explain *e)
{
	uint32_t act = e->tell.act;

	return act == MB_ACT_DELIVER || act == MB_ACT_REFLECT ? e->tell.target : 0;
}

#endif /* MB_EXPLAIN_H */
