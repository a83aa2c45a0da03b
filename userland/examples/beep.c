/* SPDX-License-Identifier: MIT */
/*
 * Makes the PC's speaker sound: beep [HERTZ [MILLISECONDS]].  The ports of
 * the timer and of the speaker's gate are memory, four of them to a page.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#define TIMER_2	      0x42 /* channel 2 drives the speaker */
#define TIMER_COMMAND 0x43
#define GATE	      0x61
#define FIRST	      0x40
#define PAGES	      ((GATE - FIRST) / 4 + 1)

#define TIMER_HZ    1193182
#define SQUARE_WAVE 0xb6 /* channel 2, both bytes, mode 3 */
#define GATE_OPEN   3

static volatile uint8_t *first_port;

static volatile uint8_t *port(unsigned number)
{
	return first_port + (number - FIRST) / 4 * 4096 + number % 4;
}

int main(int argc, char **argv)
{
	int hertz = argc > 1 ? atoi(argv[1]) : 440;
	int duration = argc > 2 ? atoi(argv[2]) : 200;
	struct timespec length = { duration / 1000, duration % 1000 * 1000000 };
	int fd = open("/dev/port-speaker", O_RDWR), divisor;

	if (fd < 0) {
		perror("/dev/port-speaker");
		return 1;
	}
	if (hertz < 20 || hertz > 20000 || duration < 1) {
		fprintf(stderr, "usage: beep [HERTZ [MILLISECONDS]]\n");
		return 2;
	}
	first_port = mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE,
			  MAP_SHARED, fd, FIRST / 4 * 4096);
	if (first_port == MAP_FAILED) {
		perror("mmap");
		return 1;
	}

	divisor = TIMER_HZ / hertz;
	*port(TIMER_COMMAND) = SQUARE_WAVE;
	*port(TIMER_2) = divisor & 0xff;
	*port(TIMER_2) = divisor >> 8;
	*port(GATE) |= GATE_OPEN; /* one instruction: in, or, out */
	nanosleep(&length, NULL);
	*port(GATE) &= ~GATE_OPEN;
	printf("%d Hz for %d ms\n", hertz, duration);
	return fflush(stdout) != 0;
}
