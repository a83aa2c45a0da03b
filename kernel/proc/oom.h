/* SPDX-License-Identifier: MIT */
/* What is done when memory has run out. */
#ifndef KERNEL_PROC_OOM_H
#define KERNEL_PROC_OOM_H

/*
 * The running process needs a page that there is not, and can try again:
 * somebody is killed and given time to end.  It may be the running process.
 * May wait.
 */
void oom_relieve(void);

/* The same for one that cannot wait: somebody is killed. */
void oom_announce(void);

/* A process has given its memory back. */
void oom_ended(void);

#endif
