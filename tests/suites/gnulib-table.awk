# SPDX-License-Identifier: MIT
# The results of gnulib-run by area, beside a baseline:
#
#	awk -f gnulib-table.awk gnulib-linux.tsv gnulib.tsv
#
# then each test that passes there and not here.

function area(name)
{
	sub(/^test-/, "", name)
	sub(/(-ieee|-nolibm)?[0-9]*(\.sh)?$/, "", name)
	if (name ~ /^(a?(cos|sin|tan)h?|cbrt|ceil|copysign|erfc?|exp(2|m1)?|fabs|floor|fma|fmod|frexp|hypot|ilogb|isfinite|isinf|isnan[dfl]?|ldexp|lgamma|log(10|1p|2|b)?|modf|nextafter|pow|remainder|rint|round|signbit|sqrt|trunc|float|atan2|[jy][01n]?|math|fpieee)[fl]?$/ ||
	    name ~ /^(printf-frexp|ieee754|isnan|signbit|isinf|isfinite)/)
		return "mathematics"
	if (name ~ /^(mb|wc|wcs|btowc|btoc32|c32|isw|wchar|wctype|uchar|u8-|u64|unistr|unictype|uniwidth|iconv|striconv|setlocale|locale|langinfo|nl_langinfo|hard-locale|duplocale|monetary|strfmon|unicodeio)/)
		return "wide characters, locales"
	if (name ~ /printf|scanf/ ||
	    name ~ /^(f(open|close|dopen|flush|get|put|purge|read|seek|tell|writ|bufmode|pending|seterr)|freopen|freading|freadptr|freadseek|freadahead|freadable|perror|getdelim|getline|getndelim2|stdio|popen|pclose|closein|xstdopen|read-file|ftello|fseeko)/)
		return "stdio"
	if (name ~ /^(str|mem|c-str|rawmem|explicit_bzero|ffs|string|sig(abbrev|desc)|ctype|c-ctype)/)
		return "strings and memory"
	if (name ~ /^(accept|arpa|bind|connect|getaddrinfo|getpeername|getsock|inet_|listen|net|passfd|recv|send|setsockopt|shutdown|sys_socket|socket|nonblocking-socket)/)
		return "sockets"
	if (name ~ /^(pthread|thrd|mtx|cnd|tss|thread|tls|call_once|once|cond|lock|rwlock|asyncsafe|simple-atomic|sched)/)
		return "threads"
	if (name ~ /^(time|gettime|nanosleep|usleep|sleep|clock|posixtm|nstrftime|parse-d|times|utime|sys_time)/)
		return "time"
	if (name ~ /^(sig|raise|exec|posix_spawn|spawn|pipe|system|_Exit|atexit|c-stack|stack|getrusage|get-rusage|getpid|uname|getlogin|getgroups|userspec|idpriv|priv-set|environ|setenv|unsetenv|getprogname|getdtablesize|sys_wait|sys_resource|nonblocking|wait|getumask|gethostname|getloadavg)/)
		return "processes and signals"
	if (name ~ /(at|-safer|link|dir|chmod|chown|stat)$/ ||
	    name ~ /^(access|areadlink|canonicalize|copy-|copy|creat|dup|faccess|fcntl|fd|file|flock|fstat|fsync|fts|ftruncate|futimens|glob|fnmatch|hard|isatty|link|lseek|mk|open|pread|pwrite|read|rename|remove|rmdir|supersede|symlink|temp|truncate|unlink|write|cloexec|ioctl|acl|immutable|statat|stat-time|getcwd|sys_stat|sys_file|poll|select|pselect)/)
		return "files"
	if (name ~ /^(pty|openpty|forkpty|login_tty|grantpt|unlockpt|ptsname|posix_openpt|ttyname|term)/)
		return "terminals"
	if (name ~ /^(malloc|calloc|realloc|aligned|posix_memalign|free|alloca|qsort|random|getrandom|getentropy|imax|getopt|argp|search|tsearch|stdlib|inttypes|regex)/)
		return "stdlib"
	if (name ~ /^(std|sys_|limits|unistd|errno|assert|dirent|intprops|alignof|verify|arpa|net|spawn|poll|pathmax|signal|termios|func|stdint|stddef)/)
		return "headers"
	return "gnulib's own"
}

BEGIN { FS = "\t" }
FNR == 1 { file++ }
file == 1 { base[$1] = $2; next }
{
	seen[$1]
	a = area($1)
	n[a]++
	pass[a] += $2 == "PASS"
	linux[a] += base[$1] == "PASS"
	both[a] += $2 == "PASS" && base[$1] == "PASS"
	skipped += $2 == "SKIP"
	if (base[$1] == "PASS" && $2 != "PASS")
		worse[++worse_count] = sprintf("%-40s %s", $1, $2)
	if (base[$1] != "PASS" && $2 == "PASS")
		more++
}
END {
	split("stdio|strings and memory|stdlib|wide characters, locales|" \
	    "mathematics|files|processes and signals|threads|time|" \
	    "terminals|sockets|headers|gnulib's own", order, "|")
	form = "%-26s %7s %7s %9s %11s\n"
	printf form, "area", "tests", "pass", "on Linux", "of Linux's"
	for (i = 1; i in order; i++) {
		a = order[i]
		if (!n[a])
			continue
		printf form, a, n[a], pass[a], linux[a], both[a]
		t_n += n[a]; t_pass += pass[a]
		t_linux += linux[a]; t_both += both[a]
	}
	printf form, "all", t_n, t_pass, t_linux, t_both
	if (t_linux)
		printf "\n%.1f %% of what passes on Linux passes here;" \
		    " %d are skipped here, %d pass here and not there\n",
		    100 * t_both / t_linux, skipped, more
	printf "\npass on Linux, not here: %d\n", worse_count
	for (i = 1; i <= worse_count; i++)
		print "  " worse[i]
}
