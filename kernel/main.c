/* SPDX-License-Identifier: MIT */
/* From the architecture's start to process 1. */
#include "main.h"
#include "dev/device.h"
#include "dev/tty.h"
#include "fs/file.h"
#include "fs/initrd.h"
#include "fs/mount.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "lib/version.h"
#include "machine/machine.h"
#include "machine/panic.h"
#include "machine/thread.h"
#include "mm/account.h"
#include "mm/frame.h"
#include "proc/clock.h"
#include "proc/exec.h"
#include "proc/layout.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/work.h"
#include "sanitize.h"
#include "test/break.h"
#include "test/ktest.h"

static const struct boot_info *boot;

/* What follows the name of an option on the command line, or NULL. */
static const char *find_option(const char *name)
{
	size_t n = strlen(name);
	const char *p = boot->command_line;

	while (*p) {
		if (strncmp(p, name, n) == 0 &&
		    (p[n] == '\0' || p[n] == ' ' || p[n] == '='))
			return p + n;
		while (*p && *p != ' ')
			p++;
		while (*p == ' ')
			p++;
	}
	return NULL;
}

bool option_is_set(const char *name)
{
	return find_option(name);
}

const char *option_value(const char *name, char *to, size_t size)
{
	const char *p = find_option(name);
	size_t n = 0;

	if (!p || *p != '=')
		return NULL;
	for (p++; p[n] && p[n] != ' ' && n + 1 < size; n++)
		to[n] = p[n];
	to[n] = '\0';
	return to;
}

static void mount_devices(void)
{
	uint32_t umask;
	struct file *dev;

	vfs_mkdir("/dev", 0755);
	if (vfs_open("/dev", O_RDONLY | O_DIRECTORY, 0, &dev) != 0 ||
	    mount_type("devfs", dev->vnode, 0) != 0)
		panic("cannot mount /dev");
	file_release(dev);
	umask = current->subject->fs->umask;
	current->subject->fs->umask = 0;
	vfs_mkdir("/dev/shm", 01777); /* shm_open(), sem_open() */
	current->subject->fs->umask = umask;
}

/* Opens the console as descriptors 0, 1 and 2 of process 1. */
static void open_console(void)
{
	struct file *console;

	if (vfs_open("/dev/console", O_RDWR | O_NOCTTY, 0, &console) != 0)
		panic("cannot open /dev/console");
	for (int fd = 0; fd < 3; fd++) {
		file_hold(console);
		fd_install(console, 0, false);
	}
	file_release(console);
}

/* Process 1's first thread runs this, and then its program. */
static void first_process(void)
{
	char init[64], argument[64], console[16];
	const char *path = option_value("init", init, sizeof(init)), *seed;
	char value[16];
	int error;

	work_start();
	vfs_init();
	current->subject->fs = fs_alloc(vfs_root);
	if (!current->subject->fs)
		panic("no memory for process 1");
	error = initrd_unpack(boot->initrd, boot->initrd_size);
	if (error == -ENOSPC)
		panic("not enough memory for the image: %u KB free",
		      frame_statistics().free * 4);
	if (error)
		panic("the initrd is damaged");
	mem_init();
	random_init();
	echo_init();
	ports_init();
	if (option_is_set("faults"))
		faults_init();
	layout_init(option_value("layout", value, sizeof(value)));
	if (option_is_set("jitter")) {
		seed = option_value("jitter", value, sizeof(value));
		jitter_init(seed ? seed : "");
	}
	arch_register_terminals(
	    option_value("console", console, sizeof(console)));
	tty_register_own();
	pty_init();
	coverage_init();
	mount_devices();
	open_console();
	if (option_is_set("ktest"))
		ktest_run();
	if (option_value("break", argument, sizeof(argument)))
		break_kernel(argument);
	if (!path)
		path = "/sbin/init";
	if (option_is_set("latency"))
		arch_measure_latency();
	error = process_exec_first(
	    path, option_value("arg", argument, sizeof(argument)));
	if (error != -ECALLDONE)
		panic("cannot run %s: error %d", path, -error);
}

void kernel_main(const struct boot_info *info)
{
	static struct thread idle;

	boot = info;
	account_init();
	idle.state = THREAD_READY;
	list_init(&idle.run_link);
	sched_init(&idle);
	arch_thread_boot(&idle);
	printk("Faultline " FAULTLINE_VERSION " on %s, %u KB of memory free\n",
	       arch_cpu_name(), frame_statistics().free * 4);
	process_create_first(first_process);
	sched_idle();
}
