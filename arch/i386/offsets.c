/* SPDX-License-Identifier: MIT */
/* Constants for the assembly.  The build makes offsets.inc of this file. */
#include "call/run.h"
#include "cpu.h"
#include "paging.h"
#include "proc/thread.h"
#include "stack.h"
#include "thread.h"
#include <faultline/layout.h>

#define CONSTANT(name, value) __asm__ volatile("@" #name " %0" : : "i"(value))

void offsets(void);

void offsets(void)
{
	CONSTANT(KERNEL_BASE, KERNEL_BASE);
	CONSTANT(DIRECT_LIMIT, DIRECT_LIMIT);
	CONSTANT(BOOT_STACK_SIZE, KERNEL_STACK_SIZE);
	CONSTANT(STACK_TOP_SIZE,
		 sizeof(struct arch_thread) + sizeof(struct trapframe));
	CONSTANT(USER_DS, USER_DS);
	CONSTANT(USER_CS, USER_CS);
	CONSTANT(VECTOR_PAGE, VECTOR_PAGE);
	CONSTANT(VECTOR_COUNT, VECTOR_COUNT);
	CONSTANT(PF_USER, PF_USER);
	CONSTANT(EFAULT, EFAULT);
	CONSTANT(ENAMETOOLONG, ENAMETOOLONG);
	CONSTANT(USER_END, FL_USER_END);
	CONSTANT(CALL_PAGES, FL_CALL_PAGES);
	CONSTANT(PAGE_SIZE, PAGE_SIZE);
	CONSTANT(PAGE_SHIFT, PAGE_SHIFT);
	CONSTANT(CALL_GROUPS, CALL_GROUPS);
	CONSTANT(CALL_SLOT_SIZE, CALL_SLOT_SIZE);
	CONSTANT(CALL_MAX_ERROR, CALL_MAX_ERROR);
	_Static_assert(CALL_SHORT_SIZE <= 256, "CALL_HANDLER takes a byte");
	CONSTANT(CALL_SHORT_SHIFT, __builtin_ctz(CALL_SHORT_SIZE));
	CONSTANT(CALL_SHORT_SIZE, CALL_SHORT_SIZE);
	CONSTANT(CALL_GROUP_SIZE, sizeof(struct call_group));
	CONSTANT(FRAME_DS, offsetof(struct trapframe, ds));
	CONSTANT(FRAME_ES, offsetof(struct trapframe, es));
	CONSTANT(FRAME_VECTOR, offsetof(struct trapframe, vector));
	CONSTANT(FRAME_ERROR, offsetof(struct trapframe, error));
	CONSTANT(FRAME_EIP, offsetof(struct trapframe, eip));
	CONSTANT(FRAME_CS, offsetof(struct trapframe, cs));
	CONSTANT(FRAME_EFLAGS, offsetof(struct trapframe, eflags));
	CONSTANT(EFLAGS_VM, EFLAGS_VM);
	CONSTANT(FRAME_LOAD, offsetof(struct trapframe, load));
	CONSTANT(FRAME_EDI, offsetof(struct trapframe, edi));
	CONSTANT(FRAME_ESI, offsetof(struct trapframe, esi));
	CONSTANT(FRAME_EBP, offsetof(struct trapframe, ebp));
	CONSTANT(FRAME_EBX, offsetof(struct trapframe, ebx));
	CONSTANT(FRAME_EDX, offsetof(struct trapframe, edx));
	CONSTANT(FRAME_ECX, offsetof(struct trapframe, ecx));
	CONSTANT(FRAME_EAX, offsetof(struct trapframe, eax));
	CONSTANT(LOAD_SHORT, LOAD_SHORT);
	CONSTANT(LOAD_NONE, LOAD_NONE);
	CONSTANT(ECALLDONE, ECALLDONE);
	CONSTANT(THREAD_ATTENTION, offsetof(struct thread, attention));
	CONSTANT(THREAD_CALL, offsetof(struct thread, call));
}
