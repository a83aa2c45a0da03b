# SPDX-License-Identifier: MIT
# ed, sed scripts, diff and the tools that read its output.
cd "${TMPDIR:-/tmp}" && mkdir editors.$$ && cd editors.$$ || exit 1

printf '%s\n' alpha beta gamma delta >list
ed -s list <<'END'
2s/beta/BETA/
$a
epsilon
.
1m3
w
,p
q
END
printf '%s\n' alpha beta gamma delta >old
diff old list
diff -u old list | sed 's/^\([-+][-+][-+] [a-z]*\).*/\1/'
diff -e old list >script; echo w >>script
cp old copy && ed -s copy <script && cmp copy list && echo the ed script works
cat >swap.sed <<'END'
/alpha/ {
	h
	d
}
$ {
	G
}
s/\(.\)\(.*\)/\2\1/
y/abc/ABC/
END
sed -f swap.sed list
sed -n '2,$p;$=' list
sed -e '1!G;h;$!d' list
sdiff -w 40 old list | expand
diff3 old list old >/dev/null; echo "diff3 $?"
cmp old list
seq 1 30 | sed -n '10~5p'
printf 'a,b,c\n1,2,3\n' | awk -F, '{ print $3 "-" $1 }'
printf 'x\ty\n' | cat -A
echo 'the quick brown fox' | awk '{ for (i = NF; i; i--) printf "%s ", $i; print "" }'
cd .. && rm -r editors.$$
