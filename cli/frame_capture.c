// SPDX-License-Identifier: GPL-2.0-only
/* frame_capture.c - one packet of a capture, of any format that libpcap reads */
#include <pcap/pcap.h>
#include <string.h>

#include "args.h"
#include "frame_given.h"

static int take(struct frame *frame, const char *file, uint32_t number,
		const struct pcap_pkthdr *header, const unsigned char *data)
{
	if (header->caplen < 14)
		return usage_error("packet %u of \"%s\" has %u bytes in there: an Ethernet header "
				   "alone has 14",
				   number, file, header->caplen);
	if (header->caplen > FRAME_ROOM || header->len > FRAME_ROOM)
		return usage_error("packet %u of \"%s\" has %u bytes: more than %d are no frame",
				   number, file, header->len, FRAME_ROOM);
	memcpy(frame->data, data, header->caplen);
	frame->bytes = header->caplen;
	frame->length = header->len > header->caplen ? header->len : 0;
	return 0;
}

static int read_packet(pcap_t *capture, struct frame *frame, const char *file, uint32_t number)
{
	const unsigned char *data;
	struct pcap_pkthdr *header;
	int link = pcap_datalink(capture);

	if (link != DLT_EN10MB)
		return usage_error("\"%s\" has packets of %s, not of Ethernet", file,
				   pcap_datalink_val_to_name(link) ?: "another kind");
	for (uint32_t n = 1; n <= number; n++) {
		int got = pcap_next_ex(capture, &header, &data);

		if (got == PCAP_ERROR)
			return usage_error("can't read packet %u of \"%s\": %s", n, file,
					   pcap_geterr(capture));
		if (got != 1)
			return usage_error("\"%s\" has no packet %u, only %u", file, number, n - 1);
	}
	return take(frame, file, number, header, data);
}

int frame_read_capture(struct frame *frame, const char *file, uint32_t number)
{
	char why[PCAP_ERRBUF_SIZE] = "";
	pcap_t *capture = pcap_open_offline(file, why);
	int code;

	if (!capture)
		return usage_error("can't read \"%s\" as a capture: %s", file, why);
	code = read_packet(capture, frame, file, number);
	pcap_close(capture);
	return code;
}
