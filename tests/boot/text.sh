# SPDX-License-Identifier: MIT
# Several megabytes of text through pipelines.
cd "${TMPDIR:-/tmp}" && mkdir text.$$ && cd text.$$ || exit 1

awk 'BEGIN {
	split("zero one two three four five six seven eight nine", w, " ")
	x = 12345
	for (i = 0; i < 60000; i++) {
		line = i
		for (k = 0; k < 6; k++) {
			x = (x * 1103 + 12345) % 65536
			line = line " " w[x % 10 + 1]
		}
		print line
	}
}' >words
wc words
cksum <words
cut -d' ' -f2 words | sort | uniq -c | sort -rn
tr ' ' '\n' <words | grep -c '^[a-z]*$'
sed -n 's/^\([0-9]*\) seven .*nine$/\1/p' words | tail -n 5
sort -k3,3 -k2,2 -k1,1n words | head -n 3
sort -rn words | sed 5q
awk '{ n[$4] += $1 } END { for (i in n) print i, n[i] }' words | sort
grep -E 'one.*two.*three' words | wc -l
grep -v -c e words
head -c 1000000 words | tail -c 100
split -l 20000 words part. && ls part.*
cat part.* | cmp - words && echo the parts are the whole
paste -d, part.aa part.ab | head -n 2
sort part.aa >s.aa; join -j 1 s.aa s.aa | head -n 1
sort part.aa >s.aa; sort part.ab >s.ab; comm -12 s.aa s.ab | wc -l
fold -w 20 words | sed -n 4p
nl words | sed -n 3p
od -A d -t x1 words | sed -n 2p
expr 17 '*' 3
seq 1 100000 | awk '{ s += $1 } END { printf "%.0f\n", s }'
tac part.aa | head -n 1
sha256sum words | cut -c1-64
cd .. && rm -r text.$$
