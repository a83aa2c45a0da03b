/* SPDX-License-Identifier: MIT */
/*
 * Who a process is: how real, effective and saved ids change, by calls and by
 * set-id programs, and what users may not do to the system and to others.
 */
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <sched.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <time.h>

#include "print.h"

#define FOLDER "/tmp/same.ids"

static void tell_users(void)
{
	uid_t r, e, s;

	getresuid(&r, &e, &s);
	printf(" %d/%d/%d", (int)r, (int)e, (int)s);
	if (getuid() != r || geteuid() != e)
		printf(" no, %d/%d", (int)getuid(), (int)geteuid());
}

static void tell_groups(void)
{
	gid_t r, e, s;

	getresgid(&r, &e, &s);
	printf(" %d/%d/%d", (int)r, (int)e, (int)s);
	if (getgid() != r || getegid() != e)
		printf(" no, %d/%d", (int)getgid(), (int)getegid());
}

/* States to start from: of the superuser, and of users. */
static const int states[][3] = {
	{ 0, 0, 0 }, { 1, 0, 0 }, { 0, 0, 1 }, { 1, 0, 2 },
	{ 1, 1, 1 }, { 0, 1, 0 }, { 0, 1, 1 }, { 1, 1, 0 },
	{ 1, 2, 1 }, { 1, 1, 2 }, { 1, 2, 2 }, { 0, 1, 2 },
};
#define STATES (sizeof(states) / sizeof(*states))

static const int ids[] = { -1, 0, 1, 2, 3 };
#define IDS (sizeof(ids) / sizeof(*ids))

/* POSIX and Linux say other things of what is the effective id only. */
static int is_open(const int *state, int id)
{
	return id == state[1] && id != state[0] && id != state[2];
}

enum { SETUID, SETEUID, SETGID, SETEGID };

static void change_one(int call, const int *state, int id)
{
	int result;

	if (call == SETUID || call == SETEUID)
		setresuid(state[0], state[1], state[2]);
	else
		setresgid(state[0], state[1], state[2]);
	if (call == SETGID || call == SETEGID)
		setresuid(4, state[1] ? 4 : 0, 4);
	result = call == SETUID	   ? setuid(id)
		 : call == SETEUID ? seteuid(id)
		 : call == SETGID  ? setgid(id)
				   : setegid(id);
	printf(" %s", result == 0 ? "" : error_name(errno));
	if (call == SETUID || call == SETEUID)
		tell_users();
	else
		tell_groups();
	printf(",");
}

static void one_id(const char *what, int call)
{
	begin(what);
	for (unsigned s = 0; s < STATES; s++) {
		const int *state = states[s];

		printf("\n  %d/%d/%d:", state[0], state[1], state[2]);
		for (unsigned i = 0; i < IDS; i++) {
			pid_t pid;

			if (is_open(state, ids[i]))
				continue;
			pid = fork_child();
			if (pid == 0) {
				change_one(call, state, ids[i]);
				end_child(0);
			}
			await(pid);
		}
	}
}

/* The real id as the saved one: POSIX leaves that open. */
static int is_open_real(const int *state, int id)
{
	return state[1] != 0 && id == state[2] && id != state[0] &&
	       id != state[1];
}

static void change_two(int groups, const int *state, int real, int effective)
{
	int result;

	if (groups) {
		setresgid(state[0], state[1], state[2]);
		setresuid(4, state[1] ? 4 : 0, 4);
		result = setregid(real, effective);
	} else {
		setresuid(state[0], state[1], state[2]);
		result = setreuid(real, effective);
	}
	printf(" %d,%d%s", real, effective,
	       result == 0 ? "" : error_name(errno));
	if (result == 0 && groups)
		tell_groups();
	else if (result == 0)
		tell_users();
	printf(";");
}

static void two_ids(const char *what, int groups)
{
	begin(what);
	for (unsigned s = 0; s < STATES; s++) {
		const int *state = states[s];

		printf("\n  %d/%d/%d:", state[0], state[1], state[2]);
		for (unsigned i = 0; i < IDS * IDS; i++) {
			pid_t pid;

			if (is_open_real(state, ids[i % IDS]))
				continue;
			pid = fork_child();
			if (pid == 0) {
				change_two(groups, state, ids[i % IDS],
					   ids[i / IDS]);
				end_child(0);
			}
			await(pid);
		}
	}
}

static void three_ids(void)
{
	begin("setresuid");
	for (unsigned s = 0; s < STATES; s++) {
		const int *state = states[s];
		pid_t pid;

		printf("\n  %d/%d/%d:", state[0], state[1], state[2]);
		for (unsigned i = 0; i < IDS * IDS * IDS; i++) {
			fflush(stdout);
			pid = fork_child();
			if (pid == 0) {
				setresuid(state[0], state[1], state[2]);
				if (setresuid(ids[i % IDS], ids[i / IDS % IDS],
					      ids[i / IDS / IDS]) == 0)
					tell_users();
				else
					printf(" -");
				end_child(0);
			}
			await(pid);
		}
	}
}

static void supplementary_groups(void)
{
	gid_t groups[3] = { 7, 5, 6 }, got[8] = { 0 };
	pid_t pid;
	int n;

	begin("groups");
	pid = fork_child();
	if (pid > 0) {
		await(pid);
		return;
	}
	tell("setgroups", setgroups(3, groups));
	tell("too small", getgroups(2, got));
	tell("negative", getgroups(-1, got));
	n = getgroups(8, got);
	tell("getgroups", n);
	tell("their number", getgroups(0, NULL));
	tell("too many", setgroups(NGROUPS_MAX + 1, groups));
	tell("negative", setgroups(-1, groups));
	tell("bad", setgroups(2, (gid_t *)8));
	setresuid(1, 1, 1);
	tell("as a user", setgroups(0, NULL));
	tell("initgroups", initgroups("nobody", 5));
	tell("they stay", getgroups(0, NULL));
	end_child(0);
}

static void user_1(void)
{
	setgroups(0, NULL);
	setresgid(1, 1, 1);
	setresuid(1, 1, 1);
}

/* What only the superuser may do to the system. */
static void forbidden(void)
{
	struct sched_param fifo = { .sched_priority = 5 }, none = { 0 };
	struct timeval tv;
	struct timespec ts;
	struct rlimit l;
	pid_t pid = fork_child();

	if (pid > 0) {
		await(pid);
		return;
	}
	begin("forbidden");
	user_1();
	gettimeofday(&tv, NULL);
	clock_gettime(CLOCK_REALTIME, &ts);
	tell("chroot", chroot("/"));
	tell("chr", mknod("/tmp/same.node", S_IFCHR | 0600, makedev(1, 3)));
	tell("blk", mknod("/tmp/same.node", S_IFBLK | 0600, makedev(1, 3)));
	tell("settimeofday", settimeofday(&tv, NULL));
	tell("clock_settime", clock_settime(CLOCK_REALTIME, &ts));
	tell("sethostname", sethostname("x", 1));
	tell("nice", nice(-1));
	tell("setpriority", setpriority(PRIO_PROCESS, 0, -5));
	tell("up", setpriority(PRIO_PROCESS, 0, 3));
	tell("and down", setpriority(PRIO_PROCESS, 0, 2));
	tell("the same", setpriority(PRIO_PROCESS, 0, 3));
	tell("of the parent", setpriority(PRIO_PROCESS, getppid(), 10));
	tell("FIFO", sched_setscheduler(0, SCHED_FIFO, &fifo));
	tell("RR", sched_setscheduler(0, SCHED_RR, &fifo));
	tell("OTHER", sched_setscheduler(0, SCHED_OTHER, &none));
	tell("of the parent",
	     sched_setscheduler(getppid(), SCHED_OTHER, &none));
	tell("look at it", sched_getscheduler(getppid()));
	tell_ok("getpgid", getpgid(getppid()));
	tell_ok("getsid", getsid(getppid()));
	getrlimit(RLIMIT_NOFILE, &l);
	l.rlim_max++;
	tell("raise", setrlimit(RLIMIT_NOFILE, &l));
	l.rlim_max -= 2;
	l.rlim_cur = 50;
	tell("lower", setrlimit(RLIMIT_NOFILE, &l));
	l.rlim_max++;
	tell("back", setrlimit(RLIMIT_NOFILE, &l));
	l.rlim_cur = l.rlim_max--;
	tell("above", setrlimit(RLIMIT_NOFILE, &l));
	end_child(0);
}

/* Whose signals reach whom: by real and effective against real and saved. */
static void kills(void)
{
	static const int targets[][3] = { { 1, 1, 1 }, { 2, 2, 2 }, { 1, 2, 2 },
					  { 2, 1, 2 }, { 2, 2, 1 }, { 0, 0, 0 },
					  { 1, 0, 0 }, { 0, 1, 1 } };
	static const int senders[][2] = { { 1, 1 }, { 1, 2 }, { 2, 1 },
					  { 3, 3 }, { 3, 1 }, { 1, 3 },
					  { 0, 3 }, { 3, 0 } };

	begin("kill");
	for (unsigned t = 0; t < 8; t++) {
		int ready[2];
		pid_t target;
		char c;

		pipe(ready);
		target = fork_child();
		if (target == 0) {
			setresuid(targets[t][0], targets[t][1], targets[t][2]);
			write(ready[1], "x", 1);
			for (;;)
				pause();
		}
		read(ready[0], &c, 1);
		close(ready[0]);
		close(ready[1]);
		printf("\n  %d/%d/%d", targets[t][0], targets[t][1],
		       targets[t][2]);
		for (unsigned s = 0; s < 8; s++) {
			pid_t pid = fork_child();

			if (pid == 0) {
				setresuid(senders[s][0], senders[s][1], 3);
				printf(" %d/%d", senders[s][0], senders[s][1]);
				tell("", kill(target, 0));
				tell("CONT", kill(target, SIGCONT));
				tell("queue",
				     sigqueue(target, 0, (union sigval){ 0 }));
				end_child(0);
			}
			await(pid);
		}
		kill(target, SIGKILL);
		waitpid(target, NULL, 0);
	}
}

/* A group is told if one of its members may be. */
static void kills_of_groups(void)
{
	pid_t a = fork_child(), b, pid;
	sigset_t set;

	begin("killpg");
	if (a == 0)
		for (;;)
			pause();
	setpgid(a, a);
	b = fork_child();
	if (b == 0) {
		setpgid(0, a);
		user_1();
		for (;;)
			pause();
	}
	setpgid(b, a);
	while (getpriority(PRIO_USER, 1) < 0 && errno == ESRCH)
		;
	pid = fork_child();
	if (pid == 0) {
		setresuid(3, 3, 3);
		tell("none", killpg(a, 0));
		end_child(0);
	}
	await(pid);
	pid = fork_child();
	if (pid == 0) {
		user_1();
		tell("one", killpg(a, SIGTERM));
		end_child(0);
	}
	await(pid);
	waitpid(b, NULL, 0);
	tell("the other lives", waitpid(a, NULL, WNOHANG));
	kill(a, SIGKILL);
	waitpid(a, NULL, 0);
}

/* The program as another user's: who it is, and what it may trust. */
static int say_who(void)
{
	printf(" ");
	tell_users();
	tell_groups();
	printf(" secure %d %s", getauxval(AT_SECURE) != 0,
	       secure_getenv("SAME") ? "trusted" : "not trusted");
	tell("file", access(FOLDER "/secret", R_OK));
	tell_ok("open", open(FOLDER "/secret", O_RDONLY));
	tell("give up", seteuid(getuid()));
	tell_users();
	tell("take back", seteuid(1001));
	tell_users();
	tell("real too", setreuid(geteuid(), -1));
	tell_users();
	fflush(stdout);
	return 0;
}

/* Its identity becomes that of the next program. */
static int pass_on(void)
{
	tell("seteuid", seteuid(getuid()));
	execl(FOLDER "/plain", "plain", "who", (char *)NULL);
	return 1;
}

static void copy_self(const char *self, const char *to, mode_t mode)
{
	int in = open(self, O_RDONLY), out;
	char buf[4096];
	long n;

	unlink(to);
	out = open(to, O_CREAT | O_WRONLY, 0700);
	while ((n = read(in, buf, sizeof(buf))) > 0)
		write(out, buf, n);
	close(in);
	close(out);
	chown(to, 1001, 2001);
	chmod(to, mode);
}

static void run_as(int user, const char *name, const char *what)
{
	pid_t pid = fork_child();

	if (pid == 0) {
		if (user == 1)
			user_1();
		else if (user != 0) {
			setresgid(user, user, user);
			setresuid(user, user, user);
		}
		execl(name, name, what, (char *)NULL);
		tell("exec", -1);
		end_child(0);
	}
	await(pid);
}

static void set_id_programs(const char *self)
{
	static const mode_t modes[] = { 0755,  04755, 02755, 06755, 02745,
					04655, 04700, 06711, 07777 };
	int fd;

	mkdir(FOLDER, 0755);
	fd = open(FOLDER "/secret", O_CREAT | O_WRONLY, 0);
	fchown(fd, 1001, 2001);
	fchmod(fd, 0440);
	close(fd);
	setenv("SAME", "yes", 1);
	for (unsigned i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		copy_self(self, FOLDER "/program", modes[i]);
		begin("program");
		printf(" %o", modes[i]);
		printf("\n  by root:");
		run_as(0, FOLDER "/program", "who");
		printf("\n  by a user:");
		run_as(1, FOLDER "/program", "who");
		printf("\n  by its owner:");
		run_as(1001, FOLDER "/program", "who");
	}
	copy_self(self, FOLDER "/plain", 0755);
	copy_self(self, FOLDER "/program", 06755);
	begin("passed on");
	run_as(1, FOLDER "/program", "pass");
	chown(FOLDER "/program", 0, 0);
	chmod(FOLDER "/program", 04755);
	begin("to root");
	run_as(1, FOLDER "/program", "who");
	begin("by way of a script");
	fd = open(FOLDER "/script", O_CREAT | O_WRONLY, 0700);
	write(fd, "#!" FOLDER "/plain who\n", strlen(FOLDER) + 13);
	close(fd);
	chown(FOLDER "/script", 1001, 2001);
	chmod(FOLDER "/script", 06755);
	run_as(1, FOLDER "/script", NULL);
	unlink(FOLDER "/script");
	unlink(FOLDER "/program");
	unlink(FOLDER "/plain");
	unlink(FOLDER "/secret");
	begin("end");
	tell("rmdir", rmdir(FOLDER));
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "who") == 0)
		return say_who();
	if (argc > 1 && strcmp(argv[1], "pass") == 0)
		return pass_on();
	start_afresh();
	setgroups(0, NULL);
	one_id("setuid", SETUID);
	one_id("seteuid", SETEUID);
	one_id("setgid", SETGID);
	one_id("setegid", SETEGID);
	two_ids("setreuid", 0);
	two_ids("setregid", 1);
	three_ids();
	supplementary_groups();
	forbidden();
	kills();
	kills_of_groups();
	set_id_programs(argv[0]);
	puts("");
	return 0;
}
