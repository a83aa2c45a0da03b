# SPDX-License-Identifier: MIT
# Runs many programs on Faultline, several in a machine (runner.c), and goes on
# in a new machine after one that brought the old one down.  Sourced, in the
# build folder.  Whoever does so has in $work, a folder of its own,
#
#	N.list	for shard N: lines NAME FILE ARGUMENT...
#
# and sets boots (machines at a time), limit (seconds of a program) and
# directory (where programs lie and run, on Faultline), and defines
#
#	furnish ROOT SHARD	puts into the folder what programs of the
#				shard need beside themselves
#	result HOW STATUS	prints a word: HOW is exit, signal or timeout
#
# run_shards COUNT leaves lines in $work/N.tsv: name, result, status, seconds;
# in N.log what those printed that did not end with 0.  A program during which
# the machine ended or stopped answering has the result CRASH or HANG.  A FILE
# of the host is copied; NAME is then its name below the directory.

# Whoever goes on building does not change what is running.
freeze() {
	cp faultline initrd mkinitrd run-host image/posix/runner "$work"
	export FAULTLINE_FILES=$work
}

line() { # NAME RESULT STATUS MILLISECONDS
	printf '%s\t%s\t%s\t%d.%02d\n' "$1" "$2" "$3" $(($4 / 1000)) \
		$(($4 % 1000 / 10))
}

# deal_out PROGRAMS SIZE: shards of about SIZE from a list; prints their
# number.  Neighbours are alike: the long ones come apart.
deal_out() {
	local total shards
	total=$(wc -l <"$1")
	shards=$(((total + $2 - 1) / $2))
	awk -v n="$shards" -v work="$work" \
		'{ print > (work "/" (NR - 1) % n ".list") }' "$1"
	echo "$shards"
}

# boot SHARD: runs its list until a machine ends; what has not been run is in
# SHARD.list then.
boot() {
	local shard=$1 name= started=0 text key how status ms machine answer=0
	local file rest
	rm -rf "$shard.root" && mkdir -p "$shard.root$directory"
	cp "$work/runner" "$shard.root$directory"
	furnish "$shard.root" "$shard"
	{
		[ ! -e "$work/environment" ] || cat "$work/environment"
		while read -r name file rest; do
			case $file in
			"$directory"/* | /bin/*) ;;
			*)
				mkdir -p "$shard.root$directory/${name%"${name##*/}"}"
				cp -l "$file" "$shard.root$directory/$name" \
					2>/dev/null ||
					cp "$file" "$shard.root$directory/$name"
				file=$directory/$name
				;;
			esac
			echo "$name $limit $file $rest"
		done <"$shard.list"
	} >"$shard.root$directory/list"
	exec 8< <(exec bin/faultline-run --root "$shard.root" --timeout 7200 \
		"$directory/runner" "$directory/list" "$directory" \
		2>"$shard.err" </dev/null)
	machine=$!
	name=
	while IFS= read -r -t $((limit + 60)) text <&8 || { answer=$?; false; }; do
		case $text in
		'@start '*)
			name=${text#* }
			started=$((started + 1))
			;;
		'@end '*)
			read -r key name how status ms <<<"$text"
			line "$name" "$(result "$how" "$status")" "$status" "$ms" \
				>>"$shard.tsv"
			[ "$how$status" = exit0 ] || {
				cat "$shard.text" 2>/dev/null
				echo "$name: $how $status"
			} >>"$shard.log"
			rm -f "$shard.text"
			name=
			;;
		'| '*) echo "$text" >>"$shard.text" ;;
		'@done') name=@done ;;
		esac
	done
	if [ $answer -gt 128 ]; then
		pkill -TERM -P "$machine"
		how=HANG
	else
		how=CRASH
	fi
	exec 8<&-
	wait "$machine" 2>/dev/null
	[ "$name" != @done ] || started=$(wc -l <"$shard.list")
	case $name in
	@done) ;;
	'') # between two programs: counts against the next
		[ $started -gt 0 ] || started=1
		;;
	*)
		line "$name" $how 0 0 >>"$shard.tsv"
		{
			cat "$shard.err"
			echo "$name: $how"
		} >>"$shard.log"
		;;
	esac
	sed -i "1,${started}d" "$shard.list"
}

run_shard() {
	while [ -s "$1.list" ]; do
		boot "$1"
	done
	rm -rf "$1.root"
}

run_shards() { # COUNT
	local i
	for ((i = 0; i < $1; i++)); do
		while [ "$(jobs -rp | wc -l)" -ge "$boots" ]; do
			wait -n
		done
		run_shard "$work/$i" &
	done
	wait
}
