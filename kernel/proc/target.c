/* SPDX-License-Identifier: MIT */
/* Finds the program to run for a file: a script runs its interpreter. */
#include "proc/target.h"
#include "fs/file.h"
#include "lib/string.h"
#include "proc/wait.h"

void target_release(struct target *t)
{
	vnode_allow_write(t->file);
	vnode_release(t->file);
}

static void push_head(struct target *t, const char *text)
{
	memmove(t->head[1], t->head[0], t->head_count * sizeof(t->head[0]));
	strlcpy(t->head[0], text, sizeof(t->head[0]));
	t->head_count++;
}

/*
 * Splits "#! interpreter argument" in place.  *argument is NULL if there is
 * none.  The newline may be missing, at the end of the file.  In a line of more
 * than SCRIPT_LINE bytes the argument is cut short.  Returns 0, or -ENOEXEC if
 * there is no interpreter or its name would be cut.
 */
static int parse_script(char *line, char **interpreter, char **argument)
{
	char *end = strchr(line, '\n'), *p = line + 2, *cut = NULL;

	if (!end)
		end = line + strlen(line);
	if (end == line + SCRIPT_LINE && end[-1] != ' ' && end[-1] != '\t')
		cut = --end;
	while (end > p &&
	       (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	*end = '\0';
	while (*p == ' ' || *p == '\t')
		p++;
	if (*p == '\0')
		return -ENOEXEC;
	*interpreter = p;
	while (*p && *p != ' ' && *p != '\t')
		p++;
	if (p == cut)
		return -ENOEXEC;
	*argument = NULL;
	if (*p) {
		*p++ = '\0';
		while (*p == ' ' || *p == '\t')
			p++;
		*argument = *p ? p : NULL;
	}
	return 0;
}

/*
 * v is a script, and is taken over.  Adds its interpreter to t's arguments, and
 * stores the interpreter's file in *next.  The interpreter opens the script by
 * its path, so a script without one (fexecve()) cannot run: -ENOENT.
 */
static int follow_script(struct target *t, struct vnode *v, struct vnode **next)
{
	char line[SCRIPT_LINE + 1];
	char *interpreter, *argument;
	ssize_t n = vnode_read(v, line, SCRIPT_LINE, 0);
	int error;

	vnode_allow_write(v);
	vnode_release(v);
	if (n < 0)
		return (int)n;
	if (!t->path)
		return -ENOENT;
	line[n] = '\0';
	error = parse_script(line, &interpreter, &argument);
	if (error)
		return error;
	if (argument)
		push_head(t, argument);
	push_head(t, interpreter);
	return vfs_open_exec(interpreter, next);
}

int target_find(struct target *t, struct vnode *v)
{
	may_wait();
	char magic[2];
	int error;

	for (unsigned depth = 0;; depth++) {
		ssize_t n = vnode_read(v, magic, sizeof(magic), 0);

		if (n == 2 && magic[0] == '#' && magic[1] == '!') {
			if (depth == SCRIPT_DEPTH) {
				error = -ELOOP;
				break;
			}
			error = follow_script(t, v, &v);
			if (error)
				return error;
			continue;
		}
		error = elf_read(v, &t->elf);
		break;
	}
	if (error) {
		vnode_allow_write(v);
		vnode_release(v);
		return error;
	}
	t->file = v;
	return 0;
}
