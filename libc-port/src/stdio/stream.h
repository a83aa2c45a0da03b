/* SPDX-License-Identifier: MIT */
/* Of streams of Newlib: what its own files have from its local.h. */
#ifndef STREAM_H
#define STREAM_H

#include <pthread.h>
#include <reent.h>
#include <stdio.h>

/* Memory to be written, as its fvwrite.h has it. */
struct __siov {
	const void *iov_base;
	size_t iov_len;
};

struct __suio {
	struct __siov *uio_iov;
	int uio_iovcnt;
	int uio_resid;
};

int __sfvwrite_r(struct _reent *, FILE *, struct __suio *);
int __sflags(struct _reent *, const char *mode, int *open_flags);
int __srefill_r(struct _reent *, FILE *);
void __sinit(struct _reent *);
int __swsetup_r(struct _reent *, FILE *);

static inline void stream_init(struct _reent *reent)
{
	if (!reent->__sdidinit)
		__sinit(reent);
}

/*
 * Its lock, unless the program has said that it takes care of that itself
 * (__fsetlocking()).  A thread that ended in here would leave it locked, so
 * cancellation waits; returns what was asked of it before.
 */
static inline int stream_lock(FILE *stream)
{
	int cancel;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
	if (!(stream->_flags2 & __SNLK))
		flockfile(stream);
	return cancel;
}

static inline void stream_unlock(FILE *stream, int cancel)
{
	if (!(stream->_flags2 & __SNLK))
		funlockfile(stream);
	pthread_setcancelstate(cancel, NULL);
}

/* flags: as __sflags() returns them. */
FILE *stream_open(int fd, int flags);

/* A stream's first use says whether its characters are wide. */
static inline void stream_orient(FILE *stream, int orientation)
{
	if (stream->_flags & __SORD)
		return;
	stream->_flags |= __SORD;
	if (orientation > 0)
		stream->_flags2 |= __SWID;
	else
		stream->_flags2 &= ~__SWID;
}

/* 0, or -1 with errno and the error indicator if it cannot be written. */
static inline int stream_prepare_write(struct _reent *reent, FILE *stream,
				       int orientation)
{
	stream_init(reent);
	stream_orient(stream, orientation);
	if ((stream->_flags & __SWR) && stream->_bf._base)
		return 0;
	return __swsetup_r(reent, stream) ? -1 : 0;
}

#endif
