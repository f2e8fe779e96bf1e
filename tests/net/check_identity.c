// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_identity.c - a port is known by its programs' names and their maps' shapes: what has the
 * one without the other is nobody's, and none is made that would not be known again.
 *
 * guards: libmacbpf/datapath/prog.c libmacbpf/datapath/contract.c libmacbpf/datapath/datapath.c
 */
#include <bpf/bpf.h>
#include <dlfcn.h>
#include <errno.h>
#include <linux/bpf.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/harness/hook.h"
#include "fixture.h"

#define NAME	 "mb_lower_ingres"
#define MAPS_MAX 32
#define ENTRIES	 4 /* that are copied */

/* The maps of a real port, after which others are made. */
struct model {
	struct bpf_map_info map[MAPS_MAX];
	int fd[MAPS_MAX];
	uint32_t count;
};

static char told[512];

static void remember(void *arg, enum macbpf_log_level level, const char *message)
{
	(void)arg;
	if (level == MACBPF_LOG_WARN)
		snprintf(told, sizeof(told), "%s", message);
}

static uint32_t program_of(const char *lower)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	struct macbpf_ports *ports;

	expect_ok(macbpf_ports__get(fx.mb, lower, &ports));
	ck_assert_int_eq(macbpf_port__info(macbpf_ports__next(ports, NULL), &info), 0);
	macbpf_ports__free(ports);
	return info.prog_id;
}

static struct model model_of(const char *lower)
{
	struct model model = { 0 };
	uint32_t ids[MAPS_MAX], len = sizeof(struct bpf_prog_info);
	struct bpf_prog_info info = { .nr_map_ids = MAPS_MAX, .map_ids = (uintptr_t)ids };
	int prog = bpf_prog_get_fd_by_id(program_of(lower));

	ck_assert_int_eq(bpf_obj_get_info_by_fd(prog, &info, &len), 0);
	for (uint32_t i = 0; i < info.nr_map_ids; i++) {
		struct bpf_map_info *map = &model.map[model.count];
		int fd = bpf_map_get_fd_by_id(ids[i]);

		len = sizeof(*map);
		ck_assert_int_eq(bpf_obj_get_info_by_fd(fd, map, &len), 0);
		if (strncmp(map->name, "mb_", 3) != 0)
			close(fd); /* constants */
		else
			model.fd[model.count++] = fd;
	}
	close(prog);
	ck_assert_uint_gt(model.count, 8);
	return model;
}

static void model_close(const struct model *model)
{
	for (uint32_t i = 0; i < model->count; i++)
		close(model->fd[i]);
}

/* How a map is made another than its model; each returns whether it can be. */
static bool per_cpu(struct bpf_map_info *map)
{
	map->type = map->type == BPF_MAP_TYPE_ARRAY ? BPF_MAP_TYPE_PERCPU_ARRAY
						    : BPF_MAP_TYPE_PERCPU_HASH;
	return map->value_size <= 32768;
}

static bool large_key(struct bpf_map_info *map)
{
	map->type = BPF_MAP_TYPE_HASH;
	map->map_flags = BPF_F_NO_PREALLOC;
	map->key_size = 512;
	return true;
}

/* To devices, or to maps: of these the kernel takes one size only, and no such flag. */
static bool leads_elsewhere(const struct bpf_map_info *map)
{
	return map->type == BPF_MAP_TYPE_DEVMAP_HASH || map->type == BPF_MAP_TYPE_ARRAY_OF_MAPS;
}

static bool large_value(struct bpf_map_info *map)
{
	map->value_size += 4096;
	return !leads_elsewhere(map);
}

static bool guarded(struct bpf_map_info *map)
{
	map->map_flags |= BPF_F_RDONLY_PROG;
	return !leads_elsewhere(map);
}

static bool more_entries(struct bpf_map_info *map)
{
	map->max_entries += 1;
	return strcmp(map->name, "mb_reasons") != 0;
}

static bool (*const oddities[])(struct bpf_map_info *map) = {
	per_cpu, large_key, large_value, guarded, more_entries,
};

/* What is in the model is in the copy, if that takes it. */
static void copy_entries(int from, int to, const struct bpf_map_info *map)
{
	char key[512] = { 0 };
	void *value = calloc(1024, map->value_size);

	for (uint32_t i = 0; i < ENTRIES; i++) {
		memcpy(key, &i, sizeof(i));
		if (map->key_size == sizeof(i) && !bpf_map_lookup_elem(from, &i, value))
			bpf_map_update_elem(to, key, value, 0);
	}
	free(value);
}

static int make_map(const struct model *model, uint32_t i, const struct bpf_map_info *as)
{
	/* Of a map of devices the kernel sets them itself. */
	const uint32_t flags = as->type == BPF_MAP_TYPE_DEVMAP_HASH ? 0 : as->map_flags;
	const bool holds = as->type == BPF_MAP_TYPE_ARRAY_OF_MAPS;
	LIBBPF_OPTS(bpf_map_create_opts, opts, .map_flags = flags,
		    .inner_map_fd = holds ? (uint32_t)model->fd[0] : 0);
	int fd = bpf_map_create((enum bpf_map_type)as->type, as->name, as->key_size, as->value_size,
				as->max_entries, &opts);

	ck_assert_msg(fd >= 0, "%s: %s", as->name, strerror(-fd));
	copy_entries(model->fd[i], fd, &model->map[i]);
	return fd;
}

/* A program of our name that leads to maps of our names, of which one is odd. */
static int make_stranger(const struct model *model, uint32_t odd, const struct bpf_map_info *as)
{
	const struct bpf_insn code[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = -1 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	int prog = bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, NAME, "GPL", code, 2, NULL);

	ck_assert_int_ge(prog, 0);
	for (uint32_t i = 0; i < model->count; i++) {
		int fd = make_map(model, i, i == odd ? as : &model->map[i]);

		ck_assert_int_eq(bpf_prog_bind_map(prog, fd, NULL), 0);
		close(fd);
	}
	return prog;
}

#define BEFORE (1U << 3) /* BPF_F_BEFORE, younger than some UAPI headers */

static void attach_first(int prog, const char *lower)
{
	LIBBPF_OPTS(bpf_prog_attach_opts, opts, .flags = BEFORE);

	netns_enter(&fx.host);
	ck_assert_int_eq(
		bpf_prog_attach_opts(prog, (int)if_nametoindex(lower), HOOK_TCX_INGRESS, &opts), 0);
	netns_leave();
}

static void attach(int prog, const char *lower)
{
	netns_enter(&fx.host);
	ck_assert_int_eq(hook_attach(prog, if_nametoindex(lower)), 0);
	netns_leave();
}

static void detach(int prog, const char *lower)
{
	netns_enter(&fx.host);
	ck_assert_int_eq(hook_detach(prog, if_nametoindex(lower)), 0);
	netns_leave();
}

static int count_ports(void)
{
	const struct macbpf_port *port = NULL;
	struct macbpf_ports *ports;
	int count = 0;

	expect_ok(macbpf_ports__get(fx.mb, NULL, &ports));
	while ((port = macbpf_ports__next(ports, port)))
		count++;
	macbpf_ports__free(ports);
	return count;
}

START_TEST(of_another_shape_it_is_no_port)
{
	struct model model;

	macbpf__set_log(fx.mb, remember, NULL);
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	model = model_of("low");
	for (uint32_t i = 0; i < model.count; i++) {
		struct bpf_map_info as = model.map[i];
		int prog;

		if (!oddities[_i](&as))
			continue;
		prog = make_stranger(&model, i, &as);
		attach(prog, "low2");
		*told = '\0';
		ck_assert_msg(count_links() == 1 && count_ports() == 1, "%s", as.name);
		ck_assert_msg(strstr(told, "low2") != NULL, "%s: \"%s\"", as.name, told);
		detach(prog, "low2");
		close(prog);
	}
	model_close(&model);
}
END_TEST

static bool runs(const char *device, int prog)
{
	struct bpf_prog_info info = { 0 };
	uint32_t ids[64], count = 64, len = sizeof(info);
	bool found = false;

	ck_assert_int_eq(bpf_obj_get_info_by_fd(prog, &info, &len), 0);
	netns_enter(&fx.host);
	ck_assert_int_eq(
		bpf_prog_query((int)if_nametoindex(device), HOOK_TCX_INGRESS, 0, NULL, ids, &count),
		0);
	netns_leave();
	for (uint32_t i = 0; i < count; i++)
		found |= ids[i] == info.id;
	return found;
}

/* It comes first, and stays when ours goes. */
START_TEST(beside_it_there_is_room_for_ours)
{
	struct bpf_map_info as;
	struct model model;
	int prog;

	if (!hook_has_tcx())
		return; /* a clsact goes with all that is in it */
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	model = model_of("low");
	as = model.map[0];
	large_key(&as);
	prog = make_stranger(&model, 0, &as);
	add_link("low2", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	attach_first(prog, "low2");
	ck_assert(arrives(AT(&fx.far, "wire2"), mac_wire, mac_b, AT(&fx.box[1], "mv1")));
	add_link("low2", "mv2", MACBPF_MODE_PRIVATE, mac_c, &fx.box[1]);
	ck_assert_int_eq(count_links(), 3);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv1"));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv2"));
	ck_assert_int_eq(count_ports(), 1);
	ck_assert(runs("low2", prog));
	close(prog);
	model_close(&model);
}
END_TEST

/* ---------------------------------------------------------------- names */

static bool short_of_memory;

/* Stands before the C library's for libbpf: its question whether programs may have names fails. */
long syscall(long number, ...)
{
	long (*real)(long number, ...) = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
	union bpf_attr *attr;
	va_list ap;
	long a[6];

	va_start(ap, number);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	attr = (union bpf_attr *)a[1];
	if (short_of_memory && number == SYS_bpf && a[0] == BPF_PROG_LOAD &&
	    !strcmp(attr->prog_name, "libbpf_nametest")) {
		errno = ENOMEM;
		return -1;
	}
	return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static uint32_t count_programs(const char *device)
{
	uint32_t ids[64], count = 64;

	netns_enter(&fx.host);
	bpf_prog_query((int)if_nametoindex(device), HOOK_TCX_INGRESS, 0, NULL, ids, &count);
	netns_leave();
	return count;
}

/* The question is asked once in a process: this test's is its own. */
START_TEST(without_a_name_none_is_attached)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts) };

	if (!hook_has_tcx())
		return;
	short_of_memory = true;
	ck_assert_int_eq(macbpf_link__add(fx.mb, "low", "mv0", &opts, NULL), -EAGAIN);
	ck_assert_ptr_nonnull(strstr(macbpf__error(fx.mb), "no name"));
	ck_assert_uint_eq(count_programs("low"), 0);
	expect_devices(2);
}
END_TEST

/* Check forks for each test, but not under a sanitizer. */
static bool own_process(void)
{
	const char *forks = getenv("CK_FORK");

	return !forks || strcmp(forks, "no") != 0;
}

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, of_another_shape_it_is_no_port, 0,
			    sizeof(oddities) / sizeof(oddities[0]));
	if (own_process())
		tcase_add_test(tc, without_a_name_none_is_attached);
	tcase_add_test(tc, beside_it_there_is_room_for_ours);
}

int main(void)
{
	return run_suite("net: identity", add_tests);
}
