/* SPDX-License-Identifier: MIT */
/* Panics: the message, registers, a backtrace with names, and the end. */
#include "cpu.h"
#include "gdt.h"
#include "lib/assert.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "machine/machine.h"
#include "paging.h"
#include "panic.h"
#include "proc/process.h"
#include "sanitize.h"
#include "stack.h"
#include "symbols.h"
#include "thread.h"
#include "trap.h"

static bool exit_on_panic;
static bool panicking;

void panic_init(bool exit)
{
	exit_on_panic = exit;
}

bool strstr_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = text; *p; p++)
		if (strncmp(p, word, n) == 0 && (p == text || p[-1] == ' ') &&
		    (p[n] == '\0' || p[n] == ' '))
			return true;
	return false;
}

const char *symbol_name(uint32_t address, uint32_t *offset)
{
	uint32_t low = 0, high = symbol_count;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (symbols[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0) {
		*offset = address;
		return "?";
	}
	*offset = address - symbols[low - 1].address;
	return symbols[low - 1].name;
}

static void print_place(uint32_t eip)
{
	uint32_t offset;
	const char *name = symbol_name(eip, &offset);

	printk("  %08x %s+0x%x\n", eip, name, offset);
}

/*
 * The return address of a call that never returns may be the start of the next
 * function, so the byte before is looked up.
 */
static void print_caller(uint32_t return_address)
{
	print_place(return_address - 1);
}

static bool is_kernel_stack(uint32_t ebp)
{
	bool is_mapped =
	    ebp < KERNEL_BASE + DIRECT_LIMIT ||
	    (ebp >= STACKS_START && ebp < STACKS_END && !stack_is_guard(ebp));

	return ebp >= KERNEL_BASE && is_mapped && ebp % 4 == 0;
}

/*
 * Stack frames are linked.  Each begins with the caller's ebp, and the return
 * address follows.  Returns that of the frame at *ebp and advances *ebp to the
 * caller's frame; 0: there are no more.
 */
static uint32_t next_caller(uint32_t *ebp)
{
	const uint32_t *frame = (const uint32_t *)*ebp;

	if (!is_kernel_stack(*ebp) || frame[1] < KERNEL_BASE)
		return 0;
	*ebp = frame[0] > *ebp ? frame[0] : 0;
	return frame[1];
}

static void backtrace(uint32_t ebp)
{
	uint32_t caller;

	for (int i = 0; i < 24 && (caller = next_caller(&ebp)) != 0; i++)
		print_caller(caller);
}

void arch_callers(uint32_t *to, unsigned count)
{
	uint32_t ebp = (uint32_t)__builtin_frame_address(0);

	for (unsigned i = 0; i < count; i++)
		to[i] = next_caller(&ebp);
}

static void begin(void)
{
	if (panicking) /* a panic during a panic prints nothing */
		arch_exit(PANIC_STATUS);
	panicking = true;
}

static _Noreturn void end(void)
{
	const struct process *p = current ? current->process : NULL;

	if (p)
		printk("  running: process %d (%s)\n", p->pid, p->name);
	coverage_last_words();
	printk("panic: the end\n");
	if (exit_on_panic)
		arch_exit(PANIC_STATUS);
	arch_halt();
}

void panic(const char *format, ...)
{
	char message[256];
	va_list args;

	begin();
	va_start(args, format);
	kvsnprintf(message, sizeof(message), format, args);
	va_end(args);
	printk("panic: %s\n", message);
	backtrace((uint32_t)__builtin_frame_address(0));
	end();
}

static void print_registers(const struct trapframe *f)
{
	printk("  eax %08x ebx %08x ecx %08x edx %08x\n", f->eax, f->ebx,
	       f->ecx, f->edx);
	printk("  esi %08x edi %08x ebp %08x eflags %08x\n", f->esi, f->edi,
	       f->ebp, f->eflags);
	printk("  cr0 %08x cr2 %08x cr3 %08x cs %04x\n", read_cr0(), read_cr2(),
	       read_cr3(), f->cs);
}

void trap_panic(const struct trapframe *f, uint32_t address)
{
	begin();
	printk("panic: %s in the kernel", trap_name(f->vector));
	if (f->vector == VECTOR_PAGE)
		printk(": %s of %08x, %s",
		       f->error & PF_WRITE ? "write" : "read", address,
		       f->error & PF_PRESENT ? "not allowed" : "nothing there");
	printk(", error code %x\n", f->error);
	print_registers(f);
	print_place(f->eip);
	backtrace(f->ebp);
	end();
}

void double_fault_panic(void);
void double_fault_panic(void)
{
	uint32_t address = read_cr2();

	begin();
	if (stack_is_guard(address))
		printk("panic: a kernel stack overflowed, at %08x\n", address);
	else
		printk("panic: double fault, cr2 %08x\n", address);
	print_place(gdt_faulting()->eip);
	backtrace(gdt_faulting()->ebp);
	end();
}
