/* SPDX-License-Identifier: MIT */
/* Lays out a thread's local variables below its descriptor. */
#include "libc.h"
#include <elf.h>
#include <string.h>
#include <sys/auxv.h>

#define DESCRIPTOR_ALIGN 64

static const Elf32_Phdr *segment(void)
{
	const Elf32_Phdr *p = (const Elf32_Phdr *)getauxval(AT_PHDR);
	size_t n = getauxval(AT_PHNUM);

	for (; p && n > 0; p++, n--)
		if (p->p_type == PT_TLS)
			return p;
	return NULL;
}

static size_t block_size(const Elf32_Phdr *tls)
{
	return tls ? (tls->p_memsz + tls->p_align - 1) & -tls->p_align : 0;
}

size_t __tls_size(void)
{
	return ((block_size(segment()) + DESCRIPTOR_ALIGN - 1) &
		-(size_t)DESCRIPTOR_ALIGN) +
	       sizeof(struct __pthread);
}

/* area is zero, and aligned like the descriptor. */
struct __pthread *__tls_layout(void *area, size_t size)
{
	const Elf32_Phdr *tls = segment();
	struct __pthread *self =
	    (void *)((char *)area + size - sizeof(struct __pthread));

	if (tls)
		memcpy((char *)self - block_size(tls), (void *)tls->p_vaddr,
		       tls->p_filesz);
	self->self = self;
	return self;
}
