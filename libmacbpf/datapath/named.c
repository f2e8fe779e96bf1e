// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * named.c - the records of a contract that is not known, read by the names of their fields.
 *
 * The kernel keeps how a map's values are made, as their maker wrote it (BTF). A name means the
 * same in every contract, so where a field has gone, and how wide it is by now, need not be known.
 */
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <ctype.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>

#include "common/own.h"
#include "datapath/named.h"
#include "datapath/record.h"

#define VALUE_MAX 4096	/* bytes; far more than any record needs */
#define SLOTS_MAX 65536 /* of a port; the same */

/* The values of one map. */
struct values {
	struct btf *btf;
	uint32_t type, size, entries;
};

struct field {
	uint32_t at, size;
};

static void let_go(struct values *values)
{
	btf__free(values->btf);
}

/* -EPROTO: the kernel can't tell how they are made. */
static int open_values(int map_fd, struct values *values)
{
	struct bpf_map_info info = { 0 };
	uint32_t len = sizeof(info);
	int err = map_fd < 0 ? -EPROTO : bpf_obj_get_info_by_fd(map_fd, &info, &len);

	if (err)
		return err;
	if (info.type != BPF_MAP_TYPE_ARRAY || info.value_size > VALUE_MAX || !info.btf_id)
		return -EPROTO;
	*values = (struct values){
		.btf = btf__load_from_kernel_by_id(info.btf_id),
		.type = info.btf_value_type_id,
		.size = info.value_size,
		.entries = info.max_entries,
	};
	return values->btf ? 0 : -EPROTO;
}

/* Of this name, in one piece and within the value. */
static const struct btf_member *find_member(const struct btf *btf, uint32_t type, const char *name)
{
	const struct btf_type *t = btf__type_by_id(btf, type);
	const struct btf_member *member;

	if (!t || !btf_is_struct(t))
		return NULL;
	member = btf_members(t);
	for (uint16_t i = 0; i < btf_vlen(t); i++, member++)
		if (!strcmp(btf__name_by_offset(btf, member->name_off), name))
			return btf_member_bitfield_size(t, i) ? NULL : member;
	return NULL;
}

static int find_field(const struct values *values, const char *name, struct field *field)
{
	const struct btf_member *member = find_member(values->btf, values->type, name);
	int64_t size = member ? btf__resolve_size(values->btf, member->type) : -EPROTO;

	if (size < 0)
		return -EPROTO;
	*field = (struct field){ member->offset / 8, (uint32_t)size };
	return field->at + size > values->size ? -EPROTO : 0;
}

/* It may be wider or narrower than here; -EPROTO: it says what can't be said here. */
static int read_number(const struct field *field, const uint8_t *value, uint32_t *number)
{
	uint64_t wide = 0;
	uint32_t half;
	uint16_t quarter;

	switch (field->size) {
	case sizeof(uint8_t):
		wide = value[field->at];
		break;
	case sizeof(uint16_t):
		memcpy(&quarter, value + field->at, sizeof(quarter));
		wide = quarter;
		break;
	case sizeof(uint32_t):
		memcpy(&half, value + field->at, sizeof(half));
		wide = half;
		break;
	case sizeof(uint64_t):
		memcpy(&wide, value + field->at, sizeof(wide));
		break;
	default:
		return -EPROTO;
	}
	*number = (uint32_t)wide;
	return wide > UINT32_MAX ? -EPROTO : 0;
}

/* ---------------------------------------------------------------- the port */

static int read_slots(const struct mb_maps *maps, const struct values *facts, uint32_t *slots)
{
	uint8_t value[VALUE_MAX] = { 0 };
	struct field field;
	uint32_t key = 0;
	int err = find_field(facts, "slots", &field);

	err = err ?: bpf_map_lookup_elem(maps->fd[MB_MAP_PORT], &key, value);
	return err ?: read_number(&field, value, slots);
}

int mb_named_read_port(const struct mb_maps *maps, struct mb_port_rec *rec)
{
	struct values facts;
	int err;

	mb_abi_take_head(rec, &maps->head);
	if (maps->head.size < sizeof(maps->head))
		return -EPROTO;
	err = open_values(maps->fd[MB_MAP_PORT], &facts);
	if (err)
		return err;
	err = read_slots(maps, &facts, &rec->slots);
	let_go(&facts);
	return err ?: rec->slots > SLOTS_MAX ? -EPROTO : 0;
}

/* ---------------------------------------------------------------- the endpoints */

/* What every endpoint is: what it has besides is in tables that nobody here knows. */
struct fields {
	struct field state, status, hostdev, id, kind, mode, flags, bc_queue_len, queues, mac, name;
};

static int find_fields(const struct values *values, struct fields *f)
{
#define FIND(field) find_field(values, #field, &f->field)
	int err = FIND(state) ?: FIND(status) ?: FIND(hostdev) ?: FIND(id) ?: FIND(kind);

	err = err ?: FIND(mode) ?: FIND(flags) ?: FIND(bc_queue_len) ?: FIND(queues);
	err = err ?: FIND(mac) ?: FIND(name);
#undef FIND
	return err ?: f->mac.size != MB_MAC_LEN || f->name.size < MB_NAME_LEN ? -EPROTO : 0;
}

static int take_endpoint(const struct fields *f, const uint8_t *value, struct mb_endpoint_rec *rec)
{
	uint32_t queues;
	int err;

	*rec = (struct mb_endpoint_rec){ .macaddr_limit = MB_MACADDR_LIMIT };
#define READ(field) read_number(&f->field, value, &rec->field)
	err = READ(state) ?: READ(status) ?: READ(hostdev) ?: READ(id) ?: READ(kind);
	err = err ?: READ(mode) ?: READ(flags) ?: READ(bc_queue_len);
#undef READ
	err = err ?: read_number(&f->queues, value, &queues);
	if (err)
		return err;
	rec->status &= MB_EP_OWNS_MAC | MB_EP_FILTER;
	rec->queues = (uint16_t)queues;
	memcpy(rec->mac, value + f->mac.at, sizeof(rec->mac));
	memcpy(rec->name, value + f->name.at, sizeof(rec->name));
	return 0;
}

static int read_all(const struct mb_maps *maps, const struct values *values, uint32_t count,
		    struct mb_endpoint_rec *recs)
{
	mb_auto_free uint8_t *all = calloc(count + 1, values->size);
	struct fields f;
	int err = find_fields(values, &f);

	if (!all)
		return -ENOMEM;
	if (count > values->entries)
		return -EPROTO;
	err = err ?: mb_abi_read_slots(maps, count, all);
	for (uint32_t slot = 0; !err && slot < count; slot++)
		err = take_endpoint(&f, all + (size_t)slot * values->size, &recs[slot]);
	return err;
}

int mb_named_read_endpoints(const struct mb_maps *maps, uint32_t count,
			    struct mb_endpoint_rec *recs)
{
	struct values values;
	int err = open_values(maps->fd[MB_MAP_ENDPOINTS], &values);

	if (err)
		return err;
	err = read_all(maps, &values, count, recs);
	let_go(&values);
	return err;
}

static int write_state(int map_fd, const struct values *values, uint32_t slot)
{
	const uint32_t state = MB_EP_BUILDING;
	uint8_t value[VALUE_MAX] = { 0 };
	struct field field;
	int err = find_field(values, "state", &field);

	err = err ?: bpf_map_lookup_elem(map_fd, &slot, value);
	if (err)
		return err;
	memset(value + field.at, 0, field.size);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	value[field.at] = state;
#else
	value[field.at + field.size - 1] = state;
#endif
	return bpf_map_update_elem(map_fd, &slot, value, 0);
}

int mb_named_disown(const struct mb_maps *maps, uint32_t slot)
{
	int map_fd = maps->fd[MB_MAP_ENDPOINTS];
	struct values values;
	int err = open_values(map_fd, &values);

	if (err)
		return err;
	err = write_state(map_fd, &values, slot);
	let_go(&values);
	return err;
}

/* ---------------------------------------------------------------- what a port needs */

static const struct btf_type *find_needs(const struct values *values)
{
	const struct btf_member *head = find_member(values->btf, values->type, "head");
	const struct btf_member *needs =
		head ? find_member(values->btf, head->type, "needs") : NULL;
	const struct btf_type *type = needs ? btf__type_by_id(values->btf, needs->type) : NULL;

	return type && btf_is_enum(type) ? type : NULL;
}

/* MB_NEEDS_OTHER_THING is "other thing". */
static void append(char *text, size_t size, const char *name)
{
	size_t len = strlen(text);

	if (!strncmp(name, "MB_NEEDS_", 9))
		name += 9;
	snprintf(text + len, size - len, "%s%s", len ? ", " : "", name);
	for (char *c = text + len; *c; c++)
		*c = *c == '_' ? ' ' : (char)tolower(*c);
}

static void name_needs(const struct values *values, uint32_t needs, char *text, size_t size)
{
	const struct btf_type *type = find_needs(values);
	const struct btf_enum *word = type ? btf_enum(type) : NULL;

	for (uint16_t i = 0; word && i < btf_vlen(type); i++, word++)
		if (needs & (uint32_t)word->val)
			append(text, size, btf__name_by_offset(values->btf, word->name_off));
}

void mb_named_needs(const struct mb_maps *maps, uint32_t needs, char *text, size_t size)
{
	struct values values;

	*text = '\0';
	if (open_values(maps->fd[MB_MAP_RECORD], &values))
		return;
	name_needs(&values, needs, text, size);
	let_go(&values);
}
