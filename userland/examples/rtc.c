/* SPDX-License-Identifier: MIT */
/*
 * The battery's clock, without a driver: its two I/O ports are memory for
 * whoever may map /dev/port-rtc, which belongs to the superuser.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define INDEX 0x70
#define DATA  0x71

/* Registers (data sheet of the MC146818, "Address map"). */
enum { SECOND = 0, MINUTE = 2, HOUR = 4, DAY = 7, MONTH = 8, YEAR = 9 };
#define STATUS_A 10
#define UPDATING 0x80
#define STATUS_B 11
#define BINARY	 0x04

static volatile uint8_t *ports; /* four to a page: those from 0x70 on */

static uint8_t get(uint8_t which)
{
	ports[INDEX & 3] = which; /* out */
	return ports[DATA & 3];	  /* in */
}

static unsigned number(uint8_t which)
{
	uint8_t value = get(which);

	return get(STATUS_B) & BINARY ? value : value / 16 * 10 + value % 16;
}

int main(void)
{
	unsigned second, minute, hour;
	int fd = open("/dev/port-rtc", O_RDWR);

	if (fd < 0) {
		perror("/dev/port-rtc");
		return 1;
	}
	ports = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		     INDEX / 4 * 4096);
	if (ports == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	close(fd);

	do { /* until it has not moved on meanwhile */
		while (get(STATUS_A) & UPDATING)
			;
		second = number(SECOND);
		minute = number(MINUTE);
		hour = number(HOUR);
	} while (get(STATUS_A) & UPDATING || number(SECOND) != second);
	printf("20%02u-%02u-%02u %02u:%02u:%02u\n", number(YEAR), number(MONTH),
	       number(DAY), hour, minute, second);
	return fflush(stdout) != 0;
}
