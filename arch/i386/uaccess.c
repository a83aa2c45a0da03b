/* SPDX-License-Identifier: MIT */
/* Access to a program's memory: the range is checked here, copied in asm. */
#include "mm/uaccess.h"
#include "lib/assert.h"
#include "lib/lock.h"
#include <faultline/layout.h>

int user_copy(void *to, const void *from, uint32_t n);
int user_clear(void *to, uint32_t n);
int user_copy_word(void *to, const void *from);
int user_copy_string(char *to, const char *from, uint32_t size);

/* Everything below the kernel; whether it is mapped, the copy finds out. */
static bool is_user_range(struct uaddr a, size_t n)
{
	return a.value < FL_USER_END && n <= FL_USER_END - a.value;
}

int copy_from_user(void *to, struct uaddr from, size_t n)
{
	if (!is_user_range(from, n))
		return -EFAULT;
	return user_copy(to, (const void *)from.value, n);
}

int copy_to_user(struct uaddr to, const void *from, size_t n)
{
	if (!is_user_range(to, n))
		return -EFAULT;
	return user_copy((void *)to.value, from, n);
}

int clear_user(struct uaddr to, size_t n)
{
	if (!is_user_range(to, n))
		return -EFAULT;
	return user_clear((void *)to.value, n);
}

int user_load(struct uaddr from, uint32_t *value)
{
	if (!is_user_range(from, sizeof(*value)))
		return -EFAULT;
	return user_copy_word(value, (const void *)from.value);
}

int user_store(struct uaddr to, uint32_t value)
{
	if (!is_user_range(to, sizeof(value)))
		return -EFAULT;
	return user_copy_word((void *)to.value, &value);
}

ssize_t copy_string_from_user(char *to, struct uaddr from, size_t size)
{
	size_t limit;
	int length;

	if (from.value >= FL_USER_END)
		return -EFAULT;
	limit = MIN(size, (size_t)(FL_USER_END - from.value));
	length = user_copy_string(to, (const char *)from.value, limit);
	if (length == -1)
		return limit < size ? -EFAULT : -ENAMETOOLONG;
	return length;
}
