/* SPDX-License-Identifier: MIT */
/* Process 1 of the Linux that the benchmark is compared with. */
#include <stdio.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <unistd.h>

/* What follows -- on the kernel's command line comes as arguments. */
int main(int argc, char **argv)
{
	char *envp[] = { NULL };
	pid_t pid;

	(void)argc;
	printf("linux: first output\n");
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		argv[0] = "/bench";
		execve(argv[0], argv, envp);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
	reboot(RB_POWER_OFF);
	return 1;
}
