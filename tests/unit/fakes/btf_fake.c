// SPDX-License-Identifier: GPL-2.0-only
/* btf_fake.c - a kernel that can't tell how the values of a map are made: nobody has BTF to ask. */
#include <bpf/btf.h>
#include <errno.h>
#include <stddef.h>

struct btf *btf__load_from_kernel_by_id(__u32 id)
{
	(void)id;
	errno = ENOENT;
	return NULL;
}

void btf__free(struct btf *btf)
{
	(void)btf;
}

const struct btf_type *btf__type_by_id(const struct btf *btf, __u32 id)
{
	(void)btf;
	(void)id;
	return NULL;
}

const char *btf__name_by_offset(const struct btf *btf, __u32 offset)
{
	(void)btf;
	(void)offset;
	return NULL;
}

__s64 btf__resolve_size(const struct btf *btf, __u32 id)
{
	(void)btf;
	(void)id;
	return -ENOENT;
}
