/* SPDX-License-Identifier: MIT */
/*
 * What the three kinds of System V objects share: keys, numbers, rights.
 * Steps that do not wait are atomic; who waits holds a reference, and looks
 * at `removed` afterwards.
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
	uint32_t references;	 /* the table's, and those that wait */
	bool removed;
};

struct sysv_table {
	struct sysv_object *objects[FL_IPC_OBJECTS];
	uint32_t sequence;
	enum account_kind kind; /* what its objects count as */
	void (*destroy)(struct sysv_object *o);
};

/*
 * The object of a key: found, or -ENOENT, -EEXIST, -EACCES; *o is NULL where
 * one is to be made.
 */
int sysv_get(struct sysv_table *t, int key, int flags, struct sysv_object **o);
/* Fills in and enters a new object; its number or -ENOSPC. */
int sysv_enter(struct sysv_table *t, struct sysv_object *o, int key, int flags);

#define SYSV_READ  4u
#define SYSV_WRITE 2u

/* The object of a number if it may be used so: -EINVAL, -EACCES. */
int sysv_find(struct sysv_table *t, int id, unsigned want,
	      struct sysv_object **o);
/* The same of a held one after a wait: -EIDRM, -EACCES. */
int sysv_check(const struct sysv_object *o, unsigned want);
/* The same if it is the caller's to change: -EINVAL, -EPERM. */
int sysv_find_own(struct sysv_table *t, int id, struct sysv_object **o);

/* IPC_SET: what a caller may change of perm. */
void sysv_set_perm(struct sysv_object *o, const struct fl_ipc_perm *perm);

void sysv_remove(struct sysv_table *t, struct sysv_object *o);
void sysv_release(struct sysv_table *t, struct sysv_object *o);

#endif
