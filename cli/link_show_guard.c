// SPDX-License-Identifier: GPL-2.0-only
/* link_show_guard.c - what an endpoint may send, as `macbpf link show` prints it */
#include <arpa/inet.h>
#include <string.h>

#include "link_show_guard.h"

static const uint32_t allow[] = {
	MACBPF_GUARD_ALLOW_RA, MACBPF_GUARD_ALLOW_DHCP_SERVER, MACBPF_GUARD_ALLOW_QUERY,
	MACBPF_GUARD_ALLOW_L2, MACBPF_GUARD_ALLOW_VLAN,
};

static void print_addrs(struct out *out, const struct macbpf_link *link)
{
	static const uint8_t mapped[12] = { [10] = 0xff, 0xff };
	const uint8_t *addr = NULL;
	char text[INET6_ADDRSTRLEN];
	const char *label = " ip ";

	out_array_begin(out, "ip");
	while ((addr = macbpf_guard_addr__next(link, addr))) {
		bool v4 = !memcmp(addr, mapped, sizeof(mapped));

		inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? addr + 12 : addr, text, sizeof(text));
		out_element(out, label, text);
		label = ",";
	}
	out_array_end(out);
}

static void print_allowed(struct out *out, const struct macbpf_link_info *info)
{
	const char *label = " allow ";

	out_array_begin(out, "allow");
	for (size_t i = 0; i < ARRAY_SIZE(allow); i++) {
		if (!(info->guard & allow[i]))
			continue;
		out_element(out, label, macbpf_guard_allow__name(allow[i]));
		label = " ";
	}
	out_array_end(out);
}

void link_show_guard(struct out *out, const struct macbpf_link *link,
		     const struct macbpf_link_info *info)
{
	if (info->isolated)
		out_bool(out, "isolated", " isolated on", true);
	if (!info->guard)
		return;
	out_text(out, " guard mac");
	out_object_begin(out, "guard");
	out_bool(out, "mac", NULL, true);
	print_addrs(out, link);
	print_allowed(out, info);
	out_num(out, "drops", " refused ", (int64_t)info->guard_drops);
	out_object_end(out);
}
