/* SPDX-License-Identifier: MIT */
/*
 * A page of calls as a capability.  The maker, root, hands out a page that
 * knows open(), read() and close().  The holder has given up its own rights
 * and its own page of file calls; through the frame it opens files as root,
 * reads them into its own memory, and can do nothing else.  Then the maker
 * takes the frame back.
 */
#include <faultline/calls.h>
#include <faultline/frame.h>
#include <faultline/pass.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECRET "/tmp/frame.secret"

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* The file's descriptor is the maker's; the text is ours. */
static int read_by(char *frame, const char *path, char *text, size_t size)
{
	int fd, n;

	*ARG1 = (unsigned)path;
	*ARG2 = O_RDONLY;
	fd = fl_result(*FL_FRAME_CALL(frame, FL_CALL_OPEN));
	if (fd < 0)
		return -1;
	*ARG1 = fd;
	*ARG2 = (unsigned)text;
	*ARG3 = size;
	n = fl_result(fl_call(FL_FRAME_CALL(frame, FL_CALL_READ)));
	*ARG1 = fd;
	if (fl_result(*FL_FRAME_CALL(frame, FL_CALL_CLOSE)) < 0)
		return -1;
	return n;
}

static void hold(int pipe, int ready)
{
	char text[64] = "", *frame;
	int fd = take_fd(pipe, 0);

	if (fd < 0)
		fail("take_fd");
	frame = mmap(NULL, FL_CALL_GROUPS * FL_PAGE_SIZE, PROT_READ, MAP_SHARED,
		     fd, 0);
	if (frame == MAP_FAILED)
		fail("mmap");
	if (setuid(1000) < 0 ||
	    munmap((char *)FL_CALL_PAGES + FL_GROUP_FILE * FL_PAGE_SIZE,
		   FL_PAGE_SIZE) < 0)
		fail("give up");
	if (read_by(frame, SECRET, text, sizeof(text) - 1) < 0)
		fail(SECRET);
	printf("holder:  user %d has read: %s\n", getuid(), text);
	if (*FL_FRAME_CALL(frame, FL_CALL_UNLINKAT) == -1)
		printf("holder:  unlink() by it: %s\n", strerror(*ERRNO));
	fflush(stdout);
	close(ready); /* the maker's turn */
	read(pipe, text, 1);
	read_by(frame, SECRET, text, sizeof(text) - 1);
	exit(1); /* not reached: SIGBUS */
}

static void make(int frame[2])
{
	struct fl_call_set set = { 0 };

	FL_CALL_SET_ADD(&set, FL_CALL_OPEN);
	FL_CALL_SET_ADD(&set, FL_CALL_READ);
	FL_CALL_SET_ADD(&set, FL_CALL_CLOSE);
	if (frame_create(&set, 0, frame) < 0)
		fail("frame_create");
}

int main(void)
{
	int to[2], from[2], frame[2], status, fd;
	pid_t holder;
	char c;

	fd = open(SECRET, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, "root only", 9) != 9 || close(fd) < 0)
		fail(SECRET);
	if (pipe(to) < 0 || pipe(from) < 0)
		fail("pipe");
	holder = fork();
	if (holder < 0)
		fail("fork");
	if (holder == 0) {
		close(to[1]);
		close(from[0]);
		hold(to[0], from[1]);
	}
	close(from[1]);
	make(frame);
	if (pass_fd(to[1], frame[1]) < 0)
		fail("pass_fd");
	read(from[0], &c, 1); /* until the holder has closed it */
	close(frame[0]);      /* whoever has the page: it is void */
	close(to[1]);
	waitpid(holder, &status, 0);
	printf("revoked: the holder ended by: %s\n",
	       WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "itself");
	unlink(SECRET);
	return fflush(stdout) != 0;
}
