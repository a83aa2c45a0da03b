/* SPDX-License-Identifier: MIT */
/* The facts about the system that programs can read (<faultline/layout.h>). */
#ifndef KERNEL_WINDOW_FACTS_H
#define KERNEL_WINDOW_FACTS_H

struct fl_system_facts;

/* Fills *f with what is true now; seq is 0. */
void facts_describe(struct fl_system_facts *f);

/* Brings the facts in the page that programs read up to date. */
void facts_update_system(void);

#endif
