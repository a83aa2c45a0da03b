# SPDX-License-Identifier: MIT
# Bars of the table that report has written to `data', into `to'.svg and .png.

set datafile separator "\t"
set datafile missing "-"
set title "From ring 3 to ring 0 and back"
set ylabel "ns: least, with a whisker up to the median"
set style data histogram
set style histogram errorbars gap 1 linewidth 1
set style fill solid 0.8 border -1
set errorbars small
set yrange [0:*]
set grid ytics
set key top right
set xtics rotate by -35 scale 0
set bmargin 8
set rmargin 6

# Only rows that enter ring 0, and the mapped load beside them.
rows(kind) = sprintf("< awk -F '\t' '$2 == \"%s\" && /,|mapped/' %s", \
	kind, data)

do for [format in "svg png"] {
	if (format eq "svg") {
		set terminal svg size 900,520 enhanced background "white"
	} else {
		set terminal pngcairo size 900,520
	}
	set output to . "." . format
	plot rows("empty") using 3:3:4:xtic(1) title "empty handler" \
			linecolor rgb "#7fa8d1", \
		rows("dispatch") using 3:3:4 title "with dispatch" \
			linecolor rgb "#d18f4f"
}
