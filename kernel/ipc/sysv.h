/* SPDX-License-Identifier: MIT */
/*
 * What the three kinds of System V objects share: keys, ids, permissions.
 * Steps that do not wait are atomic.  A path that waits holds a reference to
 * the object, and checks `removed` afterwards.
 */
#ifndef KERNEL_IPC_SYSV_H
#define KERNEL_IPC_SYSV_H

#include "lib/types.h"
#include "mm/account.h"
#include <faultline/ipc.h>

struct process;

/* The first member of each object. */
struct sysv_object {
	int id; /* sequence number * FL_IPC_OBJECTS + place */
	struct fl_ipc_perm perm;
	struct account *account; /* that it is charged to */
	uint32_t references;	 /* the table's, and of those that wait */
	bool removed;		 /* it is in no table any more */
};

/* All objects of one kind. */
struct sysv_table {
	struct sysv_object *objects[FL_IPC_OBJECTS]; /* by id, or NULL */
	uint32_t sequence;			     /* of the newest id */
	enum account_kind kind;			/* what its objects count as */
	void (*destroy)(struct sysv_object *o); /* frees it */
};

/*
 * Finds the object of a key, for a call like msgget() with these flags.
 * Returns 0 and stores it in *o, or NULL if the caller is to make one.
 * -ENOENT, -EEXIST; -EACCES: the mode in flags asks for more than the caller
 * may do.
 */
int sysv_get(struct sysv_table *t, int key, int flags, struct sysv_object **o);

/*
 * Fills in o, whose other members are ready, and enters it in the table, which
 * then has the only reference.  It is charged to the running thread's account.
 * Returns its id, or -ENOSPC.
 */
int sysv_enter(struct sysv_table *t, struct sysv_object *o, int key, int flags);

#define SYSV_READ  4u
#define SYSV_WRITE 2u

/*
 * Finds the object of an id, for a use that needs the permissions in want.
 * -EINVAL: there is none; -EACCES.  *o is valid until the caller waits.
 */
int sysv_find(struct sysv_table *t, int id, unsigned want,
	      struct sysv_object **o);
/* Checks an object that is held again after a wait.  -EIDRM, -EACCES. */
int sysv_check(const struct sysv_object *o, unsigned want);
/*
 * Finds the object of an id, for IPC_SET or IPC_RMID.  -EINVAL: there is none;
 * -EPERM: the caller is neither its owner nor its creator nor the superuser.
 */
int sysv_find_own(struct sysv_table *t, int id, struct sysv_object **o);

/* IPC_SET: copies what a caller may change, user, group and mode. */
void sysv_set_perm(struct sysv_object *o, const struct fl_ipc_perm *perm);

/* Takes o out of its table, whose reference is given up. */
void sysv_remove(struct sysv_table *t, struct sysv_object *o);
/* Gives up a reference; the last one destroys a removed object. */
void sysv_release(struct sysv_table *t, struct sysv_object *o);

#endif
