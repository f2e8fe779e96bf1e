// SPDX-License-Identifier: GPL-2.0-only
/* verb_status.c - STATUS: whether an ADD could work. */
#include <macbpf/macbpf.h>

#include "cni/call.h"
#include "container/endpoint.h"
#include "cni/ipam.h"

/* What a listing needs is what an ADD needs: the privilege, and a kernel with BPF. */
static int check_port(struct call *call, struct endpoint *ep)
{
	struct macbpf_ports *ports;
	int err = macbpf_ports__get(ep->mb, ep->lower, &ports);

	if (err)
		return error_set_macbpf(&call->error, ep->mb, err);
	macbpf_ports__free(ports);
	return 0;
}

static int check_master(struct call *call)
{
	struct endpoint ep = { 0 };
	int err;

	if (call->at.lower_inside)
		return 0;
	err = endpoint_find_lower(&call->at, &ep) ?: endpoint_open(&call->at, &ep) ?: check_port(call, &ep);
	endpoint_close(&ep);
	return err;
}

/* The specification has one code for this. */
int verb_status(struct call *call)
{
	int err = check_master(call);

	if (err)
		return call->error.kind = ERROR_UNAVAILABLE;
	return ipam_call(call, "STATUS");
}
