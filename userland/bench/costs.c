/* SPDX-License-Identifier: MIT */
/*
 * What the windows cost, beside Linux's way of doing the same: the figures of
 * docs/thread.md.  Rows that one of the two systems cannot do are left out
 * there.
 *
 *	costs [ROW...]		prints "row<TAB>value<TAB>unit" lines
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "measure.h"

#define PAGE	  4096u
#define MAPPINGS  100
#define CALLS	  64
#define PROCESSES 256

static pid_t children[PROCESSES];
static char *area; /* addresses that are free, for MAPPINGS pages */

static void null_call(unsigned n);
static void read_processes(unsigned n);

/* A child that sends each byte back; its descriptors. */
static pid_t start_echo(int *to, int *from)
{
	int there[2], back[2];
	char c;
	pid_t pid;

	if (pipe(there) != 0 || pipe(back) != 0)
		die("pipe");
	pid = fork();
	if (pid == 0) {
		close(there[1]);
		while (read(there[0], &c, 1) == 1)
			write(back[1], &c, 1);
		_exit(0);
	}
	close(there[0]);
	close(back[1]);
	*to = there[1];
	*from = back[0];
	return pid;
}

static void pipe_round_trip(unsigned n)
{
	static int to = -1, from;
	char c = 0;

	if (to == -1)
		start_echo(&to, &from);
	while (n--)
		if (write(to, &c, 1) != 1 || read(from, &c, 1) != 1)
			die("pipe");
}

/* 100 pages mapped by as many calls, and unmapped by one. */
static void map_by_calls(unsigned n)
{
	while (n--) {
		for (unsigned i = 0; i < MAPPINGS; i++)
			if (mmap(area + i * PAGE, PAGE, PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
				 0) == MAP_FAILED)
				die("mmap");
		munmap(area, MAPPINGS * PAGE);
	}
}

/* Every second page of 100 made read-only, and all writable again. */
static void protect_by_calls(unsigned n)
{
	static char *pages;

	if (!pages)
		pages = mmap(NULL, MAPPINGS * PAGE, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	while (n--) {
		for (unsigned i = 0; i < MAPPINGS; i += 2)
			mprotect(pages + i * PAGE, PAGE, PROT_READ);
		mprotect(pages, MAPPINGS * PAGE, PROT_READ | PROT_WRITE);
	}
}

static void grow_heap(unsigned n)
{
	while (n--) {
		if (sbrk(16 * PAGE) == (void *)-1)
			die("sbrk");
		sbrk(-16 * (intptr_t)PAGE);
	}
}

static void calls_one_by_one(unsigned n)
{
	while (n--)
		null_call(CALLS);
}

#ifdef __faultline__

#include <faultline/batch.h>
#include <faultline/calls.h>
#include <faultline/frame.h>
#include <faultline/pages.h>
#include <faultline/system.h>
#include <faultline/window.h>

static void null_call(unsigned n)
{
	while (n--)
		(void)*CALL_NULL;
}

static void mapped_fact(unsigned n)
{
	while (n--)
		(void)FACTS->uid;
}

static void map_by_entries(unsigned n)
{
	while (n--) {
		for (unsigned i = 0; i < MAPPINGS; i++)
			FL_PAGE_OF(area + i * PAGE) =
			    FL_PAGE_NEW | FL_PAGE_READ | FL_PAGE_WRITE;
		memset((void *)&FL_PAGE_OF(area), 0, MAPPINGS * 4);
	}
}

static void map_by_one_store(unsigned n)
{
	while (n--) {
		memset((void *)&FL_PAGE_OF(area),
		       FL_PAGE_NEW | FL_PAGE_READ | FL_PAGE_WRITE,
		       MAPPINGS * 4);
		memset((void *)&FL_PAGE_OF(area), 0, MAPPINGS * 4);
	}
}

/* Entries with every second page read-only, and back, by two copies. */
static void protect_by_entries(unsigned n)
{
	static unsigned entries[2][MAPPINGS];
	static char *pages;
	size_t size = sizeof(entries[0]);

	if (!pages) {
		pages = mmap(NULL, MAPPINGS * PAGE, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		memcpy(entries[1], (void *)&FL_PAGE_OF(pages), size);
		memcpy(entries[0], entries[1], size);
		for (unsigned i = 0; i < MAPPINGS; i += 2)
			entries[0][i] &= ~(unsigned)FL_PAGE_WRITE;
	}
	while (n--) {
		memcpy((void *)&FL_PAGE_OF(pages), entries[0], size);
		memcpy((void *)&FL_PAGE_OF(pages), entries[1], size);
	}
}

/* The heap's 16 pages by the page-table window instead of brk(). */
static void grow_by_entries(unsigned n)
{
	while (n--) {
		memset((void *)&FL_PAGE_OF(area),
		       FL_PAGE_NEW | FL_PAGE_READ | FL_PAGE_WRITE, 16 * 4);
		memset((void *)&FL_PAGE_OF(area), 0, 16 * 4);
	}
}

static void calls_in_a_batch(unsigned n)
{
	static struct fl_batch b[CALLS];

	for (int i = 0; i < CALLS; i++)
		b[i].slot = FL_CALL_NULL;
	while (n--) {
		*ARG1 = (unsigned)b;
		*ARG2 = CALLS;
		if (fl_call(CALL_BATCH) != CALLS)
			die("batch");
	}
}

static void read_processes(unsigned n)
{
	static struct fl_procinfo records[PROCESSES];

	while (n--) {
		memcpy(records, (void *)&FL_PROCESSES[children[0]],
		       sizeof(records));
		if (records[PROCESSES - 1].pid != children[PROCESSES - 1])
			die("records");
	}
}

static void serve(int fd)
{
	struct fl_window_request q;
	struct fl_window_reply reply = { .error = 0 };

	while (read(fd, &q, sizeof(q)) == sizeof(q)) {
		reply.id = q.id;
		reply.data[0] = (unsigned char)q.offset;
		write(fd, &reply, sizeof(reply));
	}
}

static void served_round_trip(unsigned n)
{
	static volatile unsigned *window;
	int pair[2];

	if (!window) {
		*ARG1 = PAGE;
		*ARG2 = 0;
		*ARG3 = (unsigned)pair;
		if (fl_result(fl_call(CALL_WINDOW_CREATE)) != 0)
			die("window_create");
		if (fork() == 0) {
			close(pair[1]);
			serve(pair[0]);
			_exit(0);
		}
		close(pair[0]);
		window = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED,
			      pair[1], 0);
		close(pair[1]);
	}
	while (n--)
		if ((window[5] & 0xff) != 20)
			die("window");
}

static void frame_call(unsigned n)
{
	static volatile int *frame;
	struct fl_call_set set = { { { 0 } } };
	int pair[2];

	if (!frame) {
		FL_CALL_SET_ADD(&set, FL_CALL_NULL);
		*ARG1 = (unsigned)&set;
		*ARG2 = 0;
		*ARG3 = (unsigned)pair;
		if (fl_result(fl_call(CALL_FRAME_CREATE)) != 0)
			die("frame_create");
		frame = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, pair[1], 0);
	}
	while (n--)
		(void)*frame;
}

static volatile int *echo_window(void)
{
	static volatile int *window;

	if (!window)
		window = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED,
			      open("/dev/echo", O_RDWR), 0);
	return window;
}

static void window_load(unsigned n)
{
	volatile int *window = echo_window();

	while (n--)
		(void)window[7];
}

static void window_update(unsigned n)
{
	volatile int *window = echo_window();

	while (n--)
		window[7] += 3;
}

static void window_float(unsigned n)
{
	volatile float *window = (volatile float *)echo_window();

	while (n--)
		window[7] = 1.0f;
}

static void port_input(unsigned n)
{
	static volatile unsigned char *ports;

	if (!ports)
		ports = mmap(NULL, PAGE, PROT_READ, MAP_SHARED,
			     open("/dev/port-rtc", O_RDONLY), 0x70 / 4 * PAGE);
	while (n--)
		(void)ports[1];
}

static void prepare(void)
{
}

#else

#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sys/io.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

static void null_call(unsigned n)
{
	while (n--)
		syscall(SYS_getppid);
}

static void mapped_fact(unsigned n)
{
	while (n--)
		getuid();
}

/* Linux has one way for each: its figures stand beside all of ours. */
static void map_by_entries(unsigned n)
{
	map_by_calls(n);
}

static void map_by_one_store(unsigned n)
{
	map_by_calls(n);
}

static void protect_by_entries(unsigned n)
{
	protect_by_calls(n);
}

static void grow_by_entries(unsigned n)
{
	grow_heap(n);
}

static void calls_in_a_batch(unsigned n)
{
	calls_one_by_one(n);
}

static void read_processes(unsigned n)
{
	char path[32], text[1024];

	while (n--) {
		for (int i = 0; i < PROCESSES; i++) {
			int fd;

			sprintf(path, "/proc/%d/stat", (int)children[i]);
			fd = open(path, O_RDONLY);
			if (fd < 0 || read(fd, text, sizeof(text)) <= 0)
				die(path);
			close(fd);
		}
	}
}

static int fault_fd;
static char *fault_page;

/* Answers each fault with a page, as userfaultfd(2) has it. */
static void *serve(void *source)
{
	struct uffd_msg message;

	for (;;) {
		struct uffdio_copy copy = { .src = (unsigned long)source,
					    .len = PAGE };

		if (read(fault_fd, &message, sizeof(message)) !=
		    sizeof(message))
			die("userfaultfd");
		copy.dst = message.arg.pagefault.address & ~(PAGE - 1);
		ioctl(fault_fd, UFFDIO_COPY, &copy);
	}
}

static void start_faults(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register area = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	pthread_t thread;
	char *source = aligned_alloc(PAGE, PAGE);

	memset(source, 20, PAGE);
	fault_fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
	fault_page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	area.range.start = (unsigned long)fault_page;
	area.range.len = PAGE;
	if (fault_fd < 0 || ioctl(fault_fd, UFFDIO_API, &api) != 0 ||
	    ioctl(fault_fd, UFFDIO_REGISTER, &area) != 0)
		die("userfaultfd");
	pthread_create(&thread, NULL, serve, source);
}

/* A fault that another thread answers, and the page dropped again. */
static void served_round_trip(unsigned n)
{
	if (!fault_page)
		start_faults();
	while (n--) {
		if (*(volatile char *)fault_page != 20)
			die("userfaultfd");
		madvise(fault_page, PAGE, MADV_DONTNEED);
	}
}

static void port_input(unsigned n)
{
	if (ioperm(0x71, 1, 1) != 0)
		die("ioperm");
	while (n--)
		inb(0x71);
}

static void prepare(void)
{
	mkdir("/proc", 0755);
	mount("proc", "/proc", "proc", 0, NULL);
}

#define frame_call    NULL
#define window_load   NULL
#define window_update NULL
#define window_float  NULL

#endif

static const struct row rows[] = {
	{ "control loop", control_loop, 0, 1 },
	{ "null call", null_call, 0, 1 },
	{ "mapped fact", mapped_fact, 0, 1 },
	{ "100 pages, 100 calls", map_by_calls, 0, 1 },
	{ "100 pages, 100 stores", map_by_entries, 0, 1 },
	{ "100 pages, one store", map_by_one_store, 0, 1 },
	{ "50 protected, by calls", protect_by_calls, 0, 1 },
	{ "50 protected, one copy", protect_by_entries, 0, 1 },
	{ "heap grows, by brk", grow_heap, 0, 1 },
	{ "heap grows, by entries", grow_by_entries, 0, 1 },
	{ "64 calls, one by one", calls_one_by_one, 0, 1 },
	{ "64 calls, one batch", calls_in_a_batch, 0, 1 },
	{ "256 process records", read_processes, 0, 1 },
	{ "pipe round trip", pipe_round_trip, 0, 1 },
	{ "served round trip", served_round_trip, 0, 1 },
	{ "port input", port_input, 0, 1 },
	{ "call by a frame", frame_call, 0, 1 },
	{ "window: load", window_load, 0, 1 },
	{ "window: load+add+store", window_update, 0, 1 },
	{ "window: x87 store", window_float, 0, 1 },
};

/* Neighbours in the table: the records are one after another. */
static void start_processes(void)
{
	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		if (children[i] < 0)
			die("fork");
		while (children[i] == 0)
			pause();
	}
}

static void end_processes(void)
{
	for (int i = 0; i < PROCESSES; i++)
		kill(children[i], SIGKILL);
	for (int i = 0; i < PROCESSES; i++)
		waitpid(children[i], NULL, 0);
}

int main(int argc, char **argv)
{
	area = mmap(NULL, MAPPINGS * PAGE, PROT_NONE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(area, MAPPINGS * PAGE);
	prepare();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!rows[i].run || !is_wanted(rows[i].name, argc, argv))
			continue;
		if (rows[i].run == read_processes)
			start_processes();
		measure(&rows[i]);
		if (rows[i].run == read_processes)
			end_processes();
	}
	return 0;
}
