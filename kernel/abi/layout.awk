# SPDX-License-Identifier: MIT
# For gen.awk and man.awk: numbers of the ABI's headers.  -v layout=FILE names
# layout.h if it does not lie in the folder faultline beside the table.

# The number of a macro of <faultline/layout.h>.
function layout_number(macro,    file, line, n, i, found) {
	file = layout
	if (file == "") {
		file = ARGV[1]
		sub(/[^\/]*$/, "faultline/layout.h", file)
	}
	while ((getline line < file) > 0)
		if (split(line, n) >= 3 && n[2] == macro) {
			found = 0
			for (i = 3; i <= length(n[3]); i++)
				found = found * 16 + index("123456789abcdef", \
				    substr(n[3], i, 1))
			close(file)
			return found
		}
	print file ": no " macro >"/dev/stderr"
	exit 1
}

