# SPDX-License-Identifier: MIT
"""What callgraph cannot see by itself, each with the reason."""

# --- Who may wait. ---

# Edges from these are not followed.
NOT_FOLLOWED = {
    'jitter',  # it waits in may_wait(), and so in all that may wait anyway
    'panic',   # nothing runs after it
    # It gives insn_execute() memory of its own, whose accesses never wait.
    'access_complete',
}

# Tables that are no operations of something: whoever names a function in
# them is named by rules of its own.
NO_OPERATIONS = {
    None,          # tables of pointers: calls, instructions, interrupts
    'call_entry',  # handlers of calls
}

# What the architecture enters the kernel by, from a program: nobody in the
# kernel relies on anything across these.
ENTRIES = {
    # From entry.asm, and what only they use, below every access to a window.
    'trap_dispatch', 'trap_from_vm86', 'page_fault', 'step_trap',
    'thread_attend',
    # The start, which becomes the idle thread: there is nobody else.
    'arch_main', 'kernel_main', 'ktest_run', 'sched_idle',
}

# These may wait and do not begin with may_wait().
WITHOUT_MAY_WAIT = {
    # The caller has looked at its condition: a wake that came before the
    # place in the queue would be lost.  They call may_wait() in the queue.
    'wait_on', 'wait_killable', 'wait_uninterruptible', 'wait_block',
    'socket_wait',
    # The thread of a jitter is in them: it would not come to an end.
    'sched_switch', 'sched_yield',
    # On the way out to a program, which is in nobody's middle.
    'sched_preempt',
    # The idle thread may call it, and does not wait in it.
    'sched_checkpoint',
    # access_complete() uses them where nothing may wait, and with memory
    # whose accesses do not.  access_load() and access_store() say so.
    'insn_execute', 'string_execute',
    # Its thread is of no process any more, and never runs again.
    'thread_die',
}

# Operations that never wait (struct.member).
NEVER_WAITS = {
    'lifecycle.exec', 'lifecycle.thread_exit', 'timer.expire',
}

# --- How deep the stack gets. ---

# The processor's frame at a trap in the kernel (eflags, cs, eip), error code
# and vector, pusha, ds and es: SAVE in entry.asm.
TRAP = 12 + 8 + 32 + 8

# Traps in the kernel: bytes, functions that lie below, and what these call.
TRAPS = {
    # dispatch(), page_fault(): FAULT_USER_ACCESS
    'trap in a copy': (TRAP, ['trap_dispatch', 'dispatch', 'page_fault'],
                       ['space_fault_in_call', 'trap_fixup']),
    'interrupt': (TRAP, ['trap_dispatch', 'dispatch'],
                  ['clock_note_mode', 'pic_interrupt']),
}

# Functions in assembly, and what C cannot tell of others: bytes with the
# return address, and calls.
COPY = ['trap in a copy']
DIVISION = 24 + 4 + 96  # ON_STACK in libgcc.asm, libgcc's own
ASSEMBLY = {
    'copy_to_user': (12, COPY),
    'copy_from_user': (12, COPY),
    'clear_user': (12, COPY),
    'touch_user': (4, COPY),
    'user_load': (4, COPY),
    'user_store': (4, COPY),
    'copy_string_from_user': (16, COPY),
    'context_switch': (20, []),
    # sti lets interrupts in
    'arch_poll_interrupts': (0, ['interrupt']),
    'arch_idle': (0, ['interrupt']),
}
for name in ('divdi3 divmoddi4 moddi3 udivdi3 udivmoddi4 umoddi3 ctzdi2 '
             'clzdi2 popcountdi2 popcountsi2').split():
    ASSEMBLY['__' + name] = (DIVISION, [])

# What is not followed: the machine stops, on whatever stack.
STOPS = ['break_kernel', 'panic', 'trap_panic', '__stack_chk_fail']

# Below these others never run, although the graph leads to them: an
# instruction that access_complete() executes has memory of its own.
NEVER_BELOW = {
    'access_complete': ['access_load', 'access_store', 'access_pause'],
}

# What a trap from virtual-8086 mode pushes more: four segment registers.
TOP = 16

# Recursions: how often a function lies on the stack at most, and why.
RECURSIONS = {
    'sys_batch': (1, 'it makes no calls that are CALL_SINGLE, as it is'),
    'call_run_rare': (1, 'call_window is not among the windows it goes on to'),
    'process_exit': (2, 'the second is that of the last thread, which goes on'),
    'process_continue': (1, 'it sends SIGCHLD, which continues nobody'),
    'answer': (1, 'the screen gives no answer while it gives one'),
    'account_drop_unused': (2, 'accounts lie in pages of the root account,'
                               ' which is not dropped'),
    'prune': (6, 'the height of the tree of pages'),
    'socket_close': (6, 'for each file a listening socket, and one in its'
                        ' backlog, which does not listen'),
    'pipe_drop_passed': (1, 'pipes and sockets cannot be passed through pipes'),
    # A file that is closed; one in its packets; one in passed_collect(); and
    # one that was passed through a pipe.
    'file_destroy': (4, 'passed_drop() below passed_drop() only queues, and so'
                        ' passed_collect() returns below itself'),
    'passed_collect': (1, 'it returns at once below itself'),
    'passed_drop': (3, 'for a file, in passed_collect(), and to queue'),
}
