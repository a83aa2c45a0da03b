/* SPDX-License-Identifier: MIT */
/*
 * From the first instruction to main(): environment, thread-local
 * variables, constructors.
 */
#include "libc.h"
#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

char **environ;
const unsigned *__auxv;
char *program_invocation_name = "";
char *program_invocation_short_name = "";
char *__progname = "";

int main(int argc, char **argv, char **envp);
void _init(void);
void _fini(void);
extern void (*__preinit_array_start[])(void) __attribute__((weak));
extern void (*__preinit_array_end[])(void) __attribute__((weak));
extern void (*__init_array_start[])(int, char **, char **)
    __attribute__((weak));
extern void (*__init_array_end[])(int, char **, char **) __attribute__((weak));
extern void (*__fini_array_start[])(void) __attribute__((weak));
extern void (*__fini_array_end[])(void) __attribute__((weak));

/* Enough for most programs, and then starting needs no memory call. */
static char first_area[1024] __attribute__((aligned(64)));

static void run_destructors(void)
{
	size_t i = __fini_array_end - __fini_array_start;

	while (i-- > 0)
		__fini_array_start[i]();
	_fini();
}

static void start_first_thread(void)
{
	size_t size = __tls_size();
	void *area = size <= sizeof(first_area) ? first_area : sbrk(size + 64);
	struct __pthread *self;

	if (size > sizeof(first_area))
		area = (void *)(((unsigned long)area + 63) & -64ul);
	self = __tls_layout(area, size);
	self->tid = *TID;
	self->reent = _impure_ptr;
	*ARG1 = (unsigned)self;
	(void)fl_call(CALL_SET_TLS);
	__thread_reent = _impure_ptr;
}

static void set_names(const char *name)
{
	const char *slash = strrchr(name, '/');

	program_invocation_name = (char *)name;
	program_invocation_short_name = (char *)(slash ? slash + 1 : name);
	__progname = program_invocation_short_name;
}

void __libc_start(int *stack)
{
	int argc = stack[0];
	char **argv = (char **)(stack + 1);
	char **end = argv + argc + 1;
	size_t i;

	environ = end;
	while (*end)
		end++;
	__auxv = (const unsigned *)(end + 1);
	start_first_thread();
	if (argc > 0)
		set_names(argv[0]);

	atexit(run_destructors);
	for (i = 0; __preinit_array_start + i < __preinit_array_end; i++)
		__preinit_array_start[i]();
	_init();
	for (i = 0; __init_array_start + i < __init_array_end; i++)
		__init_array_start[i](argc, argv, environ);
	exit(main(argc, argv, environ));
}
