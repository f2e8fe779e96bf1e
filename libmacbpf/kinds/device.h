/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* device.h - an endpoint's device, wherever it is. */
#ifndef MB_DEVICE_H
#define MB_DEVICE_H

#include <errno.h>

#include "world/survey.h"
#include "world/world.h"

/* The device as the world has it, without a sentence if it has none; for who looks at all. */
int mb_device_find(struct macbpf *mb, struct mb_world *w, const struct mb_endpoint *ep,
		   struct mb_dev *dev);

/* Reads the device as its user is to see it; -ENODEV if it is gone. */
int mb_device_get(struct macbpf *mb, const struct mb_endpoint *ep, struct mb_dev *dev);

/* The same for a listing, which asks for many. */
int mb_device_survey(struct macbpf *mb, struct mb_survey *s, const struct mb_endpoint *ep,
		     struct mb_dev *dev);

/* Of an error of these: it is there, but not for us to see. A listing must not leave it out. */
static inline bool mb_device_is_hidden(int err)
{
	return err == -EPERM || err == -EACCES;
}

/*
 * Changes the device, in its netns: netns_fd if the caller knows it (-1: it is searched for).
 * -ENXIO: that can't be opened from here.
 */
int mb_device_set(struct macbpf *mb, const struct mb_endpoint *ep, int netns_fd,
		  const struct mb_dev_change *change);

/* The unicast addresses that the device receives for besides its own. -ENXIO as above. */
int mb_device_addresses(struct macbpf *mb, const struct mb_endpoint *ep, struct mb_addresses *out);

/*
 * Waits until a device that was set up carries frames. The kernel notices a veth's carrier in a
 * worker, soon after both ends are up, and drops what is sent before. Gives up after 200 ms: then
 * something else is in the way.
 */
void mb_device_wait_for(struct macbpf *mb, uint32_t hostdev);

/*
 * The same for an endpoint's device; in a batch, its end waits for the last. A tap's carrier waits
 * for a reader, and one that is held down for who holds it: nobody waits for these.
 */
void mb_device_wait(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep);

/*
 * Its device is administratively up, as its hostdev shows it. One that is down itself shows
 * nothing: then the device is asked, and if it can't be it passes for up.
 */
bool mb_device_is_up(struct macbpf *mb, const struct mb_endpoint *ep);

/* It is a tap that is up, and nobody reads from it: it drops what it is given. */
bool mb_device_lacks_reader(const struct mb_endpoint *ep);

#endif /* MB_DEVICE_H */
