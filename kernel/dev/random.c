/* SPDX-License-Identifier: MIT */
/*
 * Random numbers from ChaCha20 (RFC 8439, "The ChaCha20 Block Function").
 * Before and after each request the key is replaced by output of the generator,
 * so that a key that leaks tells nothing of what was given out before.
 */
#include "dev/device.h"
#include "fs/io.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/machine.h"
#include "proc/sched.h"
#include "proc/wait.h"

#define BLOCK_WORDS  16
#define KEY_WORDS    8
#define RESEED_AFTER (1u << 16) /* requests */

/*
 * Constants, key, counter and nonce as in RFC 8439, but that the counter has
 * two words and the nonce the other two, which stay 0.
 */
static uint32_t state[BLOCK_WORDS] = { 0x61707865, 0x3320646e, 0x79622d32,
				       0x6b206574 };
static uint32_t requests;

static inline uint32_t rotate(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

static void quarter_round(uint32_t *x, int a, int b, int c, int d)
{
	x[a] += x[b], x[d] = rotate(x[d] ^ x[a], 16);
	x[c] += x[d], x[b] = rotate(x[b] ^ x[c], 12);
	x[a] += x[b], x[d] = rotate(x[d] ^ x[a], 8);
	x[c] += x[d], x[b] = rotate(x[b] ^ x[c], 7);
}

/* The next block of output; the counter moves on. */
static void next_block(uint32_t out[BLOCK_WORDS])
{
	memcpy(out, state, sizeof(state));
	for (int i = 0; i < 10; i++) {
		for (int k = 0; k < 4; k++)
			quarter_round(out, k, 4 + k, 8 + k, 12 + k);
		for (int k = 0; k < 4; k++)
			quarter_round(out, k, 4 + (k + 1) % 4, 8 + (k + 2) % 4,
				      12 + (k + 3) % 4);
	}
	for (int i = 0; i < BLOCK_WORDS; i++)
		out[i] += state[i];
	if (++state[12] == 0)
		state[13]++;
}

/* Mixes fresh entropy into the key. */
static void reseed(void)
{
	uint32_t fresh[KEY_WORDS];

	arch_entropy(fresh, sizeof(fresh));
	for (int i = 0; i < KEY_WORDS; i++)
		state[4 + i] ^= fresh[i];
}

/* Replaces the key by the first half of a block; sometimes reseeds. */
static void begin(void)
{
	uint32_t block[BLOCK_WORDS];

	if (requests++ % RESEED_AFTER == 0)
		reseed();
	next_block(block);
	memcpy(&state[4], block, KEY_WORDS * 4);
	memset(block, 0, sizeof(block));
}

void random_bytes(void *to, size_t n)
{
	uint32_t block[BLOCK_WORDS];
	char *p = to;

	begin();
	while (n > 0) {
		size_t part = MIN(n, sizeof(block));

		next_block(block);
		memcpy(p, block, part);
		p += part;
		n -= part;
	}
	begin();
}

static ssize_t random_read(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	size_t all = io->left;
	char bytes[512];

	(void)f, (void)offset;
	while (io->left > 0) {
		size_t n = MIN(io->left, sizeof(bytes));

		random_bytes(bytes, n);
		if (io_put(io, bytes, n) < 0)
			return io->left == all ? -EFAULT
					       : (ssize_t)(all - io->left);
		if ((all - io->left) % 4096 == 0 && sched_checkpoint())
			break;
	}
	return all - io->left;
}

/* Mixes the bytes into the key, which cannot become more predictable by it. */
static ssize_t random_write(struct file *f, struct io *io, uint64_t *offset)
{
	size_t all = io->left;
	uint32_t words[KEY_WORDS];

	(void)f, (void)offset;
	while (io->left > 0) {
		size_t n = MIN(io->left, sizeof(words));

		memset(words, 0, sizeof(words));
		if (io_get(io, words, n) < 0)
			return -EFAULT;
		for (int i = 0; i < KEY_WORDS; i++)
			state[4 + i] ^= words[i];
		begin();
		if ((all - io->left) % 4096 == 0)
			arch_poll_interrupts();
		if (all - io->left >= 65536)
			break;
	}
	return all - io->left;
}

static const struct file_ops random_ops = {
	.read = random_read,
	.write = random_write,
};

static struct device random_devices[] = {
	{ .name = "random",
	  .mode = S_IFCHR | 0666,
	  .rdev = FL_MAKEDEV(1, 8),
	  .ops = &random_ops },
	{ .name = "urandom",
	  .mode = S_IFCHR | 0666,
	  .rdev = FL_MAKEDEV(1, 9),
	  .ops = &random_ops },
};

void random_init(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(random_devices); i++)
		device_register(&random_devices[i]);
}
