# SPDX-License-Identifier: MIT
# Makes everything that depends on the list of calls, from calls.tbl; the manual
# pages are man.awk's.
#
#	awk -f layout.awk -f gen.awk -v make=WHAT [-v dir=DIR] calls.tbl
#
# WHAT	header		<faultline/calls.h>: slots and arguments for programs
#	handlers	call/handlers.h: prototypes of the kernel's handlers
#	dispatch	call/dispatch-table.c: slots to handlers
#	names		call-names.h: names and parameters, for the tracer
#	nasm		calls.inc: slot addresses
#	tests		call-tests.h: every slot, every pointer argument
#	types		call-types.h: calls and their typed parameters
#	frozen		"group.slot name" lines, to compare with tests/abi
#	stubs		DIR/NAME.c: libc's functions that are nothing but a call
#
# POSIX awk only.

function die(message) {
	printf "calls.tbl:%d: %s\n", FNR, message > "/dev/stderr"
	failed = 1
	exit 1
}

function trim(s) {
	gsub(/^[ \t]+|[ \t]+$/, "", s)
	return s
}

# Splits one parameter into kind[], type[], pname[], count[], null[].
function parse_parameter(c, k, text,    w, n, key) {
	key = c SUBSEP k
	n = split(text, w, " ")
	null[key] = 0
	count[key] = ""
	type[key] = ""
	kind[key] = w[1]
	if (w[1] ~ /^strv?\?$/) {
		null[key] = 1
		sub(/\?$/, "", kind[key])
	}
	if (kind[key] ~ /^(int|uint|size|addr|off|str|strv)$/) {
		if (n != 2)
			die("parameter '" text "' is not `type name`")
		pname[key] = w[2]
	} else if (kind[key] ~ /^(in|out|inout)$/ && (n == 2 || n == 3)) {
		pname[key] = w[n]
		if (n == 3) {
			type[key] = w[2]
			if (sub(/\?$/, "", type[key]))
				null[key] = 1
		}
		if (match(pname[key], /\[.*\]$/)) {
			count[key] = substr(pname[key], RSTART + 1, RLENGTH - 2)
			pname[key] = substr(pname[key], 1, RSTART - 1)
		}
	} else
		die("unknown parameter '" text "'")
	word[key] = words[c] + 0
	words[c] += kind[key] == "off" ? 2 : 1
}

function is_pointer(key) {
	return kind[key] ~ /^(str|strv|in|out|inout)$/
}

BEGIN { call_pages = layout_number("FL_CALL_PAGES") }

/^#/ || /^[ \t]*$/ { next }

$1 == "group" {
	if ($2 != groups)
		die("group numbers must follow each other")
	group = $2
	group_name[group] = $3
	group_doc[group] = substr($0, index($0, " - ") + 3)
	groups++
	next
}

{
	if ($1 != slots[group] + 0)
		die("slot numbers must follow each other")
	slot = slots[group]++
	id = group SUBSEP slot
	if ($2 == "-") {
		retired[id] = $4
		next
	}
	c = ++calls
	at[id] = c
	name[c] = $2
	if (name[c] in seen)
		die("'" name[c] "' is there already")
	seen[name[c]] = 1
	group_of[c] = group
	slot_of[c] = slot
	rest = substr($0, index($0, $3))
	open = index(rest, "(")
	shut = index(rest, ")")
	colon = index(rest, ": ")
	semicolon = index(rest, "; ")
	if (!open || !shut || !colon || semicolon < colon)
		die("not `slot name result(parameters) flags: errors; text`")
	result[c] = substr(rest, 1, open - 1)
	if (result[c] !~ /^(int|size|addr|off|none|bool)$/)
		die("unknown result '" result[c] "'")
	flags = " " substr(rest, shut + 1, colon - shut - 1) " "
	pure[c] = flags ~ / pure /
	block[c] = flags ~ / block /
	framed[c] = flags ~ / frame /
	single[c] = flags ~ / single /
	registers[c] = flags ~ / registers /
	quick[c] = flags ~ / quick /
	# POSIX wants three to be cancellation points that never wait here.
	cancel[c] = (block[c] && flags !~ / whole /) || \
	    name[c] ~ /^(close|fsync|msync)$/
	errors[c] = trim(substr(rest, colon + 1, semicolon - colon - 1))
	doc[c] = substr(rest, semicolon + 2)
	text = substr(rest, open + 1, shut - open - 1)
	parameters[c] = text == "" ? 0 : split(text, part, /, */)
	for (k = 1; k <= parameters[c]; k++)
		parse_parameter(c, k, part[k])
	if (words[c] > 6)
		die("'" name[c] "' has more than six words of arguments")
}

function slot_address(c) {
	return sprintf("0x%08x", call_pages + group_of[c] * 4096 + slot_of[c] * 4)
}

# The C type of a parameter in the kernel.
function kernel_type(key) {
	if (is_pointer(key))
		return "struct uaddr"
	if (kind[key] == "int")
		return "int"
	if (kind[key] == "off")
		return "long long"
	return kind[key] == "size" ? "size_t" : "uint32_t"
}

# The C type of a parameter in libc's functions.
function user_type(key) {
	if (kind[key] == "str")
		return "const char *"
	if (kind[key] == "strv")
		return "char *const *"
	if (kind[key] == "in")
		return "const void *"
	if (is_pointer(key))
		return "void *"
	if (kind[key] == "off")
		return "long long "
	return kind[key] == "int" ? "int " : "unsigned "
}

function kernel_parameters(c,    k, s) {
	for (k = 1; k <= parameters[c]; k++)
		s = s (k > 1 ? ", " : "") kernel_type(c SUBSEP k) " " \
		    pname[c, k]
	return s == "" ? "void" : s
}

function kernel_result(c) {
	return result[c] == "off" ? "long long" : "long"
}

function note(text) {
	print "/* Made from calls.tbl by gen.awk: " text " */"
}

function make_header(    c, g) {
	note("the kernel's door, for programs.")
	print "#ifndef FAULTLINE_CALLS_H\n#define FAULTLINE_CALLS_H\n"
	print "#include <faultline/call-page.h>\n"
	for (g = 0; g < groups; g++)
		printf "#define FL_GROUP_%s %d /* %s */\n", \
		    toupper(group_name[g]), g, group_doc[g]
	for (c = 1; c <= calls; c++) {
		if (slot_of[c] == 0)
			print ""
		printf "#define FL_CALL_%s %s\n", toupper(name[c]), \
		    slot_address(c)
		printf "#define CALL_%s FL_CALL_SLOT(FL_CALL_%s)\n", \
		    toupper(name[c]), toupper(name[c])
	}
	print "\n#endif"
}

function make_handlers(    c) {
	note("one handler for each call.")
	print "#ifndef KERNEL_CALL_HANDLERS_H\n#define KERNEL_CALL_HANDLERS_H\n"
	print "#include \"call/call.h\"\n#include \"lib/types.h\"\n"
	for (c = 1; c <= calls; c++) {
		printf "%s sys_%s(%s);\n", kernel_result(c), name[c], \
		    kernel_parameters(c)
		if (quick[c])
			printf "long sys_%s_quick(call_args *args);\n", name[c]
	}
	print "\n#endif"
}

# One typed wrapper a call; each argument word is read exactly once.
function make_dispatch(    c, k, key, g, s, total, id, wide) {
	note("slots to handlers.")
	print "#include \"call/cancel.h\"\n#include \"call/handlers.h\"\n#include \"call/run.h\"\n"
	for (c = 1; c <= calls; c++) {
		printf "static %s call_%s(call_args *a)\n{\n", \
		    kernel_result(c), name[c]
		if (!parameters[c])
			print "\t(void)a;"
		if (cancel[c])
			print "\tif (call_cancel_begin())\n" \
			    "\t\treturn -ECANCELED;"
		printf "\treturn sys_%s(", name[c]
		for (k = 1; k <= parameters[c]; k++) {
			key = c SUBSEP k
			if (k > 1)
				printf ", "
			s = "a[" word[key] "]"
			if (is_pointer(key))
				s = "uaddr(" s ")"
			else if (kind[key] == "int")
				s = "(int)" s
			else if (kind[key] == "off")
				s = "call_offset(" s ", a[" word[key] + 1 "])"
			printf "%s", s
		}
		print ");\n}\n"
		if (result[c] == "off" && !quick[c])
			printf "static long call_%s_wide(call_args *a)\n" \
			    "{\n\treturn call_wide(call_%s(a));\n}\n\n", \
			    name[c], name[c]
	}
	print "static long call_none(call_args *a)\n" \
	    "{\n\t(void)a;\n\treturn -ENOSYS;\n}\n"
	print "const struct call_entry call_table[] = {"
	for (g = 0; g < groups; g++) {
		base[g] = total
		for (s = 0; s < slots[g]; s++) {
			id = g SUBSEP s
			total++
			if (!(id in at)) {
				print "\t{ { .run_narrow = call_none }, \"" \
				    retired[id] "\", 0, 0, CALL_SINGLE },"
				continue
			}
			c = at[id]
			wide = result[c] == "off"
			printf "\t{ { .run_%s = call_%s }, \"%s\", %d, %d, %d },\n", \
			    wide ? "wide" : "narrow", name[c], name[c], words[c], \
			    string_mask(c), framed[c] + 2 * single[c] + 4 * wide
		}
	}
	print "};\n\nconst struct call_group call_groups[] = {"
	for (g = 0; g < groups; g++)
		printf "\t{ call_table + %d, %d },\n", base[g], slots[g]
	print "};\n\nconst call_handler" \
	    " call_handlers[CALL_GROUPS][CALL_SHORT_SLOTS] = {"
	short_slots = 32
	for (g = 0; g < groups; g++) {
		print "\t{"
		for (s = 0; s < short_slots; s++) {
			id = g SUBSEP s
			if (!(id in at)) {
				print "\tcall_none,"
				continue
			}
			c = at[id]
			if (registers[c])
				print "\tcall_with_registers, /* " name[c] " */"
			else if (quick[c])
				printf "\tsys_%s_quick,\n", name[c]
			else
				printf "\tcall_%s%s,\n", name[c], \
				    result[c] == "off" ? "_wide" : ""
		}
		print "\t},"
	}
	print "};\n"
	printf "_Static_assert(CALL_SHORT_SLOTS == %d, \"call/door.h\");\n", \
	    short_slots
	printf "_Static_assert(CALL_GROUPS == %d, \"call/call.h\");\n", groups
}

function string_mask(c,    k, mask, bit, i) {
	for (k = 1; k <= parameters[c]; k++)
		if (kind[c, k] == "str") {
			bit = 1
			for (i = 0; i < word[c, k]; i++)
				bit *= 2
			mask += bit
		}
	return mask + 0
}

function parameter_text(c, k,    key, s) {
	key = c SUBSEP k
	s = kind[key]
	if (type[key] != "")
		s = s " " type[key]
	return s
}

function make_names(    c, k) {
	note("names of calls and of their arguments.")
	print "static const struct call_name call_names[] = {"
	for (c = 1; c <= calls; c++) {
		printf "\t{ 0x%x, \"%s\", \"%s\", %d, {", \
		    group_of[c] * 4096 + slot_of[c] * 4, name[c], result[c], \
		    parameters[c]
		for (k = 1; k <= parameters[c]; k++)
			printf " { \"%s\", \"%s\", %d },", parameter_text(c, k), \
			    pname[c, k], word[c, k]
		print " } },"
	}
	print "};"
}

function make_nasm(    c) {
	print "; Made from calls.tbl by gen.awk: addresses of the call slots."
	for (c = 1; c <= calls; c++)
		printf "%%define CALL_%s %s\n", toupper(name[c]), slot_address(c)
}

function make_tests(    c, k, g, key) {
	note("what the tests of the call pages walk over.")
	print "struct slot_test {\n\tunsigned address;\n\tconst char *name;\n" \
	    "\tint words;\n};\n"
	print "struct pointer_test {\n\tunsigned address;\n" \
	    "\tconst char *name, *parameter, *kind;\n" \
	    "\tint word, may_be_null;\n};\n"
	print "static const struct slot_test slot_tests[] = {"
	for (c = 1; c <= calls; c++)
		printf "\t{ %s, \"%s\", %d },\n", slot_address(c), name[c], \
		    words[c]
	print "};\n\nstatic const struct pointer_test pointer_tests[] = {"
	for (c = 1; c <= calls; c++)
		for (k = 1; k <= parameters[c]; k++) {
			key = c SUBSEP k
			if (is_pointer(key))
				printf "\t{ %s, \"%s\", \"%s\", \"%s\", %d, %d },\n", \
				    slot_address(c), name[c], pname[key], \
				    kind[key], word[key], null[key]
		}
	print "};\n\nstatic const unsigned group_slots[] = {"
	for (g = 0; g < groups; g++)
		printf "\t%d,\n", slots[g]
	print "};"
}

# For the fuzzer that is guided (tests/fuzz/guided).
function make_types(    c, k, key) {
	note("calls and the types of their parameters.")
	print "static const struct call_type call_types[] = {"
	for (c = 1; c <= calls; c++) {
		printf "\t{ %s, \"%s\", \"%s\", %d, %d, {\n", slot_address(c), \
		    name[c], result[c], single[c], parameters[c]
		for (k = 1; k <= parameters[c]; k++) {
			key = c SUBSEP k
			printf "\t\t{ \"%s\", \"%s\", \"%s\", \"%s\", %d, %d },\n", \
			    kind[key], type[key], pname[key], count[key], \
			    null[key], word[key]
		}
		print "\t} },"
	}
	print "};"
}

function make_frozen(    g, s, id) {
	for (g = 0; g < groups; g++)
		for (s = 0; s < slots[g]; s++) {
			id = g SUBSEP s
			printf "%d.%d %s\n", g, s, \
			    id in at ? name[at[id]] : retired[id]
		}
}

function make_stub(c,    file, k, key, s) {
	file = dir "/" name[c] ".c"
	for (k = 1; k <= parameters[c]; k++)
		s = s (k > 1 ? ", " : "") user_type(c SUBSEP k) pname[c, k]
	print "/* SPDX-License-Identifier: MIT */" > file
	print "/* Made from calls.tbl by gen.awk: " doc[c] ". */" > file
	print "#include <faultline/calls.h>\n" > file
	printf "int %s(%s)\n{\n", name[c], s == "" ? "void" : s > file
	for (k = 1; k <= parameters[c]; k++) {
		key = c SUBSEP k
		if (is_pointer(key))
			s = "(unsigned)" pname[key]
		else
			s = pname[key]
		printf "\t*ARG%d = %s;\n", word[key] + 1, s > file
		if (kind[key] == "off")
			printf "\t*ARG%d = %s >> 32;\n", word[key] + 2, s > file
	}
	printf "\treturn fl_result(*CALL_%s);\n}\n", toupper(name[c]) > file
	close(file)
}

END {
	if (failed)
		exit 1
	if (make == "header") make_header()
	else if (make == "handlers") make_handlers()
	else if (make == "dispatch") make_dispatch()
	else if (make == "names") make_names()
	else if (make == "nasm") make_nasm()
	else if (make == "tests") make_tests()
	else if (make == "types") make_types()
	else if (make == "frozen") make_frozen()
	else if (make == "stubs") {
		for (c = 1; c <= calls; c++)
			if (pure[c])
				make_stub(c)
	} else {
		print "gen.awk: make what?" > "/dev/stderr"
		exit 1
	}
}
