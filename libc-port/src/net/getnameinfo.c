/* SPDX-License-Identifier: MIT */
/* Names of a host and a service, from an address. */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

static int put(char *to, socklen_t size, const char *text)
{
	if (strlen(text) >= size)
		return EAI_OVERFLOW;
	strcpy(to, text);
	return 0;
}

static int put_host(const struct sockaddr_in *a, char *to, socklen_t size,
		    int flags)
{
	char text[INET_ADDRSTRLEN];
	struct hostent *h = NULL;

	if (!(flags & NI_NUMERICHOST))
		h = gethostbyaddr(&a->sin_addr, sizeof(a->sin_addr), AF_INET);
	if (h)
		return put(to, size, h->h_name);
	if (flags & NI_NAMEREQD)
		return EAI_NONAME;
	inet_ntop(AF_INET, &a->sin_addr, text, sizeof(text));
	return put(to, size, text);
}

static int put_service(const struct sockaddr_in *a, char *to, socklen_t size,
		       int flags)
{
	const char *protocol = flags & NI_DGRAM ? "udp" : "tcp";
	struct servent *s = NULL;
	char text[8];

	if (!(flags & NI_NUMERICSERV))
		s = getservbyport(a->sin_port, protocol);
	if (s)
		return put(to, size, s->s_name);
	snprintf(text, sizeof(text), "%u", ntohs(a->sin_port));
	return put(to, size, text);
}

int getnameinfo(const struct sockaddr *name, socklen_t length, char *host,
		socklen_t host_size, char *service, socklen_t service_size,
		int flags)
{
	const struct sockaddr_in *a = (const struct sockaddr_in *)name;
	int error = 0;

	if (flags & ~(NI_NUMERICHOST | NI_NUMERICSERV | NI_NOFQDN |
		      NI_NAMEREQD | NI_DGRAM | NI_NUMERICSCOPE))
		return EAI_BADFLAGS;
	if (length < sizeof(*a) || a->sin_family != AF_INET)
		return EAI_FAMILY;
	if ((!host || !host_size) && (!service || !service_size))
		return EAI_NONAME;
	if (host && host_size)
		error = put_host(a, host, host_size, flags);
	if (!error && service && service_size)
		error = put_service(a, service, service_size, flags);
	return error;
}
