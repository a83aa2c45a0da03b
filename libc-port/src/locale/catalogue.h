/* SPDX-License-Identifier: MIT */
/*
 * A message catalogue as gencat writes it: the header, entries sorted by set
 * and message, then the texts, each with a NUL at its end.
 */
#ifndef LIBC_PORT_CATALOGUE_H
#define LIBC_PORT_CATALOGUE_H

#define CATALOGUE_MAGIC 0x746b1fca

struct catalogue_header {
	unsigned magic;
	unsigned count; /* of entries */
	unsigned size;	/* of the whole file */
};

struct catalogue_entry {
	unsigned set, message;
	unsigned text; /* offset in the file */
};

#endif
