/* SPDX-License-Identifier: MIT */
/* Random calls: any slot, with arguments that might mean something to it. */
#include "fuzz.h"
#include <faultline/batch.h>
#include <faultline/calls.h>
#include <faultline/frame.h>
#include <faultline/ioctl.h>
#include <faultline/pages.h>
#include <faultline/system.h>
#include <mqueue.h>
#include <string.h>
#include <unistd.h>

/* Calls that would only end the attacker, or leave it nothing to do. */
static int is_left_out(uint32_t slot)
{
	return slot == FL_CALL_EXIT || slot == FL_CALL_THREAD_EXIT ||
	       slot == FL_CALL_SIGRETURN;
}

static char buffers[4][4096] __attribute__((aligned(4096)));

static const char *const strings[] = {
	"/",	      "/dev/null",    "/dev/zero",    "/dev/echo",
	"/dev/ports", "/dev/random",  "/etc/passwd",  "..",
	"x",	      "/cage/../etc", "/dev/tty",     "/dev/full",
	"",	      "/bin/ps",      "/nonexistent", "/run/fuzz",
	"/dev/ptmx",  "/dev/pts/0",   "/dev/pts/1",
};

void unlink_queues(void)
{
	for (unsigned i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		mq_unlink(strings[i]);
}

uint32_t random_address(void)
{
	static const uint32_t bases[] = {
		0,
		0x1000,
		0x08048000,
		0x30000000,
		FL_PAGE_TABLE_WINDOW,
		FL_PAGE_TABLE_WINDOW_END,
		FL_PROCESS_WINDOW,
		FL_PROCESS_WINDOW_END,
		FL_PORT_WINDOW,
		FL_PORT_WINDOW_END,
		FL_CALL_PAGES,
		FL_CALL_PAGES + 8 * 4096,
		FL_CALL_PAGES_END,
		FL_CLOCK_PAGE,
		FL_TRAMPOLINE_PAGE,
		FL_THREAD_PAGE,
		FL_FACTS_PAGE,
		FL_USER_END,
		0xc0100000,
		0xfffff000,
	};
	uint32_t base;

	switch (random_below(6)) {
	case 0:
		return (uint32_t)buffers[random_below(4)] + random_below(4096);
	case 1:
		return (uint32_t)buffers[3] + 4096 - random_below(20);
	case 2:
		return (uint32_t)&FL_PAGE_OF(buffers[random_below(4)]);
	case 3:
		return (uint32_t)&FL_PROCESSES[getpid()] + random_below(256);
	default:
		base = bases[random_below(sizeof(bases) / sizeof(bases[0]))];
		return base + random_below(64) - 16;
	}
}

static uint32_t random_argument(void)
{
	static const uint32_t sizes[] = {
		0,	  1,	2,    4,	 16,	  64,
		4095,	  4096, 4097, 65536,	 0x10000, 0x7fffffff,
		1u << 31, ~0u,	-4u,  0xfffff000
	};

	static const uint32_t requests[] = {
		TCGETS,	    TCSETS,	TCSETSW,   TCSETSF,    TCSBRK,
		TCXONC,	    TCFLSH,	TIOCSCTTY, TIOCGPGRP,  TIOCSPGRP,
		TIOCOUTQ,   TIOCGWINSZ, FIONREAD,  TIOCSWINSZ, TIOCNOTTY,
		TIOCSPTLCK, TIOCGSID,	TIOCGPTN,
	};

	switch (random_below(10)) {
	case 0:
		return random_address();
	case 6:
		return random_socket_argument();
	case 5:
		return requests[random_below(sizeof(requests) /
					     sizeof(requests[0]))];
	case 1:
		return (uint32_t)
		    strings[random_below(sizeof(strings) / sizeof(strings[0]))];
	case 2:
		return sizes[random_below(sizeof(sizes) / sizeof(sizes[0]))];
	case 3:
		return random32();
	case 4:
		return (uint32_t)buffers[random_below(4)];
	default:
		return random_below(44) - 3; /* descriptors, signals, flags */
	}
}

/* Buffers that a call may take for structures of addresses and counts. */
static void fill_buffer(void)
{
	uint32_t *words = (uint32_t *)buffers[random_below(4)];

	for (int i = 0; i < 32; i++)
		words[random_below(1024)] = random_argument();
}

/* Calls that may leave an attacker waiting for nothing: now and then. */
static int is_rare(uint32_t slot)
{
	return slot == FL_CALL_SIGPROCMASK || slot == FL_CALL_SIGSUSPEND ||
	       slot == FL_CALL_SIGACTION || slot == FL_CALL_SETITIMER ||
	       slot == FL_CALL_KILL || slot == FL_CALL_TGKILL ||
	       slot == FL_CALL_SIGQUEUE || slot == FL_CALL_VFORK ||
	       slot == FL_CALL_FORK || slot == FL_CALL_MUNMAP ||
	       slot == FL_CALL_BRK;
}

static uint32_t random_slot(void)
{
	uint32_t slot;

	do {
		slot = FL_CALL_PAGES + random_below(FL_CALL_GROUPS) * 4096 +
		       random_below(32) * 4;
	} while (is_left_out(slot) || (is_rare(slot) && random_below(64)));
	return slot;
}

/* For a call about sockets half of the time what such a call wants. */
static void random_arguments(uint32_t slot, uint32_t arg[6])
{
	for (int k = 0; k < 6; k++)
		arg[k] = random_argument();
	if ((slot - FL_CALL_PAGES) / 4096 != FL_GROUP_SOCKET || random_below(2))
		return;
	arg[0] = 3 + random_below(16);
	arg[1] = random_socket_argument();
	arg[2] = random_below(20);
	arg[3] = random_below(4) ? 0 : arg[3];
}

static struct fl_batch entries[FL_BATCH_MAX];

static void fill_entry(struct fl_batch *b)
{
	*b = (struct fl_batch){ .slot = random_slot() };
	random_arguments(b->slot, b->arg);
	if (random_below(8) == 0) {
		b->from[random_below(6)] = (unsigned char)random_below(70);
		b->flags = (unsigned char)random_below(3);
	}
}

/* Many random calls for one fault; how many were made. */
static unsigned random_batch(void)
{
	int made;

	for (int i = 0; i < FL_BATCH_MAX; i++)
		fill_entry(&entries[i]);
	*ARG1 = (uint32_t)entries;
	*ARG2 = FL_BATCH_MAX;
	made = fl_call(CALL_BATCH);
	return made > 0 ? (unsigned)made : 0;
}

static void set_arguments(uint32_t slot)
{
	uint32_t arg[6];

	random_arguments(slot, arg);
	*ARG1 = arg[0];
	*ARG2 = arg[1];
	*ARG3 = arg[2];
	*ARG4 = arg[3];
	*ARG5 = arg[4];
	*ARG6 = arg[5];
}

void random_call(void)
{
	uint32_t slot = random_slot();
	int result;

	if (random_below(4) == 0)
		fill_buffer();
	if (random_below(4) == 0) {
		unsigned made = random_batch();

		shared->calls += made;
		shared->events += made;
		return;
	}
	set_arguments(slot);
	/* A child may not draw the parent's numbers again. */
	result = fl_call((volatile int *)slot);
	if (result == 0 && (slot == FL_CALL_FORK || slot == FL_CALL_VFORK))
		_exit(0);
	shared->calls++;
}
