/* SPDX-License-Identifier: MIT */
/* What each way into ring 0 and back costs, on this processor. */
#include "trapbench.h"
#include "io.h"
#include "multiboot.h"
#include "lib/printk.h"
#include "lib/string.h"

#define ROUNDS_MAX 101
#define MS_MAX	   1000

typedef void loop(void);
loop loop_nothing, loop_mapped, loop_no_table_entry, loop_no_directory,
    loop_supervisor, loop_read_only, loop_int, loop_sysenter, loop_syscall,
    loop_gate, loop_cr3, loop_invlpg, loop_rdtsc;

/* A row of the table: empty, and with dispatch where it enters ring 0. */
static struct row {
	const char *name;
	loop *loop;
	enum way way;
	bool ring0;	   /* its instruction is not for programs */
	uint32_t times;	   /* in one turn of the loop */
	uint32_t count[2]; /* turns in a round */
	int64_t samples[2][ROUNDS_MAX]; /* a turn, in 1/1000 cycles */
} rows[] = {
	/* The first is subtracted from the others. */
	{ .name = "empty loop", .loop = loop_nothing, .times = 1 },
	{ .name = "mapped load", .loop = loop_mapped, .times = 32 },
	{ .name = "fault, no directory entry",
	  .loop = loop_no_directory,
	  .way = WAY_FAULT,
	  .times = 1 },
	{ .name = "fault, no table entry",
	  .loop = loop_no_table_entry,
	  .way = WAY_FAULT,
	  .times = 1 },
	{ .name = "fault, supervisor page",
	  .loop = loop_supervisor,
	  .way = WAY_FAULT,
	  .times = 1 },
	{ .name = "fault, write to read-only",
	  .loop = loop_read_only,
	  .way = WAY_FAULT,
	  .times = 1 },
	{ .name = "int, iret", .loop = loop_int, .way = WAY_INT, .times = 1 },
	{ .name = "sysenter, sysexit",
	  .loop = loop_sysenter,
	  .way = WAY_SYSENTER,
	  .times = 1 },
	{ .name = "syscall, sysret",
	  .loop = loop_syscall,
	  .way = WAY_SYSCALL,
	  .times = 1 },
	{ .name = "call gate, retf",
	  .loop = loop_gate,
	  .way = WAY_GATE,
	  .times = 1 },
	{ .name = "CR3 write", .loop = loop_cr3, .ring0 = true, .times = 1 },
	{ .name = "invlpg", .loop = loop_invlpg, .ring0 = true, .times = 1 },
	{ .name = "rdtsc", .loop = loop_rdtsc, .ring0 = true, .times = 1 },
};

static struct options {
	bool exit; /* end QEMU by its isa-debug-exit device */
	uint32_t rounds, ms;
} options = { .rounds = 11, .ms = 20 };

static struct machine machine;

/* --- What the handlers with dispatch call. --- */

static uint32_t call_none(void)
{
	return 0;
}

static uint32_t call_answer(void)
{
	return ANSWER;
}

extern uint32_t (*const calls[])(void);
uint32_t (*const calls[])(void) = { call_none, call_answer, call_none,
				    call_none };

/* --- The end. --- */

_Noreturn void end(bool good)
{
	if (options.exit)
		outb(0xf4, good ? 0 : 1); /* QEMU's status: 1 or 3 */
	for (;;)
		__asm__ volatile("cli; hlt");
}

_Noreturn void exception(uint32_t vector, uint32_t address);
_Noreturn void exception(uint32_t vector, uint32_t address)
{
	print("trapbench: unexpected exception %u, cr2 %08x\n", vector,
	      address);
	end(false);
}

/* --- The command line. --- */

static bool parse_number(const char *s, uint32_t highest, uint32_t *number)
{
	*number = 0;
	if (*s == '\0')
		return false;
	for (; *s >= '0' && *s <= '9' && *number <= highest; s++)
		*number = *number * 10 + (uint32_t)(*s - '0');
	return *s == '\0' && *number >= 1 && *number <= highest;
}

static bool parse_word(const char *word)
{
	if (strcmp(word, "exit") == 0)
		options.exit = true;
	else if (strncmp(word, "rounds=", 7) == 0)
		return parse_number(word + 7, ROUNDS_MAX, &options.rounds);
	else if (strncmp(word, "ms=", 3) == 0)
		return parse_number(word + 3, MS_MAX, &options.ms);
	else
		return false;
	return true;
}

/* Some loaders put the image's path first. */
static bool is_image(const char *word)
{
	const char *slash = strrchr(word, '/');

	return strcmp(slash ? slash + 1 : word, "trapbench") == 0;
}

static bool parse(const char *from)
{
	static char line[256];
	char *s = line;
	bool first = true, good = true;

	if (strlcpy(line, from, sizeof(line)) >= sizeof(line)) {
		print("trapbench: the command line is too long\n");
		good = false;
	}
	while (*s) {
		char *word = s;

		while (*s && *s != ' ')
			s++;
		if (*s)
			*s++ = '\0';
		if (*word == '\0' || (first && is_image(word))) {
			first = first && *word == '\0';
			continue;
		}
		first = false;
		if (parse_word(word))
			continue;
		print("trapbench: '%s' is not one of: exit, rounds=1..%d, "
		      "ms=1..%d\n",
		      word, ROUNDS_MAX, MS_MAX);
		good = false;
	}
	return good;
}

/* --- Measuring. --- */

static uint64_t run(const struct row *r, uint32_t count)
{
	loop_run(r->loop, count, !r->ring0);
	return loop_stop - loop_start;
}

/* So many turns that a round takes long enough; with a dispatch, the answer
 * must have come by it. */
static void calibrate(struct row *r, bool dispatch)
{
	uint32_t count = 64;

	way_set(r->way, dispatch);
	while (run(r, count) < (uint64_t)machine.khz * options.ms &&
	       count < 1u << 30)
		count *= 2;
	r->count[dispatch] = count;
	if (dispatch && loop_result != ANSWER) {
		print("trapbench: %s gave %x, not %x\n", r->name, loop_result,
		      ANSWER);
		end(false);
	}
}

static void sample(struct row *r, bool dispatch, uint32_t round)
{
	uint32_t count = r->count[dispatch];

	way_set(r->way, dispatch);
	r->samples[dispatch][round] = (int64_t)(run(r, count) * 1000 / count);
}

/* The rows take turns, so that what slows the machine for a while slows all
 * of them. */
static void each_row(void (*each)(struct row *r, bool dispatch, uint32_t n),
		     uint32_t n)
{
	for (unsigned i = 0; i < ARRAY_SIZE(rows); i++) {
		struct row *r = &rows[i];

		if (!way_exists(&machine, r->way))
			continue;
		each(r, false, n);
		if (r->way != WAY_NONE)
			each(r, true, n);
	}
}

static void calibrate_row(struct row *r, bool dispatch, uint32_t round)
{
	(void)round;
	calibrate(r, dispatch);
}

/* --- The table. --- */

static void sort(int64_t *samples, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++) {
		for (uint32_t k = i; k > 0 && samples[k - 1] > samples[k];
		     k--) {
			int64_t t = samples[k];

			samples[k] = samples[k - 1];
			samples[k - 1] = t;
		}
	}
}

static void sort_samples(struct row *r, bool dispatch, uint32_t n)
{
	sort(r->samples[dispatch], n);
}

/* In a field of 8: tenths of what is given in thousandths. */
static void print_tenths(int64_t thousandths)
{
	int64_t tenths =
	    (thousandths < 0 ? 50 - thousandths : thousandths + 50) / 100;
	char text[24];

	ksnprintf(text, sizeof(text), "%s%lld.%lld",
		  thousandths < 0 && tenths ? "-" : "", tenths / 10,
		  tenths % 10);
	print("%8s", text);
}

static int64_t ns(int64_t thousandths)
{
	return thousandths * 1000000 / (int64_t)machine.khz;
}

/* Of sorted samples, one's cost without the loop around it. */
static int64_t cost(const struct row *r, bool dispatch, uint32_t which)
{
	int64_t loop = r == rows ? 0 : rows->samples[0][which];

	return (r->samples[dispatch][which] - loop) / (int64_t)r->times;
}

static void print_half(const struct row *r, bool dispatch)
{
	const int64_t *s = r->samples[dispatch];
	uint32_t n = options.rounds;
	int64_t median = cost(r, dispatch, n / 2);
	int64_t middle = (s[n - 1 - n / 4] - s[n / 4]) / (int64_t)r->times;

	print_tenths(ns(cost(r, dispatch, 0)));
	print_tenths(ns(median));
	print("%7lld", (median + 500) / 1000);
	print("%4lld", MIN(999, middle * 50 / MAX(median, 1)));
}

static void print_no_half(void)
{
	print("%8s%8s%7s%4s", "-", "-", "-", "-");
}

static void print_table(void)
{
	print("\n%-26s%8s%8s%7s%4s%8s%8s%7s%4s\n", "", "empty:", "median",
	      "cycles", "+-%", "calls:", "median", "cycles", "+-%");
	for (unsigned i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct row *r = &rows[i];

		print("%-26s", r->name);
		for (unsigned dispatch = 0; dispatch < 2; dispatch++) {
			if (!way_exists(&machine, r->way) ||
			    (dispatch && r->way == WAY_NONE))
				print_no_half();
			else
				print_half(r, dispatch);
		}
		print("\n");
	}
}

static void print_machine(void)
{
	print("trapbench: into ring 0 and back; least and median in ns\n");
	print("processor  %s, %s\n", machine.vendor,
	      machine.brand[0] ? machine.brand : "without a name");
	print("machine    %s%s%s\n", machine.hypervisor,
	      machine.hypervisor[0] ? ": " : "", machine_kind(&machine));
	print("clock      %u.%03u MHz (time-stamp counter, by the PIT)\n",
	      machine.khz / 1000, machine.khz % 1000);
	print("method     %u rounds of %u ms or more; empty handlers, and such "
	      "that call\n",
	      options.rounds, options.ms);
}

void trapbench_main(uint32_t magic, const struct multiboot_info *mb);
void trapbench_main(uint32_t magic, const struct multiboot_info *mb)
{
	bool good = true;

	console_init();
	if (magic == MULTIBOOT_LOADED && mb->flags & MULTIBOOT_HAS_CMDLINE)
		good = parse((const char *)mb->cmdline);
	if (!good)
		end(false);
	machine_init(&machine);
	if (machine.khz == 0) {
		print("trapbench: no time-stamp counter to measure with\n");
		end(false);
	}
	print_machine();
	each_row(calibrate_row, 0);
	for (uint32_t round = 0; round < options.rounds; round++)
		each_row(sample, round);
	each_row(sort_samples, options.rounds);
	print_table();
	print("done\n");
	end(true);
}
