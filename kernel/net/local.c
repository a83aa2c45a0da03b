/* SPDX-License-Identifier: MIT */
/* Local sockets: their names are files. */
#include "fs/internal.h"
#include "lib/assert.h"
#include "lib/string.h"
#include "net/socket.h"

/* The path of n as a string; 0 or -EINVAL. */
static int path_from(const struct socket_name *n, char *path)
{
	uint32_t length;

	if (n->family != AF_UNIX || n->length <= sizeof(n->family))
		return -EINVAL;
	length = n->length - sizeof(n->family);
	KASSERT(length <= FL_SUN_PATH);
	memcpy(path, n->un.path, length);
	path[length] = '\0';
	return path[0] ? 0 : -EINVAL;
}

static int local_bind(struct socket *s, const struct socket_name *n)
{
	char path[FL_SUN_PATH + 1];
	struct lookup l;
	size_t length;
	int error = path_from(n, path);

	if (error < 0 || s->vnode)
		return -EINVAL;
	error = lookup_kernel(&l, path, LOOKUP_CREATE);
	if (error == 0)
		error = vfs_create_node(&l, S_IFSOCK | 0777, 0, NULL);
	if (error == -EEXIST)
		error = -EADDRINUSE;
	if (error == 0) {
		s->vnode = lookup_take(&l);
		s->vnode->socket = s;
		/* The longest path has no room for its NUL. */
		length = MIN(strlen(path) + 1, sizeof(s->name.un.path));
		memcpy(s->name.un.path, path, length);
		s->name.length = sizeof(s->name.family) + length;
	}
	lookup_done(&l);
	return error;
}

/* The socket bound to v, held, for s to send or connect to.  0 or -errno. */
static int socket_at(const struct socket *s, struct vnode *v,
		     struct socket **found)
{
	int error = vnode_access(v, MAY_WRITE);

	if (error < 0)
		return error;
	if (vnode_type(v) != S_IFSOCK || !v->socket)
		return -ECONNREFUSED;
	if (v->socket->type != s->type)
		return -EPROTOTYPE;
	KASSERT(v->socket->vnode == v);
	*found = socket_hold(v->socket);
	return 0;
}

static int local_find(struct socket *s, const struct socket_name *n,
		      struct socket **found)
{
	char path[FL_SUN_PATH + 1];
	struct lookup l;
	int error = path_from(n, path);

	if (error < 0)
		return error;
	error = lookup_kernel(&l, path, LOOKUP_FOLLOW);
	if (error == 0)
		error = socket_at(s, l.vnode, found);
	lookup_done(&l);
	return error;
}

static int local_name(struct socket *s)
{
	(void)s;
	return 0; /* a sender may have no name */
}

/* The file stays until a program removes it; connecting to it is refused. */
static void local_unbind(struct socket *s)
{
	if (!s->vnode)
		return;
	KASSERT(s->vnode->socket == s);
	s->vnode->socket = NULL;
	vnode_release(s->vnode);
	s->vnode = NULL;
}

const struct socket_domain local_domain = {
	.bind = local_bind,
	.find = local_find,
	.name = local_name,
	.unbind = local_unbind,
};
