// SPDX-License-Identifier: GPL-2.0-only
/*
 * blocks.c - a QEMU plugin: what ran between two marks, block by block.
 *
 *	qemu-system-x86_64 -plugin blocks.so,out=FILE
 *
 * For each MARK_WRITE of mark.h it writes a line "marked" and then, for each block of code that
 * ran, its first address (16 hexadecimal digits) and how many instructions ran there. There is to
 * be one virtual CPU.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mark.h"

/*
 * What is used of QEMU's plugin interface, number 1 (qemu-plugin.h, which no package has).
 */
typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef void (*tb_trans_fn)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
typedef void (*exec_fn)(unsigned int cpu, void *arg);

extern int qemu_plugin_version;
int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv);
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, tb_trans_fn fn);
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *tb, int op, void *counter,
					      uint64_t addend);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, exec_fn fn, int flags,
					    void *arg);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t n);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);

#define INLINE_ADD_U64 0
#define CB_NO_REGS     0

int qemu_plugin_version = 1;

struct block {
	struct block *next;
	uint64_t address;
	uint64_t ran;  /* instructions since the last MARK_START */
	uint64_t kept; /* the same, at MARK_STOP */
};

static struct block *blocks;
static FILE *out;

static void start(unsigned int cpu, void *arg)
{
	(void)cpu;
	(void)arg;
	for (struct block *b = blocks; b; b = b->next)
		b->ran = 0;
}

static void stop(unsigned int cpu, void *arg)
{
	(void)cpu;
	(void)arg;
	for (struct block *b = blocks; b; b = b->next)
		b->kept = b->ran;
}

static void write_out(unsigned int cpu, void *arg)
{
	(void)cpu;
	(void)arg;
	fprintf(out, "marked\n");
	for (struct block *b = blocks; b; b = b->next)
		if (b->kept)
			fprintf(out, "%016llx %llu\n", (unsigned long long)b->address,
				(unsigned long long)b->kept);
	fflush(out);
}

static uint32_t mark_of(const struct qemu_plugin_insn *insn)
{
	static const uint8_t nop[] = { 0x0f, 0x1f, 0x80 };
	const uint8_t *bytes = qemu_plugin_insn_data(insn);
	uint32_t number;

	if (qemu_plugin_insn_size(insn) != 7 || memcmp(bytes, nop, sizeof(nop)) != 0)
		return 0;
	memcpy(&number, bytes + sizeof(nop), sizeof(number));
	return number;
}

static void listen_to(struct qemu_plugin_insn *insn)
{
	switch (mark_of(insn)) {
	case MARK_START:
		qemu_plugin_register_vcpu_insn_exec_cb(insn, start, CB_NO_REGS, NULL);
		break;
	case MARK_STOP:
		qemu_plugin_register_vcpu_insn_exec_cb(insn, stop, CB_NO_REGS, NULL);
		break;
	case MARK_WRITE:
		qemu_plugin_register_vcpu_insn_exec_cb(insn, write_out, CB_NO_REGS, NULL);
		break;
	default:
		break;
	}
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	struct block *b = calloc(1, sizeof(*b));

	(void)id;
	if (!b)
		abort();
	b->address = qemu_plugin_tb_vaddr(tb);
	b->next = blocks;
	blocks = b;
	qemu_plugin_register_vcpu_tb_exec_inline(tb, INLINE_ADD_U64, &b->ran,
						 qemu_plugin_tb_n_insns(tb));
	for (size_t n = 0; n < qemu_plugin_tb_n_insns(tb); n++)
		listen_to(qemu_plugin_tb_get_insn(tb, n));
}

int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv)
{
	(void)info;
	if (argc == 1 && strncmp(argv[0], "out=", 4) == 0)
		out = fopen(argv[0] + 4, "we");
	if (!out) {
		fprintf(stderr, "blocks: out=FILE is needed, and a file that can be written\n");
		return -1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	return 0;
}
