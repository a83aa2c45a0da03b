/* SPDX-License-Identifier: MIT */
/*
 * Names of the domain AF_INET on one machine: addresses of 127/8, and ports.
 * The address 0 means any of these.
 */
#include "lib/string.h"
#include "machine/irq.h"
#include "net/socket.h"
#include "proc/thread.h"

#define BUCKETS		256u
#define PORT_PRIVILEGED 1024u
#define PORT_FIRST	32768u /* of ports that the kernel chooses */
#define PORT_LAST	60999u

/*
 * The sockets that have charged a port, by type and port.  Accepted ones are
 * not here.  Sockets with the same port are next to each other in their bucket.
 */
static struct list ports[2][BUCKETS];

/* By type: bit n is set if a socket has the port PORT_FIRST + n. */
#define PORT_WORDS ((PORT_LAST - PORT_FIRST + 32) / 32)
static uint32_t taken[2][PORT_WORDS];

/* Both also go the other way. */
static uint32_t host_order(uint32_t n)
{
	return __builtin_bswap32(n);
}

static uint16_t port_order(uint16_t n)
{
	return __builtin_bswap16(n);
}

static bool is_loopback(uint32_t addr)
{
	return host_order(addr) >> 24 == 127;
}

uint32_t inet_address(const struct socket_name *n)
{
	return n->in.sin_addr ? n->in.sin_addr : host_order(0x7f000001);
}

static struct list *bucket(int type, uint16_t port)
{
	struct list *l = &ports[type == SOCK_DGRAM][port_order(port) % BUCKETS];

	if (!l->next)
		list_init(l);
	return l;
}

bool inet_name_is(const struct socket_name *a, const struct socket_name *b)
{
	return a->in.sin_port == b->in.sin_port &&
	       a->in.sin_addr == b->in.sin_addr;
}

static int check_family(const struct socket_name *n)
{
	if (n->length < sizeof(n->in))
		return -EINVAL;
	return n->family == AF_INET ? 0 : -EAFNOSUPPORT;
}

int inet_check(const struct socket_name *n)
{
	int error = check_family(n);

	if (error == 0 && !is_loopback(inet_address(n)))
		error = -ENETUNREACH;
	return error;
}

/* May s get this port with this address, as SO_REUSEADDR of both says? */
static bool is_free(const struct socket *s, uint32_t addr, uint16_t port)
{
	bool reuse = socket_has_option(s, SO_REUSEADDR);

	list_for_each (link, bucket(s->type, port)) {
		const struct socket *o = list_entry(link, struct socket, port);

		if (o->name.in.sin_port != port || o == s)
			continue;
		if (addr && o->name.in.sin_addr && addr != o->name.in.sin_addr)
			continue;
		if (!reuse || !socket_has_option(o, SO_REUSEADDR) ||
		    o->state == SOCKET_LISTENING)
			return false;
	}
	return true;
}

int inet_check_listen(const struct socket *s)
{
	list_for_each (link, bucket(s->type, s->name.in.sin_port)) {
		const struct socket *o = list_entry(link, struct socket, port);

		if (o != s && o->state == SOCKET_LISTENING &&
		    o->name.in.sin_port == s->name.in.sin_port &&
		    (!o->name.in.sin_addr || !s->name.in.sin_addr ||
		     o->name.in.sin_addr == s->name.in.sin_addr))
			return -EADDRINUSE;
	}
	return 0;
}

/* Notes in taken[] whether a socket has the port. */
static void mark(int type, uint16_t port, bool is_taken)
{
	uint32_t n = port_order(port) - PORT_FIRST; /* wraps if it is lower */
	uint32_t bit = 1u << n % 32, *word;

	if (n > PORT_LAST - PORT_FIRST)
		return;
	word = &taken[type == SOCK_DGRAM][n / 32];
	*word = is_taken ? *word | bit : *word & ~bit;
}

/*
 * Chooses a port that no socket of s's type has with any address.  -EADDRINUSE:
 * all are taken.  It looks at the ports of a whole word at once, since most of
 * them may be taken.
 */
static int choose_port(const struct socket *s, uint16_t *port)
{
	static uint32_t last;
	const uint32_t *words = taken[s->type == SOCK_DGRAM];
	uint32_t n = last + 1;

	for (uint32_t i = 0; i < 2 * PORT_WORDS; i++) {
		if (n > PORT_LAST - PORT_FIRST)
			n = 0;
		uint32_t bits = ~words[n / 32] & ~0u << n % 32;

		n = n / 32 * 32 + (bits ? (uint32_t)__builtin_ctz(bits) : 32);
		if (!bits || n > PORT_LAST - PORT_FIRST)
			continue;
		last = n;
		*port = port_order(PORT_FIRST + n);
		return 0;
	}
	return -EADDRINUSE;
}

/*
 * The link to insert behind: of a socket with the port, or the bucket's last.
 */
static struct list *place_of(int type, uint16_t port)
{
	struct list *b = bucket(type, port);

	list_for_each (link, b)
		if (list_entry(link, struct socket, port)->name.in.sin_port ==
		    port)
			return link;
	return b->prev;
}

/* Charges and enters the port.  -ENOBUFS: the user has as many as it may. */
static int give_name(struct socket *s, uint32_t addr, uint16_t port)
{
	struct account *a = account_current();

	KASSERT(list_empty(&s->port) && !s->port_account);
	if (account_charge(a, ACCOUNT_PORTS) < 0)
		return -ENOBUFS;
	s->port_account = a;
	s->name.in.sin_addr = addr;
	s->name.in.sin_port = port;
	list_insert_after(place_of(s->type, port), &s->port);
	mark(s->type, port, true);
	return 0;
}

static int inet_bind(struct socket *s, const struct socket_name *n)
{
	uint32_t addr = n->in.sin_addr;
	uint16_t port = n->in.sin_port;
	int error = check_family(n);

	if (error < 0)
		return error;
	if (s->name.in.sin_port)
		return -EINVAL;
	if (addr && !is_loopback(addr))
		return -EADDRNOTAVAIL;
	if (port && port_order(port) < PORT_PRIVILEGED &&
	    !cred_is_superuser(cred_current()))
		return -EACCES;
	if (!port)
		error = choose_port(s, &port);
	else if (!is_free(s, addr, port))
		error = -EADDRINUSE;
	return error < 0 ? error : give_name(s, addr, port);
}

/* A socket with just this address comes before one with any address. */
static int inet_find(struct socket *s, const struct socket_name *n,
		     struct socket **found)
{
	uint32_t addr = inet_address(n);
	struct socket *best = NULL;
	int error = inet_check(n);

	if (error < 0)
		return error;
	list_for_each (link, bucket(s->type, n->in.sin_port)) {
		struct socket *o = list_entry(link, struct socket, port);
		bool any = o->name.in.sin_addr == 0;

		if (o->name.in.sin_port != n->in.sin_port || !n->in.sin_port ||
		    (!any && o->name.in.sin_addr != addr))
			continue;
		if (s->type == SOCK_STREAM && o->state != SOCKET_LISTENING)
			continue;
		if (!best || !any)
			best = o;
	}
	if (!best)
		return -ECONNREFUSED;
	*found = socket_hold(best);
	return 0;
}

static int inet_name(struct socket *s)
{
	uint16_t port;
	int error;

	if (s->name.in.sin_port)
		return 0;
	error = choose_port(s, &port);
	return error < 0 ? error : give_name(s, s->name.in.sin_addr, port);
}

static bool has_port(const struct list *link, const struct list *bucket,
		     uint16_t port)
{
	return link != bucket &&
	       list_entry(link, const struct socket, port)->name.in.sin_port ==
		   port;
}

static void inet_unbind(struct socket *s)
{
	uint16_t port = s->name.in.sin_port;
	const struct list *b = bucket(s->type, port);

	if (s->port_account && !has_port(s->port.next, b, port) &&
	    !has_port(s->port.prev, b, port))
		mark(s->type, port, false);
	list_remove(&s->port);
	list_init(&s->port);
	if (s->port_account)
		account_uncharge(s->port_account, ACCOUNT_PORTS);
	s->port_account = NULL;
}

const struct socket_domain inet_domain = {
	.bind = inet_bind,
	.find = inet_find,
	.name = inet_name,
	.unbind = inet_unbind,
};
