/* SPDX-License-Identifier: MIT */
/* Numbers in network order, which has the high byte first. */
#include <netinet/in.h>

#undef htonl
#undef htons
#undef ntohl
#undef ntohs

uint32_t htonl(uint32_t n)
{
	return __builtin_bswap32(n);
}

uint16_t htons(uint16_t n)
{
	return __builtin_bswap16(n);
}

uint32_t ntohl(uint32_t n)
{
	return __builtin_bswap32(n);
}

uint16_t ntohs(uint16_t n)
{
	return __builtin_bswap16(n);
}
