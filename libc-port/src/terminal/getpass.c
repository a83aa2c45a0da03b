/* SPDX-License-Identifier: MIT */
/* Asks for a password without showing it. */
#include <fcntl.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

char *getpass(const char *prompt)
{
	static char line[128];
	struct termios old, quiet;
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return NULL;
	tcgetattr(fd, &old);
	quiet = old;
	quiet.c_lflag &= ~(ECHO | ISIG);
	quiet.c_lflag |= ICANON;
	tcsetattr(fd, TCSAFLUSH, &quiet);
	dprintf(fd, "%s", prompt);
	n = read(fd, line, sizeof(line) - 1);
	tcsetattr(fd, TCSAFLUSH, &old);
	dprintf(fd, "\n");
	close(fd);
	if (n < 0)
		return NULL;
	if (n > 0 && line[n - 1] == '\n')
		n--;
	line[n] = '\0';
	return line;
}
