# SPDX-License-Identifier: MIT
# Suites of libraries: gnulib's function tests and Newlib's own.

suites_need = $(posix_needs) sysroot-files

# make check-gnulib [GNULIB_TESTS='test-mbr*'...]
.PHONY: check-gnulib
check-gnulib: $(suites_need)
	@srcdir=$(srcdir) $(srcdir)/tests/suites/gnulib-run -o gnulib.tsv \
		$(GNULIB_TESTS)
	@$(AWK) -f $(srcdir)/tests/suites/gnulib-table.awk \
		$(srcdir)/tests/suites/gnulib-linux.tsv gnulib.tsv
	@echo
	@srcdir=$(srcdir) $(srcdir)/tests/suites/gnulib-replaced

# The baseline, anew; to be copied to tests/suites/gnulib-linux.tsv.
.PHONY: gnulib-linux
gnulib-linux: $(suites_need)
	@srcdir=$(srcdir) $(srcdir)/tests/suites/gnulib-run -l \
		-o gnulib-linux.tsv $(GNULIB_TESTS)

.PHONY: check-newlib
check-newlib: $(suites_need)
	@srcdir=$(srcdir) $(srcdir)/tests/suites/newlib-run -o newlib.tsv
	@$(AWK) -f $(srcdir)/tests/suites/newlib-table.awk newlib.tsv

CLEANFILES += gnulib.tsv gnulib.tsv.log gnulib-linux.tsv gnulib-linux.tsv.log \
	gnulib-fast.tsv gnulib-fast.tsv.log newlib.tsv newlib.tsv.log
