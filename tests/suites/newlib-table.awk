# SPDX-License-Identifier: MIT
# The results of newlib-run by folder of the suite, then what did not pass.

BEGIN { FS = "\t" }
{
	area = $1
	sub(/^newlib\./, "", area)
	sub(/\/.*/, "", area)
	if (!(area in n))
		order[++areas] = area
	n[area]++
	pass[area] += $2 == "PASS"
	if ($2 != "PASS")
		worse[++worse_count] = sprintf("%-45s %s", $1, $2)
}
END {
	form = "%-20s %9s %9s\n"
	printf form, "folder", "tests", "pass"
	for (i = 1; i <= areas; i++) {
		printf form, order[i], n[order[i]], pass[order[i]]
		t_n += n[order[i]]
		t_pass += pass[order[i]]
	}
	printf form, "all", t_n, t_pass
	printf "\nnot passed: %d\n", worse_count
	for (i = 1; i <= worse_count; i++)
		print "  " worse[i]
}
