/* SPDX-License-Identifier: MIT */
/*
 * Making programs.  A parameter's name and type say what it may be: a
 * descriptor is mostly one that an earlier operation has opened, a length goes
 * with its memory, an address lies where something is.
 */
#include "values.h"
#include <faultline/layout.h>
#include <string.h>

static int one_in(uint32_t n)
{
	return random_below(n) == 0;
}

static int is_one_of(const char *s, const char *list)
{
	size_t n = strlen(s);

	for (const char *p = list; (p = strstr(p, s)) != NULL; p += n)
		if ((p == list || p[-1] == ' ') &&
		    (p[n] == ' ' || p[n] == '\0'))
			return 1;
	return 0;
}

/* --- Nodes. --- */

static void number(struct node *n, uint32_t value)
{
	*n = (struct node){ .kind = NODE_NUMBER, .value = value };
}

/* What the result of an operation is. */
enum thing { THING_NONE, THING_FD, THING_ADDRESS, THING_PID, THING_ID };

static enum thing makes(const struct op *o, int *pair)
{
	const struct call_type *c;

	*pair = 0;
	if (o->what == OP_SPAWN)
		return THING_PID;
	if (o->what >= OP_START)
		return THING_NONE;
	c = &calls[o->what];
	for (unsigned k = 0; k < c->count; k++)
		if (strcmp(c->parameter[k].type, "fdpair") == 0) {
			*pair = 1;
			return THING_FD;
		}
	if (is_one_of(c->name, "open openat dup dup3 socket accept4 mq_open "
			       "take_fd"))
		return THING_FD;
	if (is_one_of(c->name, "mmap shmat brk"))
		return THING_ADDRESS;
	if (is_one_of(c->name, "fork vfork thread_create"))
		return THING_PID;
	if (is_one_of(c->name, "msgget semget shmget timer_create"))
		return THING_ID;
	return THING_NONE;
}

/* A result of that kind among the operations before; 0: there is none. */
static int result_of(const struct program *p, enum thing thing, struct node *n)
{
	unsigned found[MAX_OPS], count = 0;
	int pair;

	for (unsigned i = 0; i < p->ops; i++)
		if (makes(&p->op[i], &pair) == thing)
			found[count++] = i;
	if (count == 0)
		return 0;
	*n = (struct node){ .kind = NODE_RESULT };
	n->count = (uint16_t)found[one_in(2) ? count - 1 : random_below(count)];
	makes(&p->op[n->count], &pair);
	n->which = pair && one_in(2) ? PART_SECOND : PART_WHOLE;
	return 1;
}

static void descriptor(const struct program *p, struct node *n)
{
	if (one_in(24) || !result_of(p, THING_FD, n))
		number(n, one_in(8) ? ~0u : random_below(20));
}

static uint32_t small_offset(void)
{
	static const uint32_t offsets[] = { 0,	0,    0,    0,	  0, 4, 8, 12,
					    16, 4092, 4096, 8192, 1, 2, 3, 64 };

	return offsets[random_below(16)];
}

/* Of a slot in the call pages, and so in a frame that is mapped. */
static uint32_t call_offset(void)
{
	return calls[random_below(call_count)].slot - FL_CALL_PAGES;
}

/* Where something is, or just beside it. */
static void address(const struct program *p, struct node *n)
{
	switch (random_below(8)) {
	case 0:
	case 1:
	case 2:
		if (result_of(p, THING_ADDRESS, n)) {
			n->value = one_in(3) ? call_offset() : small_offset();
			return;
		}
		break;
	case 3:
		*n = (struct node){ .kind = NODE_SPACE,
				    .value =
					ARENA_FREE + random_below(4096) * 4 };
		return;
	case 4:
		if (result_of(p, THING_ADDRESS, n)) {
			n->which = PART_PAGE;
			n->value = random_below(4) * 4;
			return;
		}
		break;
	case 5:
		if (result_of(p, THING_PID, n)) {
			n->which = PART_RECORD;
			n->value = random_below(64) * 4;
			return;
		}
		break;
	}
	*n = (struct node){ .kind = NODE_ADDRESS,
			    .which = (uint8_t)random_below(address_count),
			    .value = small_offset() };
	if (strcmp(addresses[n->which].name, "calls") == 0)
		n->value = call_offset();
	if (strcmp(addresses[n->which].name, "self") == 0)
		n->value = random_below(64) * 4;
}

/* Whole pages that may be mapped, or are. */
static void place(const struct program *p, struct node *n)
{
	switch (random_below(6)) {
	case 0:
		number(n, 0);
		return;
	case 1:
	case 2:
		if (result_of(p, THING_ADDRESS, n)) {
			n->value = random_below(3) * 4096;
			return;
		}
		break;
	case 3:
		address(p, n);
		return;
	}
	*n = (struct node){ .kind = NODE_ADDRESS,
			    .which = (uint8_t)(one_in(3) ? 0 : 2),
			    .value = random_below(12) * 4096 };
	if (one_in(6)) {
		n->which = (uint8_t)(address_count - 1);
		n->value = random_below(10) * 4096;
	}
}

static void space(struct node *n)
{
	*n = (struct node){ .kind = NODE_SPACE,
			    .value = ARENA_FREE + random_below(60) * 256 };
	if (one_in(16)) /* over its end */
		n->value = ARENA_SIZE - random_below(64);
}

/* Room for count words; 0: there is none. */
static int begin_words(struct program *p, struct node *n, unsigned count)
{
	if (p->nodes + count > MAX_NODES)
		return 0;
	*n = (struct node){ .kind = NODE_WORDS,
			    .count = (uint16_t)count,
			    .first = p->nodes };
	p->nodes = (uint16_t)(p->nodes + count);
	return 1;
}

static void fill_words(struct program *p, struct node *n, const char *letters,
		       unsigned times);

static void put_socket_name(struct program *p, struct node *n)
{
	uint32_t words[3] = { 1 | 's' << 16 | (uint32_t)'0' << 24, 0, 0 };

	if (one_in(3)) {
		words[0] = 2 | (0x8813 + random_below(4) * 256) << 16;
		words[1] = one_in(2) ? 0x0100007f : 0;
	} else {
		words[0] += random_below(3) << 24;
	}
	if (!begin_words(p, n, 3))
		return;
	for (unsigned i = 0; i < 3; i++)
		number(&p->node[n->first + i], words[i]);
}

static void put_descriptors(struct program *p, struct node *n)
{
	unsigned count = 1 + random_below(3);

	if (!begin_words(p, n, 3 + count))
		return;
	number(&p->node[n->first], 12 + 4 * count);
	number(&p->node[n->first + 1], 1);
	number(&p->node[n->first + 2], 1);
	for (unsigned i = 0; i < count; i++)
		descriptor(p, &p->node[n->first + 3 + i]);
}

static void word(struct program *p, unsigned at, char letter)
{
	struct node made = { .kind = NODE_NUMBER };

	switch (letter) {
	case 's':
		number(&made, random_below(8));
		break;
	case 'n':
		number(&made, one_in(3) ? 0 : random_below(3000000));
		break;
	case 'z':
		number(&made, one_in(4) ? edges[random_below(edge_count)]
					: random_below(300));
		break;
	case 'a':
		if (one_in(3))
			address(p, &made);
		else
			space(&made);
		break;
	case 'f':
		descriptor(p, &made);
		break;
	case 'p':
		if (!result_of(p, THING_PID, &made))
			number(&made, random_below(40));
		break;
	case 'g':
		number(&made, 1 + random_below(40));
		break;
	case 'm':
		number(&made, one_in(2) ? random32() : 1u << random_below(32));
		break;
	case 'e':
		number(&made, 1u << random_below(6) | 1u << random_below(3));
		break;
	case 'v':
		fill_words(p, &made, "az", 1 + random_below(3));
		break;
	case 'c':
		if (one_in(2))
			put_descriptors(p, &made);
		break;
	case 'k':
		if (one_in(2))
			put_socket_name(p, &made);
		break;
	case 'h':
		number(&made, random_below(2));
		break;
	case 't':
		number(&made, random_below(3) | random_below(3) << 16);
		break;
	case 'u':
		number(&made, 1000 + random_below(4));
		break;
	}
	p->node[at] = made;
}

static void fill_words(struct program *p, struct node *n, const char *letters,
		       unsigned times)
{
	unsigned length = (unsigned)strlen(letters);

	number(n, 0);
	if (!begin_words(p, n, length * times))
		return;
	for (unsigned i = 0; i < length * times; i++)
		word(p, n->first + i, letters[i % length]);
	if (one_in(8)) /* one of them is something else */
		number(&p->node[n->first + random_below(length * times)],
		       edges[random_below(edge_count)]);
}

/* --- Parameters. --- */

static void some_value(const struct values *v, struct node *n)
{
	uint32_t value = v->of[random_below(v->count)];

	if (v->use == SOME_OF)
		while (!one_in(3))
			value |= v->of[random_below(v->count)];
	number(n, value);
}

static void plain(struct program *p, const struct call_type *c,
		  const struct parameter *q, struct node *n)
{
	const struct values *v = values_of(c->name, q->name);

	if (is_one_of(q->name, "fd dirfd fromfd tofd mqd pipe to")) {
		if (strstr(q->name, "dir") && one_in(2))
			number(n, (uint32_t)-100); /* AT_FDCWD */
		else
			descriptor(p, n);
	} else if (is_one_of(q->name, "pid who pgid tid id")) {
		if (!result_of(
			p, is_one_of(q->name, "id") ? THING_ID : THING_PID, n))
			number(n, one_in(3) ? 0 : random_below(30));
	} else if (is_one_of(q->name, "sig")) {
		number(n, one_in(6) ? 0 : 1 + random_below(40));
	} else if (is_one_of(q->name,
			     "uid gid ruid euid suid rgid egid sgid")) {
		number(n, one_in(3) ? ~0u : one_in(3) ? 0 : 1001);
	} else if (v && !one_in(16)) {
		some_value(v, n);
	} else if (is_one_of(q->name, "length size count")) {
		number(n, one_in(3) ? edges[random_below(edge_count)]
				    : (1 + random_below(4)) * 4096);
		if (strcmp(q->kind, "int") == 0 || one_in(3))
			number(n, random_below(8));
	} else {
		number(n, edges[random_below(edge_count)]);
	}
}

static void some_address(struct program *p, const struct call_type *c,
			 const struct parameter *q, struct node *n)
{
	if (is_one_of(q->name, "where end"))
		place(p, n);
	else if (strcmp(q->name, "entry") == 0)
		number(n, 0); /* the executor's own (execute.c) */
	else if (strcmp(q->name, "name") == 0 && one_in(2))
		put_socket_name(p, n);
	else if (strcmp(q->name, "length") == 0)
		fill_words(p, n, "z", 1);
	else if (strcmp(c->name, "fcntl") == 0 && !one_in(3))
		fill_words(p, n, words_of("flock"), 1);
	else if (strcmp(c->name, "ioctl") == 0 && !one_in(3))
		fill_words(p, n, words_of(one_in(2) ? "termios" : "winsize"),
			   1);
	else if (one_in(3))
		number(n, random_below(16));
	else
		address(p, n);
}

/* How many elements: a number that the length's parameter gets, too. */
static unsigned element_count(const struct parameter *q)
{
	return q->count[0] == '\0' ? 1 : 1 + random_below(4);
}

static void memory(struct program *p, const struct parameter *q, struct node *n)
{
	if (q->may_be_null && one_in(3)) {
		number(n, 0);
	} else if (one_in(16)) {
		address(p, n);
	} else if (strcmp(q->kind, "out") == 0) {
		space(n);
	} else if (q->type[0] != '\0') {
		fill_words(p, n, words_of(q->type), element_count(q));
	} else if (strcmp(q->name, "name") == 0) {
		put_socket_name(p, n);
	} else if (one_in(4)) {
		*n = (struct node){ .kind = NODE_ESCAPES,
				    .value = random_below(100000) };
	} else if (one_in(3)) {
		fill_words(p, n, "ssss", 1);
	} else {
		space(n);
	}
}

static void argument(struct program *p, const struct call_type *c, unsigned k,
		     struct node *n)
{
	const struct parameter *q = &c->parameter[k];

	if (one_in(40)) {
		number(n, one_in(2) ? random32()
				    : edges[random_below(edge_count)]);
	} else if (strcmp(q->kind, "str") == 0) {
		*n = (struct node){ .kind = NODE_NAME };
		if (is_one_of(q->name, "name") && !one_in(3))
			n->value = 32 + random_below(2);
		else if (strcmp(q->name, "type") == 0)
			n->value = 36;
		else if (strstr(c->name, "exec"))
			n->value = 29 + random_below(2);
		else
			n->value = one_in(3) ? random_below(name_count)
					     : random_below(12);
	} else if (strcmp(q->kind, "strv") == 0) {
		number(n, 0); /* the executor's own */
	} else if (strcmp(q->kind, "addr") == 0) {
		some_address(p, c, q, n);
	} else if (strcmp(q->kind, "off") == 0) {
		number(n, one_in(2) ? random_below(10000)
				    : edges[random_below(edge_count)]);
	} else if (is_one_of(q->kind, "in out inout")) {
		memory(p, q, n);
	} else {
		plain(p, c, q, n);
	}
}

/* Half of the lengths are what the memory has. */
static void fit_lengths(struct program *p, struct op *o)
{
	const struct call_type *c = &calls[o->what];

	for (unsigned k = 0; k < c->count; k++) {
		const struct parameter *q = &c->parameter[k];
		const struct node *n = &p->node[o->arg[k]];

		for (unsigned i = 0; i < c->count; i++) {
			unsigned each =
			    q->type[0] == '\0'
				? 1
				: (unsigned)strlen(words_of(q->type));

			if (q->count[0] == '\0' || one_in(4) ||
			    strcmp(c->parameter[i].name, q->count) != 0)
				continue;
			if (n->kind == NODE_WORDS)
				number(&p->node[o->arg[i]],
				       q->type[0] ? n->count / each
						  : n->count * 4u);
			else
				number(&p->node[o->arg[i]],
				       one_in(8)
					   ? edges[random_below(edge_count)]
					   : random_below(300));
		}
	}
}

/* --- Operations. --- */

/* Calls that do much harm to the program itself come seldom. */
static int is_rare(const char *name)
{
	return is_one_of(name,
			 "exit thread_exit execve fexecve sigprocmask "
			 "sigaction sigsuspend setitimer brk chroot "
			 "sigaltstack set_tls reboot kill vfork fork sync "
			 "thread_create umount trace robust_list");
}

static unsigned some_call(const struct program *p)
{
	unsigned what;

	/* Often one that is like one that is there already. */
	if (p->ops > 2 && one_in(4)) {
		const struct op *o = &p->op[random_below(p->ops)];
		unsigned group;

		if (o->what < call_count) {
			group = calls[o->what].slot >> 12;
			for (int i = 0; i < 40; i++) {
				what = random_below(call_count);
				if (calls[what].slot >> 12 == group &&
				    !is_rare(calls[what].name))
					return what;
			}
		}
	}
	do {
		what = random_below(call_count);
	} while (strcmp(calls[what].name, "sigreturn") == 0 ||
		 (is_rare(calls[what].name) && !one_in(12)));
	return what;
}

/* What programs begin with, so that calls find something to work on. */
static unsigned opening_call(void)
{
	static const char *const openings[] = {
		"open",		"mmap",	   "pipe2",	    "socketpair",
		"socket",	"mq_open", "mkdirat",	    "shmget",
		"frame_create", "semget",  "window_create", "timer_create",
		"msgget",	"open",	   "mmap"
	};
	const char *name =
	    openings[random_below(sizeof(openings) / sizeof(openings[0]))];

	for (unsigned i = 0; i < call_count; i++)
		if (strcmp(calls[i].name, name) == 0)
			return i;
	return 0;
}

static void special_arguments(struct program *p, struct op *o)
{
	const struct special_op *s = &special_ops[o->what - OP_START];

	o->count = s->count;
	for (unsigned k = 0; k < s->count; k++) {
		struct node made;

		o->arg[k] = p->nodes++;
		switch (s->parameters[k]) {
		case 'a':
			address(p, &made);
			break;
		case 'w':
			number(&made, 1u << random_below(3));
			if (!one_in(3))
				number(&made, 4);
			break;
		case 'c':
			number(&made, 1 + random_below(one_in(4) ? 300 : 6));
			break;
		default:
			if (one_in(2))
				number(&made, random_below(16));
			else
				address(p, &made);
		}
		p->node[o->arg[k]] = made;
	}
}

static int frame_result(const struct program *p)
{
	for (int i = 0; i < p->ops; i++)
		if (p->op[i].what < call_count && one_in(2) &&
		    strcmp(calls[p->op[i].what].name, "mmap") == 0)
			return i;
	return -1;
}

static void make_op(struct program *p, unsigned what, unsigned actor)
{
	struct op *o = &p->op[p->ops];

	if (p->ops == MAX_OPS || p->nodes + 60 > MAX_NODES)
		return;
	*o = (struct op){ .what = (uint16_t)what,
			  .actor = (uint8_t)actor,
			  .via = -1,
			  .yield = one_in(4) };
	if (what >= OP_START) {
		special_arguments(p, o);
	} else {
		o->count = calls[what].count;
		for (unsigned k = 0; k < o->count; k++) {
			struct node made = { 0 };

			o->arg[k] = p->nodes++;
			argument(p, &calls[what], k, &made);
			p->node[o->arg[k]] = made;
		}
		fit_lengths(p, o);
		if (one_in(16))
			o->via = (int8_t)frame_result(p);
	}
	p->ops++;
}

static unsigned some_op(const struct program *p)
{
	if (one_in(6))
		return OP_LOAD + random_below(OP_END - OP_LOAD);
	if (p->ops < 4 || one_in(6))
		return opening_call();
	return some_call(p);
}

void program_generate(struct program *p)
{
	unsigned first = 3 + random_below(6), actors = 1 + random_below(3);
	unsigned more = 4 + random_below(24);

	p->ops = p->nodes = 0;
	for (unsigned i = 0; i < first; i++)
		make_op(p, some_op(p), 0);
	if (actors > 1)
		make_op(p, OP_START, 0);
	for (unsigned i = 0; i < more; i++) {
		unsigned actor = random_below(actors);

		if (actors == 2 && actor == 1)
			actor += first % 2;
		make_op(p, some_op(p), actor);
	}
	program_clean(p);
}

/* --- Changes. --- */

/* Numbers of operations from at on move by delta. */
static void renumber(struct program *p, unsigned at, int delta)
{
	for (unsigned i = 0; i < p->nodes; i++)
		if (p->node[i].kind == NODE_RESULT && p->node[i].count >= at)
			p->node[i].count =
			    (uint16_t)((int)p->node[i].count + delta);
	for (unsigned i = 0; i < p->ops; i++)
		if (p->op[i].via >= (int)at)
			p->op[i].via = (int8_t)(p->op[i].via + delta);
}

static void remove_op(struct program *p, unsigned at)
{
	if (p->ops <= 1)
		return;
	renumber(p, at + 1, -1);
	memmove(&p->op[at], &p->op[at + 1],
		(p->ops - at - 1u) * sizeof(p->op[0]));
	p->ops--;
}

/* A new one is made at the end, for what it can refer to, and moved. */
static void insert_op(struct program *p, unsigned at)
{
	struct op made;
	unsigned before = p->ops, kept = p->ops;

	p->ops = (uint16_t)at; /* only results before it are known */
	made.what = (uint16_t)some_op(p);
	p->ops = (uint16_t)kept;
	if (p->ops == MAX_OPS)
		return;
	renumber(p, at, 1);
	memmove(&p->op[at + 1], &p->op[at], (p->ops - at) * sizeof(p->op[0]));
	p->ops = (uint16_t)at;
	make_op(p, made.what, at > 0 ? p->op[at - 1].actor : 0);
	if (p->ops == at) { /* no room: take the gap out again */
		memmove(&p->op[at], &p->op[at + 1],
			(before - at) * sizeof(p->op[0]));
		p->ops = (uint16_t)before;
		renumber(p, at + 1, -1);
		return;
	}
	p->ops = (uint16_t)(before + 1);
}

static void change_node(struct program *p, struct node *n)
{
	if (n->kind == NODE_WORDS && n->count > 0 && !one_in(8)) {
		change_node(p, &p->node[n->first + random_below(n->count)]);
		return;
	}
	switch (random_below(8)) {
	case 0:
		number(n, edges[random_below(edge_count)]);
		break;
	case 1:
		n->value ^= 1u << random_below(32);
		break;
	case 2:
		n->value += random_below(17) - 8;
		break;
	case 3:
		address(p, n);
		break;
	case 4:
		descriptor(p, n);
		break;
	case 5:
		space(n);
		break;
	default:
		n->value = random_below(64);
	}
	if (n->kind == NODE_NAME)
		n->value %= name_count;
	if (n->kind == NODE_WORDS)
		number(n, 0);
	if (n->kind == NODE_SPACE)
		n->value %= ARENA_SIZE;
}

static void change_argument(struct program *p)
{
	struct op *o = &p->op[random_below(p->ops)];
	unsigned k;

	if (o->count == 0)
		return;
	k = random_below(o->count);
	if (o->what < call_count && one_in(2) && p->nodes + 60 < MAX_NODES) {
		struct node made = { 0 };

		argument(p, &calls[o->what], k, &made);
		p->node[o->arg[k]] = made;
	} else {
		change_node(p, &p->node[o->arg[k]]);
	}
}

/* The other's operations from somewhere on come behind ours. */
static void splice(struct program *p, const struct program *other)
{
	unsigned keep = 1 + random_below(p->ops);
	static struct program joined;

	if (other->ops == 0 || keep + other->ops > MAX_OPS ||
	    p->nodes + other->nodes > MAX_NODES)
		return;
	p->ops = (uint16_t)keep;
	program_clean(p);
	joined = *p;
	for (unsigned i = 0; i < other->nodes; i++) {
		struct node *n = &joined.node[p->nodes + i];

		*n = other->node[i];
		if (n->kind == NODE_WORDS)
			n->first = (uint16_t)(n->first + p->nodes);
		if (n->kind == NODE_RESULT)
			n->count = (uint16_t)(n->count + keep);
	}
	for (unsigned i = 0; i < other->ops; i++) {
		struct op *o = &joined.op[keep + i];

		*o = other->op[i];
		for (unsigned k = 0; k < o->count; k++)
			o->arg[k] = (uint16_t)(o->arg[k] + p->nodes);
		if (o->via >= 0)
			o->via = (int8_t)(o->via + (int)keep);
	}
	joined.nodes = (uint16_t)(p->nodes + other->nodes);
	joined.ops = (uint16_t)(keep + other->ops);
	*p = joined;
}

static void move_op(struct program *p)
{
	struct op *o = &p->op[random_below(p->ops)];

	switch (random_below(3)) {
	case 0:
		o->actor = (uint8_t)random_below(ACTORS);
		break;
	case 1:
		o->yield = !o->yield;
		break;
	default:
		o->via = (int8_t)(one_in(2) ? -1 : frame_result(p));
	}
}

void program_mutate(struct program *p, const struct program *other)
{
	do {
		switch (random_below(10)) {
		case 0:
			remove_op(p, random_below(p->ops));
			break;
		case 1:
		case 2:
		case 3:
			insert_op(p, random_below(p->ops + 1u));
			break;
		case 4:
			splice(p, other);
			break;
		case 5:
			move_op(p);
			break;
		default:
			change_argument(p);
		}
		program_clean(p);
	} while (one_in(2));
}
