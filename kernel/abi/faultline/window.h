/* SPDX-License-Identifier: MIT */
/*
 * Served windows: pages whose loads and stores a program answers.
 *
 * window_create(length, timeout, pair) gives two descriptors.  Whoever maps
 * pair[1] (mmap() with MAP_SHARED) has the window; each load and store there
 * becomes a request that read() takes from pair[0], and the instruction ends
 * when a reply is written to pair[0].  A request that is not replied to within
 * timeout milliseconds, or whose server closes pair[0], ends in SIGBUS.
 * An access of more than FL_WINDOW_DATA bytes becomes several requests.
 */
#ifndef FAULTLINE_WINDOW_H
#define FAULTLINE_WINDOW_H

#define FL_WINDOW_LOAD	1
#define FL_WINDOW_STORE 2

#define FL_WINDOW_DATA 96 /* bytes of one request */

/* read() takes whole requests, as many as fit; 128 bytes each. */
struct fl_window_request {
	unsigned int id;     /* to be repeated in the reply */
	unsigned int type;   /* FL_WINDOW_LOAD, FL_WINDOW_STORE */
	unsigned int offset; /* in the window, bytes */
	unsigned int length; /* bytes, at most FL_WINDOW_DATA */
	unsigned int width;  /* of an element: 1, 2, 4, ... bytes */
	int pid;	     /* who asks */
	unsigned int uid;    /* its effective user */
	unsigned int size;   /* of this record: 128 */
	unsigned char data[FL_WINDOW_DATA]; /* of a store */
};

/* write() takes whole replies, as many as it is given; 112 bytes each. */
struct fl_window_reply {
	unsigned int id;
	unsigned int error; /* not 0: the client gets SIGBUS */
	unsigned int reserved[2];
	unsigned char data[FL_WINDOW_DATA]; /* of a load */
};

int window_create(unsigned int length, unsigned int timeout, int pair[2]);

#endif
