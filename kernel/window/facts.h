/* SPDX-License-Identifier: MIT */
/* The facts about the system that every program can read (layout.h). */
#ifndef KERNEL_WINDOW_FACTS_H
#define KERNEL_WINDOW_FACTS_H

struct fl_system_facts;

/* What is true now. */
void facts_describe(struct fl_system_facts *f);

/* Brings the page that programs read up to date. */
void facts_update_system(void);

#endif
