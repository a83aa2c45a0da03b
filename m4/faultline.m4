dnl SPDX-License-Identifier: MIT

dnl FL_PROGRAM(VARIABLE, PROGRAM, PACKAGE): a program that must be there.
AC_DEFUN([FL_PROGRAM], [
	AC_PATH_PROG([$1], [$2])
	AS_IF([test -z "$$1"],
		[AC_MSG_ERROR([$2 is missing: install the package $3])])
])

dnl FL_OPTIONAL_PROGRAM(VARIABLE, PROGRAM): a target says it if it is missing.
AC_DEFUN([FL_OPTIONAL_PROGRAM], [AC_PATH_PROG([$1], [$2], [$2])])

dnl FL_TOOLCHAIN: finds i686-faultline-elf-gcc and its folder.
AC_DEFUN([FL_TOOLCHAIN], [
	AC_ARG_WITH([toolchain],
		[AS_HELP_STRING([--with-toolchain=DIR],
			[folder of i686-faultline-elf-gcc (default: what
			libc-port/toolchain/build has put into the cache)])],
		[], [with_toolchain=])
	AC_MSG_CHECKING([for the cross toolchain])
	AS_IF([test -z "$with_toolchain"],
		[with_toolchain=`"$srcdir"/libc-port/toolchain/build --print 2>/dev/null`])
	AS_IF([test ! -x "$with_toolchain/i686-faultline-elf-gcc"],
		[AC_MSG_ERROR([no i686-faultline-elf-gcc in
'$with_toolchain': run libc-port/toolchain/build, or give --with-toolchain])])
	AC_MSG_RESULT([$with_toolchain])
	AC_SUBST([TOOLCHAIN], [$with_toolchain])
	AC_SUBST([CROSS], [$with_toolchain/i686-faultline-elf-])
])
