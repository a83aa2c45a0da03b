/* SPDX-License-Identifier: MIT */
/* The version of Faultline; configure.ac reads it from here. */
#ifndef KERNEL_LIB_VERSION_H
#define KERNEL_LIB_VERSION_H

#define FAULTLINE_VERSION "0.1"

#endif
