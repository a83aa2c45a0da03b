/* SPDX-License-Identifier: MIT */
/*
 * Rights that a descriptor, a mapping or a file's mode must not give.  Each
 * test is named after a hole that there was.
 */
#include "tap.h"
#include <faultline/calls.h>
#include <faultline/frame.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define USER	   1000
#define FRAME_SIZE (FL_CALL_GROUPS * 4096u)
#define FIFO	   "/tmp/rights-fifo"

static const char *self;

/* The exit code of a child that runs the function as an ordinary user. */
static int as_user(int (*function)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		if (setgid(USER) != 0 || setuid(USER) != 0)
			_exit(99);
		_exit(function());
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void make_file(const char *name, const char *text, mode_t mode)
{
	int fd;

	unlink(name);
	fd = open(name, O_WRONLY | O_CREAT, 0600);
	write(fd, text, strlen(text));
	close(fd);
	chmod(name, mode);
}

static int map_a_name(void)
{
	int fd = open("/tmp/rights-secret", O_PATH);

	return fd >= 0 &&
	       mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED &&
	       errno == EACCES &&
	       mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED &&
	       errno == EACCES;
}

/* O_PATH needs no right to the file, and so gives none. */
static void test_mapping_of_a_name(void)
{
	make_file("/tmp/rights-secret", "secret", 0600);
	ok(as_user(map_a_name) == 1, "what is open with O_PATH is not mapped");
	unlink("/tmp/rights-secret");
}

static int write_by_mapping(void)
{
	int fd = open("/tmp/rights-program", O_RDWR);
	char *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (at == MAP_FAILED)
		return 2;
	at[0] = 'X';
	return 1;
}

/* write() takes the right away; so does a store. */
static void test_set_user_id_program_in_memory(void)
{
	struct stat s = { 0 };
	int result;

	make_file("/tmp/rights-program", "program", 06777);
	result = as_user(write_by_mapping);
	stat("/tmp/rights-program", &s);
	ok(result == 1 && (s.st_mode & 07777) == 0777,
	   "a set-user-ID program that is changed in memory is none (%o)",
	   (unsigned)s.st_mode);
	make_file("/tmp/rights-program", "program", 04777);
	if (fork() == 0)
		_exit(write_by_mapping());
	wait(NULL);
	stat("/tmp/rights-program", &s);
	ok((s.st_mode & 07777) == 04777, "unless root changed it (%o)",
	   (unsigned)s.st_mode);
	unlink("/tmp/rights-program");
}

/* A call through the frame, by a child. */
static pid_t call_through(char *frame, unsigned slot, unsigned a, unsigned b)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	*ARG1 = a;
	*ARG2 = b;
	_exit(fl_call(FL_FRAME_CALL(frame, slot)) == -1 ? 5 : 6);
}

/* The same, by one whose calls are recorded, slowly. */
static pid_t traced_call_through(char *frame, int records, unsigned slot,
				 unsigned a)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	*ARG1 = (unsigned)records;
	fl_call(CALL_TRACE);
	*ARG1 = a;
	_exit(fl_call(FL_FRAME_CALL(frame, slot)) == -1 ? 5 : 6);
}

static unsigned open_descriptors(void)
{
	unsigned n = 0;

	for (int fd = 0; fd < 64; fd++)
		n += fcntl(fd, F_GETFD) != -1;
	return n;
}

/* The program that the maker becomes: the calls come to their end now. */
static int replaced(int records, mode_t mask, unsigned clients)
{
	unsigned before = open_descriptors();
	int peer = open(FIFO, O_WRONLY | O_NONBLOCK), status, refused = 1;
	static char buffer[65536];

	fcntl(records, F_SETFL, O_NONBLOCK);
	while (clients > 0) {
		read(records, buffer, sizeof(buffer));
		if (waitpid(-1, &status, WNOHANG) > 0) {
			refused &=
			    WIFEXITED(status) && WEXITSTATUS(status) == 5;
			clients--;
		}
	}
	close(peer);
	if (umask(0) != mask)
		return 2;
	return open_descriptors() != before ? 3 : refused ? 7 : 4;
}

static void run_maker(void)
{
	struct fl_call_set set = { { { 0 } } };
	int pair[2], records[2];
	char number[12], *frame;

	FL_CALL_SET_ADD(&set, FL_CALL_OPEN);
	FL_CALL_SET_ADD(&set, FL_CALL_CLOSE);
	FL_CALL_SET_ADD(&set, FL_CALL_UMASK);
	pipe(records);
	fcntl(records[1], F_SETFL, O_NONBLOCK);
	while (write(records[1], "", 1) == 1)
		;
	fcntl(records[1], F_SETFL, 0);
	umask(022);
	frame_create(&set, 0, pair);
	frame = mmap(NULL, FRAME_SIZE, PROT_READ, MAP_SHARED, pair[1], 0);
	call_through(frame, FL_CALL_OPEN, (unsigned)FIFO, O_RDONLY);
	traced_call_through(frame, records[1], FL_CALL_CLOSE, 0);
	traced_call_through(frame, records[1], FL_CALL_UMASK, 0777);
	usleep(200000); /* they are under way */
	snprintf(number, sizeof(number), "%d", records[0]);
	execl(self, "rights", number, (char *)NULL);
	_exit(98);
}

/*
 * Calls through a frame that began before its maker became another program.
 * They have neither its descriptors nor its place.
 */
static void test_calls_under_way_at_exec(void)
{
	int status = -1;
	pid_t pid;

	mkfifo(FIFO, 0666);
	pid = fork();
	if (pid == 0)
		run_maker();
	waitpid(pid, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 7,
	   "calls under way do not reach into their maker's next program (%x)",
	   status);
	unlink(FIFO);
}

static int run_without_standard_places(void)
{
	close(0);
	close(1);
	close(2);
	execl("/tmp/rights-setuid", "rights", "standard", (char *)NULL);
	return 98;
}

/* The set-user-ID program opens a file, and writes a message. */
static int use_standard_places(void)
{
	int fd = open("/tmp/rights-secret", O_RDWR);
	char c;

	if (geteuid() != 0 || fd < 3)
		return 2;
	if (write(2, "x", 1) != -1 || read(0, &c, 1) != -1)
		return 3;
	return close(0) == 0 && open("/tmp", O_RDONLY) == 0 ? 7 : 4;
}

/* A file that a set-user-ID program opens is not where its errors go. */
static void test_standard_places(void)
{
	static char program[65536];
	int from = open(self, O_RDONLY), to, result;
	ssize_t n;

	make_file("/tmp/rights-secret", "secret", 0600);
	make_file("/tmp/rights-setuid", "", 0755);
	to = open("/tmp/rights-setuid", O_WRONLY);
	while ((n = read(from, program, sizeof(program))) > 0)
		write(to, program, (size_t)n);
	close(to);
	close(from);
	chmod("/tmp/rights-setuid", 04755);
	result = as_user(run_without_standard_places);
	ok(result == 7, "a set-user-ID program has standard descriptors (%d)",
	   result);
	unlink("/tmp/rights-setuid");
	unlink("/tmp/rights-secret");
}

/* The error of a call on the queue that waits while its mode becomes 0. */
static int error_of_waiter(int queue, int sends)
{
	static struct {
		long type;
		char text[FL_MSGMAX];
	} m = { 1, "" };
	struct msqid_ds d;
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		ssize_t n;

		alarm(20); /* so that who waits for ever fails with EINTR */
		n = sends ? msgsnd(queue, &m, sizeof(m.text), 0)
			  : msgrcv(queue, &m, sizeof(m.text), 2, 0);
		_exit(n == 0 ? 0 : errno);
	}
	usleep(300000);
	msgctl(queue, IPC_STAT, &d);
	d.msg_perm.mode = 0;
	msgctl(queue, IPC_SET, &d);
	waitpid(pid, &status, 0);
	d.msg_perm.mode = 0666;
	msgctl(queue, IPC_SET, &d);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int lose_right_to_queue(void)
{
	static struct {
		long type;
		char text[FL_MSGMAX];
	} m = { 1, "" };
	int queue = msgget(IPC_PRIVATE, 0666), error[2];

	while (msgsnd(queue, &m, sizeof(m.text), IPC_NOWAIT) == 0)
		;
	error[0] = error_of_waiter(queue, 1);
	error[1] = error_of_waiter(queue, 0);
	msgctl(queue, IPC_RMID, NULL);
	return error[0] == EACCES && error[1] == EACCES;
}

/* Who waited went on with the right that IPC_SET had taken away. */
static void test_waiting_without_right(void)
{
	ok(as_user(lose_right_to_queue) == 1,
	   "msgsnd() and msgrcv() that wait lose the right to the queue");
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "standard") == 0)
		return use_standard_places();
	if (argc > 1)
		return replaced(atoi(argv[1]), 022, 3);
	self = argv[0];
	test_mapping_of_a_name();
	test_set_user_id_program_in_memory();
	test_calls_under_way_at_exec();
	test_standard_places();
	test_waiting_without_right();
	return done();
}
