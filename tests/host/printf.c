/* SPDX-License-Identifier: MIT */
/* The kernel's printf, beside the host's. */
#include "check.h"
#include "lib/printk.h"
#include <string.h>

#pragma GCC diagnostic ignored "-Wformat"
#pragma GCC diagnostic ignored "-Wformat-truncation"

#define SAME(...)                                                \
	do {                                                     \
		char a_[64], b_[64];                             \
		int x_ = snprintf(a_, sizeof(a_), __VA_ARGS__);  \
		int y_ = ksnprintf(b_, sizeof(b_), __VA_ARGS__); \
		CHECK(x_ == y_ && strcmp(a_, b_) == 0);          \
	} while (0)

int main(void)
{
	char small[4] = "xyz";

	SAME("plain %% text");
	SAME("%d %i %u", -5, 2147483647, 4294967295u);
	SAME("%d", (int)0x80000000);
	SAME("%x %X %o", 0xdeadbeef, 0xcafe, 0777);
	SAME("%08x|%8x|%-8x|", 0xab, 0xab, 0xab);
	SAME("%5d|%-5d|%05d|%.3d|%8.3d", 42, 42, 42, 42, -42);
	SAME("%05d %5d", -42, -42);
	SAME("%s|%10s|%-10s|%.2s", "abc", "abc", "abc", "abc");
	SAME("%*d|%-*d|%.*s", 6, 1, 6, 2, 2, "xyz");
	SAME("%c%3c", 'a', 'b');
	SAME("%lld %llu %llx", -1ll, 18446744073709551615ull, 1ull << 63);
	SAME("%hhu %hu %ld %zu", 300, 70000, -7l, (size_t)9);
	SAME("%u", 0);
	SAME("%.0d|", 0);
	CHECK(ksnprintf(small, sizeof(small), "%d", 123456) == 6);
	CHECK(strcmp(small, "123") == 0);
	CHECK(ksnprintf(NULL, 0, "abc") == 3);
	CHECK(ksnprintf(small, sizeof(small), "%s", NULL) == 6);
	return check_done("printf");
}
