/* SPDX-License-Identifier: MIT */
/* Addresses to connect or bind to, from names of hosts and services. */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#define FLAGS                                                                \
	(AI_PASSIVE | AI_CANONNAME | AI_NUMERICHOST | AI_V4MAPPED | AI_ALL | \
	 AI_ADDRCONFIG | AI_NUMERICSERV)

static const struct kind {
	int socktype, protocol;
	const char *name;
} kinds[] = {
	{ SOCK_STREAM, IPPROTO_TCP, "tcp" },
	{ SOCK_DGRAM, IPPROTO_UDP, "udp" },
};

void freeaddrinfo(struct addrinfo *list)
{
	while (list) {
		struct addrinfo *next = list->ai_next;

		free(list->ai_canonname);
		free(list); /* with its address */
		list = next;
	}
}

static int find_host(const char *name, int flags, struct in_addr *addr)
{
	struct hostent *h;

	if (!name) {
		addr->s_addr =
		    htonl(flags & AI_PASSIVE ? INADDR_ANY : INADDR_LOOPBACK);
		return 0;
	}
	if (inet_aton(name, addr))
		return 0;
	if (flags & AI_NUMERICHOST)
		return EAI_NONAME;
	h = gethostbyname(name);
	if (!h)
		return EAI_NONAME;
	memcpy(addr, h->h_addr, sizeof(*addr));
	return 0;
}

/* The port of a service for one kind, in network order. */
static int find_port(const char *service, int flags, const struct kind *k,
		     in_port_t *port)
{
	struct servent *s;
	unsigned long n;
	char *end;

	*port = 0;
	if (!service)
		return 0;
	n = strtoul(service, &end, 10);
	if (end != service && *end == '\0') {
		*port = htons(n);
		return n > 65535 ? EAI_SERVICE : 0;
	}
	if (flags & AI_NUMERICSERV)
		return EAI_NONAME;
	s = getservbyname(service, k->name);
	if (!s)
		return EAI_SERVICE;
	*port = s->s_port;
	return 0;
}

static struct addrinfo *new_info(const struct kind *k, struct in_addr addr,
				 in_port_t port)
{
	struct {
		struct addrinfo info;
		struct sockaddr_in name;
	} *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->name.sin_family = AF_INET;
	p->name.sin_port = port;
	p->name.sin_addr = addr;
	p->info.ai_family = AF_INET;
	p->info.ai_socktype = k->socktype;
	p->info.ai_protocol = k->protocol;
	p->info.ai_addrlen = sizeof(p->name);
	p->info.ai_addr = (struct sockaddr *)&p->name;
	return &p->info;
}

static int matches(const struct addrinfo *hints, const struct kind *k)
{
	return (!hints->ai_socktype || hints->ai_socktype == k->socktype) &&
	       (!hints->ai_protocol || hints->ai_protocol == k->protocol);
}

static int check_hints(const char *host, const char *service,
		       const struct addrinfo *h)
{
	if (!host && !service)
		return EAI_NONAME;
	if ((h->ai_flags & ~FLAGS) || (!host && (h->ai_flags & AI_CANONNAME)))
		return EAI_BADFLAGS;
	if (h->ai_family != AF_UNSPEC && h->ai_family != AF_INET)
		return EAI_FAMILY;
	if (!matches(h, &kinds[0]) && !matches(h, &kinds[1]))
		return EAI_SOCKTYPE;
	return 0;
}

int getaddrinfo(const char *host, const char *service,
		const struct addrinfo *hints, struct addrinfo **list)
{
	static const struct addrinfo none;
	const struct addrinfo *h = hints ? hints : &none;
	struct addrinfo **end = list;
	struct in_addr addr;
	int error = check_hints(host, service, h), missing = 0;

	if (!error)
		error = find_host(host, h->ai_flags, &addr);
	if (error)
		return error;
	*list = NULL;
	for (int i = 0; i < 2 && !error; i++) {
		in_port_t port;

		if (!matches(h, &kinds[i]))
			continue;
		missing = find_port(service, h->ai_flags, &kinds[i], &port);
		if (missing)
			continue;
		*end = new_info(&kinds[i], addr, port);
		if (!*end)
			error = EAI_MEMORY;
		else
			end = &(*end)->ai_next;
	}
	if (!error && !*list)
		error = missing;
	if (!error && (h->ai_flags & AI_CANONNAME)) {
		(*list)->ai_canonname = strdup(host);
		error = (*list)->ai_canonname ? 0 : EAI_MEMORY;
	}
	if (error)
		freeaddrinfo(*list);
	return error;
}
