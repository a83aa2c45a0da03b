# Host tests of the files, terminals and sockets below the calls: a program for
# each name of host_call_tests, all linked with host_call_common.  They need
# -m32: the kernel's pointers and user addresses are 32 bits wide.
host_call_tests = fs/path fs/tmpfs fs/pipe fs/locks fs/poll dev/ldisc dev/pty \
	net/senders net/socket
host_call_common = \
	tests/host/fakes/fakes.c \
	tests/host/fakes/memory.c \
	kernel/mm/account.c \
	kernel/mm/inject.c \
	kernel/mm/object.c \
	kernel/fs/file.c \
	kernel/fs/initrd.c \
	kernel/fs/io.c \
	kernel/fs/locks.c \
	kernel/fs/mount.c \
	kernel/fs/open.c \
	kernel/fs/pass.c \
	kernel/fs/path.c \
	kernel/fs/pipe.c \
	kernel/fs/poll.c \
	kernel/fs/sys_attr.c \
	kernel/fs/sys_dir.c \
	kernel/fs/sys_fcntl.c \
	kernel/fs/sys_io.c \
	kernel/fs/sys_name.c \
	kernel/fs/sys_open.c \
	kernel/fs/table.c \
	kernel/fs/tmpfs.c \
	kernel/fs/tmpfs_dir.c \
	kernel/fs/vnode.c \
	kernel/fs/vnode_io.c \
	kernel/net/connect.c \
	kernel/net/inet.c \
	kernel/net/local.c \
	kernel/net/options.c \
	kernel/net/passed.c \
	kernel/net/socket.c \
	kernel/net/sys_message.c \
	kernel/net/sys_socket.c \
	kernel/net/transfer.c \
	kernel/dev/device.c \
	kernel/dev/mem.c \
	kernel/dev/pty.c \
	kernel/dev/random.c \
	kernel/dev/tty.c \
	kernel/dev/ldisc.c \
	kernel/dev/tty_out.c \
	kernel/dev/tty_job.c \
	kernel/dev/tty_ioctl.c

# Of memory, on page tables that are an array.
host_mm_tests = mm/edges mm/object mm/space
host_mm_common = $(host_call_common) \
	tests/host/fakes/mmu.c \
	tests/host/mm/access.c \
	tests/host/mm/model.c \
	tests/host/mm/shape.c \
	tests/host/mm/step.c \
	kernel/lib/tree.c \
	kernel/mm/anonymous.c \
	kernel/mm/fault.c \
	kernel/mm/mlock.c \
	kernel/mm/region.c \
	kernel/mm/space.c \
	kernel/mm/sys_memory.c

# Of processes, with a scheduler that does as the test says.
host_proc_tests = proc/signal proc/table proc/timer proc/wait
host_proc_common = $(host_call_common) \
	tests/host/fakes/sched.c \
	kernel/proc/futex.c \
	kernel/proc/group.c \
	kernel/proc/itimer.c \
	kernel/proc/ptimer.c \
	kernel/proc/signal.c \
	kernel/proc/table.c \
	kernel/proc/timer.c \
	kernel/proc/wait.c
