/* SPDX-License-Identifier: MIT */
/*
 * The 16550 UART of COM1 (National Semiconductor PC16550D data sheet) is the
 * terminal ttyS0 and a console of the kernel.
 */
#include "dev/tty.h"
#include "io.h"
#include "lib/assert.h"
#include "lib/printk.h"
#include "machine/irq.h"
#include "proc/clock.h"
#include "proc/wait.h"
#include "uart.h"

#define COM1	  0x3f8
#define COM1_LINE 4
#define FIFO_SIZE 16u
#define RING_SIZE 8192u /* a power of two */
#define LOW_WATER (RING_SIZE / 2)
#define BREAK_NS  (NSEC_PER_SEC * 3 / 10) /* POSIX: 250 to 500 ms */

/* Registers by offset.  DLL and DLM replace others while LCR_DLAB is set. */
enum uart_register {
	RBR = 0,
	THR = 0,
	DLL = 0, /* data; divisor */
	IER = 1,
	DLM = 1,
	IIR = 2,
	FCR = 2,
	LCR = 3,
	MCR = 4,
	LSR = 5,
	MSR = 6,
	SCR = 7,
};

#define IER_INPUT  0x01
#define IER_OUTPUT 0x02
#define IER_ERRORS 0x04

#define FCR_ENABLE_AND_CLEAR 0x07
#define FCR_TRIGGER_8	     0x80

#define LCR_8N1	  0x03
#define LCR_BREAK 0x40
#define LCR_DLAB  0x80

#define MCR_DTR_RTS_OUT2 0x0b /* OUT2 lets interrupts through */

#define LSR_DATA      0x01
#define LSR_BREAK     0x10
#define LSR_THR_EMPTY 0x20

#define IIR_NONE 0x01

/*
 * The bytes from tail to head of the ring wait for the chip.  Both count up for
 * ever; the place is the number modulo RING_SIZE.
 */
static struct {
	bool present;
	uint8_t ier;
	uint32_t head, tail;
	char ring[RING_SIZE];
	struct tty tty;
} uart;

static void set_ier(uint8_t ier)
{
	if (ier == uart.ier)
		return;
	uart.ier = ier;
	outb(COM1 + IER, ier);
}

/* Gives the chip as many bytes as its FIFO takes.  The FIFO must be empty. */
static void fill_fifo(void)
{
	for (uint32_t i = 0; i < FIFO_SIZE && uart.tail != uart.head; i++)
		outb(COM1 + THR, uart.ring[uart.tail++ % RING_SIZE]);
}

/*
 * Gives the chip bytes of the ring for as long as it is ready at once, as an
 * emulated one always is.  An interrupt comes for those that are left.
 */
static void pump(void)
{
	if (!uart.tty.stopped)
		while (uart.tail != uart.head &&
		       (inb(COM1 + LSR) & LSR_THR_EMPTY))
			fill_fifo();
	if (uart.tail != uart.head && !uart.tty.stopped)
		set_ier(uart.ier | IER_OUTPUT);
	else
		set_ier(uart.ier & ~IER_OUTPUT);
}

static size_t uart_room(struct tty *t)
{
	(void)t;
	KASSERT(uart.head - uart.tail <= RING_SIZE);
	return RING_SIZE - (uart.head - uart.tail);
}

static size_t uart_write(struct tty *t, const char *s, size_t n)
{
	n = MIN(n, uart_room(t));
	for (size_t i = 0; i < n; i++)
		uart.ring[uart.head++ % RING_SIZE] = s[i];
	pump();
	return n;
}

static size_t uart_pending(struct tty *t)
{
	(void)t;
	return uart.head - uart.tail;
}

static void uart_discard(struct tty *t)
{
	(void)t;
	uart.tail = uart.head;
}

static void uart_start(struct tty *t)
{
	(void)t;
	pump();
}

/* Reads what has come, as far as the terminal has room for it. */
static void receive(void)
{
	char bytes[FIFO_SIZE];
	size_t n = 0;
	uint8_t status;

	while (tty_can_input(&uart.tty)) {
		status = inb(COM1 + LSR);
		if (!(status & LSR_DATA))
			break;
		KASSERT(n < sizeof(bytes));
		bytes[n] = inb(COM1 + RBR);
		if (status & LSR_BREAK) {
			tty_input(&uart.tty, bytes, n);
			tty_input_break(&uart.tty);
			n = 0;
			continue;
		}
		if (++n == sizeof(bytes)) {
			tty_input(&uart.tty, bytes, n);
			n = 0;
		}
	}
	if (n > 0)
		tty_input(&uart.tty, bytes, n);
	if (!tty_can_input(&uart.tty))
		set_ier(uart.ier & ~(IER_INPUT | IER_ERRORS));
}

/* The terminal has room again, so interrupts for input may come again. */
static void uart_input_ready(struct tty *t)
{
	(void)t;
	set_ier(uart.ier | IER_INPUT | IER_ERRORS);
}

static void uart_interrupt(void *device)
{
	(void)device;
	for (int turns = 0; turns < 64; turns++) {
		if (inb(COM1 + IIR) & IIR_NONE)
			break;
		receive();
		pump();
		inb(COM1 + MSR);
	}
	if (uart.head - uart.tail <= LOW_WATER)
		tty_output_ready(&uart.tty);
}

/*
 * If two threads send a break at the same time, the end of the first one's ends
 * both.
 */
static void uart_send_break(struct tty *t)
{
	may_wait();
	struct wait_queue nobody = WAIT_QUEUE_INIT(nobody);
	int64_t end = clock_monotonic() + BREAK_NS;

	(void)t;
	outb(COM1 + LCR, LCR_8N1 | LCR_BREAK);
	while (wait_killable(&nobody, end) == 0)
		continue;
	outb(COM1 + LCR, LCR_8N1);
}

static const struct tty_driver uart_driver = {
	.write = uart_write,
	.room = uart_room,
	.pending = uart_pending,
	.discard = uart_discard,
	.start = uart_start,
	.input_ready = uart_input_ready,
	.send_break = uart_send_break,
};

/* Sends one character, and waits for the chip, but not for ever. */
static void put_polled(char c)
{
	for (int i = 0; i < 1000000; i++)
		if (inb(COM1 + LSR) & LSR_THR_EMPTY)
			break;
	outb(COM1 + THR, c);
}

/* First sends what programs wrote before, so that the order is right. */
static void console_write(const char *s, size_t n)
{
	while (uart.tail != uart.head)
		put_polled(uart.ring[uart.tail++ % RING_SIZE]);
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n')
			put_polled('\r');
		put_polled(s[i]);
	}
}

static struct console uart_console = { .write = console_write };

bool uart_early_init(void)
{
	outb(COM1 + SCR, 0x5a);
	if (inb(COM1 + SCR) != 0x5a)
		return false;
	outb(COM1 + IER, 0);
	outb(COM1 + LCR, LCR_DLAB);
	outb(COM1 + DLL, 1); /* 115200 / 1 */
	outb(COM1 + DLM, 0);
	outb(COM1 + LCR, LCR_8N1);
	outb(COM1 + FCR, FCR_ENABLE_AND_CLEAR | FCR_TRIGGER_8);
	outb(COM1 + MCR, MCR_DTR_RTS_OUT2);
	uart.present = true;
	console_register(&uart_console);
	return true;
}

struct tty *uart_init(void)
{
	static struct irq_handler handler = { .handle = uart_interrupt };
	struct tty *t = &uart.tty;

	if (!uart.present)
		return NULL;
	t->device.name = "ttyS0";
	t->device.mode = S_IFCHR | 0620;
	t->device.rdev = FL_MAKEDEV(4, 64);
	t->driver = &uart_driver;
	t->winsize = (struct winsize){ .ws_row = 24, .ws_col = 80 };
	tty_register(t);
	irq_register(COM1_LINE, &handler);
	set_ier(IER_INPUT | IER_ERRORS);
	return t;
}
