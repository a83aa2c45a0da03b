# SPDX-License-Identifier: MIT
# The results of tests/posix/run by area, beside a baseline:
#
#	awk -f table.awk linux-baseline.tsv posix.tsv
#
# then each program that passes there and not here, and how many pass here
# and not there.

function area(name,    part, i)
{
	split(name, part, "/")
	if (part[1] == "functional")
		return "functional"
	if (part[2] != "interfaces")
		return part[2]
	i = part[3]
	if (i ~ /^pthread_(cancel|setcancel|testcancel|cleanup)/)
		return "cancellation"
	if (i ~ /^pthread_(mutex|cond|rwlock|barrier|spin)/) {
		sub(/^pthread_/, "", i)
		sub(/(attr)?_.*$/, "", i)
		sub(/attr$/, "", i)
		return i
	}
	if (i ~ /^pthread_attr/)
		return "thread attributes"
	if (i ~ /sched/)
		return "scheduling"
	if (i ~ /^pthread_(kill|sigmask)$/)
		return "signals"
	if (i ~ /^pthread_/)
		return "thread core"
	if (i ~ /^(sigqueue|sigwait|sigwaitinfo|sigtimedwait)$/)
		return "real-time signals"
	if (i ~ /^(sig|kill|raise|signal)/)
		return "signals"
	if (i ~ /^(timer_|clock|nanosleep|time|ctime|gmtime|localtime|mktime|difftime|asctime|strftime)/)
		return "timers and clocks"
	if (i ~ /^sem_/)
		return "semaphores"
	if (i ~ /^mq_/)
		return "message queues"
	if (i ~ /^shm_/)
		return "shared memory"
	if (i ~ /^(mmap|munmap|mlock|munlock|msync)/)
		return "mmap"
	if (i ~ /^(aio_|lio_)/)
		return "aio"
	return "other"
}

BEGIN { FS = OFS = "\t" }
FNR == 1 { file++ }
FNR == 1 && $1 == "program" { next }
file == 1 { base[$1] = $2; next }
{
	here[$1] = $2
	if ($2 == "COMPILED" || ($2 == "NOCOMPILE" && !($1 in base))) {
		compiled["all"]++
		good["all"] += $2 == "COMPILED"
		if ($2 != "COMPILED")
			broken[++broken_count] = $1
		next
	}
	a = area($1)
	n[a]++
	pass[a] += $2 == "PASS"
	linux[a] += base[$1] == "PASS"
	both[a] += $2 == "PASS" && base[$1] == "PASS"
	more[a] += $2 == "PASS" && base[$1] != "PASS"
	if (base[$1] == "PASS" && $2 != "PASS")
		worse[++worse_count] = sprintf("%-45s %s", $1, $2)
	if (base[$1] != "PASS" && $2 != "PASS")
		neither[++neither_count] = sprintf("%-45s %-12s Linux: %s", $1,
		    $2, $1 in base ? base[$1] : "not compiled")
}
END {
	split("signals|real-time signals|timers and clocks|scheduling|" \
	    "thread core|thread attributes|cancellation|mutex|cond|rwlock|" \
	    "barrier|spin|semaphores|message queues|shared memory|mmap|aio|" \
	    "other|definitions|behavior|functional", order, "|")
	form = "%-20s %9s %9s %9s %14s %14s\n"
	printf form, "area", "programs", "pass", "on Linux", "of Linux's",
	    "beyond Linux"
	for (i = 1; i in order; i++) {
		a = order[i]
		if (!n[a])
			continue
		printf form, a, n[a], pass[a], linux[a], both[a], more[a]
		t_n += n[a]; t_pass += pass[a]; t_linux += linux[a]
		t_both += both[a]; t_more += more[a]
	}
	printf form, "all", t_n, t_pass, t_linux, t_both, t_more
	printf "\ncompile only: %d of %d\n", good["all"], compiled["all"]
	for (i = 1; i <= broken_count; i++)
		print "  " broken[i]
	printf "\npass on Linux, not here: %d\n", worse_count
	for (i = 1; i <= worse_count; i++)
		print "  " worse[i]
	if (all) {
		printf "\npass on neither: %d\n", neither_count
		for (i = 1; i <= neither_count; i++)
			print "  " neither[i]
	}
}
