# SPDX-License-Identifier: MIT
# Suites of POSIX that others wrote.

image/posix/runner: $(srcdir)/tests/posix/runner.c $(libc_files) $(cross_wrappers)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(USER_CC) -std=gnu11 -O2 -D_GNU_SOURCE -Wall -Wextra -o $@ $<

posix_needs = image/posix/runner faultline initrd bin/faultline-run mkinitrd \
	run-host

# make check-posix [POSIX_PROGRAMS='conformance/interfaces/mq_*'...]
.PHONY: check-posix
check-posix: $(posix_needs)
	@srcdir=$(srcdir) $(srcdir)/tests/posix/run -o posix.tsv $(POSIX_PROGRAMS)
	@$(AWK) -f $(srcdir)/tests/posix/table.awk \
		$(srcdir)/tests/posix/linux-baseline.tsv posix.tsv

CLEANFILES += posix.tsv posix.tsv.log posix-fast.tsv posix-fast.tsv.log
