/* SPDX-License-Identifier: MIT */
/* Record locks: split and merge, conflicts, deadlock, release; flock(). */
#include "call/handlers.h"
#include "fakes.h"
#include "fs/file.h"
#include <string.h>

static struct flock l;
static long fd;

static long lock(int cmd, short type, long long start, long long length)
{
	l = (struct flock){ type, 0, start, length, 0 };
	return sys_fcntl(fd, cmd, U(&l).value);
}

/* What the second process would meet at one byte. */
static int seen(long long at)
{
	long result;

	fake_switch(1);
	result = lock(F_GETLK, F_WRLCK, at, 1);
	fake_switch(0);
	return result < 0 ? result : l.l_type;
}

static void ranges(void)
{
	IS(lock(F_SETLK, F_WRLCK, 10, 20), 0);
	IS(seen(9), F_UNLCK);
	IS(seen(10), F_WRLCK);
	IS(l.l_pid, 1);
	IS(l.l_len, 20);
	IS(seen(29), F_WRLCK);
	IS(seen(30), F_UNLCK);
	IS(lock(F_SETLK, F_UNLCK, 15, 5), 0);
	IS(seen(14), F_WRLCK);
	IS(l.l_len, 5);
	IS(seen(15), F_UNLCK);
	IS(seen(20), F_WRLCK);
	IS(l.l_start, 20);
	IS(lock(F_SETLK, F_WRLCK, 15, 5), 0);
	IS(seen(12), F_WRLCK);
	IS(l.l_start, 10);
	IS(l.l_len, 20);
	IS(lock(F_SETLK, F_RDLCK, 0, 0), 0);
	IS(seen(1ll << 40), F_RDLCK);
	IS(l.l_len, 0);
	IS(lock(F_SETLK, F_WRLCK, 5, -3), 0);
	IS(seen(2), F_WRLCK);
	IS(l.l_len, 3);
	IS(seen(1), F_RDLCK);
	IS(lock(F_SETLK, F_WRLCK, -1, 1), -EINVAL);
	IS(lock(F_SETLK, 7, 0, 1), -EINVAL);
	IS(lock(F_SETLK, F_UNLCK, 0, 0), 0);
	IS(seen(2), F_UNLCK);
}

static int waits;

static int waiter(struct wait_queue *q)
{
	(void)q;
	waits++;
	/* Process 2 waits for 1: now 1 must not wait for 2. */
	fake_switch(0);
	IS(lock(F_SETLKW, F_WRLCK, 100, 1), -EDEADLK);
	IS(lock(F_SETLK, F_UNLCK, 0, 1), 0);
	fake_switch(1);
	l = (struct flock){ F_WRLCK, 0, 0, 1, 0 };
	return 0;
}

static void conflicts(void)
{
	IS(lock(F_SETLK, F_WRLCK, 0, 1), 0);
	fake_switch(1);
	IS(lock(F_SETLK, F_RDLCK, 0, 1), -EAGAIN);
	IS(lock(F_SETLK, F_WRLCK, 100, 1), 0);
	fake_wait = waiter;
	IS(lock(F_SETLKW, F_WRLCK, 0, 1), 0);
	IS(waits, 1);
	fake_wait = NULL;
	fake_switch(0);
	IS(lock(F_SETLKW, F_RDLCK, 0, 1), -ERESTART);
	fake_switch(1);
	IS(lock(F_SETLK, F_UNLCK, 0, 0), 0);
	fake_switch(0);
}

static void closing(void)
{
	long other = sys_open(U("/f"), O_RDONLY, 0);

	IS(lock(F_SETLK, F_WRLCK, 0, 10), 0);
	files_release(files_fork(current->subject->files)); /* failed fork */
	IS(seen(0), F_WRLCK);
	IS(sys_close(other), 0); /* any descriptor of the file */
	IS(seen(0), F_UNLCK);
	fd = sys_open(U("/f"), O_RDONLY, 0);
	IS(lock(F_SETLK, F_WRLCK, 0, 10), -EBADF);
	IS(lock(F_SETLK, F_RDLCK, 0, 10), 0);
	fd = 0;
}

static void whole_files(void)
{
	long one = sys_open(U("/f"), O_RDWR, 0), two, dup;

	two = sys_open(U("/f"), O_RDWR, 0);
	dup = sys_dup(one);
	IS(sys_flock(one, LOCK_EX), 0);
	IS(sys_flock(dup, LOCK_EX | LOCK_NB), 0);
	IS(sys_flock(two, LOCK_SH | LOCK_NB), -EAGAIN);
	IS(lock(F_SETLK, F_WRLCK, 0, 10), 0); /* another kind of lock */
	IS(sys_close(one), 0);
	IS(sys_flock(two, LOCK_SH | LOCK_NB), -EAGAIN);
	IS(sys_close(dup), 0);
	IS(sys_flock(two, LOCK_SH | LOCK_NB), 0);
	IS(sys_flock(two, LOCK_UN), 0);
	IS(sys_flock(two, 77), -EINVAL);
	IS(sys_close(two), 0);
	IS(sys_flock(two, LOCK_SH), -EBADF);
}

int main(void)
{
	fake_init();
	fd = sys_open(U("/f"), O_CREAT | O_RDWR, 0644);
	fake_switch(1);
	IS(sys_open(U("/f"), O_RDWR, 0), fd);
	fake_switch(0);
	ranges();
	conflicts();
	closing();
	whole_files();
	return tap_done();
}
