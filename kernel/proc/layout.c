/* SPDX-License-Identifier: MIT */
/* Where a new program's stack and mappings lie. */
#include "proc/layout.h"
#include "lib/assert.h"
#include "lib/printk.h"
#include "lib/random.h"
#include "lib/string.h"
#include "machine/machine.h"

static enum { DRAWN, SEEDED, FIXED } mode;
static uint32_t state;

void layout_init(const char *option)
{
	if (!option)
		return;
	mode = strcmp(option, "fixed") == 0 ? FIXED : SEEDED;
	if (mode == FIXED) {
		printk("layout: fixed\n");
		return;
	}
	state = xorshift_seed(option);
	printk("layout: seed %u\n", state);
}

uint32_t layout_random(uint32_t limit)
{
	uint32_t drawn;

	KASSERT(limit > 0);
	if (mode == FIXED)
		return 0;
	if (mode == SEEDED)
		return xorshift(&state) % limit;
	arch_entropy(&drawn, sizeof(drawn));
	return drawn % limit;
}
