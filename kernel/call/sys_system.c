/* SPDX-License-Identifier: MIT */
/* The calls about the machine and the whole system. */
#include "call/handlers.h"
#include "dev/tty.h"
#include "lib/arch.h"
#include "lib/printk.h"
#include "lib/string.h"
#include "lib/version.h"
#include "mm/frame.h"
#include "mm/pagecache.h"
#include "mm/slab.h"
#include "mm/space.h"
#include "mm/uaccess.h"
#include "proc/clock.h"
#include "proc/process.h"
#include "proc/sched.h"
#include <faultline/reboot.h>
#include <faultline/system.h>
#include <faultline/utsname.h>

_Static_assert(sizeof(struct fl_procinfo) == 256, "the window's record");

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
	copy = kmalloc(n);
	if (copy == NULL)
		return -ENOMEM;
	n = klog_read(copy, n);
	result = copy_to_user(buf, copy, n);
	kfree(copy);
	return result ? result : (long)n;
}

static char state_letter(const struct process *p)
{
	if (p->state == PROCESS_ZOMBIE)
		return 'Z';
	if (p->state == PROCESS_STOPPED)
		return 'T';
	list_for_each (link, &p->threads) {
		const struct thread *t =
		    list_entry(link, struct thread, process_link);

		if (t == current || t->state == THREAD_READY)
			return 'R';
	}
	return 'S';
}

static void describe(const struct process *p, struct fl_procinfo *i)
{
	int64_t user, system;

	process_times(p, &user, &system);
	*i = (struct fl_procinfo){
		.pid = p->pid,
		.ppid = p->parent ? p->parent->pid : 0,
		.pgid = p->group->id,
		.sid = p->group->session->id,
		.uid = p->rights.cred.uid,
		.euid = p->rights.cred.euid,
		.gid = p->rights.cred.gid,
		.egid = p->rights.cred.egid,
		.tty = tty_number(p->group->session->tty),
		.nice = p->nice,
		.state = state_letter(p),
		.threads = p->thread_count,
		.pages_resident = p->space ? p->space->resident : 0,
		.pages_virtual = p->space ? p->space->total : 0,
		.cpu_ns = (uint64_t)(user + system),
		.start_ns = (uint64_t)p->start_time,
	};
	memcpy(i->name, p->name, sizeof(i->name));
	memcpy(i->args, p->args, sizeof(i->args));
}

long sys_processes(struct uaddr buf, size_t count, int first)
{
	struct fl_procinfo info;
	size_t n = 0;

	for (struct process *p = process_next(first); p != NULL && n < count;
	     p = process_next(p->pid + 1)) {
		describe(p, &info);
		if (copy_to_user(uaddr_add(buf, n * sizeof(info)), &info,
				 sizeof(info)) != 0)
			return -EFAULT;
		n++;
	}
	return (long)n;
}

long sys_sysinfo(struct uaddr user_info)
{
	struct frame_statistics s = frame_statistics();
	struct fl_sysinfo info = {
		.uptime_ns = (uint64_t)clock_monotonic(),
		.pages_total = s.total,
		.pages_free = s.free,
		.pages_cache = page_cache_pages(),
		.pages_slab = slab_pages(),
	};

	for (struct process *p = process_next(1); p != NULL;
	     p = process_next(p->pid + 1)) {
		info.processes++;
		info.threads += p->thread_count;
	}
	sched_load(info.load);
	return copy_to_user(user_info, &info, sizeof(info));
}
