/* SPDX-License-Identifier: MIT */
/*
 * Letters are what is alphanumeric but for the ten decimal digits: C has
 * iswalnum() true for nothing else, so digits of other scripts are letters.
 */
#include <wctype.h>

int iswalpha_l(wint_t c, locale_t locale)
{
	return (c < L'0' || c > L'9') && iswalnum_l(c, locale);
}
