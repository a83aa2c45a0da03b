# SPDX-License-Identifier: MIT
# Tests: of kernel code on the host, in the kernel, and of programs in QEMU.

# --- On the host, with sanitizers.  32-bit, like the kernel. ---

include tests/host/calls.mk

HOST_TEST_CFLAGS = -m32 -std=gnu11 -O1 -g -fno-builtin -Wall -Wextra \
	-fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-I$(srcdir)/kernel -I$(srcdir)/kernel/abi -I$(srcdir)/arch/i386 \
	-I$(srcdir)/kernel/sanitize/off -I$(srcdir)/arch/i386/sanitize/off \
	-I$(srcdir)/tests/host -I$(srcdir)/tests/host/fakes -Igen

host_tests = decode log memory printf tree $(host_call_tests) $(host_mm_tests) \
	$(host_proc_tests)
host_programs = $(host_tests:%=tests/host/%) tests/host64/screen

obj/host/%.o: $(srcdir)/%.c | $(generated)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(CC) $(HOST_TEST_CFLAGS) -MMD -MP -c -o $@ $<

LINK_HOST_TEST = @$(MKDIR_P) $(@D); \
	echo "  CCLD     $@"; $(CC) $(HOST_TEST_CFLAGS) -o $@ $^

include tests/host/insn.mk

tests/host/memory: obj/host/tests/host/memory.o obj/host/kernel/mm/frame.o \
		obj/host/kernel/mm/slab.o obj/host/kernel/mm/inject.o \
		obj/host/kernel/mm/account.o obj/host/kernel/lib/printf.o
	$(LINK_HOST_TEST)

# Not a 32-bit program: it is as large as the screen's state.
tests/host64/screen: obj/host64/tests/host/screen.o
	@$(MKDIR_P) $(@D)
	@echo "  CCLD     $@"; $(CC) $(HOST64_CFLAGS) -o $@ $^

tests/host/log: obj/host/tests/host/log.o obj/host/kernel/lib/log.o \
		obj/host/kernel/lib/printf.o
	$(LINK_HOST_TEST)

tests/host/printf: obj/host/tests/host/printf.o obj/host/kernel/lib/printf.o
	$(LINK_HOST_TEST)

tests/host/tree: obj/host/tests/host/tree.o obj/host/kernel/lib/tree.o
	$(LINK_HOST_TEST)

$(host_call_tests:%=tests/host/%): tests/host/%: obj/host/tests/host/%.o \
		$(host_call_common:%.c=obj/host/%.o)
	$(LINK_HOST_TEST)

$(host_mm_tests:%=tests/host/%): tests/host/%: obj/host/tests/host/%.o \
		$(host_mm_common:%.c=obj/host/%.o)
	$(LINK_HOST_TEST)

$(host_proc_tests:%=tests/host/%): tests/host/%: obj/host/tests/host/%.o \
		$(host_proc_common:%.c=obj/host/%.o)
	$(LINK_HOST_TEST)

-include $(shell find obj/host -name '*.d' 2>/dev/null)

# --- On Faultline: programs that print TAP, all in one image. ---

guest_tests = $(notdir $(basename $(wildcard $(srcdir)/tests/guest/*.c)))
guest_programs = $(guest_tests:%=image/tests/%)

image/tests/%: $(srcdir)/tests/guest/%.c gen/call-tests.h $(libc_files) \
		$(cross_wrappers) $(wildcard $(srcdir)/tests/guest/*.h)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(USER_CC) -std=gnu11 -O2 -g -D_GNU_SOURCE -Wall -Wextra \
		-Wno-unused-result -Igen -pthread -o $@ $< -lm

image/confined: $(srcdir)/tests/programs/confined.c gen/call-tests.h $(libc_files) \
		$(cross_wrappers)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(USER_CC) -std=gnu11 -O2 -D_GNU_SOURCE -Wall -Wextra -Igen \
		-o $@ $<

bench_programs = image/tests/bench image/tests/costs image/tests/waits \
	image/tests/scale

$(bench_programs): image/tests/%: $(srcdir)/userland/bench/%.c \
		$(srcdir)/userland/bench/measure.h $(libc_files) $(cross_wrappers)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(USER_CC) -std=gnu11 -O2 -Wall -Wextra -pthread -o $@ $<

# The hostile user (tests/fuzz/fuzz.c), and as long as one likes of it.
image/tests/fuzz: $(wildcard $(srcdir)/tests/fuzz/*) $(libc_files) $(cross_wrappers)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(USER_CC) -std=gnu11 -O1 -g -Wall -Wextra \
		-Wno-unused-result -pthread -o $@ $(filter %.c %.S,$^)

# The one that is guided by where programs go in the kernel.
guided_sources = $(wildcard $(srcdir)/tests/fuzz/guided/*.c) \
	$(srcdir)/tests/fuzz/watch.c $(srcdir)/tests/fuzz/bystander.c
image/fuzz/guided: $(guided_sources) $(wildcard $(srcdir)/tests/fuzz/*.h \
		$(srcdir)/tests/fuzz/guided/*.h) gen/call-types.h \
		$(libc_files) $(cross_wrappers)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(USER_CC) -std=gnu11 -O2 -g -Wall -Wextra \
		-Wno-unused-result -Igen -I$(srcdir)/kernel/abi -o $@ \
		$(guided_sources)

.PHONY: fuzz
fuzz: image/tests/fuzz faultline initrd bin/faultline-run mkinitrd run-host
	@$(srcdir)/tests/fuzz/run $(FUZZ_SECONDS) $(FUZZ_SEED)

# The guided one, for FUZZ_SECONDS; see tests/fuzz/guide.
.PHONY: fuzz-guided
fuzz-guided: image/fuzz/guided faultline-sanitized initrd bin/faultline-run \
		mkinitrd run-host
	@$(srcdir)/tests/fuzz/guide $(FUZZ_OPTIONS) $(FUZZ_SECONDS) $(FUZZ_SEED)

# Who finds the holes that were closed, if they are put back?
.PHONY: mutants
mutants: check-local image/fuzz/guided faultline-sanitized initrd initrd-min \
		bin/faultline-run mkinitrd run-host
	@srcdir='$(srcdir)' $(srcdir)/tests/mutants/run $(MUTANTS)

# Programs that press the system (tests/pressure.tap).
pressure_programs = accounts bombs calls eaters errors faults kills longest
pressure_images = $(pressure_programs:%=image/pressure/%)

image/pressure/faults: $(srcdir)/tests/pressure/jobs.c
image/pressure/%: $(srcdir)/tests/pressure/%.c $(libc_files) $(cross_wrappers) \
		$(wildcard $(srcdir)/tests/pressure/*.h)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(USER_CC) -std=gnu11 -O2 -g -D_GNU_SOURCE -Wall -Wextra \
		-Wno-unused-result -pthread -o $@ $(filter %.c,$^)

image/latency: $(srcdir)/tests/programs/latency.c $(libc_files) $(cross_wrappers)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(USER_CC) -std=gnu11 -O2 -D_GNU_SOURCE -Wall -Wextra -o $@ $<

include tests/posix/local.mk
include tests/suites/local.mk

# --- The tests: each prints TAP and keeps a log. ---

TESTS += tests/host.tap tests/abi.tap tests/ktest.tap tests/guest.tap \
	tests/sanitizer.tap \
	tests/posix.tap tests/suites.tap tests/run.tap tests/as-linux.tap tests/scripts.tap \
	tests/boot.tap tests/screen.tap tests/debug.tap tests/examples.tap \
	tests/man.tap tests/fuzz.tap tests/mutants.tap tests/pressure.tap \
	tests/latency.tap tests/jitter.tap tests/callgraph.tap tests/source.tap \
	tests/scale.tap tests/trapbench.tap tests/quickstart.tap \
	tests/insn.tap tests/bochs.tap
TAP_LOG_COMPILER = /bin/bash
AM_TESTS_ENVIRONMENT = QEMU='$(QEMU)'; export QEMU; \
	INSN_COMPARISONS='$(INSN_COMPARISONS)'; export INSN_COMPARISONS; \
	FAULTLINE_APPEND="$${FAULTLINE_APPEND-layout=$$$$}"; export FAULTLINE_APPEND;

check_DATA = faultline faultline-sanitized initrd initrd-min bin/faultline-run run-host \
	image/trapbench image/posix/runner image/tests/scale
check-local: $(host_programs) $(guest_programs) image/tests/fuzz image/fuzz/guided \
	image/confined image/latency $(pressure_images)
$(TEST_LOGS): $(host_programs) $(guest_programs) image/tests/fuzz image/fuzz/guided image/confined image/latency \
	$(pressure_images) \
	$(check_DATA)

.PHONY: bench
bench: $(bench_programs) image/trapbench faultline initrd \
		bin/faultline-run mkinitrd
	@$(srcdir)/userland/bench/compare
	@$(srcdir)/userland/bench/compare --program waits
	@$(srcdir)/userland/bench/compare --program costs
	@$(srcdir)/userland/bench/bare

# Does the cost of a call grow with what is unrelated to it?
.PHONY: bench-scale
bench-scale: image/tests/scale faultline initrd bin/faultline-run mkinitrd \
		run-host
	@$(srcdir)/userland/bench/scaling

# Long runs of what make check does in short.
.PHONY: check-nightly check-bochs
check-nightly:
	@PRESSURE=long SANITIZED_TESTS=all LATENCY=long \
		JITTER_SEEDS="$${JITTER_SEEDS:-$$(seq -s' ' 20)}" $(MAKE) check \
		TESTS='tests/insn.tap tests/bochs.tap tests/pressure.tap \
			tests/sanitizer.tap tests/latency.tap tests/jitter.tap' \
		INSN_COMPARISONS=$${INSN_COMPARISONS:-10000000}
	@$(MAKE) fuzz-guided FUZZ_OPTIONS="--append jitter=$$$$" \
		FUZZ_SECONDS=$${NIGHTLY_FUZZ:-1800} FUZZ_SEED=$$$$
check-bochs:
	@$(MAKE) check TESTS=tests/bochs.tap

.PHONY: format-check
format-check:
	@cd $(srcdir) && find kernel/[!a]* arch userland libc-port/src iso tests \
		-name '*.[ch]' | xargs $(CLANG_FORMAT) --style=file -n -Werror
