/* SPDX-License-Identifier: MIT */
/* Values for parameters: the lists behind values.h. */
#include "values.h"
#include <faultline/batch.h>
#include <faultline/calls.h>
#include <faultline/fcntl.h>
#include <faultline/ioctl.h>
#include <faultline/ipc.h>
#include <faultline/layout.h>
#include <faultline/mman.h>
#include <faultline/poll.h>
#include <faultline/resource.h>
#include <faultline/signal.h>
#include <faultline/socket.h>
#include <faultline/stat.h>
#include <faultline/termios.h>
#include <faultline/time.h>
#include <faultline/wait.h>
#include <string.h>

const char *const names[] = {
	"f0",	     "f1",	   "f2",	  "d0",
	"d1",	     "d0/f3",	   "d0/d2",	  "d0/d2/f4",
	"l0",	     "l0/f3",	   "d1/..",	  "",
	".",	     "..",	   "/",		  "/dev/null",
	"/dev/zero", "/dev/full",  "/dev/echo",	  "/dev/random",
	"/dev/tty",  "/dev/ptmx",  "/dev/pts/0",  "/dev/pts/1",
	"/dev/tty1", "/dev/kmsg",  "/dev/ports",  "/dev/console",
	"/secret",   "/bin/idle",  "/bin/su",	  "/etc/passwd",
	"/q0",	     "/q1",	   "fifo",	  "sock",
	"tmpfs",     "/tmp",	   "argument",	  "/run",
	"/dev/shm",  "/dev/shm/x", "nonexistent", "/cage/d0",
};
const unsigned name_count = sizeof(names) / sizeof(names[0]);

const struct address addresses[] = {
	{ "arena", ARENA },
	{ "arenaend", ARENA + ARENA_SIZE },
	{ "free", ARENA + 0x10000 },
	{ "pages", FL_PAGE_TABLE_WINDOW },
	{ "arenapage", FL_PAGE_TABLE_WINDOW + (ARENA >> 10) },
	{ "freepage", FL_PAGE_TABLE_WINDOW + ((ARENA + 0x10000) >> 10) },
	{ "pagesend", FL_PAGE_TABLE_WINDOW_END },
	{ "processes", FL_PROCESS_WINDOW },
	{ "self", 0 }, /* the record of the process that runs */
	{ "processesend", FL_PROCESS_WINDOW_END },
	{ "ports", FL_PORT_WINDOW },
	{ "calls", FL_CALL_PAGES },
	{ "callsend", FL_CALL_PAGES_END },
	{ "thread", FL_THREAD_PAGE },
	{ "facts", FL_FACTS_PAGE },
	{ "clock", FL_CLOCK_PAGE },
	{ "trampoline", FL_TRAMPOLINE_PAGE },
	{ "userend", FL_USER_END },
	{ "kernel", 0xc0100000 },
	{ "text", 0x08048000 },
	{ "zero", 0 },
	{ "callsframe", 0x31000000 }, /* a group of call pages fits there */
};
const unsigned address_count = sizeof(addresses) / sizeof(addresses[0]);

const uint32_t edges[] = {
	0,	    1,		2,	    3,		4,	   7,
	8,	    15,		16,	    31,		32,	   63,
	64,	    127,	128,	    255,	256,	   511,
	512,	    1024,	4095,	    4096,	4097,	   8192,
	16384,	    65535,	65536,	    0x100000,	0x400000,  0x7fffffff,
	0x80000000, 0xfffff000, 0xfffffffc, 0xfffffffe, 0xffffffff
};
const unsigned edge_count = sizeof(edges) / sizeof(edges[0]);

#define LIST(...)                                \
	sizeof((uint32_t[]){ __VA_ARGS__ }) / 4, \
	{                                        \
		__VA_ARGS__                      \
	}

static const struct values lists[] = {
	{ "open", "flags", SOME_OF,
	  LIST(O_RDONLY, O_WRONLY, O_RDWR, O_RDWR, O_RDWR, O_CREAT, O_CREAT,
	       O_EXCL, O_TRUNC, O_APPEND, O_NONBLOCK, O_NONBLOCK, O_DIRECTORY,
	       O_CLOEXEC, O_NOFOLLOW, O_PATH, O_NOCTTY) },
	{ "openat", "flags", SOME_OF,
	  LIST(O_RDONLY, O_WRONLY, O_RDWR, O_RDWR, O_CREAT, O_CREAT, O_EXCL,
	       O_TRUNC, O_APPEND, O_NONBLOCK, O_DIRECTORY, O_CLOEXEC,
	       O_NOFOLLOW, O_PATH) },
	{ "mq_open", "flags", SOME_OF,
	  LIST(O_RDWR, O_RDWR, O_CREAT, O_CREAT, O_EXCL, O_NONBLOCK) },
	{ "pipe2", "flags", SOME_OF, LIST(0, O_NONBLOCK, O_CLOEXEC) },
	{ "dup3", "flags", SOME_OF, LIST(0, O_CLOEXEC) },
	{ "take_fd", "flags", SOME_OF, LIST(0, O_CLOEXEC) },
	{ "mmap", "flags", SOME_OF,
	  LIST(MAP_SHARED, MAP_SHARED, MAP_PRIVATE, MAP_FIXED, MAP_ANONYMOUS,
	       MAP_POPULATE) },
	{ NULL, "prot", SOME_OF, LIST(1, 3, 3, 3, 2, 4, 0) },
	{ "msync", "flags", SOME_OF, LIST(1, 2, 4) },
	{ "mlock", "lock", ONE_OF, LIST(0, 1) },
	{ "mlockall", "flags", ONE_OF, LIST(0, 1, 2, 3) },
	{ NULL, "advice", ONE_OF, LIST(0, 1, 2, 3, 4) },
	{ "frame_create", "flags", ONE_OF, LIST(0, 1, 1) },
	{ "accept4", "flags", SOME_OF, LIST(0, SOCK_NONBLOCK, SOCK_CLOEXEC) },
	{ "fcntl", "cmd", ONE_OF,
	  LIST(F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK,
	       F_SETLK, F_SETLKW, F_SETLKW, 17, 1030) },
	{ "flock", "operation", SOME_OF, LIST(1, 2, 2, 4, 8) },
	{ NULL, "whence", ONE_OF, LIST(0, 1, 2) },
	{ NULL, "clock", ONE_OF, LIST(0, 1, 2, 3, 4, 6, 10, 22) },
	{ "clock_nanosleep", "flags", ONE_OF, LIST(0, 0, 1) },
	{ "timer_settime", "flags", ONE_OF, LIST(0, 1) },
	{ "setitimer", "which", ONE_OF, LIST(0, 1, 2) },
	{ "getitimer", "which", ONE_OF, LIST(0, 1, 2) },
	{ NULL, "which", ONE_OF, LIST(0, 1, 2) },
	{ "sigprocmask", "how", ONE_OF, LIST(0, 1, 2) },
	{ NULL, "domain", ONE_OF, LIST(1, 1, 1, 2, 2) },
	{ "socket", "type", SOME_OF,
	  LIST(1, 1, 2, 5, SOCK_NONBLOCK, SOCK_CLOEXEC) },
	{ "socketpair", "type", SOME_OF, LIST(1, 1, 2, 5, SOCK_NONBLOCK) },
	{ NULL, "protocol", ONE_OF, LIST(0, 0, 0, 6, 17) },
	{ NULL, "backlog", ONE_OF, LIST(0, 1, 5) },
	{ "shutdown", "how", ONE_OF, LIST(0, 1, 2) },
	{ NULL, "level", ONE_OF, LIST(SOL_SOCKET, SOL_SOCKET, 6, 0) },
	{ "getsockopt", "name", ONE_OF,
	  LIST(1, 2, 3, 4, 6, 7, 8, 9, 13, 15, 16, 17, 20, 21, 30) },
	{ "setsockopt", "name", ONE_OF,
	  LIST(1, 2, 3, 4, 6, 7, 8, 9, 13, 15, 16, 17, 20, 21, 30) },
	{ "sendto", "flags", SOME_OF, LIST(0, 0x40, 0x4000, 1) },
	{ "recvfrom", "flags", SOME_OF, LIST(0, 0x40, 2, 0x20, 0x100) },
	{ "sendmsg", "flags", SOME_OF, LIST(0, 0x40, 0x4000) },
	{ "recvmsg", "flags", SOME_OF, LIST(0, 0x40, 2, 0x20, 0x40000000) },
	{ "msgget", "flags", SOME_OF, LIST(IPC_CREAT, IPC_CREAT, 0666, 2048) },
	{ "semget", "flags", SOME_OF, LIST(IPC_CREAT, IPC_CREAT, 0666, 2048) },
	{ "shmget", "flags", SOME_OF, LIST(IPC_CREAT, IPC_CREAT, 0666, 2048) },
	{ NULL, "key", ONE_OF, LIST(0, 0, 1, 2, 77) },
	{ "semctl", "command", ONE_OF,
	  LIST(0, 1, 2, 11, 12, 13, 14, 15, 16, 16, 17) },
	{ NULL, "command", ONE_OF, LIST(0, 1, 2, 2) },
	{ NULL, "number", ONE_OF, LIST(0, 0, 1, 2) },
	{ "msgsnd", "flags", SOME_OF, LIST(0, IPC_NOWAIT) },
	{ "msgrcv", "flags", SOME_OF, LIST(0, IPC_NOWAIT, 010000) },
	{ "shmat", "flags", SOME_OF, LIST(0, 010000, 020000) },
	{ "wait4", "options", SOME_OF, LIST(0, 1, 2, 8) },
	{ "waitid", "options", SOME_OF, LIST(4, 1, 2, 8, 0x01000000) },
	{ NULL, "idtype", ONE_OF, LIST(0, 1, 2) },
	{ NULL, "resource", ONE_OF, LIST(0, 1, 2, 3, 4, 5, 6, 7, 8, 9) },
	{ NULL, "policy", ONE_OF, LIST(0, 1, 2) },
	{ NULL, "priority", ONE_OF, LIST(0, 0, 1, 5, 32) },
	{ NULL, "nice", ONE_OF, LIST(0, 1, 19, 0xffffffff) },
	{ NULL, "mode", SOME_OF,
	  LIST(0777, 0644, 0600, 01000, 02000, 04000, S_IFREG, S_IFIFO, S_IFCHR,
	       S_IFSOCK) },
	{ "faccessat", "mode", ONE_OF, LIST(0, 1, 2, 4, 7) },
	{ NULL, "flags", SOME_OF,
	  LIST(0, 0x100, 0x200, 0x400, 0x1000, 1, 2, 4, 8) },
	{ "ioctl", "request", ONE_OF,
	  LIST(TCGETS, TCSETS, TCSETSW, TCSETSF, TCSBRK, TCXONC, TCFLSH,
	       TIOCSCTTY, TIOCGPGRP, TIOCSPGRP, TIOCOUTQ, TIOCGWINSZ, FIONREAD,
	       TIOCSWINSZ, TIOCNOTTY, TIOCSPTLCK, TIOCGSID, TIOCGPTN) },
	{ NULL, "status", ONE_OF, LIST(0, 1, 255) },
	{ NULL, "code", ONE_OF, LIST(0xffffffff, 0xfffffffe, 0) },
	{ NULL, "expected", ONE_OF, LIST(0, 0, 1) },
	{ NULL, "dead", ONE_OF, LIST(0, 1) },
	{ NULL, "mask", ONE_OF, LIST(0, 022, 077) },
	{ NULL, "timeout", ONE_OF, LIST(1, 2, 5) },
	{ NULL, "nfds", ONE_OF, LIST(0, 4, 8, 32, 64) },
};

const struct values *values_of(const char *call, const char *parameter)
{
	for (unsigned i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if ((!lists[i].call || strcmp(lists[i].call, call) == 0) &&
		    strcmp(lists[i].parameter, parameter) == 0)
			return &lists[i];
	return NULL;
}

static const struct {
	const char *type, *words;
} types[] = {
	{ "timespec", "00n" },	    { "sigset", "mm" },
	{ "fdset", "mm" },	    { "itimerval", "00n00n" },
	{ "itimerspec", "00n00n" }, { "iovec", "az" },
	{ "notify", "sgs0" },	    { "pollfd", "fe" },
	{ "mq_attr", "0ss0" },	    { "uint", "s" },
	{ "stack", "az0" },	    { "sigaction", "hmmm" },
	{ "sembuf", "tt" },	    { "rlimit", "z0z0" },
	{ "msghdr", "kzvscz0" },    { "callset", "mmmmmmmmmmmmmmmmmmmmmmmm" },
	{ "flock", "ts0s0p" },	    { "msqid_ds", "uuuumszz" },
	{ "shmid_ds", "uuuumszz" }, { "batch", "msssss0000" },
	{ "termios", "mmmmmmmm" },  { "winsize", "tt" },
};

const char *words_of(const char *type)
{
	for (unsigned i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].type, type) == 0)
			return types[i].words;
	return "ssss";
}

/* --- What terminals understand, and what they do not. --- */

static uint32_t step(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static size_t put_number(char *to, uint32_t n)
{
	char digits[12];
	size_t length = 0, count = 0;

	do {
		digits[count++] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	while (count > 0)
		to[length++] = digits[--count];
	return length;
}

static size_t put_sequence(uint32_t *state, char *to)
{
	static const char finals[] = "ABCDEFGHIJKLMPSTX@`adefhlmnrsu#c";
	static const uint32_t numbers[] = { 0,	1,  2,	3,  5,	 7,   10,
					    20, 24, 25, 26, 79,	 80,  81,
					    99, 0,  1,	1,  255, 999, 12345 };
	size_t length = 0;

	to[length++] = '\033';
	if (step(state) % 8 == 0) {
		to[length++] = "78DEMc()#%]PX^_="[step(state) % 16];
		return length;
	}
	to[length++] = '[';
	if (step(state) % 8 == 0)
		to[length++] = '?';
	for (uint32_t n = step(state) % 4; n > 0; n--) {
		length += put_number(to + length, numbers[step(state) % 21]);
		to[length++] = ';';
	}
	to[length++] = finals[step(state) % (sizeof(finals) - 1)];
	return length;
}

size_t escapes(uint32_t seed, char *to, size_t size)
{
	uint32_t state = seed * 2654435761u | 1;
	size_t length = 0;

	while (length + 64 < size) {
		switch (step(&state) % 6) {
		case 0:
			to[length++] = (char)step(&state);
			break;
		case 1:
			to[length++] = "\n\r\t\b\f\v\a\016"[step(&state) % 8];
			break;
		case 2:
			for (uint32_t n = step(&state) % 40; n > 0; n--)
				to[length++] = (char)('a' + n % 26);
			break;
		default:
			length += put_sequence(&state, to + length);
		}
	}
	return length;
}
