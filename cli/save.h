/* SPDX-License-Identifier: GPL-2.0-only */
/* save.h - what a word of `macbpf link` is made of an endpoint that is there */
#ifndef CLI_SAVE_H
#define CLI_SAVE_H

#include "link_word.h"

/* An endpoint to be written down. */
struct saved {
	const struct macbpf_link *link;
	struct macbpf_link_info info;
	uint32_t lower_mtu;
};

/* Prints the word, and its value, or nothing if the endpoint has what it would have without. */
link_word_save save_text, save_number, save_signed, save_mac, save_state, save_on_off, save_bool,
	save_choice;
link_word_save save_mtu, save_txqueuelen, save_queues, save_netns, save_asked, save_guard,
	save_flags, save_macaddr, save_id, save_rate;

/* Prints a word of a batch, quoted if need be; false: none of its quotes can hold this. */
bool save_can_say(const char *text);
void save_say(const char *text);

/* The settings of a port that are not the usual ones, as a line; nothing if there are none. */
void save_port(const struct macbpf_port_info *info);

#endif /* CLI_SAVE_H */
