/* SPDX-License-Identifier: MIT */
/*
 * Served windows: loads and stores become requests that a program answers.
 * <faultline/window.h> describes both.
 *
 * A request lies on its client's kernel stack, and is in one of two lists until
 * it is answered, its time is up, or the client has a signal.  An answer that
 * comes later finds no request and is dropped.
 */
#include "call/handlers.h"
#include "fs/file.h"
#include "fs/io.h"
#include "fs/poll.h"
#include "lib/string.h"
#include "machine/uaccess.h"
#include "mm/slab.h"
#include "proc/clock.h"
#include "proc/process.h"
#include "proc/sched.h"
#include "proc/wait.h"
#include "window/window.h"
#include <faultline/window.h>

#define DEFAULT_TIMEOUT 1000u	   /* ms */
#define LONGEST_TIMEOUT 60000u	   /* ms */
#define LARGEST_WINDOW	(1u << 30) /* bytes */
#define REPLIES_STEP	16u	   /* replies between two checkpoints */

_Static_assert(sizeof(struct fl_window_request) == 128, "the ABI's record");
_Static_assert(sizeof(struct fl_window_reply) == 112, "the ABI's record");

/*
 * A served window.  It is freed when the server's end is closed and the last
 * client has gone.
 */
struct served {
	struct object window; /* held by clients: descriptors and mappings */
	uint32_t length;      /* bytes */
	int64_t timeout;      /* ns, for each request */
	bool closed;	      /* the server's end was closed */
	bool deserted;	      /* window has no references any more */
	uint32_t last_id;     /* of the newest request */
	struct list waiting;  /* requests to be read */
	struct list taken;    /* requests that were read, to be answered */
	struct wait_queue server_wait; /* for a request, or desertion */
};

enum request_state {
	REQUEST_OPEN,
	REQUEST_ANSWERED,
	REQUEST_FAILED,
};

struct request {
	struct list link;
	enum request_state state;
	struct wait_queue client_wait;
	struct fl_window_request record; /* with the data stored or loaded */
};

static struct slab_cache served_cache =
    SLAB_CACHE_INIT(served_cache, "served", struct served);

/* Takes a request off its list and wakes its client. */
static void end_request(struct request *r, enum request_state state)
{
	list_remove(&r->link);
	r->state = state;
	wait_wake_all(&r->client_wait);
}

/* --- The client's side. --- */

/*
 * Gives the server a request and waits until it has ended.  0: answered; -EIO:
 * failed, or not answered in time; -ERESTART: a signal came.  An access that is
 * final is disturbed only by a signal that ends the process.
 */
static int exchange(struct served *s, struct request *r, bool final)
{
	int64_t deadline = clock_monotonic() + s->timeout;
	int error = 0;

	if (s->closed)
		return -EIO;
	r->state = REQUEST_OPEN;
	wait_queue_init(&r->client_wait);
	list_push_back(&s->waiting, &r->link);
	wait_wake_one(&s->server_wait);
	while (r->state == REQUEST_OPEN && error == 0)
		error = final ? wait_killable(&r->client_wait, deadline)
			      : wait_on(&r->client_wait, deadline);
	if (r->state == REQUEST_OPEN) {
		list_remove(&r->link);
		return error == -ERESTART ? -ERESTART : -EIO;
	}
	return r->state == REQUEST_ANSWERED ? 0 : -EIO;
}

/*
 * The bytes of the next request, if left bytes are left: as many whole elements
 * as fit, or a part of an element that is larger.
 */
static uint32_t request_length(const struct access *a, uint32_t left)
{
	uint32_t most = FL_WINDOW_DATA;

	if (a->width <= most)
		most -= most % a->width;
	return MIN(left, most);
}

/*
 * Carries an access out, by several requests if it is long.  A store takes its
 * data from from, a load puts it to to, and the other one is NULL.
 */
static int request_all(struct served *s, const struct access *a, void *to,
		       const void *from)
{
	uint32_t size = access_size(a), n;
	struct request r;
	int error = 0;

	if (a->offset + size > s->length)
		return -EACCES;
	for (uint32_t at = 0; at < size && error == 0; at += n) {
		n = request_length(a, size - at);
		r.record = (struct fl_window_request){
			.id = ++s->last_id,
			.type = from ? FL_WINDOW_STORE : FL_WINDOW_LOAD,
			.offset = a->offset + at,
			.length = n,
			.width = a->width,
			.pid = process_current()->pid,
			.uid = cred_current()->euid,
			.size = sizeof(r.record),
		};
		if (from)
			memcpy(r.record.data, (const char *)from + at, n);
		error = exchange(s, &r, a->final);
		if (to && error == 0)
			memcpy((char *)to + at, r.record.data, n);
	}
	return error;
}

static int served_load(struct object *w, const struct access *a, void *data)
{
	may_wait();
	return request_all(container_of(w, struct served, window), a, data,
			   NULL);
}

static int served_store(struct object *w, const struct access *a,
			const void *data)
{
	may_wait();
	return request_all(container_of(w, struct served, window), a, NULL,
			   data);
}

/* The last client has gone: wakes the server, which will read end of file. */
static void served_release(struct object *w)
{
	struct served *s = container_of(w, struct served, window);

	s->deserted = true;
	if (s->closed)
		slab_free(&served_cache, s);
	else
		wait_wake_all(&s->server_wait);
}

static const struct object_ops window_ops = {
	.name = "served",
	.data = true,
	.load = served_load,
	.store = served_store,
	.release = served_release,
};

/* --- The server's end. --- */

/* 1: there is a request; 0: there will never be one; or -errno.  May wait. */
static int wait_for_request(struct file *f, struct served *s)
{
	while (list_empty(&s->waiting)) {
		int error;

		if (s->deserted)
			return 0;
		if (f->flags & O_NONBLOCK)
			return -EAGAIN;
		error = wait_on(&s->server_wait, WAIT_FOREVER);
		if (error < 0)
			return error;
	}
	return 1;
}

static ssize_t server_read(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	struct served *s = f->object;
	ssize_t done = 0;
	int error;

	(void)offset;
	if (io->left < sizeof(struct fl_window_request))
		return -EINVAL;
	error = wait_for_request(f, s);
	if (error <= 0)
		return error;
	while (io->left >= sizeof(struct fl_window_request) &&
	       !list_empty(&s->waiting)) {
		struct request *r =
		    list_first(&s->waiting, struct request, link);

		if (io_put(io, &r->record, sizeof(r->record)) < 0)
			return done > 0 ? done : -EFAULT;
		list_remove(&r->link);
		list_push_back(&s->taken, &r->link);
		done += (ssize_t)sizeof(r->record);
	}
	return done;
}

static struct request *find_taken(struct served *s, uint32_t id)
{
	list_for_each (link, &s->taken) {
		struct request *r = list_entry(link, struct request, link);

		if (r->record.id == id)
			return r;
	}
	return NULL;
}

/*
 * Ends the request that a reply names.  0, also if the request has gone, or
 * -EINVAL: there was no such request yet.
 */
static int answer(struct served *s, const struct fl_window_reply *reply)
{
	struct request *r = find_taken(s, reply->id);

	if (!r)
		return (int32_t)(reply->id - s->last_id) > 0 ? -EINVAL : 0;
	if (r->record.type == FL_WINDOW_LOAD)
		memcpy(r->record.data, reply->data, r->record.length);
	end_request(r, reply->error ? REQUEST_FAILED : REQUEST_ANSWERED);
	return 0;
}

static ssize_t server_write(struct file *f, struct io *io, uint64_t *offset)
{
	may_wait();
	struct served *s = f->object;
	struct fl_window_reply reply;
	uint32_t replies = 0;
	ssize_t done = 0;

	(void)offset;
	if (io->left == 0 || io->left % sizeof(reply) != 0)
		return -EINVAL;
	while (io->left > 0) {
		int error = io_get(io, &reply, sizeof(reply));

		if (error == 0)
			error = answer(s, &reply);
		if (error < 0)
			return done > 0 ? done : error;
		done += (ssize_t)sizeof(reply);
		/* Each search takes a step for each request in the list. */
		if (++replies % REPLIES_STEP == 0 && sched_checkpoint())
			break;
	}
	return done;
}

static unsigned server_poll(struct file *f, struct poll_set *set)
{
	struct served *s = f->object;
	unsigned events = POLLOUT | POLLWRNORM;

	if (!list_empty(&s->waiting))
		events |= POLLIN | POLLRDNORM;
	else if (s->deserted)
		events |= POLLHUP;
	poll_add(set, &s->server_wait);
	return events;
}

/* The server's end is closed, so all requests fail, now and later. */
static void server_close(struct file *f)
{
	struct served *s = f->object;

	if (!s)
		return;
	s->closed = true;
	list_for_each_safe (link, &s->waiting)
		end_request(list_entry(link, struct request, link),
			    REQUEST_FAILED);
	list_for_each_safe (link, &s->taken)
		end_request(list_entry(link, struct request, link),
			    REQUEST_FAILED);
	if (s->deserted)
		slab_free(&served_cache, s);
}

static const struct file_ops server_ops = {
	.read = server_read,
	.write = server_write,
	.poll = server_poll,
	.release = server_close,
};

/* --- The client's end. --- */

static int client_window(struct file *f, uint32_t first, uint32_t count,
			 struct object **w)
{
	struct served *s = f->object;
	uint32_t pages = PAGE_ALIGN_UP(s->length) >> PAGE_SHIFT;

	if (first >= pages || count > pages - first)
		return -ENXIO;
	*w = object_hold(&s->window);
	return 0;
}

static void client_close(struct file *f)
{
	struct served *s = f->object;

	if (s)
		object_release(&s->window);
}

static const struct file_ops client_ops = {
	.memory = client_window,
	.release = client_close,
};

static struct served *served_create(uint32_t length, uint32_t timeout)
{
	struct served *s = slab_alloc(&served_cache);

	if (!s)
		return NULL;
	object_init(&s->window, &window_ops);
	s->length = length;
	s->timeout = (int64_t)(timeout ? timeout : DEFAULT_TIMEOUT) * 1000000;
	list_init(&s->waiting);
	list_init(&s->taken);
	wait_queue_init(&s->server_wait);
	return s;
}

long sys_window_create(size_t length, uint32_t timeout, struct uaddr pair)
{
	struct file *ends[2];
	struct served *s;

	if (length == 0 || length > LARGEST_WINDOW || timeout > LONGEST_TIMEOUT)
		return -EINVAL;
	s = served_create(length, timeout);
	ends[0] = file_alloc(&server_ops, O_RDWR);
	ends[1] = file_alloc(&client_ops, O_RDWR);
	if (!s || !ends[0] || !ends[1])
		goto no_memory;
	ends[0]->can = FILE_READ | FILE_WRITE;
	ends[0]->object = s;
	ends[1]->object = s;
	return fd_install_pair(ends, pair, O_CLOEXEC);

no_memory:
	file_release(ends[0]);
	file_release(ends[1]);
	if (s)
		slab_free(&served_cache, s);
	return -ENFILE;
}
