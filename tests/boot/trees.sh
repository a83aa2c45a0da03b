# SPDX-License-Identifier: MIT
# A tree of thousands of files: built, copied, searched, packed, restored.
cd "${TMPDIR:-/tmp}" && mkdir trees.$$ && cd trees.$$ || exit 1

mkdir tree
for d in a b c d e f g h i j; do
	for s in 0 1 2 3 4; do
		mkdir -p tree/$d/$s
		( cd tree/$d/$s && awk -v d=$d -v s=$s 'BEGIN {
			for (i = 0; i < 40; i++) {
				f = "file" i
				for (k = 0; k < i; k++)
					print d, s, i, k > f
				printf "" > f
				close(f)
			}
		}' )
	done
done
find tree -type f | wc -l
find tree -type d | wc -l
find tree -name 'file3?' -size +0 | wc -l
find tree -type f | sort | xargs cat | cksum
cp -R tree copy
diff -r tree copy && echo the copy is equal
grep -rl 'c 2 39' tree | sort
find copy -name 'file1*' -delete
find copy -type f | wc -l
diff -rq tree copy | wc -l
( cd tree && find . -type f | sort | xargs cksum ) >sums
cksum <sums
find tree -type f | sort | xargs cat >all
gzip -9 -c all >all.gz && gzip -t all.gz && gzip -dc all.gz | cmp - all && echo gzip restores
bzip2 -k all && bunzip2 -c all.bz2 | cmp - all && echo bzip2 restores
mv tree moved && ls moved | tr '\n' ' '
echo
ls -R moved | wc -l
du -a moved | wc -l
chmod -R go-rwx moved && find moved -perm 700 -type d | wc -l
touch -d '2001-02-03 04:05:06 UTC' moved/a && TZ=UTC0 stat -c %y moved/a
ln -s ../moved/a moved/z && readlink moved/z
rm -rf copy && ls
cd .. && rm -rf trees.$$
