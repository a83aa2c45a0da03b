/* SPDX-License-Identifier: MIT */
/* Line speeds in a struct termios. */
#include <errno.h>
#include <termios.h>

speed_t cfgetispeed(const struct termios *t)
{
	return t->c_ispeed;
}

speed_t cfgetospeed(const struct termios *t)
{
	return t->c_ospeed;
}

static int valid(speed_t speed)
{
	if (speed <= B38400 || (speed >= B57600 && speed <= B230400))
		return 1;
	errno = EINVAL;
	return 0;
}

int cfsetospeed(struct termios *t, speed_t speed)
{
	if (!valid(speed))
		return -1;
	t->c_ospeed = speed;
	t->c_cflag = (t->c_cflag & ~CBAUD) | speed;
	return 0;
}

int cfsetispeed(struct termios *t, speed_t speed)
{
	if (!valid(speed))
		return -1;
	t->c_ispeed = speed;
	return 0;
}

int cfsetspeed(struct termios *t, speed_t speed)
{
	return cfsetospeed(t, speed) < 0 ? -1 : cfsetispeed(t, speed);
}
