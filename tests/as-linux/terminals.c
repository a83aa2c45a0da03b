/* SPDX-License-Identifier: MIT */
/*
 * Terminals, as pseudo-terminals: editing, echo, modes, signals, jobs, hangup.
 * What is typed goes into the master side, what a program reads and what the
 * screen would show is printed.
 */
#include "errors.h"
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

static int master, terminal;
static struct termios usual;

static void say(const char *what, long result)
{
	if (result < 0)
		printf("%s: %s\n", what, error_name(errno));
	else
		printf("%s: %ld\n", what, result);
	fflush(stdout);
}

static void print_bytes(const char *what, const char *s, int n)
{
	printf("%s\"", what);
	for (int i = 0; i < n; i++) {
		unsigned char c = s[i];

		if (c < ' ' || c >= 0x7f || c == '"' || c == '\\')
			printf("\\%03o", c);
		else
			putchar(c);
	}
	printf("\"");
}

/* What the screen shows, up to the mark that is written here. */
static void print_screen(void)
{
	char screen[9000];
	int n = 0;

	write(terminal, "#", 1);
	while (n < (int)sizeof(screen) && read(master, screen + n, 1) == 1 &&
	       screen[n] != '#')
		n++;
	print_bytes(" screen ", screen, n);
	puts("");
}

/* Types, and prints what so many reads give, and the screen. */
static void type(const char *name, const char *text, int n, int reads)
{
	char got[5000];

	printf("%s:", name);
	write(master, text, n);
	while (reads-- > 0) {
		int k = read(terminal, got, sizeof(got));

		if (k < 0)
			printf(" %s", error_name(errno));
		else
			print_bytes(" ", got, k);
	}
	print_screen();
}

#define TYPE(name, text, reads) type(name, text, sizeof(text) - 1, reads)

static void open_pair(void)
{
	if (openpty(&master, &terminal, NULL, NULL, NULL) < 0) {
		perror("openpty");
		exit(1);
	}
	tcgetattr(terminal, &usual);
	/* A host may differ in these. */
	usual.c_iflag = ICRNL | IXON;
	usual.c_oflag = OPOST | ONLCR;
	usual.c_lflag =
	    ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN;
	usual.c_cc[VEOL] = usual.c_cc[VEOL2] = _POSIX_VDISABLE;
	tcsetattr(terminal, TCSANOW, &usual);
}

static void close_pair(void)
{
	close(terminal);
	close(master);
}

/* The usual settings but for these. */
static void set(tcflag_t iflag, tcflag_t oflag, tcflag_t lflag)
{
	struct termios t = usual;

	t.c_iflag ^= iflag;
	t.c_oflag ^= oflag;
	t.c_lflag ^= lflag;
	tcsetattr(terminal, TCSANOW, &t);
}

static void editing(void)
{
	open_pair();
	TYPE("a line", "hello\n", 1);
	TYPE("two lines", "one\ntwo\n", 2);
	TYPE("return", "hello\r", 1);
	TYPE("erase", "helpp\177\177lo\n", 1);
	TYPE("erase nothing", "\177\177a\n", 1);
	TYPE("erase a control", "a\001b\177\177c\n", 1);
	TYPE("erase a tab", "ab\tc\177\177d\n", 1);
	TYPE("word", "one two  three \027four\n", 1);
	TYPE("words", "one two\027\027\027x\n", 1);
	TYPE("kill", "some text\025other\n", 1);
	TYPE("literal", "a\026\003b\026\026c\n", 1);
	TYPE("literal newline", "a\026\nb\n", 1);
	TYPE("reprint", "abc\022d\n", 1);
	TYPE("end of file", "\004", 1);
	TYPE("end in a line", "abc\004", 1);
	TYPE("end after an end", "abc\004\004", 2);
	TYPE("end after a line", "abc\n\004", 2);
	TYPE("NUL", "a\0b\n", 1);
	TYPE("eight bits", "\303\244\377\n", 1);
	TYPE("alarm", "a\ab\n", 1);
	TYPE("backspace is not erase", "ab\bc\n", 1);
	set(0, 0, ECHO);
	TYPE("no echo", "abc\177d\n", 1);
	set(0, 0, ECHO | ECHONL);
	TYPE("newline only", "abc\n", 1);
	set(0, 0, ECHOE);
	TYPE("erase without ECHOE", "abc\177d\n", 1);
	set(0, 0, ECHOKE);
	TYPE("kill without ECHOKE", "abc\025d\n", 1);
	set(0, 0, ECHOKE | ECHOK);
	TYPE("kill without ECHOK", "abc\025d\n", 1);
	set(0, 0, ECHOCTL);
	TYPE("controls as they are", "a\001b\n", 1);
	set(0, 0, IEXTEN);
	TYPE("no extensions", "one two\027\026\022\n", 1);
	set(IUTF8, 0, 0);
	TYPE("erase in UTF-8", "a\303\244\177b\n", 1);
	TYPE("words in UTF-8", "a \303\244\342\202\254\027b\n", 1);
	close_pair();
}

static void input_modes(void)
{
	struct termios t;

	open_pair();
	set(ICRNL, 0, 0);
	TYPE("no ICRNL", "a\rb\n", 1);
	set(ICRNL | INLCR, 0, ICANON);
	TYPE("INLCR", "a\n", 1);
	set(IGNCR, 0, 0);
	TYPE("IGNCR", "a\rb\n", 1);
	set(ISTRIP, 0, 0);
	TYPE("ISTRIP", "a\341\n", 1);
	set(0, 0, ISIG);
	TYPE("no ISIG", "a\003\034\032\n", 1);
	set(IXON, 0, 0);
	TYPE("no IXON", "a\023\021b\n", 1);
	TYPE("a stop and a start", "a\n", 1);
	t = usual;
	t.c_cc[VEOL] = ';';
	t.c_cc[VEOL2] = '+';
	t.c_cc[VERASE] = 'x';
	t.c_cc[VINTR] = _POSIX_VDISABLE;
	tcsetattr(terminal, TCSANOW, &t);
	TYPE("other ends", "ab;c+d\n", 3);
	TYPE("another erase", "abxc\n", 1);
	TYPE("erase is a letter", "ab\177c\n", 1);
	TYPE("no VINTR", "a\003\n", 1);
	t.c_cc[VEOF] = '.';
	tcsetattr(terminal, TCSANOW, &t);
	TYPE("another end of file", "ab.\004\n", 2);
	close_pair();
}

static void output_modes(void)
{
	static const struct {
		const char *name;
		tcflag_t change;
	} modes[] = {
		{ "usual", 0 },	       { "no OPOST", OPOST },
		{ "no ONLCR", ONLCR }, { "OCRNL", OCRNL },
		{ "ONOCR", ONOCR },    { "ONLRET", ONLRET },
		{ "TAB3", TAB3 },      { "TAB3, ONOCR", TAB3 | ONOCR },
	};
	static const char text[] = "a\tb\n\rcd\r\n\t\r\t\ne\bf\t\303\244\t\n";

	open_pair();
	for (unsigned i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		set(0, modes[i].change, 0);
		write(terminal, text, sizeof(text) - 1);
		printf("%s:", modes[i].name);
		print_screen();
		set(0, OPOST, 0);
		write(terminal, "\r\n", 2);
		set(0, 0, 0);
		write(terminal, "\r\n", 2);
		printf("then:");
		print_screen();
	}
	close_pair();
}

static void raw(const char *name, int min, int time, const char *text,
		int reads, int size)
{
	struct termios t = usual;
	char got[100];

	t.c_lflag &= ~(ICANON | ECHO);
	t.c_cc[VMIN] = min;
	t.c_cc[VTIME] = time;
	tcsetattr(terminal, TCSANOW, &t);
	printf("%s:", name);
	write(master, text, strlen(text));
	while (reads-- > 0) {
		/* So that all has arrived. */
		struct pollfd p = { terminal, POLLIN, 0 };
		int n;

		poll(&p, 1, 50);
		n = read(terminal, got, size);
		if (n < 0)
			printf(" %s", error_name(errno));
		else
			print_bytes(" ", got, n);
	}
	puts("");
	tcflush(terminal, TCIFLUSH);
}

static void raw_modes(void)
{
	struct termios t;

	open_pair();
	raw("MIN 0, TIME 0, nothing", 0, 0, "", 1, 10);
	raw("MIN 0, TIME 0", 0, 0, "abc", 2, 2);
	raw("MIN 0, TIME 1, nothing", 0, 1, "", 1, 10);
	raw("MIN 0, TIME 1", 0, 1, "abc", 2, 10);
	raw("MIN 1", 1, 0, "abc\ndef", 1, 10);
	raw("MIN 3", 3, 0, "abcd", 1, 10);
	raw("MIN above the buffer", 10, 0, "abcd", 2, 2);
	raw("MIN 5, TIME 1", 5, 1, "abc", 1, 10);
	raw("MIN 1, TIME 1", 1, 1, "abc", 1, 2);
	fcntl(terminal, F_SETFL, O_NONBLOCK);
	raw("MIN 1, no blocking", 1, 0, "", 1, 10);
	raw("MIN 5, no blocking", 5, 0, "abc", 1, 10);
	raw("MIN 0, no blocking", 0, 0, "", 1, 10);
	tcsetattr(terminal, TCSANOW, &usual);
	errno = 0;
	say("a line, no blocking", read(terminal, &t, 1));
	fcntl(terminal, F_SETFL, 0);
	/* What was typed before is there after the change. */
	set(0, 0, ICANON | ECHO);
	write(master, "left over\n", 10);
	poll(&(struct pollfd){ terminal, POLLIN, 0 }, 1, 1000);
	tcsetattr(terminal, TCSANOW, &usual);
	type("raw, then lines", "", 0, 1);
	close_pair();
}

static void settings(void)
{
	struct winsize w = { 25, 80, 1, 2 }, got = { 0 };
	struct termios t, u;
	int n = -1;

	open_pair();
	say("tcgetattr of the master", tcgetattr(master, &t));
	say("as the terminal's", memcmp(t.c_cc, usual.c_cc, NCCS) == 0 &&
				     t.c_lflag == usual.c_lflag);
	t.c_lflag &= ~ECHO;
	say("tcsetattr by the master", tcsetattr(master, TCSANOW, &t));
	tcgetattr(terminal, &u);
	say("no echo", !(u.c_lflag & ECHO));
	say("TIOCSWINSZ", ioctl(master, TIOCSWINSZ, &w));
	say("TIOCGWINSZ", ioctl(terminal, TIOCGWINSZ, &got));
	say("the same", memcmp(&w, &got, sizeof(w)) == 0);
	say("tcgetwinsize of a file", ioctl(-1, TIOCGWINSZ, &got));
	write(master, "abc\nde", 6);
	poll(&(struct pollfd){ terminal, POLLIN, 0 }, 1, 1000);
	say("FIONREAD", ioctl(terminal, FIONREAD, &n));
	say("a line's", n);
	say("tcflush", tcflush(terminal, TCIFLUSH));
	ioctl(terminal, FIONREAD, &n);
	say("nothing", n);
	write(terminal, "abcde", 5);
	poll(&(struct pollfd){ master, POLLIN, 0 }, 1, 1000);
	say("output", ioctl(master, FIONREAD, &n));
	say("for the master", n > 0);
	say("tcdrain", tcdrain(terminal));
	say("tcsendbreak", tcsendbreak(terminal, 0));
	say("tcflush by 7", tcflush(terminal, 7));
	say("tcflow by 7", tcflow(terminal, 7));
	say("tcsetattr by 7", tcsetattr(terminal, 7, &t));
	say("cfsetospeed", cfsetospeed(&t, B9600));
	say("cfsetispeed", cfsetispeed(&t, B9600));
	say("tcsetattr", tcsetattr(terminal, TCSADRAIN, &t));
	tcgetattr(terminal, &u);
	say("9600", cfgetospeed(&u) == B9600 && cfgetispeed(&u) == B9600);
	say("isatty", isatty(terminal));
	say("isatty of the master", isatty(master));
	close_pair();
	say("isatty of none", isatty(terminal) ? 1 : -1);
}

static void names(void)
{
	struct stat st, byname;
	char name[40], other[40];
	int fd, first, pipes[2];

	master = posix_openpt(O_RDWR | O_NOCTTY);
	say("posix_openpt", master >= 0);
	say("ptsname", ptsname_r(master, name, sizeof(name)));
	say("in /dev/pts", strncmp(name, "/dev/pts/", 9) == 0);
	say("open while locked", open(name, O_RDWR | O_NOCTTY));
	say("grantpt", grantpt(master));
	say("unlockpt", unlockpt(master));
	terminal = open(name, O_RDWR | O_NOCTTY);
	say("open", terminal >= 0);
	say("fstat", fstat(terminal, &st));
	say("stat", stat(name, &byname));
	say("the same", st.st_rdev == byname.st_rdev &&
			    st.st_ino == byname.st_ino && S_ISCHR(st.st_mode));
	say("its owner's", st.st_uid == geteuid());
	say("mode", (st.st_mode & 0707) == 0600);
	say("ttyname", ttyname_r(terminal, other, sizeof(other)));
	say("its name", strcmp(name, other) == 0);
	errno = ttyname_r(terminal, other, 5);
	say("a small buffer", -1);
	errno = ptsname_r(master, other, 5);
	say("a small buffer", -1);
	errno = ptsname_r(terminal, other, sizeof(other));
	say("ptsname of the terminal", -1);
	say("grantpt of the terminal", grantpt(terminal));
	say("unlockpt of the terminal", unlockpt(terminal));
	pipe(pipes);
	say("grantpt of a pipe", grantpt(pipes[0]));
	close(pipes[0]);
	close(pipes[1]);
	say("grantpt of none", grantpt(1000));
	say("unlockpt of none", unlockpt(1000));
	say("ptsname of none", ptsname(1000) ? 1 : -1);
	fd = posix_openpt(O_RDWR | O_NOCTTY);
	say("another", ptsname_r(fd, other, sizeof(other)));
	say("of another name", strcmp(name, other) != 0);
	first = dup(master);
	close(master);
	say("while a copy is open", access(name, F_OK));
	close(first);
	say("and after", access(name, F_OK));
	close(terminal);
	close(fd);
}

static volatile sig_atomic_t caught;

static void catch (int sig)
{
	caught = sig;
}

static void hangup(void)
{
	struct pollfd p;
	char got[10];

	open_pair();
	write(terminal, "last", 4);
	close(terminal);
	print_bytes("read: ", got, read(master, got, sizeof(got)));
	puts("");
	say("read", read(master, got, sizeof(got)));
	p = (struct pollfd){ master, POLLIN, 0 };
	say("poll", poll(&p, 1, 1000));
	say("POLLHUP", !!(p.revents & POLLHUP));
	terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
	say("open again", terminal >= 0);
	write(terminal, "more", 4);
	print_bytes("read: ", got, read(master, got, sizeof(got)));
	puts("");
	close(master);
	say("read at the other end", read(terminal, got, sizeof(got)));
	say("write", write(terminal, "x", 1));
	say("tcgetattr", tcgetattr(terminal, &usual));
	p = (struct pollfd){ terminal, POLLIN | POLLOUT, 0 };
	say("poll", poll(&p, 1, 1000));
	say("POLLHUP", !!(p.revents & POLLHUP));
	close(terminal);
}

/* Runs it as the leader of a session with this terminal; its status. */
static void in_session(const char *name, void (*leader)(void))
{
	int status;
	pid_t pid;

	open_pair();
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		signal(SIGHUP, SIG_DFL);
		setsid();
		say("TIOCSCTTY", ioctl(terminal, TIOCSCTTY, 0));
		leader();
		fflush(stdout);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	if (WIFSIGNALED(status))
		printf("%s: killed by %d\n", name, WTERMSIG(status));
	else
		printf("%s: exit %d\n", name, WEXITSTATUS(status));
	close_pair();
}

static void keys_leader(void)
{
	static const char keys[] = "\003\034\032";
	sigset_t signals;
	int sig;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGQUIT);
	sigaddset(&signals, SIGTSTP);
	sigaddset(&signals, SIGWINCH);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	for (int i = 0; i < 3; i++) {
		set(0, 0, ECHO);
		write(master, "line\nlost", 9);
		poll(&(struct pollfd){ terminal, POLLIN, 0 }, 1, 1000);
		set(0, 0, 0);
		write(master, keys + i, 1);
		sigwait(&signals, &sig);
		printf("signal %d:", sig);
		print_screen();
		TYPE("and what is left", "x\n", 1);
	}
	ioctl(master, TIOCSWINSZ, &(struct winsize){ 3, 4, 0, 0 });
	sigwait(&signals, &sig);
	printf("signal %d\n", sig);
}

static void own_terminal_leader(void)
{
	char name[100];
	int fd;

	close(open(ptsname(master), O_RDWR)); /* it has one already */
	say("ctermid", strcmp(ctermid(name), "/dev/tty") == 0);
	fd = open("/dev/tty", O_RDWR);
	say("/dev/tty", fd >= 0);
	say("tcgetsid", tcgetsid(fd) == getpid());
	say("tcgetsid of the master", tcgetsid(master) == getpid());
	say("tcgetpgrp", tcgetpgrp(fd) == getpid());
	say("tcgetpgrp of the master", tcgetpgrp(master) == getpid());
	say("tcsetpgrp to -1", tcsetpgrp(fd, -1));
	say("tcsetpgrp to 1", tcsetpgrp(fd, 1));
	say("tcsetpgrp", tcsetpgrp(fd, getpid()));
	signal(SIGHUP, SIG_IGN);
	say("TIOCNOTTY", ioctl(fd, TIOCNOTTY));
	say("/dev/tty then", open("/dev/tty", O_RDWR));
	say("tcgetpgrp then", tcgetpgrp(terminal));
	say("tcgetsid then", tcgetsid(terminal));
	close(fd);
	fd = open(ptsname(master), O_RDWR);
	say("by open()", open("/dev/tty", O_RDWR) >= 0);
	say("tcgetpgrp", tcgetpgrp(fd) == getpid());
}

static int stop_of(pid_t pid)
{
	int status = 0;

	waitpid(pid, &status, WUNTRACED);
	return WIFSTOPPED(status) ? WSTOPSIG(status)
				  : 1000 + WEXITSTATUS(status);
}

/* A child in a group of its own, in the background. */
static void background(const char *name, void (*run)(void),
		       void (*prepare)(void))
{
	pid_t pid;
	int n;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		if (prepare)
			prepare();
		run();
		_exit(0);
	}
	setpgid(pid, pid);
	n = stop_of(pid);
	printf("%s: %d", name, n);
	if (n < 1000) {
		tcsetpgrp(terminal, pid);
		kill(pid, SIGCONT);
		printf(", then %d", stop_of(pid));
		signal(SIGTTOU, SIG_IGN);
		tcsetpgrp(terminal, getpid());
		signal(SIGTTOU, SIG_DFL);
	}
	puts("");
}

static void read_it(void)
{
	char c;
	ssize_t n = read(terminal, &c, 1);

	_exit(n == 1 ? c : n < 0 ? errno == EIO ? 5 : 6 : 7);
}

static void write_it(void)
{
	ssize_t n = write(terminal, "w", 1);

	_exit(n == 1 ? 1 : errno == EIO ? 5 : 6);
}

static void set_it(void)
{
	_exit(tcsetattr(terminal, TCSANOW, &usual) == 0 ? 1
	      : errno == EIO				? 5
							: 6);
}

static void ignore_stops(void)
{
	signal(SIGTTIN, SIG_IGN);
	signal(SIGTTOU, SIG_IGN);
}

static void block_stops(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTTIN);
	sigaddset(&set, SIGTTOU);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

static void get_it(void)
{
	struct termios t;

	_exit(tcgetattr(terminal, &t) == 0 && tcgetpgrp(terminal) > 0 ? 1 : 5);
}

static void jobs_leader(void)
{
	write(master, "a\nb\nc\n", 6);
	background("read", read_it, NULL);
	background("read, ignored", read_it, ignore_stops);
	background("read, blocked", read_it, block_stops);
	background("write", write_it, NULL);
	set(0, 0, TOSTOP);
	background("write, TOSTOP", write_it, NULL);
	background("write, TOSTOP, ignored", write_it, ignore_stops);
	background("write, TOSTOP, blocked", write_it, block_stops);
	background("tcsetattr", set_it, NULL);
	background("tcsetattr, ignored", set_it, ignore_stops);
	background("tcgetattr", get_it, NULL);
}

static void orphan_leader(void)
{
	int p[2], status;
	char report[60] = "";
	pid_t pid;

	pipe(p);
	set(0, 0, TOSTOP);
	pid = fork();
	if (pid == 0) {
		setpgid(0, 0);
		if (fork() == 0) {
			char c;

			while (getppid() != 1 && kill(getppid(), 0) == 0 &&
			       getpgrp() == getppid())
				usleep(1000);
			errno = 0;
			read(terminal, &c, 1);
			snprintf(report, sizeof(report), "%s ",
				 error_name(errno));
			errno = 0;
			write(terminal, "x", 1);
			strcat(report, error_name(errno));
			write(p[1], report, sizeof(report));
			_exit(0);
		}
		_exit(0);
	}
	waitpid(pid, &status, 0);
	close(p[1]);
	read(p[0], report, sizeof(report));
	printf("an orphan reads and writes: %s\n", report);
}

/* The leader's end tells the foreground. */
static void leaving(void)
{
	int p[2], status;
	char c;
	pid_t pid, leader;

	open_pair();
	pipe(p);
	fflush(stdout);
	leader = fork();
	if (leader == 0) {
		setsid();
		ioctl(terminal, TIOCSCTTY, 0);
		pid = fork();
		if (pid == 0) {
			signal(SIGHUP, catch);
			write(p[1], "r", 1);
			while (!caught)
				usleep(1000);
			usleep(10000);
			c = 'A' + caught;
			write(p[1], &c, 1);
			c = open("/dev/tty", O_RDWR) < 0 && errno == ENXIO
				? 'n'
				: 'y';
			write(p[1], &c, 1);
			_exit(0);
		}
		read(p[0], &c, 1);
		_exit(3);
	}
	waitpid(leader, &status, 0);
	close(p[1]);
	read(p[0], &c, 1);
	say("the foreground gets", c - 'A');
	read(p[0], &c, 1);
	printf("has a terminal: %c\n", c);
	close(p[0]);
	close_pair();
}

/* The line's end tells the leader. */
static void losing(void)
{
	int p[2], status;
	char c;
	pid_t pid;

	open_pair();
	pipe(p);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		signal(SIGHUP, SIG_DFL);
		close(master);
		setsid();
		ioctl(terminal, TIOCSCTTY, 0);
		write(p[1], "r", 1);
		pause();
		_exit(0);
	}
	read(p[0], &c, 1);
	close(master);
	waitpid(pid, &status, 0);
	say("the leader is killed by",
	    WIFSIGNALED(status) ? WTERMSIG(status) : 0);
	close(p[0]);
	close(p[1]);
	close(terminal);
}

static void children(void)
{
	char got[100];
	int n = 0, k, status;
	pid_t pid;

	fflush(stdout);
	pid = forkpty(&master, NULL, NULL, &(struct winsize){ 7, 8, 0, 0 });
	if (pid == 0) {
		struct winsize w;

		ioctl(0, TIOCGWINSZ, &w);
		printf("%d %d %d %d %d\n", isatty(0), isatty(1), isatty(2),
		       w.ws_row, w.ws_col);
		printf("%d %d\n", getsid(0) == getpid(),
		       tcgetpgrp(0) == getpid());
		fflush(stdout);
		_exit(9);
	}
	while (n < (int)sizeof(got) &&
	       (k = read(master, got + n, sizeof(got) - n)) > 0)
		n += k;
	waitpid(pid, &status, 0);
	print_bytes("forkpty: ", got, n);
	printf(" exit %d\n", WEXITSTATUS(status));
	close(master);
}

/* More than fits waits for its reader. */
static void flow(void)
{
	static char text[20000], got[20000];
	int n = 0, k, status, bad = 0;
	pid_t pid;

	open_pair();
	set(0, OPOST, ICANON | ECHO | ISIG | IEXTEN);
	for (unsigned i = 0; i < sizeof(text); i++)
		text[i] = 'a' + i % 23;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		k = write(terminal, text, sizeof(text)) == sizeof(text);
		while (n < (int)sizeof(got) &&
		       (status = read(terminal, got + n, sizeof(got) - n)) > 0)
			n += status;
		_exit(k && memcmp(text, got, sizeof(got)) == 0 ? 4 : 5);
	}
	while (n < (int)sizeof(got) &&
	       (k = read(master, got + n, sizeof(got) - n)) > 0)
		n += k;
	bad = memcmp(text, got, sizeof(got));
	for (n = 0; n < (int)sizeof(text); n += k) {
		k = write(master, text + n, sizeof(text) - n);
		if (k <= 0)
			break;
	}
	waitpid(pid, &status, 0);
	printf("through: %d %d %d\n", bad, n, WEXITSTATUS(status));
	close_pair();
}

int main(void)
{
	signal(SIGHUP, SIG_IGN);
	editing();
	input_modes();
	output_modes();
	raw_modes();
	settings();
	names();
	hangup();
	in_session("keys", keys_leader);
	in_session("own terminal", own_terminal_leader);
	in_session("jobs", jobs_leader);
	in_session("orphan", orphan_leader);
	leaving();
	losing();
	children();
	flow();
	fputs("to stderr\n", stderr);
	return 0;
}
