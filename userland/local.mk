# SPDX-License-Identifier: MIT
# Our own programs of the target (image/bin), and stock ones (gen/stock/NAME
# holds the folder that userland/stock/build has put one into).

USER_CC = bin/i686-faultline-elf-gcc
USER_STRIP = bin/i686-faultline-elf-strip
USER_CFLAGS = -std=gnu11 -O2 -g -D_GNU_SOURCE -Wall -Wextra \
	-Wstrict-prototypes -Werror -Igen

user_programs = init mount umount ps poweroff hostname dmesg calltrace run \
	time free uptime top pgrep confine gencat
user_files = $(user_programs:%=image/bin/%)

# Small programs that show a window each: /usr/lib/faultline/examples, their
# sources in /usr/share/faultline/examples.
examples = $(notdir $(basename $(wildcard $(srcdir)/userland/examples/*.c)))
example_files = $(examples:%=image/examples/%)

STOCK_BUILD = $(srcdir)/userland/stock/build
stock_programs = $(filter-out ncurses,$(notdir \
	$(wildcard $(srcdir)/userland/stock/recipes/*)))
if STOCK
stock_results = $(stock_programs:%=gen/stock/%)
endif

gen/errno-names.h: $(srcdir)/kernel/abi/faultline/errno.h
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(AWK) '/^#define E[A-Z0-9]+[ \t]/ { \
		printf "\t{ \"%s\", %s, 0 },\n", $$2, $$2 }' $< >$@.new && \
		mv $@.new $@

# With symbols for gdb in obj/userland, without in the image.
obj/userland/%: $(srcdir)/userland/%.c gen/call-names.h gen/errno-names.h \
		$(libc_files) $(cross_wrappers)
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(USER_CC) $(USER_CFLAGS) -MMD -MP -MF $@.d -o $@ $<

image/examples/%: obj/userland/examples/%
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(USER_STRIP) -o $@ $<

image/bin/%: obj/userland/%
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(USER_STRIP) -o $@ $<

gen/stock/%: $(srcdir)/userland/stock/recipes/% $(STOCK_BUILD) \
		$(libc_files) $(cross_wrappers) gen/headers-stamp
	@$(MKDIR_P) $(@D)
	+@$(STOCK_BUILD) $* . >$@.new && mv $@.new $@

# faultline-run: its two halves, and the script where tests expect it.
run-host: $(srcdir)/userland/run-host.c $(srcdir)/userland/run-frame.h
	$(AM_V_CC)$(CC) -std=gnu11 -O2 -g -D_GNU_SOURCE -Wall -Wextra -o $@ $<

bin/faultline-run: $(srcdir)/userland/faultline-run
	@$(MKDIR_P) bin
	$(AM_V_GEN)$(SED) "s|%BUILD%|`pwd`|" $< >$@.new && \
		chmod +x $@.new && mv $@.new $@

-include $(user_programs:%=obj/userland/%.d) \
	$(examples:%=obj/userland/examples/%.d)

.PRECIOUS: obj/userland/%

noinst_DATA += $(user_files) $(example_files) run-host bin/faultline-run
CLEANFILES += run-host
