/* SPDX-License-Identifier: MIT */
/* Constants that the assembly needs; the build makes offsets.inc from it. */
#include "cpu.h"
#include "paging.h"
#include "proc/process.h"
#include "thread.h"
#include <faultline/layout.h>

#define CONSTANT(name, value) __asm__ volatile("@" #name " %0" : : "i"(value))

void offsets(void);

void offsets(void)
{
	CONSTANT(KERNEL_BASE, KERNEL_BASE);
	CONSTANT(DIRECT_LIMIT, DIRECT_LIMIT);
	CONSTANT(BOOT_STACK_SIZE, KERNEL_STACK_SIZE);
	CONSTANT(USER_DS, USER_DS);
	CONSTANT(USER_CS, USER_CS);
	CONSTANT(VECTOR_PAGE, VECTOR_PAGE);
	CONSTANT(VECTOR_COUNT, VECTOR_COUNT);
	CONSTANT(PF_USER, PF_USER);
	CONSTANT(EFAULT, EFAULT);
	CONSTANT(ENAMETOOLONG, ENAMETOOLONG);
	CONSTANT(USER_END, FL_USER_END);
	CONSTANT(CALL_PAGES, FL_CALL_PAGES);
	CONSTANT(CALL_PAGES_SIZE, FL_CALL_PAGES_END - FL_CALL_PAGES);
	CONSTANT(FRAME_DS, offsetof(struct trapframe, ds));
	CONSTANT(FRAME_ES, offsetof(struct trapframe, es));
	CONSTANT(FRAME_ERROR, offsetof(struct trapframe, error));
	CONSTANT(FRAME_EIP, offsetof(struct trapframe, eip));
	CONSTANT(FRAME_CS, offsetof(struct trapframe, cs));
	CONSTANT(FRAME_EFLAGS, offsetof(struct trapframe, eflags));
	CONSTANT(EFLAGS_VM, EFLAGS_VM);
	CONSTANT(INSN_LOAD_EAX, INSN_PACK(5, INSN_LOAD, 0));
	CONSTANT(INSN_LOAD_REG, INSN_PACK(6, INSN_LOAD, 0));
	CONSTANT(THREAD_ATTENTION, offsetof(struct thread, attention));
	CONSTANT(THREAD_CANCELLABLE, offsetof(struct thread, cancellable));
}
