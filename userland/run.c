/* SPDX-License-Identifier: MIT */
/*
 * The guest's half of faultline-run, as process 1: runs the program whose
 * argument list is in /run/argv, each ended by a NUL, with pipes as its
 * descriptors 0 to 2, and passes them over the console (run-frame.h).  If
 * there is a file /run/stdin, that is its descriptor 0.
 */
#include <errno.h>
#include <faultline/reboot.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "run-frame.h"

#define ARGUMENTS "/run/argv"
#define INPUT	  "/run/stdin"
#define CONSOLE	  0

static volatile sig_atomic_t child_ended;

/* Input on its way: the frame that comes in, and what of it is written. */
static struct {
	unsigned char header[3];
	size_t have_header, have, done;
	char data[65536];
	int to; /* write end of the program's descriptor 0, or -1 */
} input;

static void on_child(int sig)
{
	(void)sig;
	child_ended = 1;
}

static void put(const unsigned char *data, size_t n)
{
	while (n > 0) {
		ssize_t done = write(CONSOLE, data, n);

		if (done < 0 && errno != EINTR)
			return;
		if (done > 0) {
			data += done;
			n -= (size_t)done;
		}
	}
}

static void send_frame(enum frame_type type, const void *from, size_t n)
{
	static unsigned char frame[FRAME_PACKED];
	const unsigned char *data = from;
	unsigned sum = frame_sum(data, n);
	unsigned char *to = frame;

	*to++ = (unsigned char)type;
	*to++ = n & 0x7f;
	*to++ = n >> 7 & 0x7f;
	*to++ = n >> 14 & 0x7f;
	for (size_t i = 0; i < n; i += 7) {
		unsigned char *tops = to++;

		*tops = 0;
		for (size_t k = 0; k < 7 && i + k < n; k++) {
			*tops |= (data[i + k] >> 7) << k;
			*to++ = data[i + k];
		}
	}
	*to++ = sum & 0x7f;
	*to++ = sum >> 7;
	for (unsigned char *p = frame; p < to; p++)
		*p |= 0x80;
	put(frame, (size_t)(to - frame));
}

static void fail(const char *what)
{
	int status = 125 << 8;

	dprintf(2, "run: %s: %s\n", what, strerror(errno));
	send_frame(FRAME_EXIT, &status, sizeof(status));
	tcdrain(CONSOLE);
	reboot(FL_REBOOT_EXIT, 1);
}

static void set_raw(void)
{
	struct termios t;

	if (tcgetattr(CONSOLE, &t) < 0)
		fail("the console is no terminal");
	cfmakeraw(&t);
	tcsetattr(CONSOLE, TCSANOW, &t);
}

static char **read_arguments(void)
{
	static char text[65536];
	static char *argv[4096];
	int fd = open(ARGUMENTS, O_RDONLY), n = 0;
	ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (length <= 0)
		fail(ARGUMENTS);
	close(fd);
	for (char *p = text; p < text + length && n < 4095; n++) {
		argv[n] = p;
		p += strlen(p) + 1;
	}
	return argv;
}

static void run_program(char **argv, int in, int out, int err)
{
	static char *const environment[] = {
		"HOME=/root",
		"LOGNAME=root",
		"USER=root",
		"LANG=C.UTF-8",
		"SHELL=/bin/sh",
		"PATH=/bin:/sbin:/usr/local/bin",
		NULL,
	};
	int error;

	setsid();
	signal(SIGCHLD, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	dup2(in, 0);
	dup2(out, 1);
	dup2(err, 2);
	environ = (char **)environment;
	execvp(argv[0], argv);
	error = errno;
	dprintf(2, "faultline-run: %s: %s\n", argv[0], strerror(error));
	_exit(error == ENOENT ? 127 : 126);
}

static pid_t start_program(char **argv, int *out, int *err)
{
	int in[2] = { open(INPUT, O_RDONLY | O_CLOEXEC), -1 }, o[2], e[2];
	pid_t pid;

	if (pipe2(o, O_CLOEXEC) < 0 || pipe2(e, O_CLOEXEC) < 0 ||
	    (in[0] < 0 && pipe2(in, O_CLOEXEC) < 0))
		fail("pipe");
	pid = fork();
	if (pid < 0)
		fail("fork");
	if (pid == 0)
		run_program(argv, in[0], o[1], e[1]);
	close(in[0]);
	close(o[1]);
	close(e[1]);
	if (in[1] >= 0)
		fcntl(in[1], F_SETFL, O_NONBLOCK);
	input.to = in[1];
	*out = o[0];
	*err = e[0];
	return pid;
}

static size_t input_length(void)
{
	return input.header[1] | (size_t)input.header[2] << 8;
}

static void close_input(void)
{
	if (input.to >= 0)
		close(input.to);
	input.to = -1;
}

/* Is a frame's data waiting to go into the pipe? */
static bool input_is_ready(void)
{
	return input.done < input.have;
}

static void read_input(void)
{
	ssize_t n;

	if (input.have_header < 3) {
		n = read(CONSOLE, input.header + input.have_header,
			 3 - input.have_header);
		input.have_header += n > 0 ? (size_t)n : 0;
		if (input.have_header == 3 && input_length() == 0) {
			close_input();
			input.have_header = 0;
		}
		return;
	}
	n = read(CONSOLE, input.data + input.have, input_length() - input.have);
	input.have += n > 0 ? (size_t)n : 0;
}

static void write_input(void)
{
	ssize_t n;

	n = write(input.to, input.data + input.done, input.have - input.done);
	if (n < 0 && errno == EPIPE)
		close_input();
	input.done += n > 0 ? (size_t)n : 0;
	if (input.to < 0)
		input.done = input.have;
	if (input.done == input_length())
		input.have_header = input.have = input.done = 0;
}

/* Sends what there is; false at the end of the pipe. */
static bool pass_output(int fd, enum frame_type type)
{
	char data[FRAME_DATA];
	ssize_t n = read(fd, data, sizeof(data));

	if (n > 0)
		send_frame(type, data, (size_t)n);
	return n > 0 || (n < 0 && errno == EINTR);
}

/* One round of passing data; false when nothing came out. */
static bool pass(int *out, int *err, const struct timespec *timeout)
{
	struct pollfd fds[4] = {
		{ .fd = *out, .events = POLLIN },
		{ .fd = *err, .events = POLLIN },
		{ .fd = -1, .events = POLLIN },
		{ .fd = -1, .events = POLLOUT },
	};
	sigset_t none;

	sigemptyset(&none);
	if (input_is_ready() && input.to >= 0)
		fds[3].fd = input.to;
	else if (input_is_ready())
		write_input();
	else
		fds[2].fd = CONSOLE;
	if (ppoll(fds, 4, timeout, &none) <= 0)
		return false;
	if (fds[0].revents && !pass_output(*out, FRAME_STDOUT))
		*out = -1;
	if (fds[1].revents && !pass_output(*err, FRAME_STDERR))
		*err = -1;
	if (fds[2].revents)
		read_input();
	if (fds[3].revents)
		write_input();
	return fds[0].revents || fds[1].revents;
}

/* Status of the program, if it has ended; others are reaped on the way. */
static bool has_ended(pid_t program, int *status)
{
	pid_t pid;
	int s;
	bool ended = false;

	child_ended = 0;
	while ((pid = waitpid(-1, &s, WNOHANG)) > 0) {
		if (pid != program)
			continue;
		ended = true;
		*status = s;
	}
	return ended;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_child };
	static const struct timespec at_once;
	int out, err, status = 0;
	sigset_t child;
	pid_t program;

	set_raw();
	umask(022);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigaction(SIGCHLD, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	program = start_program(read_arguments(), &out, &err);
	sigprocmask(SIG_BLOCK, &child, NULL);
	send_frame(FRAME_READY, NULL, 0);
	while (!has_ended(program, &status))
		pass(&out, &err, NULL);
	while (pass(&out, &err, &at_once))
		;
	send_frame(FRAME_EXIT, &status, sizeof(status));
	tcdrain(CONSOLE);
	reboot(FL_REBOOT_EXIT, 0);
	return 1;
}
