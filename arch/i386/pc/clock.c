/* SPDX-License-Identifier: MIT */
/*
 * Time.  The TSC, which is calibrated against the PIT, tells it.  The PIT in
 * its one-shot mode interrupts at the next deadline, so there is no fixed tick.
 */
#include "clock.h"
#include "cpu.h"
#include "io.h"
#include "lib/assert.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "mm/frame.h"
#include "paging.h"
#include "pic.h"
#include "proc/clock.h"
#include <faultline/layout.h>

/* Intel 8254 data sheet. */
#define PIT_HZ		  1193182
#define PIT_CHANNEL0	  0x40
#define PIT_CHANNEL2	  0x42
#define PIT_COMMAND	  0x43
#define PIT_ONE_SHOT0	  0x30 /* channel 0, both bytes, mode 0 */
#define PIT_ONE_SHOT2	  0xb0 /* channel 2, both bytes, mode 0 */
#define SPEAKER		  0x61 /* bit 0: gate 2, bit 1: speaker, 5: output 2 */
#define CALIBRATION_TICKS (PIT_HZ / 200) /* 5 ms */
#define PIT_MAX_NS	  54000000	 /* its counter has 16 bits */
#define PIT_MIN_NS	  2000
#define PIT_PER_NS	  5124678 /* ticks in a nanosecond, times 2^32 */

/* ns = cycles * mult >> SHIFT */
#define SHIFT 24

uint32_t clock_page_physical;
uint32_t trampoline_page_physical;

static struct fl_clock_page *page;
static int64_t armed_deadline = INT64_MAX; /* what the PIT counts down to */

/*
 * The interrupt comes some time after the PIT has reached 0: almost at once on
 * a real machine, and a tenth of a millisecond later on an emulator that sleeps
 * until then.  The PIT is set to reach 0 earlier by the shortest of these
 * times, which is called lateness here.
 */
#define LATENESS_MAX 200000ll /* more has other causes */
static int64_t pit_zero;      /* when the PIT reaches 0 */
static int64_t lateness;

/* TSC cycles in CALIBRATION_TICKS of the PIT. */
static uint64_t calibrate_once(void)
{
	uint64_t start;

	outb(SPEAKER, (inb(SPEAKER) & ~2u) | 1);
	outb(PIT_COMMAND, PIT_ONE_SHOT2);
	outb(PIT_CHANNEL2, CALIBRATION_TICKS & 0xff);
	outb(PIT_CHANNEL2, CALIBRATION_TICKS >> 8);
	start = rdtsc();
	while (!(inb(SPEAKER) & 0x20))
		;
	return rdtsc() - start;
}

/*
 * A disturbance can only make a measurement longer.  So the shortest one
 * counts, once another one agrees with it to one part in 2000.
 */
static uint64_t calibrate_cycles(void)
{
	uint64_t shortest = calibrate_once();

	for (unsigned tries = 0; tries < 20; tries++) {
		uint64_t cycles = calibrate_once();
		uint64_t longer = MAX(cycles, shortest);

		shortest = MIN(cycles, shortest);
		if (longer - shortest <= shortest / 2000)
			break;
	}
	return shortest;
}

static uint32_t calibrate(void)
{
	uint64_t cycles = calibrate_cycles();
	uint64_t ns = (uint64_t)CALIBRATION_TICKS * NSEC_PER_SEC / PIT_HZ;

	return (uint32_t)((ns << SHIFT) / cycles);
}

static void base_read(int64_t *mono, uint64_t *tsc)
{
	*mono = page->mono_sec * NSEC_PER_SEC + page->mono_nsec;
	*tsc = page->tsc;
}

int64_t clock_monotonic(void)
{
	uint64_t tsc;
	int64_t mono;

	base_read(&mono, &tsc);
	return mono + (int64_t)((rdtsc() - tsc) * page->mult >> SHIFT);
}

int64_t clock_realtime(void)
{
	return clock_monotonic() + page->real_sec * NSEC_PER_SEC +
	       page->real_nsec;
}

void clock_set_realtime(int64_t ns)
{
	int64_t offset = ns - clock_monotonic();
	int64_t sec = offset / NSEC_PER_SEC, nsec = offset % NSEC_PER_SEC;

	if (nsec < 0) {
		nsec += NSEC_PER_SEC;
		sec--;
	}
	page->seq++;
	page->real_sec = sec;
	page->real_nsec = (uint32_t)nsec;
	page->seq++;
}

/*
 * seq is odd while the page is written.  A program on this CPU never sees that,
 * since the kernel is not preempted; one on another CPU would read again.
 */
void arch_clock_update(void)
{
	uint64_t tsc = rdtsc();
	uint64_t ns =
	    page->mono_nsec + ((tsc - page->tsc) * page->mult >> SHIFT);

	page->seq++;
	page->tsc = tsc;
	while (ns >= NSEC_PER_SEC) {
		ns -= NSEC_PER_SEC;
		page->mono_sec++;
	}
	page->mono_nsec = (uint32_t)ns;
	page->seq++;
}

struct fl_system_facts *arch_system_facts(void)
{
	return &page->system;
}

void arch_timer_set(int64_t deadline)
{
	int64_t now, ns;
	uint32_t ticks;

	if (deadline >= armed_deadline)
		return;
	now = clock_monotonic();
	ns = MAX(MIN(deadline - now - lateness, PIT_MAX_NS), PIT_MIN_NS);
	pit_zero = now + ns;
	ticks = (uint32_t)((uint64_t)ns * PIT_PER_NS >> 32) + 1;
	outb(PIT_COMMAND, PIT_ONE_SHOT0);
	outb(PIT_CHANNEL0, (uint8_t)ticks);
	outb(PIT_CHANNEL0, (uint8_t)(ticks >> 8));
	armed_deadline = deadline;
}

static bool interrupted_user;

void clock_note_mode(bool user)
{
	interrupted_user = user;
}

/* Takes a shorter time at once, and approaches a longer one slowly. */
static void learn_lateness(int64_t late)
{
	late = MIN(late, LATENESS_MAX);
	if (late < lateness)
		lateness = late;
	else
		lateness += (late - lateness) / 64;
}

/*
 * Waits until the deadline if the interrupt came a little early, which takes
 * less time than to set the PIT again.
 */
static void wait_for_deadline(int64_t now)
{
	if (armed_deadline - now > LATENESS_MAX)
		return; /* it was further away than the PIT can count */
	while (clock_monotonic() < armed_deadline)
		__asm__ volatile("pause");
}

static void pit_interrupt(void *device)
{
	int64_t now = clock_monotonic();

	(void)device;
	if (now >= pit_zero) { /* else an earlier setting caused it */
		learn_lateness(now - pit_zero);
		wait_for_deadline(now);
	}
	armed_deadline = INT64_MAX;
	arch_clock_update();
	clock_interrupt(interrupted_user);
}

static struct irq_handler pit_handler = { .handle = pit_interrupt };

extern const uint8_t trampoline_code[], trampoline_code_end[];

void clock_init(void)
{
	struct frame *clock = frame_alloc(0);
	struct frame *trampoline = frame_alloc(0);

	KASSERT(clock && trampoline);
	clock_page_physical = frame_number(clock) << PAGE_SHIFT;
	trampoline_page_physical = frame_number(trampoline) << PAGE_SHIFT;
	memcpy(frame_address(trampoline), trampoline_code,
	       (size_t)(trampoline_code_end - trampoline_code));
	page = frame_address(clock);
	page->shift = SHIFT;
	page->mult = calibrate();
	page->tsc = rdtsc();
	clock_set_realtime(rtc_read() * NSEC_PER_SEC);
	irq_register(0, &pit_handler);
	printk("clock: TSC at %u kHz\n",
	       (uint32_t)((1000000ull << SHIFT) / page->mult));
}
