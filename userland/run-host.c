/* SPDX-License-Identifier: MIT */
/*
 * The host's half of faultline-run: run-host [-t SECONDS] QEMU [ARGUMENT...]
 * starts the emulator, whose serial line is its standard input and output,
 * and passes data between it and the descriptors 0 to 2 (run-frame.h).
 *
 * Ends with the program's status, 128 + n after signal n, 124 when the time
 * is up, and 125 with the kernel's log if the machine ended without a status.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "run-frame.h"

#define STATUS_TIMEOUT 124
#define STATUS_FAILURE 125
#define LOG_SIZE       65536u

static pid_t emulator = -1;
static int to_guest = -1;
static bool ready, input_ended;

/* The frame that comes in, with top bits removed, as far as it has come. */
static unsigned char frame[FRAME_PACKED];
static size_t frame_have;

/* A frame for the guest, and how much of it has gone. */
static unsigned char outgoing[3 + FRAME_DATA];
static size_t outgoing_size, outgoing_done;

static char kernel_log[LOG_SIZE];
static size_t log_size;

static void finish(int status)
{
	if (emulator > 0) {
		kill(emulator, SIGKILL);
		waitpid(emulator, NULL, 0);
	}
	exit(status);
}

static void fail(const char *what)
{
	fprintf(stderr, "faultline-run: %s: %s\n", what, strerror(errno));
	finish(STATUS_FAILURE);
}

static void fail_with_log(const char *why)
{
	fprintf(stderr, "faultline-run: %s; the kernel's log:\n", why);
	fwrite(kernel_log, 1, log_size, stderr);
	finish(STATUS_FAILURE);
}

static void on_signal(int sig)
{
	if (emulator > 0)
		kill(emulator, SIGKILL);
	_exit(128 + sig);
}

static void start_emulator(char **argv, int *from_guest)
{
	int in[2], out[2];

	if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0)
		fail("pipe");
	emulator = fork();
	if (emulator < 0)
		fail("fork");
	if (emulator == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		setpgid(0, 0);
		dup2(in[0], 0);
		dup2(out[1], 1);
		execvp(argv[0], argv);
		fprintf(stderr, "faultline-run: %s: %s\n", argv[0],
			strerror(errno));
		_exit(STATUS_FAILURE);
	}
	close(in[0]);
	close(out[1]);
	to_guest = in[1];
	fcntl(to_guest, F_SETFL, O_NONBLOCK);
	*from_guest = out[0];
}

/* Keeps the latest part. */
static void add_to_log(char c)
{
	if (c == '\r')
		return;
	if (log_size == LOG_SIZE) {
		memmove(kernel_log, kernel_log + LOG_SIZE / 2, LOG_SIZE / 2);
		log_size = LOG_SIZE / 2;
	}
	kernel_log[log_size++] = c;
}

static void write_all(int fd, const unsigned char *data, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, data, n);

		if (done < 0 && errno == EAGAIN) {
			struct pollfd p = { .fd = fd, .events = POLLOUT };

			poll(&p, 1, -1);
		} else if (done < 0 && errno != EINTR) {
			fail("output");
		}
		if (done > 0) {
			data += done;
			n -= (size_t)done;
		}
	}
}

static void take_status(const unsigned char *data)
{
	int status;

	memcpy(&status, data, sizeof(status));
	if (WIFSIGNALED(status))
		finish(128 + WTERMSIG(status));
	finish(WEXITSTATUS(status));
}

static void take_frame(enum frame_type type, const unsigned char *data,
		       size_t n)
{
	if (type == FRAME_READY)
		ready = true;
	else if (type == FRAME_STDOUT)
		write_all(1, data, n);
	else if (type == FRAME_STDERR)
		write_all(2, data, n);
	else if (type == FRAME_EXIT && n == 4)
		take_status(data);
	else
		fail_with_log("an unknown frame came");
}

/* One more byte of a frame; unpacks and takes it when it is whole. */
static void take_byte(unsigned char c)
{
	unsigned char data[FRAME_DATA + 7];
	const unsigned char *from = frame + FRAME_HEADER;
	size_t n, at = 0;

	frame[frame_have++] = c & 0x7f;
	if (frame_have < FRAME_HEADER)
		return;
	n = frame[1] | frame[2] << 7 | frame[3] << 14;
	if (n > FRAME_DATA)
		fail_with_log("a damaged frame came");
	if (frame_have < FRAME_HEADER + frame_packed_size(n) + 2)
		return;
	while (at < n) {
		unsigned tops = *from++;

		for (int k = 0; k < 7 && at < n; k++)
			data[at++] = *from++ | (tops >> k & 1) << 7;
	}
	if (frame_sum(data, n) != (unsigned)(from[0] | from[1] << 7))
		fail_with_log("a damaged frame came");
	frame_have = 0;
	take_frame(frame[0], data, n);
}

static void read_guest(int fd)
{
	static unsigned char buffer[65536];
	ssize_t n = read(fd, buffer, sizeof(buffer));
	int status;

	for (ssize_t i = 0; i < n; i++) {
		if (buffer[i] & 0x80)
			take_byte(buffer[i]);
		else
			add_to_log((char)buffer[i]);
	}
	if (n > 0 || (n < 0 && errno == EINTR))
		return;
	if (waitpid(emulator, &status, 0) == emulator) {
		emulator = -1;
		if (WIFSIGNALED(status))
			fail_with_log("the emulator itself has crashed");
	}
	fail_with_log("the machine ended without a status");
}

static void read_stdin(void)
{
	ssize_t n = read(0, outgoing + 3, FRAME_DATA);

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		n = 0;
		input_ended = true;
	}
	outgoing[0] = FRAME_INPUT;
	outgoing[1] = n & 0xff;
	outgoing[2] = (unsigned char)(n >> 8);
	outgoing_size = 3 + (size_t)n;
	outgoing_done = 0;
}

static void write_guest(void)
{
	ssize_t n = write(to_guest, outgoing + outgoing_done,
			  outgoing_size - outgoing_done);

	if (n > 0)
		outgoing_done += (size_t)n;
	if (n < 0 && errno == EPIPE)
		input_ended = true, outgoing_done = outgoing_size;
}

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}

static void pass(int from_guest, int timeout)
{
	bool waiting = outgoing_done < outgoing_size;
	struct pollfd fds[3] = {
		{ .fd = from_guest, .events = POLLIN },
		{ .fd = waiting ? to_guest : -1, .events = POLLOUT },
		{ .fd = ready && !waiting && !input_ended ? 0 : -1,
		  .events = POLLIN },
	};

	if (poll(fds, 3, timeout) < 0 && errno != EINTR)
		fail("poll");
	if (fds[0].revents)
		read_guest(from_guest);
	if (fds[1].revents)
		write_guest();
	if (fds[2].revents)
		read_stdin();
}

int main(int argc, char **argv)
{
	long long end = 0;
	int from_guest, option;
	double seconds;

	while ((option = getopt(argc, argv, "+t:")) != -1) {
		seconds = option == 't' ? strtod(optarg, NULL) : 0;
		if (seconds <= 0) {
			fprintf(stderr, "run-host: -t takes seconds\n");
			return STATUS_FAILURE;
		}
		end = now_ms() + (long long)(seconds * 1000);
	}
	if (optind == argc) {
		fprintf(stderr, "usage: run-host [-t SECONDS] QEMU ...\n");
		return STATUS_FAILURE;
	}
	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	signal(SIGHUP, on_signal);
	signal(SIGPIPE, SIG_IGN);
	start_emulator(argv + optind, &from_guest);
	for (;;) {
		long long left = end ? end - now_ms() : -1;

		if (end && left <= 0) {
			fprintf(stderr, "faultline-run: the time is up\n");
			finish(STATUS_TIMEOUT);
		}
		pass(from_guest, (int)left);
	}
}
