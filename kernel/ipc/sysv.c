/* SPDX-License-Identifier: MIT */
/* System V objects: keys, ids, permissions. */
#include "ipc/sysv.h"
#include "lib/assert.h"
#include "proc/thread.h"

#define SEQUENCE_MAX 0xfffffu

_Static_assert((SEQUENCE_MAX + 1ull) * FL_IPC_OBJECTS <= INT32_MAX + 1ull,
	       "identifiers are not negative");

static bool may(const struct fl_ipc_perm *perm, unsigned want)
{
	const struct cred *c = cred_current();
	unsigned mode = perm->mode;

	if (cred_is_superuser(c))
		return true;
	if (c->euid == perm->uid || c->euid == perm->cuid)
		mode >>= 6;
	else if (cred_in_group(c, perm->gid) || cred_in_group(c, perm->cgid))
		mode >>= 3;
	return (mode & want) == want;
}

int sysv_get(struct sysv_table *t, int key, int flags, struct sysv_object **o)
{
	unsigned want = (unsigned)(flags | flags >> 3 | flags >> 6) & 7;

	*o = NULL;
	if (key == 0) /* IPC_PRIVATE */
		return 0;
	for (unsigned i = 0; i < FL_IPC_OBJECTS; i++)
		if (t->objects[i] && t->objects[i]->perm.key == key)
			*o = t->objects[i];
	if (!*o)
		return flags & IPC_CREAT ? 0 : -ENOENT;
	if ((flags & (IPC_CREAT | IPC_EXCL)) == (IPC_CREAT | IPC_EXCL))
		return -EEXIST;
	return may(&(*o)->perm, want) ? 0 : -EACCES;
}

int sysv_enter(struct sysv_table *t, struct sysv_object *o, int key, int flags)
{
	const struct cred *c = cred_current();
	struct account *a = account_current();
	unsigned place = 0;

	while (place < FL_IPC_OBJECTS && t->objects[place])
		place++;
	if (place == FL_IPC_OBJECTS || account_charge(a, t->kind) != 0)
		return -ENOSPC;
	KASSERT(t->destroy);
	o->account = a;
	/* From 1, so that no id is 0: shm.c knows a segment's file by that. */
	t->sequence = t->sequence % SEQUENCE_MAX + 1;
	o->id = (int)(t->sequence * FL_IPC_OBJECTS + place);
	KASSERT(o->id >= 0);
	o->references = 1;
	o->removed = false;
	o->perm = (struct fl_ipc_perm){
		c->euid, c->egid, c->euid, c->egid, flags & 0777u, key,
	};
	t->objects[place] = o;
	return o->id;
}

static struct sysv_object *object_of(const struct sysv_table *t, int id)
{
	struct sysv_object *o;

	if (id < 0)
		return NULL;
	o = t->objects[id % FL_IPC_OBJECTS];
	return o && o->id == id ? o : NULL;
}

int sysv_find(struct sysv_table *t, int id, unsigned want,
	      struct sysv_object **o)
{
	*o = object_of(t, id);
	if (!*o)
		return -EINVAL;
	return may(&(*o)->perm, want) ? 0 : -EACCES;
}

int sysv_check(const struct sysv_object *o, unsigned want)
{
	if (o->removed)
		return -EIDRM;
	return may(&o->perm, want) ? 0 : -EACCES;
}

int sysv_find_own(struct sysv_table *t, int id, struct sysv_object **o)
{
	const struct cred *c = cred_current();

	*o = object_of(t, id);
	if (!*o)
		return -EINVAL;
	return cred_is_superuser(c) || c->euid == (*o)->perm.uid ||
		       c->euid == (*o)->perm.cuid
		   ? 0
		   : -EPERM;
}

void sysv_set_perm(struct sysv_object *o, const struct fl_ipc_perm *perm)
{
	o->perm.uid = perm->uid;
	o->perm.gid = perm->gid;
	o->perm.mode = perm->mode & 0777;
}

void sysv_release(struct sysv_table *t, struct sysv_object *o)
{
	struct account *a = o->account;

	KASSERT(o->references > 0);
	if (--o->references > 0)
		return;
	KASSERT(o->removed); /* else the table holds it */
	t->destroy(o);
	account_uncharge(a, t->kind);
}

void sysv_remove(struct sysv_table *t, struct sysv_object *o)
{
	KASSERT(t->objects[o->id % FL_IPC_OBJECTS] == o && !o->removed);
	t->objects[o->id % FL_IPC_OBJECTS] = NULL;
	o->removed = true;
	sysv_release(t, o);
}
