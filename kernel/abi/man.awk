# SPDX-License-Identifier: MIT
# Makes the manual pages of section 2: from calls.tbl, which has the calls,
# their arguments, flags and errors, and calls.man, which has the sentences.
#
#	awk -f layout.awk -f man.awk [-v dir=DIR] calls.tbl calls.man
#
# Writes DIR/NAME.2; without dir it only checks.  Fails if a call has no
# description, an error of its row no sentence, or a sentence no error in the
# row.  The format of calls.man is described there.
#
# POSIX awk only.

function die(message) {
	printf "%s:%d: %s\n", file, line, message > "/dev/stderr"
	failed = 1
}

function trim(s) {
	gsub(/^[ \t]+|[ \t]+$/, "", s)
	return s
}

BEGIN { call_pages = layout_number("FL_CALL_PAGES") }

FNR == 1 {
	files++
	file = FILENAME
	sub(/.*\//, "", file)
}

{ line = FNR }

# --- calls.tbl: gen.awk has checked it. ---

files == 1 && (/^#/ || /^[ \t]*$/ || $3 == "retired") { next }

files == 1 && $1 == "group" {
	group = $2
	group_name[group] = $3
	group_doc[group] = substr($0, index($0, " - ") + 3)
	next
}

function has_flag(name) {
	return index(flags, " " name " ") > 0
}

function read_parameter(c, k, text,    w, n, key) {
	key = c SUBSEP k
	n = split(text, w, " ")
	kind[key] = w[1]
	type[key] = n == 3 ? w[2] : ""
	pname[key] = w[n]
	count[key] = ""
	null[key] = sub(/\?$/, "", kind[key]) + sub(/\?$/, "", type[key]) > 0
	if (match(pname[key], /\[.*\]$/)) {
		count[key] = substr(pname[key], RSTART + 1, RLENGTH - 2)
		pname[key] = substr(pname[key], 1, RSTART - 1)
	}
	word[key] = words[c] + 0
	words[c] += kind[key] == "off" ? 2 : 1
	if (kind[key] ~ /^(str|strv|in|out|inout)$/)
		pointers[c]++
	if (kind[key] == "addr")
		addresses[c]++
}

files == 1 {
	c = ++calls
	name[c] = $2
	number[$2] = c
	address[c] = sprintf("0x%08x", call_pages + group * 4096 + $1 * 4)
	group_of[c] = group
	rest = substr($0, index($0, $3))
	open = index(rest, "(")
	shut = index(rest, ")")
	colon = index(rest, ": ")
	semicolon = index(rest, "; ")
	result[c] = substr(rest, 1, open - 1)
	flags = " " substr(rest, shut + 1, colon - shut - 1) " "
	block[c] = has_flag("block")
	whole[c] = has_flag("whole")
	framed[c] = has_flag("frame")
	single[c] = has_flag("single")
	# As gen.awk has it.
	cancel[c] = (block[c] && !whole[c]) || name[c] ~ /^(close|fsync|msync)$/
	errors[c] = trim(substr(rest, colon + 1, semicolon - colon - 1))
	title[c] = substr(rest, semicolon + 2)
	sub(/;.*/, "", title[c])
	text = substr(rest, open + 1, shut - open - 1)
	parameters[c] = text == "" ? 0 : split(text, part, /, */)
	for (k = 1; k <= parameters[c]; k++)
		read_parameter(c, k, part[k])
	next
}

# --- calls.man ---

# What a line that is indented goes on with.
function goes_on(what) {
	last = what
	is_open = 1
}

/^#/ { next }

/^[ \t]*$/ {
	is_open = 0
	next
}

$1 == "family" {
	family = $2
	is_family[family] = 1
	c = 0
	is_open = 0
	next
}

$1 == "=" {
	if (!($2 in number)) {
		die("there is no call '" $2 "'")
		c = 0
		next
	}
	c = number[$2]
	family = ""
	if (c in described)
		die("'" $2 "' is there already")
	described[c] = 0
	is_open = 0
	next
}

/^E[A-Z0-9]+ / {
	key = c ? c SUBSEP $1 : family SUBSEP $1
	if (key in sentence)
		die("a second sentence for " $1)
	sentence[key] = trim(substr($0, length($1) + 1))
	if (c) {
		given[c] = given[c] " " $1
		if (!may_give(c, $1))
			die("the row of '" name[c] "' has no " $1)
	}
	goes_on("sentence")
	next
}

c == 0 && !(/^[ \t]/ && is_open) {
	die("there is no call for this line")
	next
}

$1 ~ /^(title|include|proto|families|restart|returns|note|see):$/ {
	key = $1
	sub(/:$/, "", key)
	value = trim(substr($0, length($1) + 1))
	if (key == "title")
		title[c] = value
	else if (key == "include")
		include[c] = include[c] value "\n"
	else if (key == "proto")
		proto[c] = proto[c] value "\n"
	else if (key == "families")
		families[c] = value
	else if (key == "restart")
		restart[c] = value
	else if (key == "returns")
		returns[c] = value
	else if (key == "note")
		notes[c, ++note_count[c]] = value
	else
		see[c] = see[c] " " value
	goes_on(key)
	next
}

# A flag or the like, and what it means.
/^\* / {
	described[c]++
	tag[c, described[c]] = trim(substr($0, 2, index($0, "  ") - 2))
	body[c, described[c]] = trim(substr($0, index($0, "  ")))
	if (!index($0, "  "))
		die("not `* NAME  text'")
	goes_on("text")
	next
}

/^[ \t]/ && is_open {
	value = trim($0)
	if (last == "sentence")
		sentence[key] = sentence[key] " " value
	else if (last == "proto")
		proto[c] = proto[c] "\t" value "\n"
	else if (last == "returns")
		returns[c] = returns[c] " " value
	else if (last == "note")
		notes[c, note_count[c]] = notes[c, note_count[c]] " " value
	else if (last == "see")
		see[c] = see[c] " " value
	else
		body[c, described[c]] = body[c, described[c]] " " value
	next
}

{
	if (!is_open || last != "text" || tag[c, described[c]] != "")
		described[c]++
	if (body[c, described[c]] != "")
		body[c, described[c]] = body[c, described[c]] " "
	body[c, described[c]] = body[c, described[c]] trim($0)
	goes_on("text")
}

# Is it of the row, or one that every call with such arguments may give?
function may_give(c, error) {
	return index(" " errors[c] " ", " " error " ") > 0 ||
	    (error == "EFAULT" && pointers[c] + addresses[c] > 0) || \
	    (error == "ECANCELED" && cancel[c])
}

# --- Pages ---

# Text for troff: references, emphasis, a line for each sentence.
function roff(text,    w, n, i, s, reference, tail) {
	gsub(/\\/, "\\e", text)
	n = split(text, w, " ")
	s = ""
	for (i = 1; i <= n; i++) {
		if (w[i] ~ /^[(]?[a-z][a-z_0-9]*[(][1-9][)][).,;:]*$/) {
			match(w[i], /[(][1-9][)]/)
			tail = substr(w[i], RSTART)
			reference = substr(w[i], 1, RSTART - 1)
			if (s != "" && s !~ /\n$/)
				s = s "\n"
			if (sub(/^[(]/, "", reference))
				s = s ".RB ( " reference " " tail "\n"
			else
				s = s ".BR " reference " " tail "\n"
			continue
		}
		if (match(w[i], /_[a-z][a-z_0-9]*_/) &&
		    w[i] ~ /^["(*-]*_/)
			w[i] = substr(w[i], 1, RSTART - 1) "\\fI" \
			    substr(w[i], RSTART + 1, RLENGTH - 2) "\\fP" \
			    substr(w[i], RSTART + RLENGTH)
		if (w[i] ~ /^["(]*-[0-9]/)
			sub(/-/, "\\-", w[i])
		if (s == "" || s ~ /\n$/)
			s = s (w[i] ~ /^[.']/ ? "\\\\&" : "") w[i]
		else
			s = s " " w[i]
		if (w[i] ~ /[.:;][)]?$/)
			s = s "\n"
	}
	sub(/\n$/, "", s)
	return s
}

# A prototype in bold, with its parameters in italics.
function roff_proto(text,    s) {
	s = ""
	while (match(text, /[a-z_0-9]+[],)[]/)) {
		if (substr(text, RSTART - 1, 1) !~ /[ *]/ ||
		    substr(text, RSTART, RLENGTH - 1) == "void") {
			s = s substr(text, 1, RSTART + RLENGTH - 1)
		} else
			s = s substr(text, 1, RSTART - 1) "\\fI" \
			    substr(text, RSTART, RLENGTH - 1) "\\fB" \
			    substr(text, RSTART + RLENGTH - 1, 1)
		text = substr(text, RSTART + RLENGTH)
	}
	return "\\fB" s text "\\fP"
}

# What a program knows the structure as.
function structure(t) {
	if (t == "int")
		return "int"
	if (t == "uint")
		return "unsigned"
	if (t == "fdpair")
		return "int [2]"
	if (t == "fdset")
		return "fd_set"
	if (t == "notify" || t == "batch" || t == "sysinfo")
		return "struct fl_" t
	if (t == "callset")
		return "struct fl_call_set"
	if (t == "siginfo" || t == "sigset" || t == "stack")
		return t "_t"
	return "struct " t
}

function argument_text(key,    s) {
	if (kind[key] == "uint")
		return "unsigned"
	if (kind[key] == "size")
		return "size_t"
	if (kind[key] == "addr")
		return "address"
	if (kind[key] == "int")
		return "int"
	if (kind[key] == "str")
		s = "string, read"
	else if (kind[key] == "strv")
		s = "array of strings, read"
	else {
		if (count[key] != "" && type[key] == "")
			s = count[key] " bytes"
		else if (count[key] != "")
			s = count[key] " of " structure(type[key])
		else
			s = structure(type[key])
		s = s (kind[key] == "in" ? ", read" : kind[key] == "out" ? \
		    ", written" : ", read and written")
	}
	return s (null[key] ? ", or NULL" : "")
}

function door_line(code, comment) {
	gsub(/\\/, "\\e", code)
	printf "%-28s /* %s */\n", code, comment > page
}

function print_door(c,    k, key, cast) {
	for (k = 1; k <= parameters[c]; k++) {
		key = c SUBSEP k
		cast = kind[key] ~ /^(str|strv|in|out|inout)$/ ? \
		    "(unsigned)" : ""
		if (kind[key] == "off") {
			door_line(sprintf("*ARG%d = %s;", word[key] + 1, \
			    pname[key]), "lower half")
			door_line(sprintf("*ARG%d = %s >> 32;", \
			    word[key] + 2, pname[key]), "upper half")
		} else
			door_line(sprintf("*ARG%d = %s%s;", word[key] + 1, \
			    cast, pname[key]), argument_text(key))
	}
	door_line((result[c] == "none" ? "(void)" : "result = ") "*CALL_" \
	    toupper(name[c]) ";", address[c])
	if (result[c] == "off")
		door_line("high = *RESULT_HI;", "upper half of the result")
}

function heading(text) {
	printf ".SH %s\n", text > page
}

function paragraph(text) {
	print roff(text) > page
}

function print_synopsis(c,    n, k, row) {
	heading("SYNOPSIS")
	print ".nf" > page
	n = split(include[c], row, "\n")
	for (k = 1; k < n; k++)
		printf ".B #include %s\n", row[k] > page
	if (proto[c] != "") {
		print ".PP" > page
		n = split(proto[c], row, "\n")
		for (k = 1; k < n; k++) {
			sub(/^\t/, "        ", row[k])
			print roff_proto(row[k]) > page
		}
		print ".PP" > page
	}
	print ".B #include <faultline/calls.h>\n.PP" > page
	print_door(c)
	print ".fi" > page
}

function print_description(c,    k, was_tag) {
	heading("DESCRIPTION")
	for (k = 1; k <= described[c]; k++) {
		if (tag[c, k] != "")
			printf ".TP\n.B %s\n", tag[c, k] > page
		else if (k > 1)
			print ".PP" > page
		paragraph(body[c, k])
	}
}

function print_returns(c,    text) {
	heading("\"RETURN VALUE\"")
	text = returns[c]
	if (text == "" && result[c] == "none")
		text = "The call does not return."
	if (text == "")
		text = "0 on success."
	paragraph(text)
	if (result[c] != "none" && page_errors > 0)
		paragraph("A failure gives -1, and errno says why; a program" \
		    " that makes the call itself finds the number in ERRNO.")
	else if (result[c] != "none")
		paragraph("The call does not fail.")
}

# Into page_error[1..page_errors], in the order of the alphabet.
function collect_errors(c,    all, n, i, k, e) {
	all = errors[c]
	if (pointers[c] + 0 > 0 || ((c, "EFAULT") in sentence))
		all = all " EFAULT"
	if (cancel[c] && !index(" " all " ", " ECANCELED "))
		all = all " ECANCELED"
	page_errors = n = split(all, e, " ")
	for (i = 1; i <= n; i++) {
		for (k = i; k > 1 && page_error[k - 1] > e[i]; k--)
			page_error[k] = page_error[k - 1]
		page_error[k] = e[i]
	}
}

# "_a_, _b_ or _c_", of the pointers of these kinds.
function pointer_names(c, kinds,    k, s, last_name) {
	s = last_name = ""
	for (k = 1; k <= parameters[c]; k++) {
		if (kind[c, k] !~ kinds)
			continue
		if (last_name != "")
			s = s (s == "" ? "" : ", ") last_name
		last_name = "_" pname[c, k] "_"
	}
	return s (s == "" ? "" : " or ") last_name
}

# What a call with pointers has no sentence of its own for.
function fault(c,    reads, writes) {
	reads = pointer_names(c, "^(str|strv|in|inout)$")
	writes = pointer_names(c, "^(out|inout)$")
	if (reads == "" && writes == "")
		return ""
	if (writes == "")
		return "The program cannot read the memory at " reads "."
	if (reads == "")
		return "The program cannot write to the memory at " writes "."
	return "The program cannot read the memory at " reads \
	    ", or cannot write to that at " writes "."
}

function sentence_for(c, error,    n, f, i) {
	if ((c, error) in sentence)
		return sentence[c, error]
	n = split(families[c], f, " ")
	for (i = 1; i <= n; i++)
		if ((f[i], error) in sentence)
			return sentence[f[i], error]
	if (("all", error) in sentence)
		return sentence["all", error]
	return error == "EFAULT" ? fault(c) : ""
}

function print_errors(c,    i) {
	heading("ERRORS")
	if (page_errors == 0)
		paragraph("None.")
	for (i = 1; i <= page_errors; i++) {
		printf ".TP\n.B %s\n", page_error[i] > page
		paragraph(sentence_for(c, page_error[i]))
	}
}

function note(text) {
	if (any_note++)
		print ".PP" > page
	paragraph(text)
}

# What the flags of the row mean for those that wait.
function waiting(c,    s) {
	s = "The call may wait. A signal that is caught ends the wait"
	if (restart[c] == "never")
		s = s " with EINTR; SA_RESTART makes no difference."
	else if (restart[c] == "untimed")
		s = s ". After a handler with SA_RESTART a call without a" \
		    " time limit begins again; all others fail with EINTR."
	else
		s = s ". After a handler with SA_RESTART the call begins" \
		    " again; without it the call fails with EINTR."
	if (whole[c])
		return s " Cancelling the thread does not end the wait."
	return s " It is a cancellation point: cancelling the thread ends the" \
	    " wait."
}

function print_notes(c,    k, text) {
	heading("NOTES")
	any_note = 0
	for (k = 1; k <= note_count[c]; k++)
		note(notes[c, k])
	if (proto[c] == "")
		note("The C library has no function that is this call alone.")
	if (block[c] && index(" " errors[c] " ", " EINTR "))
		note(waiting(c))
	else if (cancel[c])
		note("No signal ends the call early, but it is a cancellation" \
		    " point: it fails at its start if the thread has been" \
		    " cancelled.")
	text = single[c] ? "The call cannot be in a batch." : \
	    "The call can be in a batch; see batch(7)."
	if (framed[c])
		text = text " It can be in a frame, and then acts for the" \
		    " frame's maker; see frames(7)."
	else
		text = text " Only frames with FL_FRAME_CALLER can have it;" \
		    " see frames(7)."
	note(text)
	note("The slot is in the page of the group " \
	    group_name[group_of[c]] " (" group_doc[group_of[c]] "). A process" \
	    " that has unmapped that page can never make the call again.")
}

# The pages of section 2 first, each section in the order of the alphabet.
function print_see(c,    n, i, k, w, swap) {
	heading("\"SEE ALSO\"")
	n = split(see[c] " calls(7)", w, /[ ,]+/)
	for (i = 1; i <= n; i++)
		if (w[i] != "")
			w[i] = substr(w[i], index(w[i], "("), 3) w[i]
	for (i = 2; i <= n; i++)
		for (k = i; k > 1 && w[k - 1] > w[k]; k--) {
			swap = w[k]
			w[k] = w[k - 1]
			w[k - 1] = swap
		}
	for (i = 1; i <= n; i++)
		if (w[i] != "" && (i == 1 || w[i] != w[i - 1]))
			printf ".BR %s %s%s\n", \
			    substr(w[i], 4, length(w[i]) - 6), \
			    substr(w[i], 1, 3), (i < n ? "," : "") > page
}

function check(c,    i) {
	line = 0
	if (!described[c])
		die("'" name[c] "' has no description")
	for (i = 1; i <= page_errors; i++)
		if (sentence_for(c, page_error[i]) == "")
			die("'" name[c] "': no sentence for " page_error[i])
	for (i = split(families[c], part, " "); i > 0; i--)
		if (!(part[i] in is_family))
			die("'" name[c] "': there is no family " part[i])
}

function make_page(c) {
	page = dir "/" name[c] ".2"
	print ".\\\" SPDX-License-Identifier: MIT" > page
	print ".\\\" Made from calls.tbl and calls.man by man.awk." > page
	printf ".TH %s 2 \"\" Faultline \"Faultline Manual\"\n", \
	    toupper(name[c]) > page
	heading("NAME")
	printf "%s \\- %s\n", name[c], title[c] > page
	print_synopsis(c)
	print_description(c)
	print_returns(c)
	print_errors(c)
	print_notes(c)
	print_see(c)
	close(page)
}

END {
	for (c = 1; c <= calls; c++) {
		collect_errors(c)
		check(c)
		if (dir != "" && !failed)
			make_page(c)
	}
	exit failed
}
