// SPDX-License-Identifier: GPL-2.0-only
/* consumer.cc - a user of the installed library in C++: prints its version and the endpoints */
#include <macbpf/macbpf.h>

#include <iostream>
#include <memory>
#include <string>

namespace
{
using Context = std::unique_ptr<macbpf, decltype(&macbpf__close)>;
using Links = std::unique_ptr<macbpf_links, decltype(&macbpf_links__free)>;

int list(macbpf *mb)
{
	macbpf_links *found = nullptr;
	macbpf_link_info info{};

	if (macbpf_links__get(mb, nullptr, &found)) {
		std::cerr << macbpf__error(mb) << '\n';
		return 1;
	}
	Links links(found, macbpf_links__free);
	info.sz = sizeof(info);
	for (const macbpf_link *link = macbpf_links__next(links.get(), nullptr); link;
	     link = macbpf_links__next(links.get(), link)) {
		if (macbpf_link__info(link, &info))
			return 1;
		std::cout << info.name << ' ' << info.lower << ' ' << macbpf_mode__name(info.mode)
			  << '\n';
	}
	return 0;
}
} // namespace

int main(int argc, char **argv)
{
	macbpf_open_opts opts{};
	macbpf *opened = nullptr;

	if (std::string(macbpf__version()) != MACBPF_VERSION)
		return 1;
	std::cout << macbpf__version() << '\n';
	opts.sz = sizeof(opts);
	opts.netns = argc > 1 ? argv[1] : nullptr;
	if (macbpf__open(&opened, &opts))
		return 1;
	Context mb(opened, macbpf__close);
	return list(mb.get());
}
