/* SPDX-License-Identifier: MIT */
/* The calls about the machine and the whole system. */
#include "call/handlers.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "lib/version.h"
#include "machine/machine.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "proc/clock.h"
#include "proc/thread.h"
#include "window/facts.h"
#include <faultline/reboot.h>
#include <faultline/system.h>
#include <faultline/utsname.h>

static char node_name[FL_UTSNAME_LENGTH] = "faultline";

long sys_uname(struct uaddr name)
{
	struct fl_utsname u = {
		.sysname = "Faultline",
		.release = FAULTLINE_VERSION,
		.version = "one door, memory",
		.machine = "i686",
	};

	strlcpy(u.nodename, node_name, sizeof(u.nodename));
	return copy_to_user(name, &u, sizeof(u));
}

long sys_sethostname(struct uaddr name, size_t length)
{
	char copy[FL_UTSNAME_LENGTH] = { 0 };

	if (length >= sizeof(copy))
		return -EINVAL;
	if (copy_from_user(copy, name, length) != 0)
		return -EFAULT;
	if (!cred_is_superuser(cred_current()))
		return -EPERM;
	memcpy(node_name, copy, sizeof(copy));
	return 0;
}

long sys_reboot(int command, int status)
{
	if (command < FL_REBOOT_POWEROFF || command > FL_REBOOT_EXIT)
		return -EINVAL;
	if (!cred_is_superuser(cred_current()))
		return -EPERM;
	switch (command) {
	case FL_REBOOT_RESTART:
		arch_restart();
	case FL_REBOOT_HALT:
		arch_halt();
	case FL_REBOOT_EXIT:
		arch_exit(status);
	default:
		arch_power_off();
	}
}

long sys_klog(struct uaddr buf, size_t size)
{
	char *copy;
	long result;
	size_t n = MIN(size, (size_t)16384);

	if (n == 0)
		return 0;
	copy = kmalloc_raw(n);
	if (!copy)
		return -ENOMEM;
	n = klog_read(copy, n);
	result = copy_to_user(buf, copy, n);
	kfree(copy);
	return result ? result : (long)n;
}

long sys_sysinfo(struct uaddr user_info)
{
	struct fl_system_facts f;
	struct fl_sysinfo info;

	slab_settle(); /* so that freed slabs are not counted */
	facts_describe(&f);
	info = (struct fl_sysinfo){
		.uptime_ns = (uint64_t)clock_monotonic(),
		.pages_total = f.pages_total,
		.pages_free = f.pages_free,
		.pages_cache = f.pages_cache,
		.pages_slab = f.pages_slab,
		.pages_tables = f.pages_tables,
		.processes = f.processes,
		.threads = f.threads,
		.load = { f.load[0], f.load[1], f.load[2] },
	};
	return copy_to_user(user_info, &info, sizeof(info));
}
