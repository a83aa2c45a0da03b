/* SPDX-License-Identifier: MIT */
/* System V semaphores. */
#include "call/handlers.h"
#include "ipc/sysv.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "machine/irq.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "proc/clock.h"
#include "proc/futex.h"
#include "proc/lifecycle.h"
#include "proc/process.h"
#include "proc/wait.h"

struct semaphore {
	uint16_t value;
	uint16_t increase_waiters, zero_waiters; /* GETNCNT, GETZCNT */
	int pid;				 /* of the last operation */
};

struct semaphore_set {
	struct sysv_object object;
	struct fl_semid_ds ds;
	struct wait_queue changed; /* any change wakes all */
	struct list undos;	   /* of struct undo */
	struct semaphore of[];
};

/*
 * SEM_UNDO: what is added to the semaphores of one set when the process ends.
 * It is removed with the set.
 */
struct undo {
	struct list set_link, process_link;
	struct semaphore_set *set;
	struct process *process;
	int16_t adjust[];
};

static void destroy(struct sysv_object *o)
{
	const struct semaphore_set *s =
	    container_of(o, struct semaphore_set, object);

	KASSERT(list_empty(&s->undos) && list_empty(&s->changed.waiters));
	kfree(container_of(o, struct semaphore_set, object));
}

static struct sysv_table sets = { .kind = ACCOUNT_SEMAPHORE_SETS,
				  .destroy = destroy };

static long long now(void)
{
	return clock_realtime() / NSEC_PER_SEC;
}

static int create(int key, int count, int flags)
{
	struct semaphore_set *s;
	int id;

	if (count <= 0 || count > FL_SEMMSL)
		return -EINVAL;
	s = kmalloc_kept(sizeof(*s) + (size_t)count * sizeof(s->of[0]));
	if (!s)
		return -ENOSPC;
	s->ds.sem_nsems = (unsigned short)count;
	s->ds.sem_ctime = now();
	wait_queue_init(&s->changed);
	list_init(&s->undos);
	id = sysv_enter(&sets, &s->object, key, flags);
	if (id < 0)
		kfree(s);
	return id;
}

long sys_semget(int key, int count, int flags)
{
	struct sysv_object *o;
	int error = sysv_get(&sets, key, flags, &o);

	if (error)
		return error;
	if (!o)
		return create(key, count, flags);
	if (count < 0 ||
	    count > container_of(o, struct semaphore_set, object)->ds.sem_nsems)
		return -EINVAL;
	return o->id;
}

static void free_undo(struct undo *u)
{
	KASSERT(!u->set->object.removed);
	list_remove(&u->set_link);
	list_remove(&u->process_link);
	kfree(u);
}

static void remove_set(struct semaphore_set *s)
{
	list_for_each_safe (link, &s->undos)
		free_undo(list_entry(link, struct undo, set_link));
	wait_wake_all(&s->changed);
	sysv_remove(&sets, &s->object);
}

/*
 * Sets a value.  The adjustments of all processes for it become 0 (semctl()).
 */
static void set_value(struct semaphore_set *s, unsigned n, uint16_t value)
{
	s->of[n].value = value;
	s->of[n].pid = process_current()->pid;
	list_for_each (link, &s->undos)
		list_entry(link, struct undo, set_link)->adjust[n] = 0;
}

static int set_all(struct semaphore_set *s, struct uaddr from)
{
	uint16_t values[FL_SEMMSL];
	unsigned count = s->ds.sem_nsems;

	if (copy_from_user(values, from, count * sizeof(values[0])) != 0)
		return -EFAULT;
	for (unsigned i = 0; i < count; i++)
		if (values[i] > FL_SEMVMX)
			return -ERANGE;
	for (unsigned i = 0; i < count; i++) {
		set_value(s, i, values[i]);
		arch_poll_interrupts(); /* there may be many undos */
	}
	s->ds.sem_ctime = now();
	wait_wake_all(&s->changed);
	return 0;
}

static int get_all(const struct semaphore_set *s, struct uaddr to)
{
	uint16_t values[FL_SEMMSL];
	unsigned count = s->ds.sem_nsems;

	for (unsigned i = 0; i < count; i++)
		values[i] = s->of[i].value;
	return copy_to_user(to, values, count * sizeof(values[0]));
}

static long one(struct semaphore_set *s, int number, int command, uint32_t arg)
{
	struct semaphore *sem;

	if (number < 0 || number >= s->ds.sem_nsems)
		return -EINVAL;
	sem = &s->of[number];
	switch (command) {
	case GETVAL:
		return sem->value;
	case GETPID:
		return sem->pid;
	case GETNCNT:
		return sem->increase_waiters;
	case GETZCNT:
		return sem->zero_waiters;
	}
	if (arg > FL_SEMVMX)
		return -ERANGE;
	set_value(s, (unsigned)number, (uint16_t)arg);
	s->ds.sem_ctime = now();
	wait_wake_all(&s->changed);
	return 0;
}

static int status(const struct semaphore_set *s, struct uaddr to)
{
	struct fl_semid_ds ds = s->ds;

	ds.sem_perm = s->object.perm;
	return copy_to_user(to, &ds, sizeof(ds));
}

static long change(struct semaphore_set *s, int command, struct uaddr arg)
{
	struct fl_semid_ds ds;

	if (command == IPC_RMID) {
		remove_set(s);
		return 0;
	}
	if (copy_from_user(&ds, arg, sizeof(ds)) != 0)
		return -EFAULT;
	sysv_set_perm(&s->object, &ds.sem_perm);
	s->ds.sem_ctime = now();
	return 0;
}

long sys_semctl(int id, int number, int command, uint32_t arg)
{
	bool writes = command == SETVAL || command == SETALL;
	struct sysv_object *o;
	struct semaphore_set *s;
	int error;

	if (command == IPC_SET || command == IPC_RMID)
		error = sysv_find_own(&sets, id, &o);
	else
		error =
		    sysv_find(&sets, id, writes ? SYSV_WRITE : SYSV_READ, &o);
	if (error)
		return error;
	s = container_of(o, struct semaphore_set, object);
	switch (command) {
	case IPC_SET:
	case IPC_RMID:
		return change(s, command, uaddr(arg));
	case IPC_STAT:
		return status(s, uaddr(arg));
	case GETALL:
		return get_all(s, uaddr(arg));
	case SETALL:
		return set_all(s, uaddr(arg));
	case GETVAL:
	case SETVAL:
	case GETPID:
	case GETNCNT:
	case GETZCNT:
		return one(s, number, command, arg);
	}
	return -EINVAL;
}

/*
 * The running process's adjustments for s, made if need be.  NULL: no memory.
 */
static struct undo *undo_of(struct semaphore_set *s)
{
	struct process *p = process_current();
	struct undo *u;

	list_for_each (link, &p->semaphore_undos) {
		u = list_entry(link, struct undo, process_link);
		if (u->set == s)
			return u;
	}
	u = kmalloc(sizeof(*u) + s->ds.sem_nsems * sizeof(u->adjust[0]));
	if (!u)
		return NULL;
	u->set = s;
	u->process = p;
	list_push_back(&s->undos, &u->set_link);
	list_push_back(&p->semaphore_undos, &u->process_link);
	return u;
}

/*
 * Does all operations, in their order, and returns count; or does none, and
 * returns the index of the first that cannot be done.  Then *error is -ERANGE
 * if the value would become too large, or 0 if the caller has to wait.
 */
static size_t try(struct semaphore_set *s, const struct fl_sembuf *ops,
		  size_t count, int *error)
{
	uint16_t values[FL_SEMOPM];
	size_t i;

	*error = 0;
	for (i = 0; i < count; i++) {
		struct semaphore *sem = &s->of[ops[i].sem_num];
		int value = sem->value + ops[i].sem_op;

		values[i] = sem->value;
		if (value > FL_SEMVMX)
			*error = -ERANGE;
		if (value > FL_SEMVMX || value < 0 ||
		    (ops[i].sem_op == 0 && value != 0))
			break;
		sem->value = (uint16_t)value;
	}
	if (i == count)
		return count;
	for (size_t k = i; k-- > 0;)
		s->of[ops[k].sem_num].value = values[k];
	return i;
}

/*
 * Notes an operation for the end of the process (sign 1), or takes that back
 * (-1).
 */
static void add_undo(struct undo *u, const struct fl_sembuf *op, int sign)
{
	u->adjust[op->sem_num] =
	    (int16_t)(u->adjust[op->sem_num] - sign * op->sem_op);
}

/*
 * Returns 0, or -ERANGE if an adjustment would be too large; then notes none.
 */
static int note_undo(struct undo *u, const struct fl_sembuf *ops, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		int adjust = u->adjust[ops[i].sem_num] - ops[i].sem_op;

		if (!(ops[i].sem_flg & SEM_UNDO))
			continue;
		if (adjust > FL_SEMVMX || adjust < -FL_SEMVMX)
			break;
		add_undo(u, &ops[i], 1);
	}
	if (i == count)
		return 0;
	while (i-- > 0)
		if (ops[i].sem_flg & SEM_UNDO)
			add_undo(u, &ops[i], -1);
	return -ERANGE;
}

/* All operations are done. */
static void finish(struct semaphore_set *s, const struct fl_sembuf *ops,
		   size_t count)
{
	for (size_t i = 0; i < count; i++)
		s->of[ops[i].sem_num].pid = process_current()->pid;
	s->ds.sem_otime = now();
	wait_wake_all(&s->changed);
}

/*
 * Waits for a change of the set, because op cannot be done yet.  Returns 0
 * after a change.  -EIDRM: the set was removed, and must not be used any more;
 * -EAGAIN: op does not want to wait, or the time is up; -ERESTART.
 */
static int wait_for(struct semaphore_set *s, const struct fl_sembuf *op,
		    int64_t deadline)
{
	struct semaphore *sem = &s->of[op->sem_num];
	uint16_t *waiters =
	    op->sem_op == 0 ? &sem->zero_waiters : &sem->increase_waiters;
	int error;

	if (op->sem_flg & IPC_NOWAIT)
		return -EAGAIN;
	KASSERT(!s->object.removed && op->sem_num < s->ds.sem_nsems);
	s->object.references++;
	(*waiters)++;
	error = wait_on(&s->changed, deadline);
	KASSERT(*waiters > 0);
	(*waiters)--;
	if (s->object.removed)
		error = -EIDRM;
	sysv_release(&sets, &s->object);
	if (error == -ETIMEDOUT)
		return -EAGAIN;
	return error == -ERESTART ? wait_interrupted(deadline) : error;
}

/* -EFBIG: a number is not of the set.  *undo: an operation has SEM_UNDO. */
static int check(const struct semaphore_set *s, const struct fl_sembuf *ops,
		 size_t count, bool *undo)
{
	*undo = false;
	for (size_t i = 0; i < count; i++) {
		if (ops[i].sem_num >= s->ds.sem_nsems)
			return -EFBIG;
		*undo |= (ops[i].sem_flg & SEM_UNDO) != 0;
	}
	return 0;
}

static bool writes(const struct fl_sembuf *ops, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ops[i].sem_op != 0)
			return true;
	return false;
}

static int operate(struct semaphore_set *s, const struct fl_sembuf *ops,
		   size_t count, int64_t deadline)
{
	bool wants_undo;
	struct undo *u = NULL;
	int error = check(s, ops, count, &wants_undo);
	size_t stuck;

	if (error)
		return error;
	for (;;) {
		stuck = try(s, ops, count, &error);
		if (error || stuck == count)
			break;
		error = wait_for(s, &ops[stuck], deadline);
		if (error)
			break;
	}
	if (error)
		return error;
	if (wants_undo) {
		u = undo_of(s);
		error = u ? note_undo(u, ops, count) : -ENOSPC;
	}
	if (error) { /* none may have an effect */
		for (size_t i = 0; i < count; i++)
			s->of[ops[i].sem_num].value -= ops[i].sem_op;
		return error;
	}
	finish(s, ops, count);
	return 0;
}

long sys_semop(int id, struct uaddr user_ops, size_t count,
	       struct uaddr timeout)
{
	struct fl_sembuf ops[FL_SEMOPM];
	struct sysv_object *o;
	int64_t deadline;
	int error;

	if (count == 0)
		return -EINVAL;
	if (count > FL_SEMOPM)
		return -E2BIG;
	if (copy_from_user(ops, user_ops, count * sizeof(ops[0])) != 0)
		return -EFAULT;
	error = futex_deadline(timeout, &deadline);
	deadline = wait_resumed(deadline);
	if (!error)
		error = sysv_find(
		    &sets, id, writes(ops, count) ? SYSV_WRITE : SYSV_READ, &o);
	if (error)
		return error;
	return operate(container_of(o, struct semaphore_set, object), ops,
		       count, deadline);
}

/* Adds the process's adjustments, as far as the values' range lets them. */
static void undo_all(struct process *p)
{
	while (!list_empty(&p->semaphore_undos)) {
		struct undo *u =
		    list_first(&p->semaphore_undos, struct undo, process_link);
		struct semaphore_set *s = u->set;

		KASSERT(u->process == p);
		for (unsigned i = 0; i < s->ds.sem_nsems; i++) {
			int value = s->of[i].value + u->adjust[i];

			if (u->adjust[i] == 0)
				continue;
			s->of[i].value =
			    (uint16_t)MAX(MIN(value, FL_SEMVMX), 0);
			s->of[i].pid = p->pid;
		}
		free_undo(u);
		wait_wake_all(&s->changed);
	}
}

LIFECYCLE_HOOK(SEMAPHORES, .exit = undo_all);
