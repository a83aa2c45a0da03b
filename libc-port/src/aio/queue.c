/* SPDX-License-Identifier: MIT */
/*
 * Asynchronous I/O.  Requests of one file run in their order, in a helper
 * thread of the file's, which lives while there are any.  aio_fsync() is a
 * request among them: what came before it is done by then.
 */
#include "aio.h"
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

struct file {
	struct file *next;
	int fd;
	struct aiocb *first, *last; /* not yet started */
	struct aiocb *current;
	int fresh; /* its worker has not begun */
};

extern void (*__aio_before_close)(int fd);
static volatile int lock;
static struct file *files;
static int queued;
volatile int __aio_done;

void __aio_list_done(struct aio_list *list)
{
	if (!list || __sync_sub_and_fetch(&list->left, 1) > 0)
		return;
	__notify_now(&list->event, SI_ASYNCIO);
	free(list);
}

void __aio_wait(const struct aiocb *cb)
{
	int done;

	for (;;) {
		done = __aio_done;
		if (cb->__error != EINPROGRESS)
			return;
		__futex_wait(&__aio_done, done, NULL);
	}
}

static void finish(struct aiocb *cb, ssize_t result, int error)
{
	struct sigevent event = cb->aio_sigevent;
	struct aio_list *list = cb->__list;

	cb->__result = result;
	__sync_synchronize();
	cb->__error = error; /* from here on cb is the program's */
	__sync_fetch_and_add(&__aio_done, 1);
	__futex_wake(&__aio_done, INT_MAX);
	__notify_now(&event, SI_ASYNCIO);
	__aio_list_done(list);
}

/* Streams have no place to read from; files in append mode write at the end. */
static ssize_t perform(struct aiocb *cb)
{
	void *data = (void *)cb->aio_buf;
	ssize_t n;

	if (cb->__operation == AIO_SYNC)
		return fsync(cb->aio_fildes);
	if (cb->__operation == AIO_READ) {
		n = pread(cb->aio_fildes, data, cb->aio_nbytes, cb->aio_offset);
		if (n < 0 && errno == ESPIPE)
			n = read(cb->aio_fildes, data, cb->aio_nbytes);
		return n;
	}
	if (fcntl(cb->aio_fildes, F_GETFL) & O_APPEND)
		return write(cb->aio_fildes, data, cb->aio_nbytes);
	n = pwrite(cb->aio_fildes, data, cb->aio_nbytes, cb->aio_offset);
	if (n < 0 && errno == ESPIPE)
		n = write(cb->aio_fildes, data, cb->aio_nbytes);
	return n;
}

static struct aiocb *take_next(struct file *f)
{
	struct file **link;

	word_lock(&lock);
	if (f->fresh)
		f->fresh = 0; /* append() has taken it */
	else
		f->current = f->first;
	if (f->current) {
		if (f->current == f->first)
			f->first = f->current->__next;
		word_unlock(&lock);
		return f->current;
	}
	for (link = &files; *link != f; link = &(*link)->next)
		;
	*link = f->next;
	word_unlock(&lock);
	free(f);
	__sync_fetch_and_add(&__aio_done, 1); /* close() may wait for it */
	__futex_wake(&__aio_done, INT_MAX);
	return NULL;
}

static void *work(void *arg)
{
	struct file *f = arg;
	struct aiocb *cb;

	while ((cb = take_next(f))) {
		ssize_t n = perform(cb);
		int error = n < 0 ? errno : 0;

		word_lock(&lock);
		queued--;
		word_unlock(&lock);
		finish(cb, n, error);
	}
	return NULL;
}

static int start_worker(struct file *f)
{
	pthread_attr_t attr;
	sigset_t all, old;
	pthread_t thread;
	int error;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attr, PTHREAD_STACK_MIN);
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	error = pthread_create(&thread, &attr, work, f);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return error;
}

/* POSIX close(): what is on its way is completed. */
static void before_close(int fd)
{
	struct file *f;
	int done;

	for (;;) {
		done = __aio_done;
		word_lock(&lock);
		for (f = files; f && f->fd != fd; f = f->next)
			;
		if (f && !f->current && !f->first)
			f = NULL; /* its worker is on the way out */
		word_unlock(&lock);
		if (!f)
			return;
		__futex_wait(&__aio_done, done, NULL);
	}
}

/* The child has none of its parent's requests, nor workers. */
static void after_fork(void)
{
	lock = 0;
	files = NULL;
	queued = 0;
}

static void initialise(void)
{
	__aio_before_close = before_close;
	pthread_atfork(NULL, NULL, after_fork);
}

/* Under the lock: appends; 0 or an error number. */
static int append(struct aiocb *cb)
{
	struct file *f;

	for (f = files; f && f->fd != cb->aio_fildes; f = f->next)
		;
	if (f) {
		if (f->first)
			f->last->__next = cb;
		else
			f->first = cb;
		f->last = cb;
		return 0;
	}
	f = calloc(1, sizeof(*f));
	if (!f)
		return EAGAIN;
	f->fd = cb->aio_fildes;
	f->current = cb; /* it is on its way */
	f->fresh = 1;
	f->next = files;
	files = f;
	if (start_worker(f) == 0)
		return 0;
	files = f->next;
	free(f);
	return EAGAIN;
}

static int check(const struct aiocb *cb, int operation)
{
	int flags = fcntl(cb->aio_fildes, F_GETFL);
	int mode = flags & O_ACCMODE;

	if (operation != AIO_SYNC && !cb->aio_buf)
		return EINVAL;
	if (flags < 0 || (operation == AIO_READ && mode == O_WRONLY) ||
	    (operation != AIO_READ && mode == O_RDONLY))
		return EBADF;
	if (operation == AIO_SYNC)
		return 0;
	if (cb->aio_reqprio != 0 || cb->aio_nbytes > SSIZE_MAX)
		return EINVAL;
	if (cb->aio_offset < 0 && lseek(cb->aio_fildes, 0, SEEK_CUR) >= 0)
		return EINVAL;
	return 0;
}

int __aio_queue(struct aiocb *cb, int operation, struct aio_list *list)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int error = check(cb, operation);

	pthread_once(&once, initialise);
	cb->__next = NULL;
	cb->__list = list;
	cb->__operation = operation;
	cb->__result = -1;
	cb->__error = error ? error : EINPROGRESS;
	if (error) {
		errno = error;
		return -1;
	}
	word_lock(&lock);
	error = queued < AIO_MAX ? append(cb) : EAGAIN;
	queued += !error;
	word_unlock(&lock);
	if (!error)
		return 0;
	cb->__error = error;
	errno = error;
	return -1;
}

/* Takes cb, or all of f, out of the queue: a list linked by __next. */
static struct aiocb *withdraw(struct file *f, struct aiocb *cb)
{
	struct aiocb **link, *all;

	if (!cb) {
		all = f->first;
		f->first = f->last = NULL;
		return all;
	}
	f->last = NULL;
	for (link = &f->first; *link && *link != cb; link = &(*link)->__next)
		f->last = *link;
	if (!*link) {
		while (f->last && f->last->__next)
			f->last = f->last->__next;
		return NULL;
	}
	*link = cb->__next;
	while (*link) {
		f->last = *link;
		link = &(*link)->__next;
	}
	cb->__next = NULL;
	return cb;
}

int aio_cancel(int fd, struct aiocb *cb)
{
	struct aiocb *gone = NULL, *next;
	int result = AIO_ALLDONE;
	struct file *f;

	if (fcntl(fd, F_GETFL) < 0)
		return -1;
	if (cb && cb->aio_fildes != fd) {
		errno = EINVAL;
		return -1;
	}
	word_lock(&lock);
	for (f = files; f && f->fd != fd; f = f->next)
		;
	if (f) {
		gone = withdraw(f, cb);
		if (f->current && (!cb || f->current == cb))
			result = AIO_NOTCANCELED;
	}
	for (next = gone; next; next = next->__next)
		queued--;
	word_unlock(&lock);
	if (gone && result == AIO_ALLDONE)
		result = AIO_CANCELED;
	for (; gone; gone = next) {
		next = gone->__next;
		finish(gone, -1, ECANCELED);
	}
	return result;
}
