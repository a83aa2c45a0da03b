# SPDX-License-Identifier: MIT
# What a person types: here-documents, traps, jobs, substitution, globbing.
cd "${TMPDIR:-/tmp}" && mkdir shell.$$ && cd shell.$$ || exit 1

name=world
cat <<END
hello $name, $((6 * 7))
END
cat <<'END'
no $name here
END
for i in 1 2 3; do touch "file$i.txt" "other$i"; done
echo *.txt [!f]*
echo file[12].* file?.txt
case abc in a*c) echo match ;; *) echo none ;; esac
f() { local x=1; echo "$# args, first $1"; return 3; }
f a 'b c' "$name"
echo "status $?"
echo "$(echo nested $(echo deeper))"
set -- x y z
shift
echo "$# $*"
unset nothing
echo "${nothing:-default} ${name#wo} ${name%ld} ${#name}"
trap 'echo exit trap' EXIT
(sh -c 'trap "echo caught; exit 9" TERM; kill -TERM $$; sleep 1')
echo "subshell $?"
sleep 0.2 &
background=$!
wait $background
echo "background $?"
sh -c 'exit 7' & wait $!
echo "wait $?"
sh -c 'kill -KILL $$'
echo "killed $?"
{ echo a; echo b; echo c; } | while read -r x; do printf '<%s>' "$x"; done
echo
printf '%s\n' one two three | (read -r first; echo "first $first"; cat)
yes | head -n 3
echo error 1>&2 2>/dev/null
ls nonexistent 2>/dev/null || echo "ls failed"
exec 3>out.txt; echo to three >&3; exec 3>&-; cat out.txt
echo x >a; ln a b; ln -s a c; ls -l c | sed 's/.*c ->/c ->/'
test a -ef b && echo same file
[ -h c ] && echo link
umask 027; touch masked; ls -l masked | cut -c1-10
chmod u=rwx,go=x masked; stat -c %a masked
mkfifo p; (echo through fifo >p) & cat p; wait
find . -name '*.txt' | sort | xargs -n 2 echo
printf 'a b\nc d\n' | while read -r x y; do echo "$y $x"; done
date -u -d @1000000000 +%Y-%m-%dT%H:%M:%S
i=0; while [ $i -lt 5 ]; do i=$((i + 1)); [ $i -eq 3 ] && continue; printf '%d ' $i; done; echo
eval 'echo eval $((1 + 2))'
command -v cd
type nosuchcommand >/dev/null 2>&1 || echo "no such command"
nosuchcommand 2>/dev/null
echo "status $?"
cd / && rm -r "${TMPDIR:-/tmp}/shell.$$"
