# SPDX-License-Identifier: MIT
# The C library and the sysroot that programs are compiled against:
# build/sysroot, and build/bin with the compiler's programs that know it.

NEWLIB_BUILD = $(srcdir)/libc-port/toolchain/build

libc_headers = $(shell find $(srcdir)/libc-port/include \
	$(srcdir)/kernel/abi/faultline -name '*.h')
libc_sources = $(wildcard $(srcdir)/libc-port/src/*/*.c)
libc_assembly = $(wildcard $(srcdir)/libc-port/src/*/*.S)
# close() is more than its call.
libc_stubs = $(filter-out close,$(shell $(AWK) '/^[0-9]+ [a-z0-9_]+ [^:]* pure[ :]/ { print $$2 }' \
	$(srcdir)/kernel/abi/calls.tbl))
libc_objects = \
	$(libc_sources:$(srcdir)/libc-port/src/%.c=obj/libc/%.o) \
	$(libc_assembly:$(srcdir)/libc-port/src/%.S=obj/libc/%.o) \
	$(libc_stubs:%=obj/libc/calls/%.o)
libm_objects = $(filter obj/libc/math/%,$(libc_objects))

# A function must not be compiled into a call of itself.
LIBC_CFLAGS = -std=gnu11 -O2 -fno-asynchronous-unwind-tables \
	-fno-tree-loop-distribute-patterns -D_GNU_SOURCE -D_COMPILING_NEWLIB \
	-Wall -Wextra -Werror --sysroot=sysroot

libc_files = sysroot/usr/lib/libc.a sysroot/usr/lib/libm.a \
	sysroot/usr/lib/libpthread.a sysroot/usr/lib/librt.a \
	sysroot/usr/lib/libutil.a \
	sysroot/usr/lib/crt0.o sysroot/usr/lib/crti.o sysroot/usr/lib/crtn.o

cross_programs = addr2line ar as c++filt cpp elfedit gcc gcc-ar gcc-nm \
	gcc-ranlib ld ld.bfd nm objcopy objdump ranlib readelf size strings strip
cross_wrappers = $(cross_programs:%=bin/i686-faultline-elf-%)

# Section 2 is made from the list of calls and the sentences beside it,
# section 7 is written by hand.
manual_pages = $(wildcard $(srcdir)/docs/man/*.7)
call_sentences = $(srcdir)/kernel/abi/calls.man

gen/man-stamp: $(manual_pages) $(CALLS) $(call_sentences) \
		$(srcdir)/kernel/abi/man.awk
	@rm -rf sysroot/usr/share/man
	@$(MKDIR_P) $(@D) sysroot/usr/share/man/man2 sysroot/usr/share/man/man7
	$(AM_V_GEN)$(AWK) -f $(srcdir)/kernel/abi/layout.awk \
		-f $(srcdir)/kernel/abi/man.awk \
		-v dir=sysroot/usr/share/man/man2 $(CALLS) $(call_sentences) && \
	cp -f $(manual_pages) sysroot/usr/share/man/man7 && \
	chmod -R u+w sysroot/usr/share/man && touch $@

.PHONY: sysroot-files
sysroot-files: $(libc_files) $(cross_wrappers) gen/man-stamp

all-local: sysroot-files

# Where Newlib is, in one line; built or taken from the cache.
gen/newlib: $(libc_headers) $(wildcard $(srcdir)/libc-port/patches/*/*.patch) \
		$(NEWLIB_BUILD) $(srcdir)/libc-port/toolchain/sources.sha256
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(NEWLIB_BUILD) newlib >$@.new && mv $@.new $@

gen/headers-stamp: gen/newlib gen/faultline/calls.h
	@$(MKDIR_P) sysroot/usr/lib
	@rm -rf sysroot/usr/include.new
	$(AM_V_GEN)cp -R "`cat gen/newlib`/include" sysroot/usr/include.new && \
	chmod -R u+w sysroot/usr/include.new && \
	(cd sysroot/usr/include.new && rm -rf rpc regdef.h) && \
	cp -R $(srcdir)/libc-port/include/. sysroot/usr/include.new && \
	chmod -R u+w sysroot/usr/include.new && \
	$(MKDIR_P) sysroot/usr/include.new/faultline && \
	cp -f $(srcdir)/kernel/abi/faultline/*.h gen/faultline/calls.h \
		sysroot/usr/include.new/faultline && \
	chmod -R u+w sysroot/usr/include.new && \
	rm -rf sysroot/usr/include && \
	mv sysroot/usr/include.new sysroot/usr/include && touch $@

gen/stubs-stamp: $(CALLS) $(srcdir)/kernel/abi/gen.awk $(srcdir)/kernel/abi/layout.awk
	@rm -rf gen/stubs && $(MKDIR_P) gen/stubs
	$(AM_V_GEN)$(GENERATE) -v make=stubs -v dir=gen/stubs $(CALLS) && touch $@

obj/libc/%.o: $(srcdir)/libc-port/src/%.c gen/headers-stamp
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(CROSS)gcc $(LIBC_CFLAGS) -MMD -MP -c -o $@ $<

obj/libc/%.o: $(srcdir)/libc-port/src/%.S gen/headers-stamp
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(CROSS)gcc $(LIBC_CFLAGS) -MMD -MP -c -o $@ $<

obj/libc/calls/%.o: gen/stubs-stamp gen/headers-stamp
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(CROSS)gcc $(LIBC_CFLAGS) -fno-builtin -fomit-frame-pointer \
		-c -o $@ gen/stubs/$*.c

sysroot/usr/lib/libc.a: $(libc_objects) $(srcdir)/libc-port/make-libc
	$(AM_V_GEN)AR=$(CROSS)ar NM=$(CROSS)nm $(srcdir)/libc-port/make-libc $@ \
		"`cat gen/newlib`/lib/libc.a" \
		$(filter-out $(libm_objects),$(libc_objects))

sysroot/usr/lib/libm.a: $(libm_objects) $(srcdir)/libc-port/make-libc
	$(AM_V_GEN)AR=$(CROSS)ar NM=$(CROSS)nm $(srcdir)/libc-port/make-libc $@ \
		"`cat gen/newlib`/lib/libm.a" $(libm_objects)

# Their functions are in libc.a; -lpthread and so on are still asked for.
sysroot/usr/lib/libpthread.a sysroot/usr/lib/librt.a \
sysroot/usr/lib/libutil.a: gen/headers-stamp
	$(AM_V_GEN)rm -f $@ && $(CROSS)ar rc $@

sysroot/usr/lib/%.o: $(srcdir)/libc-port/crt/%.S gen/headers-stamp
	$(AM_V_CC)$(CROSS)gcc $(LIBC_CFLAGS) -c -o $@ $<

bin/i686-faultline-elf-gcc: Makefile
	@$(MKDIR_P) bin
	$(AM_V_GEN)rm -f $@; sed -e 's|%CROSS%|$(CROSS)|' \
		-e "s|%SYSROOT%|`pwd`/sysroot|" \
		$(srcdir)/libc-port/toolchain/gcc-wrapper >$@ && chmod +x $@

bin/i686-faultline-elf-cpp: Makefile
	@$(MKDIR_P) bin
	$(AM_V_GEN)rm -f $@; sed -e 's|%CROSS%gcc|$(CROSS)cpp|' \
		-e "s|%SYSROOT%|`pwd`/sysroot|" \
		$(srcdir)/libc-port/toolchain/gcc-wrapper >$@ && chmod +x $@

# Not links: make would see the age of what they lead to.
bin/i686-faultline-elf-%: Makefile
	@$(MKDIR_P) bin
	$(AM_V_GEN)rm -f $@; printf '#!/bin/sh\nexec %s "$$@"\n' $(CROSS)$* >$@ && \
	chmod +x $@

-include $(wildcard $(libc_objects:.o=.d))
