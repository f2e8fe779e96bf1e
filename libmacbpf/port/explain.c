// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* explain.c - one frame, its program, what that does with it, and what there is to say of it. */
#include <errno.h>
#include <linux/if_ether.h>
#include <stdlib.h>
#include <string.h>

#include "port/explain.h"

/* The kernel takes what it runs with for whole; of what is cut all that the program looks at fits.
 */
static uint32_t run_length(const struct mb_explain *e)
{
	uint32_t fits = e->port->lower->mtu + ETH_HLEN;

	return e->frame.gso_size && e->frame.len > fits ? fits : e->frame.len;
}

/* What is on a device has no program: it goes on. */
static int run(struct mb_explain *e)
{
	const struct mb_telling_frame frame = {
		.data = e->frame.data,
		.len = run_length(e),
		.tag = e->frame.tag,
		.tag_tci = e->frame.tag_tci,
		.ifindex = e->at->ifindex,
	};
	int err;

	e->tell.reason = MB_R_NONE;
	if (!e->prog_id)
		return 0;
	err = mb_telling_run(&e->config, &e->port->maps, &frame, &e->tell);
	if (err == -EPERM)
		return mb_fail(e->mb, err,
			       "not allowed to load and run a BPF program: CAP_BPF and "
			       "CAP_NET_ADMIN are needed (be root)");
	return err ? mb_fail(e->mb, err, "the kernel refused to run the program that tells: %s",
			     strerror(-err))
		   : 0;
}

static bool is_over_mtu(const struct mb_explain *e)
{
	uint32_t mtu = e->port->lower->mtu;

	if (e->frame.gso_size)
		return mb_explain_segment(&e->frame) > mtu;
	return e->frame.length > e->frame.len && e->frame.length > mtu + ETH_HLEN;
}

/* What a frame was not run with decides nothing but this. */
static void judge_length(struct mb_explain *e)
{
	if (e->tell.act != MB_ACT_WIRE || !is_over_mtu(e))
		return;
	e->tell.act = MB_ACT_DROP;
	e->tell.target = 0;
	e->tell.reason = MB_R_OVER_MTU;
	e->tell.told.counted[MB_R_OVER_MTU] = 1;
}

int mb_explain_frame(struct mb_explain *e)
{
	int err;

	e->survey = (struct mb_survey){ .w = e->w, .wanted = e->port->count };
	err = mb_explain_program(e) ?: run(e);
	if (err)
		return err;
	judge_length(e);
	mb_explain_facts_before(e);
	mb_explain_facts_after(e);
	mb_explain_warnings(e);
	return e->no_memory ? -ENOMEM : 0;
}

void mb_explain_free(struct mb_explain *e)
{
	mb_survey_free(&e->survey);
	mb_nft_free(&e->nft);
	free(e->line);
	e->line = NULL;
}
