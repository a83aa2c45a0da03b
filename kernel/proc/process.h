/* SPDX-License-Identifier: MIT */
/* Processes and threads. */
#ifndef KERNEL_PROC_PROCESS_H
#define KERNEL_PROC_PROCESS_H

#include "lib/list.h"
#include "lib/types.h"
#include "proc/cred.h"
#include "proc/signal.h"
#include "proc/timer.h"
#include "proc/wait.h"
#include <faultline/layout.h>
#include <faultline/system.h>

struct account;
struct file;
struct file_table;
struct fs_context;
struct space;
struct trapframe;

/* A session: process groups that share a controlling terminal. */
struct session {
	int id;
	uint32_t references; /* groups, and the terminal */
	struct tty *tty;     /* controlling terminal, or NULL */
	bool leader_gone;
};

/* A process group.  It lives while it has members or is a foreground. */
struct group {
	int id;
	uint32_t references;
	struct session *session;
	struct list members;   /* of struct process */
	struct list left_link; /* those that an exit may orphan */
};

enum process_state {
	PROCESS_RUNNING,
	PROCESS_STOPPED,
	PROCESS_ZOMBIE, /* ended; waiting for its parent */
};

/*
 * A process.  The process lock protects the tree (parent, children, group),
 * state and exit status; the rest is used by its own threads only, except
 * where a comment says otherwise.
 */
struct process {
	int pid;
	enum process_state state;
	struct process *parent;
	struct list children; /* those with news for wait() come first */
	struct list sibling;  /* link in parent's children */
	struct group *group;
	struct list group_link;
	struct list threads; /* of struct thread */
	struct list frames;  /* call frames it made (call/frame.c) */
	struct list lent;    /* its rights, in calls through them */
	uint32_t thread_count;
	struct thread *leader; /* the first thread, while it lives */

	struct space *space;	 /* NULL once it has ended */
	struct rights rights;	 /* what its calls act with */
	struct account *account; /* of its real user, with a count of it */
	struct fl_facts_page *facts;

	struct wait_queue thread_wait; /* exit and exec wait for threads */
	uint32_t zombie_children;

	struct signal_actions *actions;
	struct signal_set pending; /* for any thread of the process */
	struct itimer itimers[3];
	struct ptimer_table *ptimers; /* timer_create()'s; NULL: none yet */
	struct list told_queues;      /* mq_notify(): of struct mqueue */
	struct list semaphore_undos;  /* semop(): of struct undo */

	int nice;
	bool has_execed;    /* setpgid() by the parent: too late */
	bool vfork_child;   /* the parent waits until exec or exit */
	bool exiting;	    /* threads end when they next leave */
	bool stop_reported; /* to the parent's wait */
	bool continued;	    /* since the last wait */
	int exit_status;    /* as wait4() shows it */
	int stop_signal;
	struct wait_queue child_wait; /* parents wait here for children */
	struct wait_queue vfork_wait;

	int64_t start_time;
	int64_t last_tick;	/* when a clock interrupt found it running */
	uint32_t peak_resident; /* pages; of spaces it has left */
	int64_t cpu_time;	/* ns that all its threads have run */
	uint64_t user_ticks, system_ticks;
	struct fl_rusage children_usage;
	long minor_faults, voluntary_switches, involuntary_switches;
	struct vnode *text; /* the program's file; nobody writes to it */
	struct file *trace; /* records of its calls go there */
	char name[32];
	char args[136];
};

enum thread_state {
	THREAD_READY, /* in a run queue, or running */
	THREAD_BLOCKED,
	THREAD_STOPPED, /* job control */
	THREAD_DEAD,
};

/* What a thread must do before it goes back to its program. */
enum attention {
	ATTENTION_SIGNAL = 1,	  /* look for a signal to deliver */
	ATTENTION_RESCHEDULE = 2, /* give the CPU to another thread */
	ATTENTION_EXIT = 4,	  /* the process ends */
	ATTENTION_TRACE = 8,	  /* calls of this process are recorded */
};

struct thread {
	struct process *process;
	struct account *account; /* the process's; the kernel's are root's */
	struct rights *rights; /* the process's, or of the frame it calls by */
	int tid;
	enum thread_state state;
	uint8_t attention;	  /* bits of enum attention */
	bool restarting;	  /* its call gave -ERESTART */
	bool interruptible;	  /* while blocked: may a signal wake it? */
	bool woken;		  /* a wake came since wait_enter() */
	bool cancellable;	  /* its call ends when it is cancelled */
	uint8_t policy;		  /* FL_SCHED_* */
	uint8_t realtime;	  /* priority of a policy other than OTHER */
	uint8_t ceiling;	  /* real-time priority by mutexes it holds */
	uint8_t inherited;	  /* the same, of threads that wait for it */
	uint8_t priority;	  /* run queue; 0 runs first */
	uint32_t mutexes_held;	  /* ranks of mutexes, one bit each */
	struct list process_link; /* link in process->threads */
	struct list run_link;
	struct waiter waiter; /* for wait_on() */
	struct timer sleep_timer;
	int64_t resume_deadline; /* of the sleep that goes on */
	bool resuming; /* its call slept until then, and was stopped */

	void *kernel_stack;
	struct trapframe *frame;     /* registers of its program */
	struct arch_thread *arch;    /* saved kernel context, FPU, GS base */
	struct fl_thread_page *page; /* as the kernel sees it */
	struct window *answering;    /* held: its access is under way */

	fl_sigset_t blocked;
	fl_sigset_t saved_blocked; /* sigsuspend, ppoll: restored after */
	bool restore_blocked;
	fl_sigset_t waiting_for; /* sigtimedwait() takes these */
	int forced;		 /* the signal of its own fault, or 0 */
	struct signal_set pending;
	struct fl_stack signal_stack;
	struct uaddr clear_tid;
	struct uaddr robust_list;   /* locks it holds (proc/owned.c) */
	struct list owned_waiters;  /* who waits for locks it owns */
	struct owned_waiter *waits; /* it waits for an owned lock, or NULL */
	bool locks_released;	    /* it ends: nobody waits for it any more */

	int64_t cpu_time; /* ns it has run */
	int64_t run_since;
	int64_t slice_end;
};

/* How many there are, zombies included. */
extern uint32_t process_total, thread_total;

/* The running thread and its process; never NULL after boot. */
extern struct thread *current;

static inline struct process *process_current(void)
{
	return current->process;
}

/* Who pays for what is made; in an interrupt, that is whom it interrupted. */
static inline struct account *account_current(void)
{
	return current->account;
}

static inline const struct cred *cred_current(void)
{
	return &current->rights->cred;
}

/* Kernel threads belong to no process: current->process is NULL there. */

/* Process 1 from the kernel's own thread; runs function, which execs. */
struct process *process_create_first(void (*function)(void));

/*
 * A copy of the running process with a copy of the running thread, ready to
 * run; share_space is vfork()'s.  Returns its pid or -errno.  May wait.
 */
int process_fork(bool share_space);

/* A thread of the running process; not ready yet.  NULL: out of memory. */
struct thread *thread_create(struct process *p);
void thread_discard(struct thread *t); /* one that was never ready */

/* Ends the running process, with a status as wait4() shows it. */
_Noreturn void process_exit(int status);
/* Ends the running thread; the last one ends the process. */
_Noreturn void thread_exit(int status);
/* Frees what a dead thread could not free itself; called by the next. */
void thread_bury_dead(void);
/*
 * All other threads of the running process end, because of exec or, if it is
 * exiting, of exit.  False: one of them was first, and the caller is to end.
 * May wait.
 */
bool process_end_other_threads(bool exiting);
/* The only thread that is left takes the process's number as its own. */
void process_lead(void);
/* execve() for process 1 (exec.c).  May wait. */
int process_exec_first(const char *path, const char *argument);
/* vfork()'s parent may go on: the space is the child's no more. */
void process_release_vfork_parent(struct process *p);

/*
 * The process's real user is another from now on, who pays for what it makes
 * then: 0, or -EAGAIN: no memory for an account.
 */
int process_set_account(struct process *p, uint32_t uid);

/* The facts page follows the process's numbers and credentials. */
void process_update_facts(struct process *p);

/* usage.c */
void rusage_of(const struct process *p, struct fl_rusage *r);
void rusage_add(struct fl_rusage *to, const struct fl_rusage *r);
/* The clock interrupt found p running: CPU timers and limits. */
void itimer_tick(struct process *p, bool user);

/* Has it ended, stopped or gone on, and wait() has not said so? */
static inline bool process_has_news(const struct process *p)
{
	return p->state == PROCESS_ZOMBIE || p->continued ||
	       (p->state == PROCESS_STOPPED && !p->stop_reported);
}

/* A zombie's number and record are free again (exit.c). */
void process_reap(struct process *p);
void process_free(struct process *p);
/* A thread that will never run again: out of its process, and its memory. */
void thread_detach(struct thread *t);
void thread_free(struct thread *t);

/* User and system time in ns. */
void process_times(const struct process *p, int64_t *user, int64_t *system);

/* ns that t has run. */
int64_t thread_cpu_time(const struct thread *t);

/* Called from the way back to the program when attention is not 0. */
void thread_attend(struct trapframe *f);

/* The process with this number, zombies included, or NULL. */
struct process *process_find(int pid);
/* The first process with a number of at least pid, or NULL. */
struct process *process_next(int pid);
struct group *group_find(int pgid);
/* Moves p to the group; a new one (and a new session) if there is none. */
int group_move(struct process *p, int pgid, struct session *session);
struct session *session_create(int id);
void group_release(struct group *g);
void session_release(struct session *s);

/*
 * No member has a parent in another group of the same session: nobody is
 * left to continue it, so terminal stops do not stop it.
 */
bool group_is_orphaned(const struct group *g);

static inline struct session *session_current(void)
{
	return current->process->group->session;
}

#endif
