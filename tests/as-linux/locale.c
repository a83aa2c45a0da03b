/* SPDX-License-Identifier: MIT */
/* What locales there are, what they say, and money: printed as on Linux. */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <math.h>
#include <monetary.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void locales_that_are_not_there(void)
{
	static const char *const names[] = {
		"C",	   "POSIX",   "C.UTF-8",     "",	"xx_YY",
		"de",	   "german",  "de_DE.UTF-8", "fr_FR",	"C.utf8",
		"C.FOO-8", "english", "tr_TR.UTF-8", "en_US.8", "ja_JP.eucJP",
	};

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		locale_t l;

		errno = 0;
		printf("%s: ", names[i]);
		if (!setlocale(LC_ALL, names[i]))
			printf("none, %d ", errno == ENOENT);
		errno = 0;
		l = newlocale(LC_ALL_MASK, names[i], (locale_t)0);
		printf("%d %d ", l != (locale_t)0, !l && errno == ENOENT);
		errno = 0;
		if (!setlocale(LC_TIME, names[i]))
			printf("none, %d ", errno == ENOENT);
		puts(setlocale(LC_TIME, NULL));
	}
	setenv("LANG", "xx_YY.UTF-8", 1);
	printf("%d\n", setlocale(LC_ALL, "") == NULL);
	setenv("LANG", "C.UTF-8", 1);
	printf("%d\n", setlocale(LC_ALL, "") != NULL);
}

static void what_locales_say(void)
{
	static const nl_item items[] = {
		CODESET, RADIXCHAR,  THOUSEP,	 D_T_FMT,   D_FMT,
		T_FMT,	 T_FMT_AMPM, AM_STR,	 PM_STR,    DAY_1,
		DAY_7,	 ABDAY_1,    ABDAY_7,	 MON_1,	    MON_12,
		ABMON_1, ABMON_12,   ERA,	 ERA_D_FMT, ERA_D_T_FMT,
		YESEXPR, ERA_T_FMT,  ALT_DIGITS, NOEXPR,    YESSTR,
		NOSTR,	 CRNCYSTR,   123456,
	};

	for (int i = 0; i < 2; i++) {
		setlocale(LC_ALL, i ? "C.UTF-8" : "C");
		for (unsigned j = 0; j < sizeof(items) / sizeof(*items); j++)
			printf("[%s] ", nl_langinfo(items[j]));
		puts("");
	}
}

static void amounts_of_money(void)
{
	static const char *const forms[] = {
		"%n",	    "%i",	   "%12n",     "%-12n",	 "%#6n",
		"%=*#6n",   "%=0#6n",	   "%^#6n",    "%+n",	 "%(n",
		"%(#6n",    "%!n",	   "%.0n",     "%.3i",	 "%=*#2.1n",
		"%+#5n",    "%-14#5.4n",   "%=*14#5n", "%%",	 "a%nb%ic",
		"%(14n",    "%-(14n",	   "%14!n",    "%q",	 "%",
		"%#n",	    "%.n",	   "%=",       "%+(n",	 "%(=*#6n",
		"%!(#6.0n", "%^=_-!#7.1i", "%#0n",     "%14.0n",
	};
	static const double amounts[] = { 1234.567, -1234.567, 0,
					  0.005,    1e15,      -3,
					  INFINITY, -INFINITY, NAN };
	char text[60];
	int n;

	for (unsigned i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		printf("%s:", forms[i]);
		for (unsigned j = 0; j < sizeof(amounts) / sizeof(*amounts);
		     j++) {
			errno = 0;
			n = strfmon(text, sizeof(text), forms[i], amounts[j],
				    amounts[j]);
			printf(" %d %d [%s]", n, errno, n < 0 ? "" : text);
		}
		puts("");
	}
	for (size_t size = 6; size < 10; size++) {
		errno = 0;
		n = strfmon(text, size, "%n", 1234.5);
		printf("%d %d %d, ", n, errno == E2BIG,
		       (int)strfmon(text, size, "1234567"));
	}
	n = strfmon_l(text, sizeof(text), newlocale(LC_ALL_MASK, "C", 0),
		      "%n %n", 1.0, 2.0);
	printf("%d %s\n", n, text);
}

int main(void)
{
	locales_that_are_not_there();
	what_locales_say();
	amounts_of_money();
	fputs("to stderr\n", stderr);
	return 0;
}
