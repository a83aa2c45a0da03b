# SPDX-License-Identifier: MIT
# Images, and what starts them.

QEMU_RUN = $(QEMU) -cpu max -m $(MEMORY) -nic none -no-reboot
QEMU_SERIAL = -display none -serial mon:stdio

mkinitrd: $(srcdir)/iso/mkinitrd.c
	$(AM_V_CC)$(CC) -std=gnu11 -O2 -g -D_GNU_SOURCE -Wall -Wextra -o $@ $<

# What is in the full image: static files, our programs, stock programs.
gen/initrd.manifest: $(srcdir)/sysroot/manifest $(stock_results) \
		$(srcdir)/iso/local.mk
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN){ \
		for i in $(stock_programs); do \
			if test -r gen/stock/$$i; then \
				echo "tree / \"`cat gen/stock/$$i`\""; fi; \
		done; \
		for i in $(user_programs); do \
			echo "file /sbin/$$i ../image/bin/$$i 0755 0 0"; \
		done; \
		echo "link /sbin/reboot poweroff"; \
		echo "link /sbin/halt poweroff"; \
		for i in $(examples); do \
			echo "file /usr/lib/faultline/examples/$$i" \
				"../image/examples/$$i 0755 0 0"; \
			echo "file /usr/share/faultline/examples/$$i.c" \
				"\"`cd $(srcdir) && pwd`/userland/examples/$$i.c\"" \
				"0644 0 0"; \
		done; \
		for i in ps dmesg hostname calltrace time free uptime top \
				pgrep confine gencat; do \
			echo "link /bin/$$i ../sbin/$$i"; done; \
		echo "link /bin/pkill ../sbin/pgrep"; \
	} >$@.new && mv $@.new $@

gen/initrd-min.manifest: $(srcdir)/iso/local.mk gen/stock/dash
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN){ \
		echo "tree / \"`cat gen/stock/dash`\""; \
		for i in init poweroff; do \
			echo "file /sbin/$$i ../image/bin/$$i 0755 0 0"; \
		done; \
	} >$@.new && mv $@.new $@

initrd: mkinitrd gen/initrd.manifest $(user_files) $(example_files) \
		$(shell find $(srcdir)/sysroot -type f)
	$(AM_V_GEN)./mkinitrd -o $@ $(srcdir)/sysroot/manifest \
		gen/initrd.manifest

initrd-min: mkinitrd gen/initrd-min.manifest $(user_files) \
		$(shell find $(srcdir)/sysroot -type f)
	$(AM_V_GEN)./mkinitrd -o $@ $(srcdir)/sysroot/manifest \
		gen/initrd-min.manifest

faultline.iso: faultline initrd image/trapbench $(srcdir)/iso/grub.cfg
	@rm -rf obj/iso && $(MKDIR_P) obj/iso/boot/grub
	@cp faultline initrd image/trapbench obj/iso/boot
	@cp $(srcdir)/iso/grub.cfg obj/iso/boot/grub
	$(AM_V_GEN)$(GRUB_MKRESCUE) -o $@.new obj/iso >obj/iso.log 2>&1 || \
		{ cat obj/iso.log >&2; exit 1; }
	@mv $@.new $@

.PHONY: iso run run-iso run-vga debug images
images: faultline initrd initrd-min
iso: faultline.iso

run: faultline initrd
	@$(QEMU_RUN) $(QEMU_SERIAL) -kernel faultline -initrd initrd

run-iso: faultline.iso
	@$(QEMU_RUN) $(QEMU_SERIAL) -cdrom faultline.iso

run-vga: faultline initrd
	@$(QEMU_RUN) -serial null -kernel faultline -initrd initrd \
		-append console=tty1

debug: faultline faultline.debug initrd
	@FAULTLINE_QEMU='$(QEMU_RUN)' $(srcdir)/iso/debug $(GDB) \
		$(srcdir)/iso/gdbinit

noinst_DATA += initrd initrd-min
CLEANFILES += initrd initrd-min mkinitrd faultline.iso debug.log debug.qemu

# --- make install: the sysroot, the compiler that knows it, images, and
# faultline-run, which finds the rest in pkglibdir. ---

installed_files = faultline faultline.debug initrd initrd-min
installed_programs = mkinitrd run-host
installed_scripts = i686-faultline-elf-gcc i686-faultline-elf-cpp

.PHONY: install-faultline uninstall-faultline
install-data-local: install-faultline
uninstall-local: uninstall-faultline

install-faultline: $(installed_files) $(installed_programs) $(libc_files) \
		$(cross_wrappers) gen/man-stamp bin/faultline-run
	$(MKDIR_P) "$(DESTDIR)$(bindir)" "$(DESTDIR)$(pkglibdir)"
	$(INSTALL_DATA) $(installed_files) "$(DESTDIR)$(pkglibdir)"
	$(INSTALL_PROGRAM) $(installed_programs) "$(DESTDIR)$(pkglibdir)"
	rm -rf "$(DESTDIR)$(pkglibdir)/sysroot"
	cp -R sysroot "$(DESTDIR)$(pkglibdir)/sysroot"
	cd bin && for i in $(cross_programs); do \
		cp -P i686-faultline-elf-$$i "$(DESTDIR)$(bindir)"; done
	for i in $(installed_scripts); do \
		$(SED) "s|`pwd`/sysroot|$(pkglibdir)/sysroot|" bin/$$i \
			>"$(DESTDIR)$(bindir)/$$i"; done
	$(SED) 's|%BUILD%|$(pkglibdir)|' $(srcdir)/userland/faultline-run \
		>"$(DESTDIR)$(bindir)/faultline-run"
	chmod 755 "$(DESTDIR)$(bindir)/faultline-run"

uninstall-faultline:
	cd "$(DESTDIR)$(bindir)" && rm -f faultline-run \
		$(cross_programs:%=i686-faultline-elf-%)
	rm -rf "$(DESTDIR)$(pkglibdir)"
