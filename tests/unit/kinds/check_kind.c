// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_kind.c - of which kind an endpoint is made, and at which hook.
 *
 * guards: libmacbpf/kinds/
 */
#include <errno.h>

#include "tests/unit/rig.h"

/* Auto gives what the kernel has, and what else is asked for. */
static const struct {
	const char *what;
	bool netkit; /* the kernel has it */
	bool batch;
	struct macbpf_link_opts opts;
	uint32_t kind;
} kinds[] = {
	{ "auto without netkit", false, false, { 0 }, MACBPF_KIND_VETH },
	{ "auto with netkit", true, false, { 0 }, MACBPF_KIND_NETKIT },
	{ "auto in a batch", true, true, { 0 }, MACBPF_KIND_VETH },
	{ "netkit in a batch",
	  true,
	  true,
	  { .has = MACBPF_LINK_KIND, .kind = MACBPF_KIND_NETKIT },
	  MACBPF_KIND_NETKIT },
	{ "veth with netkit",
	  true,
	  false,
	  { .has = MACBPF_LINK_KIND, .kind = MACBPF_KIND_VETH },
	  MACBPF_KIND_VETH },
	{ "an index with netkit",
	  true,
	  false,
	  { .has = MACBPF_LINK_INDEX, .index = 77 },
	  MACBPF_KIND_VETH },
	{ "a hook with netkit",
	  true,
	  false,
	  { .has = MACBPF_LINK_HOOK, .hook = MACBPF_HOOK_CLSACT },
	  MACBPF_KIND_VETH },
};

START_TEST(kind_is_chosen)
{
	uint32_t kind;

	rig_open();
	fake.netkit = kinds[_i].netkit;
	if (kinds[_i].batch)
		ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	rig_add("mv0", kinds[_i].opts);
	macbpf_batch__end(rig_mb);
	kind = rig_info("mv0")->kind;
	ck_assert_msg(kind == kinds[_i].kind, "%s: %s", kinds[_i].what, macbpf_kind__name(kind));
}
END_TEST

/* What a listing says of an endpoint makes another such one. */
static void make_another(struct macbpf_link_opts opts)
{
	struct macbpf_link_info info;

	rig_open();
	fake.netkit = true;
	rig_add("mv0", opts);
	info = *rig_info("mv0");
	rig_add("mv1", (struct macbpf_link_opts){ .has = MACBPF_LINK_TYPE | MACBPF_LINK_KIND |
							 MACBPF_LINK_HOOK,
						  .type = info.type,
						  .kind = info.kind,
						  .hook = info.hook,
						  MACVLAN(HAS_MODE(info.mode)) });
	ck_assert_uint_eq(rig_info("mv1")->kind, info.kind);
	ck_assert_uint_eq(rig_info("mv1")->hook, info.hook);
}

START_TEST(what_is_read_can_be_written)
{
	make_another((struct macbpf_link_opts){ 0 });
	make_another(
		(struct macbpf_link_opts){ .has = MACBPF_LINK_HOOK, .hook = MACBPF_HOOK_CLSACT });
	make_another(
		(struct macbpf_link_opts){ .has = MACBPF_LINK_TYPE, .type = MACBPF_TYPE_MACVTAP });
}
END_TEST

/* Also outside of a batch, and after one. */
START_TEST(haste)
{
	MACBPF_OPTS(macbpf_open_opts, opts, .haste = 1);

	rig_open();
	fake.netkit = true;
	macbpf__close(rig_mb);
	ck_assert_int_eq(macbpf__open(&rig_mb, &opts), 0);
	rig_add("mv0", (struct macbpf_link_opts){ 0 });
	ck_assert_int_eq(macbpf_batch__begin(rig_mb, NULL), 0);
	rig_add("mv1", (struct macbpf_link_opts){ 0 });
	macbpf_batch__end(rig_mb);
	rig_add("mv2", (struct macbpf_link_opts){ 0 });
	rig_add("mv3",
		(struct macbpf_link_opts){ .has = MACBPF_LINK_KIND, .kind = MACBPF_KIND_NETKIT });
	for (int i = 0; i < 3; i++) {
		const struct macbpf_link_info *info =
			rig_info((const char *[]){ "mv0", "mv1", "mv2" }[i]);

		ck_assert_uint_eq(info->kind, MACBPF_KIND_VETH);
		ck_assert_uint_eq(info->hook, MACBPF_HOOK_CLSACT);
	}
	ck_assert_uint_eq(rig_info("mv3")->kind, MACBPF_KIND_NETKIT);
	opts.haste = 2;
	macbpf__close(rig_mb);
	ck_assert_int_eq(macbpf__open(&rig_mb, &opts), -EINVAL);
	rig_mb = NULL;
}
END_TEST

/* As listings say "none": also of one that is there. */
START_TEST(a_tap_of_nobody_in_particular)
{
	const struct macbpf_macvtap_opts nobodys = { .sz = sizeof(nobodys),
						     .has = MACBPF_MACVTAP_USER |
							    MACBPF_MACVTAP_GROUP,
						     .user = MACBPF_NO_ID,
						     .group = MACBPF_NO_ID };
	const struct macbpf_link_opts opts = { .sz = sizeof(opts),
					       .has = TAP,
					       .macvtap = &nobodys };

	rig_open();
	rig_add("tap0", opts);
	ck_assert_uint_eq(rig_info("tap0")->tap_user, MACBPF_NO_ID);
	ck_assert_uint_eq(rig_info("tap0")->tap_group, MACBPF_NO_ID);
	ck_assert_msg(!macbpf_link__replace(rig_mb, "eth0", "tap0", &opts), "%s",
		      macbpf__error(rig_mb));
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, a_tap_of_nobody_in_particular);
	tcase_add_loop_test(tc, kind_is_chosen, 0, ARRAY_SIZE(kinds));
	tcase_add_test(tc, what_is_read_can_be_written);
	tcase_add_test(tc, haste);
}

int main(void)
{
	return rig_main("kind", fill);
}
