/* SPDX-License-Identifier: MIT */
/* What programs written for another library include: macros of the edition. */
#ifndef _FEATURES_H
#define _FEATURES_H

#include <sys/features.h>

#endif
