// SPDX-License-Identifier: GPL-2.0-only
/* cmd_trace.c - `macbpf trace`: what becomes of frames, as it happens */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>

#include "common/text.h"
#include "complete.h"
#include "trace.h"

#define WORDS                                                                                      \
	"link LOWER dev NAME wire host drops groups address MAC sample N rate N count N bytes N "  \
	"write FILE"
#define LEGAL "link, dev, wire, host, drops, groups, address, sample, rate, count, bytes, write"

/* ---------------------------------------------------------------- words */

static int parse_lower(struct args *args, struct tracing *t)
{
	int err = args_value(args, "a device name", &t->opts.lower);

	return err ?: check_device("link", t->opts.lower);
}

static int parse_dev(struct args *args, struct tracing *t)
{
	int err = args_value(args, "an endpoint's device", &t->opts.endpoint);

	return err ?: check_device("dev", t->opts.endpoint);
}

static int parse_address(struct args *args, struct tracing *t)
{
	t->opts.what |= MACBPF_TRACE_ADDRESS;
	return args_mac(args, t->opts.address);
}

static int parse_number(struct args *args, const char *word, uint32_t *number)
{
	int err = args_u32(args, number);

	return err || *number ? err : usage_error("\"%s\" must be at least 1", word);
}

static int parse_sample(struct args *args, struct tracing *t)
{
	return parse_number(args, "sample", &t->opts.sample);
}

static int parse_rate(struct args *args, struct tracing *t)
{
	return parse_number(args, "rate", &t->opts.rate);
}

static int parse_count(struct args *args, struct tracing *t)
{
	return parse_number(args, "count", &t->count);
}

static int parse_bytes(struct args *args, struct tracing *t)
{
	uint32_t *bytes = &t->opts.bytes;
	int err = args_u32(args, bytes);

	if (!err && (*bytes < MACBPF_FRAME_MIN || *bytes > MACBPF_TRACE_BYTES))
		err = usage_error("\"bytes\" must be %d to %d, not %u", MACBPF_FRAME_MIN,
				  MACBPF_TRACE_BYTES, *bytes);
	return err;
}

static int parse_write(struct args *args, struct tracing *t)
{
	return args_value(args, "a file", &t->path);
}

static const struct word {
	const char *word;
	uint32_t what; /* enum macbpf_trace_what, if it is that alone */
	int (*parse)(struct args *args, struct tracing *t);
} words[] = {
	{ "link", 0, parse_lower },
	{ "dev", 0, parse_dev },
	{ "wire", MACBPF_TRACE_WIRE, NULL },
	{ "host", MACBPF_TRACE_HOST, NULL },
	{ "drops", MACBPF_TRACE_DROPS, NULL },
	{ "groups", MACBPF_TRACE_GROUPS, NULL },
	{ "address", 0, parse_address },
	{ "sample", 0, parse_sample },
	{ "rate", 0, parse_rate },
	{ "count", 0, parse_count },
	{ "bytes", 0, parse_bytes },
	{ "write", 0, parse_write },
};

static const struct word *find_word(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i].word, word))
			return &words[i];
	return NULL;
}

/* In an expression "host" has somebody behind it; the word of ours has another of ours, or nothing.
 */
static bool is_word(struct args *args)
{
	const char *word = args_peek(args), *behind = args->next[1];

	if (!find_word(word))
		return false;
	return strcmp(word, "host") || !behind || find_word(behind);
}

/* Up to the next word of ours. */
static int parse_expression(struct args *args, struct tracing *t)
{
	if (*t->expression)
		return args_end(args, LEGAL);
	do {
		mb_text_append(t->expression, sizeof(t->expression), "%s%s",
			       *t->expression ? " " : "", args_take(args));
	} while (args_peek(args) &&
		 (!find_word(args_peek(args)) || !strcmp(args_peek(args), "host")));
	return frame_filter_compile(t->expression, &t->filter);
}

/* Each of these is about where a frame is from or goes to. */
static int check_words(const struct tracing *t)
{
	bool wire = t->opts.what & MACBPF_TRACE_WIRE, host = t->opts.what & MACBPF_TRACE_HOST;

	if (!t->opts.lower)
		return usage_error("trace needs \"link\" LOWER");
	if (t->path && t->app->out.json)
		return usage_error("\"write\" makes a capture, and no JSON");
	if (wire + host + !!t->opts.endpoint > 1)
		return usage_error("one of \"dev\", \"wire\" and \"host\", not several");
	return 0;
}

static int parse(struct args *args, struct tracing *t)
{
	const struct word *word;
	uint64_t seen = 0;
	int err = 0;

	while (!err && args_peek(args)) {
		if (!is_word(args)) {
			err = parse_expression(args, t);
			continue;
		}
		word = find_word(args_take_keyword(args));
		t->opts.what |= word->what;
		err = args_once(args, &seen, (size_t)(word - words));
		if (!err && word->parse)
			err = word->parse(args, t);
	}
	return err ?: check_words(t);
}

/* ---------------------------------------------------------------- what is done */

static bool is_done(const struct tracing *t)
{
	return (t->count && t->told >= t->count) || ferror(t->app->out.file) ||
	       (t->path && ferror(t->file.file));
}

static void take(const struct macbpf_traced *frame, void *arg)
{
	struct tracing *t = arg;

	t->left_out += frame->left_out;
	t->lost += frame->lost;
	if (is_done(t) || (t->filter && !frame_filter_takes(t->filter, frame->frame, frame->bytes,
							    frame->length)))
		return;
	t->told++;
	if (t->path)
		trace_write(t, frame);
	else
		trace_tell(t, frame);
}

/* By these it ends as by itself: programs are put back. */
static int catch_signals(struct tracing *t)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return -errno;
	t->at_pipe = signal(SIGPIPE, SIG_IGN);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static void flush(struct tracing *t)
{
	if (t->path && t->file.file != t->app->out.file)
		fflush(t->file.file);
	else
		out_flush(&t->app->out);
}

static int watch(struct tracing *t, struct macbpf_trace *trace, int signals)
{
	struct pollfd in[] = { { .fd = macbpf_trace__fd(trace), .events = POLLIN },
			       { .fd = signals, .events = POLLIN } };
	int err = 0;

	while (!err && !is_done(t) && !in[1].revents) {
		err = macbpf_trace__dispatch(trace, take, t);
		if (err > 0)
			err = 0;
		flush(t);
		if (!err && !is_done(t) && poll(in, ARRAY_SIZE(in), -1) < 0 && errno != EINTR)
			err = -errno;
	}
	return err;
}

static void sum_up(const struct tracing *t, struct macbpf_trace *trace)
{
	uint64_t left_out = 0, lost = 0;

	macbpf_trace__missed(trace, &left_out, &lost);
	fprintf(stderr, "%llu frames told, %llu left out by sample or rate, %llu lost\n",
		(unsigned long long)t->told, (unsigned long long)(t->left_out + left_out),
		(unsigned long long)(t->lost + lost));
}

/* Programs are put back: now who has lost his reader ends by that, and without a word. */
static void end_as_others(const struct tracing *t)
{
	signal(SIGPIPE, t->at_pipe);
	if (t->app->out.error == EPIPE)
		raise(SIGPIPE);
}

static int watch_all(struct tracing *t, struct macbpf_trace *trace, int signals)
{
	int err, code;

	fprintf(stderr, "tracing %s\n", t->opts.lower);
	err = watch(t, trace, signals);
	code = err ? app_failed(t->app, err) : EXIT_OK;
	sum_up(t, trace);
	return code;
}

static int watch_to_file(struct tracing *t, struct macbpf_trace *trace, int signals)
{
	int code = trace_file_open(&t->file, t->path, t->opts.lower), closed;

	if (code)
		return code;
	code = watch_all(t, trace, signals);
	closed = trace_file_close(&t->file, t->path);
	return code ?: closed;
}

/* A file is written anew only when there is something to write: what is refused leaves it. */
static int trace_run(struct tracing *t)
{
	struct macbpf_trace *trace;
	int signals = catch_signals(t), code;
	int err = signals < 0 ? signals : macbpf_trace__open(t->app->mb, &t->opts, &trace);

	if (err)
		return app_failed(t->app, err);
	code = t->path ? watch_to_file(t, trace, signals) : watch_all(t, trace, signals);
	macbpf_trace__close(trace);
	close(signals);
	end_as_others(t);
	return code;
}

static int run(struct app *app, struct args *args)
{
	static struct tracing t;
	int code;

	t = (struct tracing){ .app = app, .opts = { .sz = sizeof(t.opts) } };

	if (app->batch)
		return usage_error("\"macbpf trace\" doesn't end: not in a batch");
	code = parse(args, &t);
	if (!code)
		code = app_open(app);
	if (!code)
		code = trace_run(&t);
	frame_filter_free(t.filter);
	return code;
}

static void synopsis(void)
{
	puts(" link LOWER [ dev NAME | wire | host ] [ drops ] [ groups ] [ address MAC ] [ "
	     "EXPRESSION ]\n"
	     "       [ sample N ] [ rate N ] [ count N ] [ bytes N ] [ write FILE ]\n"
	     "\n"
	     "dev      what this endpoint sends or is given\n"
	     "wire     what comes from the wire or goes there\n"
	     "host     what comes from the host or goes there\n"
	     "drops    what is dropped for a reason, or of which a copy was refused\n"
	     "groups   what is sent to broadcast or multicast\n"
	     "address  what is from or to this address\n"
	     "EXPRESSION  what pcap-filter(7) describes, of the bytes that are looked at\n"
	     "sample   one frame in so many\n"
	     "rate     no more in a second on each CPU (10000)\n"
	     "count    ends after so many\n"
	     "bytes    how many of a frame are looked at (128)\n"
	     "write    a capture in place of lines (pcapng; - is standard output)");
}

static void next(char **typed)
{
	complete_next(WORDS, typed);
}

static const struct command commands[] = {
	{ "", "", synopsis, run, next },
};

const struct object trace_object = {
	.name = "trace",
	.what = "what becomes of frames, as it happens",
	.commands = commands,
	.count = ARRAY_SIZE(commands),
	.is_command = true,
};
