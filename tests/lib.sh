# SPDX-License-Identifier: MIT
# What the test scripts share: TAP, and where things are.  They run in the
# build folder; srcdir is the source's.

srcdir=${srcdir:-..}
QEMU=${QEMU:-qemu-system-i386}
tap_count=0

# ok STATUS NAME: a line of TAP.
ok() {
	tap_count=$((tap_count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tap_count - $2"
	else
		echo "not ok $tap_count - $2"
	fi
}

# check NAME COMMAND...: ok if the command succeeds.
check() {
	local name=$1 status=0
	shift
	"$@" || status=$?
	ok "$status" "$name"
}

# Passes TAP from standard input on, renumbered, with a prefix; without a
# plan at its end a program has died.
merge_tap() {
	local line plan=
	while IFS= read -r line; do
		case $line in
		"ok "*) ok 0 "$1: ${line#*- }" ;;
		"not ok "*) ok 1 "$1: ${line#*- }" ;;
		1..*) plan=$line ;;
		*) echo "# $line" ;;
		esac
	done
	[ -n "$plan" ]
	ok $? "$1: ran to its end"
}

# Does the host's kernel run programs of 32 bits?
i386_is_native() {
	local probe
	if [ -z "${i386_runs-}" ]; then
		i386_runs=no
		probe=$(mktemp -d)
		echo 'int main(void) { return 0; }' >"$probe/probe.c"
		! gcc -m32 -o "$probe/probe" "$probe/probe.c" ||
			! "$probe/probe" 2>/dev/null || i386_runs=yes
		rm -rf "$probe"
	fi
	[ $i386_runs = yes ]
}

# run_i386 PROGRAM [ARG...]: a program of 32 bits on the host, by an emulator
# where the kernel does not run it.
run_i386() {
	if i386_is_native; then
		timeout 600 "$@"
	else
		timeout 1800 qemu-i386 "$@"
	fi
}

plan() {
	echo "1..$tap_count"
}

# serial SECONDS LOG ARG...: boots the kernel without a terminal; its serial
# output goes to LOG, QEMU's status is the result, 124 for a hang.
serial() {
	local seconds=$1 log=$2
	shift 2
	timeout "$seconds" "$QEMU" -cpu max -no-reboot -display none \
		-monitor none -device isa-debug-exit,iobase=0xf4 \
		-serial "file:$log" "$@"
}
