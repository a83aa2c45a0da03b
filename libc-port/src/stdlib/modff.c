/* SPDX-License-Identifier: MIT */
/* For programs that are not linked with libm. */
#include "../math/modff.c"
