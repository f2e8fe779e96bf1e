// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* port_upgrade.c - a port whose programs are another build's gets those of this library. */
#include <errno.h>

#include "port/upgrade.h"
#include "session/carry.h"
#include "session/read.h"
#include "session/run.h"
#include "session/tell.h"
#include "session/write.h"

struct call {
	const char *lower;
	struct mb_upgrade u;
	uint32_t abi;
};

static int upgrade_port(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
			struct mb_upgrade *u)
{
	if (!mb_carry_is_wanted(port))
		return mb_upgrade_port(mb, w, port, u);
	u->tables = mb_upgrade_tables(port);
	u->devices = mb_carry_count(port);
	return u->dry ? 0 : mb_carry_port(mb, port);
}

static int upgrade(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct call *call = arg;
	const struct mb_dev *dev = mb_world_dev_named(w, call->lower);
	struct mb_port *port = dev ? mb_world_port(w, dev->ifindex) : NULL;
	int err;

	if (!dev)
		return mb_fail(mb, -ENODEV, "cannot find device \"%s\"", call->lower);
	if (!port)
		return mb_fail(mb, -ENODEV,
			       "%s carries no endpoints, so it has no programs to upgrade: 'macbpf "
			       "port show' lists the ports",
			       call->lower);
	err = upgrade_port(mb, w, port, &call->u);
	call->abi = port->rec.abi;
	if (err || call->u.dry || !(call->u.devices || call->u.tables))
		return err;
	mb_tell_port(mb_world_port_name(port), "port upgrade", "");
	return 0;
}

static int run(struct macbpf *mb, void *arg)
{
	return mb_write_world(mb, upgrade, arg);
}

int macbpf_port__upgrade(struct macbpf *mb, const char *lower,
			 const struct macbpf_upgrade_opts *opts, struct macbpf_upgrade_info *info)
{
	struct macbpf_upgrade_opts o = { 0 };
	struct call call = { .lower = lower };
	int err = mb_opts_take(mb, &o, sizeof(o), opts);

	err = err ?: mb_opts_need(mb, "a lower", lower) ?: mb_opts_spare(mb, o.reserved);
	if (!err && o.dry_run > 1)
		err = mb_fail(mb, -EINVAL, "dry_run %u is neither 0 nor 1", o.dry_run);
	if (!err && info && !mb_opts_has_size(info))
		err = mb_fail(mb, -EINVAL, "'sz' of what is to tell is to be its size");
	call.u.dry = o.dry_run;
	err = err ?: o.dry_run ? mb_read_world(mb, lower, upgrade, &call) : mb_run(mb, run, &call);
	if (err || !info)
		return err;
	return mb_opts_give(info,
			    &(struct macbpf_upgrade_info){
				    .devices = call.u.devices,
				    .tables = call.u.tables,
				    .abi = call.abi,
			    },
			    sizeof(*info));
}
