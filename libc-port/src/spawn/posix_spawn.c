/* SPDX-License-Identifier: MIT */
/* Starts a process: the child borrows our memory until its program runs. */
#include "spawn.h"
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int execvpe(const char *, char *const[], char *const[]);

typedef int (*exec_function)(const char *, char *const[], char *const[]);

static int apply(const struct __posix_spawnattr *a)
{
	struct sigaction action = { 0 };
	int sig;

	if (a->flags & POSIX_SPAWN_SETPGROUP && setpgid(0, a->group) < 0)
		return -1;
	if (a->flags & POSIX_SPAWN_SETSCHEDULER) {
		if (sched_setscheduler(0, a->policy, &a->param) < 0)
			return -1;
	} else if (a->flags & POSIX_SPAWN_SETSCHEDPARAM) {
		if (sched_setparam(0, &a->param) < 0)
			return -1;
	}
	if (a->flags & POSIX_SPAWN_RESETIDS &&
	    (setegid(getgid()) < 0 || seteuid(getuid()) < 0))
		return -1;
	if (a->flags & POSIX_SPAWN_SETSIGDEF)
		for (sig = 1; sig < NSIG; sig++)
			if (sigismember(&a->defaults, sig) == 1)
				sigaction(sig, &action, NULL);
	return 0;
}

/* Handlers must not run in the borrowed memory. */
static void drop_handlers(void)
{
	struct sigaction action;
	int sig;

	for (sig = 1; sig < NSIG; sig++) {
		if (sig == SIGKILL || sig == SIGSTOP ||
		    sigaction(sig, NULL, &action) < 0)
			continue;
		if (action.sa_handler == SIG_DFL ||
		    action.sa_handler == SIG_IGN)
			continue;
		memset(&action, 0, sizeof(action));
		sigaction(sig, &action, NULL);
	}
}

static int start(pid_t *pid, const char *path,
		 const posix_spawn_file_actions_t *actions,
		 const posix_spawnattr_t *attr, char *const argv[],
		 char *const envp[], exec_function exec)
{
	volatile int error = 0;
	int saved = errno;
	sigset_t all, old, mask;
	pid_t child;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	mask = old; /* the child's; its memory is ours */
	child = vfork();
	if (child == 0) {
		drop_handlers();
		if (attr && *attr && apply(*attr) < 0)
			goto failed;
		if (attr && *attr && (*attr)->flags & POSIX_SPAWN_SETSIGMASK)
			mask = (*attr)->mask;
		if (actions && *actions && __spawn_act((*actions)->first) < 0)
			goto failed;
		sigprocmask(SIG_SETMASK, &mask, NULL);
		exec(path, argv, envp ? envp : environ);
	failed:
		error = errno;
		_exit(127);
	}
	if (child < 0)
		error = errno;
	else if (error)
		waitpid(child, NULL, 0);
	else if (pid)
		*pid = child;
	sigprocmask(SIG_SETMASK, &old, NULL);
	errno = saved;
	return error;
}

int posix_spawn(pid_t *__restrict pid, const char *__restrict path,
		const posix_spawn_file_actions_t *actions,
		const posix_spawnattr_t *__restrict attr, char *const argv[],
		char *const envp[])
{
	return start(pid, path, actions, attr, argv, envp, execve);
}

int posix_spawnp(pid_t *__restrict pid, const char *__restrict file,
		 const posix_spawn_file_actions_t *actions,
		 const posix_spawnattr_t *__restrict attr, char *const argv[],
		 char *const envp[])
{
	return start(pid, file, actions, attr, argv, envp, execvpe);
}
