/* SPDX-License-Identifier: MIT */
/* The windows that every process has: page table, processes; and ports. */
#include "caught.h"
#include "tap.h"
#include <faultline/calls.h>
#include <faultline/facts.h>
#include <faultline/pages.h>
#include <faultline/system.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096u
#define RW   (FL_PAGE_READ | FL_PAGE_WRITE)
#define BASE 0x30000000u /* nothing is there */

int main(void);

static int status;

static volatile char *at(unsigned address)
{
	return (volatile char *)address;
}

static void test_page_loads(void)
{
	static char data[PAGE] = "data", zero[3 * PAGE];
	char *file = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE,
			  open("/proc-none", O_RDONLY), 0);
	int fd = open("/etc/passwd", O_RDONLY), pair[2];
	char *page = (char *)(((unsigned)zero + PAGE) & ~(PAGE - 1));
	unsigned entry;

	ok(file == MAP_FAILED, "no file, no mapping");
	entry = FL_PAGE_OF(main);
	ok((entry & FL_PAGE_NUMBER) == ((unsigned)main & ~(PAGE - 1)),
	   "an entry holds its page's own number, not a frame's");
	ok((entry & 7) == (FL_PAGE_READ | FL_PAGE_EXEC),
	   "code can be read and executed, not written");
	ok((entry & FL_PAGE_BACKING) == FL_PAGE_FILE &&
	       entry & FL_PAGE_RESIDENT && entry & FL_PAGE_ACCESSED,
	   "code comes from a file, is there, has been used");
	ok(!(FL_PAGE_OF(page) & FL_PAGE_RESIDENT),
	   "a page of zeros has no memory before its use");
	page[0] = 1;
	entry = FL_PAGE_OF(page);
	ok(entry & FL_PAGE_RESIDENT && entry & FL_PAGE_DIRTY,
	   "a store gives it memory, and makes it dirty (%x)", entry);
	pipe(pair); /* the child must not end before its parent has looked */
	if (fork() == 0) {
		close(pair[1]);
		read(pair[0], &entry, 1);
		_exit(FL_PAGE_OF(page) & FL_PAGE_COPY ? 0 : 1);
	}
	ok(FL_PAGE_OF(page) & FL_PAGE_COPY, "after fork() it is to be copied");
	close(pair[1]);
	close(pair[0]);
	wait(&pair[0]);
	ok(pair[0] == 0, "in the child too");
	page[0] = 2;
	ok(!(FL_PAGE_OF(page) & FL_PAGE_COPY), "a store has copied it");
	file = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
	ok((FL_PAGE_OF(file) & FL_PAGE_BACKING) == FL_PAGE_SHARED,
	   "a shared mapping");
	ok((FL_PAGE_OF(&entry) & FL_PAGE_BACKING) == FL_PAGE_STACK,
	   "the stack");
	ok((FL_PAGE_OF(FL_CALL_PAGES) & FL_PAGE_BACKING) == FL_PAGE_CALLS &&
	       FL_PAGE_OF(FL_CALL_PAGES + 100 * PAGE) == 0,
	   "call pages, as many as there are");
	ok((FL_PAGE_OF(FL_PAGE_TABLE_WINDOW) & FL_PAGE_BACKING) ==
	       FL_PAGE_WINDOW,
	   "the window itself");
	ok((FL_PAGE_OF(FL_THREAD_PAGE) & (FL_PAGE_BACKING | 7)) ==
	       (FL_PAGE_KERNEL | RW),
	   "the thread page");
	ok(FL_PAGE_OF(0) == 0 && FL_PAGE_OF(0xc0000000) == 0 &&
	       FL_PAGE_OF(0xfffff000) == 0,
	   "nothing at 0, and nothing of the kernel");
	munmap(file, PAGE);
	close(fd);
	(void)data;
}

static void test_page_stores(void)
{
	volatile unsigned *entry = &FL_PAGE_OF(BASE);

	*ERRNO = 0;
	*entry = FL_PAGE_NEW | RW;
	ok(*ERRNO == 0 && *RESULT == 0 && at(BASE)[7] == 0,
	   "a NEW entry maps zeros");
	at(BASE)[7] = 42;
	*entry &= ~(unsigned)FL_PAGE_WRITE;
	ok(SIGNAL_OF(at(BASE)[7] = 1) == SIGSEGV && at(BASE)[7] == 42,
	   "and-ing WRITE away protects the page");
	*entry |= FL_PAGE_WRITE;
	at(BASE)[7]++;
	ok(at(BASE)[7] == 43, "or-ing it in allows stores again");
	FL_PAGE_OF(BASE + 5 * PAGE) = *entry;
	ok(SIGNAL_OF(at(BASE)[7]) == SIGSEGV && at(BASE + 5 * PAGE)[7] == 43,
	   "an entry stored elsewhere moves the page");
	ok(*entry == 0, "where it was nothing is mapped");
	FL_PAGE_OF(BASE + 5 * PAGE) = 0;
	ok(SIGNAL_OF(at(BASE + 5 * PAGE)[7]) == SIGSEGV, "0 unmaps");
	*ERRNO = 0;
	FL_PAGE_OF(BASE) = BASE | RW;
	ok(*ERRNO == ENOMEM && *RESULT == -1, "nothing there to protect");
	*ERRNO = 0;
	FL_PAGE_OF(BASE) = (BASE + 9 * PAGE) | RW;
	ok(*ERRNO == ENOMEM, "nothing there to move");
	*ERRNO = 0;
	FL_PAGE_OF(FL_THREAD_PAGE) = 0;
	ok(*ERRNO == EINVAL && *TID != 0, "the thread page stays");
	*ERRNO = 0;
	FL_PAGE_OF(0) = FL_PAGE_NEW | RW;
	ok(*ERRNO == ENOMEM, "nothing is mapped at 0");
	*ERRNO = 0;
	FL_PAGE_OF(0xd0000000) = FL_PAGE_NEW | RW;
	ok(*ERRNO == EINVAL, "nor in the kernel");
	ok(SIGNAL_OF(*(volatile short *)entry = 1) == SIGBUS &&
	       SIGNAL_OF(*((volatile char *)entry + 3)) == SIGBUS,
	   "a part of an entry is SIGBUS");
}

static void test_page_ranges(void)
{
	unsigned copy[64];
	int mapped = 1, shown = 1;

	memset((void *)&FL_PAGE_OF(BASE), FL_PAGE_NEW | RW, 64 * 4);
	for (int i = 0; i < 64; i++) {
		mapped &= at(BASE + i * PAGE)[0] == 0;
		at(BASE + i * PAGE)[1] = (char)i;
	}
	ok(mapped, "memset() of 64 entries maps 64 pages");
	memcpy(copy, (void *)&FL_PAGE_OF(BASE), sizeof(copy));
	for (int i = 0; i < 64; i++)
		shown &= (copy[i] & FL_PAGE_NUMBER) == BASE + i * PAGE;
	ok(shown, "memcpy() reads 64 entries");
	memcpy((void *)&FL_PAGE_OF(BASE + 100 * PAGE), copy, sizeof(copy));
	mapped = 1;
	for (int i = 0; i < 64; i++)
		mapped &= at(BASE + (100 + i) * PAGE)[1] == (char)i;
	ok(mapped, "memcpy() of entries moves the pages");
	memset((void *)&FL_PAGE_OF(BASE + 100 * PAGE), 0, 64 * 4);
	ok(SIGNAL_OF(at(BASE + 130 * PAGE)[0]) == SIGSEGV,
	   "memset() with 0 unmaps them");
}

static void test_page_limits(void)
{
	char *file = mmap(NULL, PAGE, PROT_READ, MAP_SHARED,
			  open("/etc/passwd", O_RDONLY), 0);
	struct rlimit limit;

	*ERRNO = 0;
	FL_PAGE_OF(file) |= FL_PAGE_WRITE;
	ok(*ERRNO == EACCES,
	   "a file open for reading does not become writable");
	munmap(file, PAGE);
	getrlimit(RLIMIT_AS, &limit);
	limit.rlim_cur = 64 * 1024;
	if (fork() == 0) {
		setrlimit(RLIMIT_AS, &limit);
		*ERRNO = 0;
		FL_PAGE_OF(BASE) = FL_PAGE_NEW | RW;
		_exit(*ERRNO == ENOMEM ? 0 : 1);
	}
	wait(&status);
	ok(status == 0, "RLIMIT_AS holds for the window");
	if (fork() == 0) {
		munmap((void *)FL_PAGE_TABLE_WINDOW, 4 << 20);
		_exit(SIGNAL_OF((void)FL_PAGE_OF(main)) == SIGSEGV ? 0 : 1);
	}
	wait(&status);
	ok(status == 0, "the window can be given up");
}

static void test_process_loads(void)
{
	struct fl_procinfo self =
	    *(struct fl_procinfo *)&FL_PROCESSES[getpid()];

	ok(self.pid == getpid() && self.ppid == getppid() && self.size == 256,
	   "a copy of one's own record");
	ok(self.state == 'R' && self.threads == 1 && self.pages_resident > 10 &&
	       strcmp(self.name, "windows") == 0,
	   "state, threads, memory, name (%s)", self.name);
	ok(FL_PROCESSES[1].pid == 1 && FL_PROCESSES[9999].pid == 0 &&
	       FL_PROCESSES[0].pid == 0,
	   "record n is process n; all zero where there is none");
	ok(FL_PROCESSES[getpid()].name[2] == 'n', "a single byte of it");
	ok(CLOCK->system.pid_limit > getpid(),
	   "the limit is above all numbers");
}

/* A process that waits for signals; returns its number. */
static int sleeper(void)
{
	int pid = fork();

	if (pid == 0) {
		for (;;)
			pause();
	}
	return pid;
}

static void test_process_stores(void)
{
	int pid = sleeper();
	volatile struct fl_procinfo *p = &FL_PROCESSES[pid];

	p->nice = 5;
	ok(*RESULT == 0 && p->nice == 5 && getpriority(PRIO_PROCESS, pid) == 5,
	   "a store sets nice");
	*ERRNO = 0;
	p->scheduling = FL_SCHEDULING(FL_SCHED_FIFO, 3);
	ok(*ERRNO == 0 && p->scheduling == FL_SCHEDULING(FL_SCHED_FIFO, 3),
	   "policy and priority");
	p->scheduling = FL_SCHEDULING(FL_SCHED_OTHER, 7);
	ok(*RESULT == -1 && *ERRNO == EINVAL, "OTHER has no priority");
	p->scheduling = FL_SCHEDULING(7, 7);
	ok(*RESULT == -1 && *ERRNO == EINVAL, "no such policy");
	p->scheduling = FL_SCHEDULING(FL_SCHED_OTHER, 0);
	p->signal = SIGTERM;
	ok(*RESULT == 0 && waitpid(pid, &status, 0) == pid &&
	       WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM,
	   "a store to signal sends it");
	FL_PROCESSES[pid].signal = 0;
	ok(*RESULT == -1 && *ERRNO == ESRCH, "nobody there: ESRCH");
	FL_PROCESSES[pid].nice = 0;
	ok(*RESULT == -1 && *ERRNO == ESRCH, "for nice too");
	FL_PROCESSES[getpid()].signal = 1000;
	ok(*RESULT == -1 && *ERRNO == EINVAL, "no such signal");
	ok(SIGNAL_OF(FL_PROCESSES[getpid()].uid = 0) == SIGSEGV &&
	       SIGNAL_OF(FL_PROCESSES[getpid()].pid = 1) == SIGSEGV,
	   "other fields are not for stores");
	ok(SIGNAL_OF(*((volatile char *)&FL_PROCESSES[getpid()].nice + 1) =
			 1) == SIGSEGV,
	   "nor is half a field");
}

static void test_process_permissions(void)
{
	int pid = sleeper();

	if (fork() == 0) {
		int good;

		setuid(1000);
		FL_PROCESSES[pid].signal = SIGKILL;
		good = *RESULT == -1 && *ERRNO == EPERM;
		FL_PROCESSES[pid].nice = 1;
		good &= *RESULT == -1 && *ERRNO == EPERM;
		FL_PROCESSES[getpid()].nice = -1;
		good &= *RESULT == -1 && *ERRNO == EACCES;
		FL_PROCESSES[getpid()].scheduling =
		    FL_SCHEDULING(FL_SCHED_RR, 1);
		good &= *RESULT == -1 && *ERRNO == EPERM;
		FL_PROCESSES[getpid()].nice = 2;
		good &= *RESULT == 0;
		_exit(good ? 0 : 1);
	}
	wait(&status);
	ok(status == 0, "users change what is theirs, and only for the worse");
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
}

/* With a policy other than OTHER, who is ready first runs on. */
static void test_realtime(void)
{
	int fd[2], lowered[2];
	char order[3] = "", c;

	pipe(fd);
	pipe(lowered);
	if (fork() == 0) {
		int high;

		FL_PROCESSES[getpid()].scheduling =
		    FL_SCHEDULING(FL_SCHED_FIFO, 20);
		high = fork();
		if (high == 0) {
			read(lowered[0], &c, 1); /* until then it is equal */
			write(fd[1], "l", 1);
			_exit(0);
		}
		FL_PROCESSES[high].scheduling =
		    FL_SCHEDULING(FL_SCHED_FIFO, 10);
		write(lowered[1], "", 1);
		sched_yield();
		write(fd[1], "h", 1);
		waitpid(high, NULL, 0);
		_exit(0);
	}
	wait(&status);
	read(fd[0], order, 2);
	ok(strcmp(order, "hl") == 0,
	   "a lower real-time priority waits, even for one that yields (%s)",
	   order);
	close(fd[0]);
	close(fd[1]);
}

static void test_echo(void)
{
	int fd = open("/dev/echo", O_RDWR), other = open("/dev/echo", O_RDWR);
	volatile char *p =
	    mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	volatile int *q;
	char buffer[16];

	ok(p != MAP_FAILED && p[3] == 0, "/dev/echo is a window of zeros");
	memcpy((void *)(p + PAGE - 2 * 8), "sixteen bytes...", 16);
	ok(memcmp((void *)(p + PAGE - 16), "sixteen bytes...", 16) == 0,
	   "what is stored is loaded");
	q = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, other, 0);
	ok(*q == 0, "another open file is another window");
	ok(SIGNAL_OF(*q = 1) == SIGSEGV && caught_code == SEGV_ACCERR,
	   "without PROT_WRITE no stores");
	mprotect((void *)q, PAGE, PROT_READ | PROT_WRITE);
	*q = 7;
	ok(*q == 7, "mprotect() allows them");
	ok(SIGNAL_OF(*(volatile int *)(p + PAGE - 2)) == SIGSEGV,
	   "an access across pages is a signal");
	ok(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED &&
	       errno == EINVAL,
	   "windows are not private");
	ok(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 2 * PAGE) ==
		   MAP_FAILED &&
	       errno == ENXIO,
	   "nor longer than they are");
	ok(write(1, (void *)p, 4) == -1 && errno == EFAULT &&
	       read(open("/dev/zero", O_RDONLY), (void *)p, 4) == -1 &&
	       errno == EFAULT,
	   "a window is not memory to a call");
	close(fd);
	ok(p[PAGE - 16] == 's', "the mapping keeps it when it is closed");
	if (fork() == 0) {
		p[0] = 9;
		_exit(0);
	}
	wait(NULL);
	ok(p[0] == 9, "fork() shares it");
	munmap((void *)p, 2 * PAGE);
	ok(SIGNAL_OF(p[0]) == SIGSEGV, "munmap() ends it");
	(void)buffer;
}

static void test_ports(void)
{
	int fd = open("/dev/port-rtc", O_RDWR);
	volatile unsigned char *ports;

	ports = mmap((void *)FL_PORT_WINDOW, PAGE, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_FIXED, fd, (0x70 >> 2) * PAGE);
	ok(ports == (void *)FL_PORT_WINDOW, "ports may lie among the windows");
	ports[0] = 0x0b; /* status register B */
	ok((ports[1] & 2) != 0, "the clock counts 24 hours (%x)", ports[1]);
	ok(SIGNAL_OF(ports[4]) == SIGBUS, "four ports a page");
	munmap((void *)ports, PAGE);
	ports = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		     (0x60 >> 2) * PAGE);
	ok(ports != MAP_FAILED && SIGNAL_OF(ports[0]) == SIGSEGV,
	   "a device's descriptor gives no other ports");
	close(fd);
	fd = open("/dev/port-speaker", O_RDWR);
	ports = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		     (0x40 >> 2) * PAGE);
	ok(SIGNAL_OF(ports[3] = 0x34) == SIGSEGV,
	   "the speaker's timer, not the clock's");
	ports[3] = 0xb6;
	ok(1, "the speaker's timer itself");
	close(fd);
	if (fork() == 0) {
		setuid(1000);
		_exit(open("/dev/ports", O_RDWR) == -1 && errno == EACCES ? 0
									  : 1);
	}
	wait(&status);
	ok(status == 0, "users have no ports");
}

static void test_facts(void)
{
	struct fl_system_facts f;
	double load[3];

	/* An idle processor brings them up to date; a late one is not idle. */
	for (int i = 0; i < 100 && (i == 0 || f.processes < 2); i++) {
		usleep(1000);
		fl_system_facts(&f);
	}
	ok(f.size == sizeof(f) && !(f.seq & 1), "facts under a sequence lock");
	ok(f.pages_total > 1000 && f.pages_free < f.pages_total &&
	       f.pages_slab > 0 && f.pages_tables > 0,
	   "memory");
	ok(f.processes >= 2 && f.threads >= 2, "processes");
	ok(FACTS->size >= sizeof(struct fl_facts_page) &&
	       FACTS->abi_version == FL_ABI_VERSION,
	   "the facts page says its size and version");
	ok(getloadavg(load, 3) == 3 && load[0] >= 0, "load averages");
}

int main(void)
{
	catch_faults();
	test_page_loads();
	test_page_stores();
	test_page_ranges();
	test_page_limits();
	test_process_loads();
	test_process_stores();
	test_process_permissions();
	test_realtime();
	test_echo();
	test_ports();
	test_facts();
	return done();
}
