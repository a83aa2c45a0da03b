/* SPDX-License-Identifier: MIT */
/* What getsockopt() tells and setsockopt() changes. */
#include "lib/string.h"
#include "net/socket.h"
#include <faultline/time.h>

#define BUFFER_MIN 2048
#define BUFFER_MAX 262144

/*
 * Options that are on or off.  Most are kept only: no protocol here needs them.
 */
#define SWITCHES                                                        \
	(1u << SO_DEBUG | 1u << SO_REUSEADDR | 1u << SO_DONTROUTE |     \
	 1u << SO_BROADCAST | 1u << SO_KEEPALIVE | 1u << SO_OOBINLINE | \
	 SWITCH_NODELAY)
#define SWITCH_NODELAY (1u << 31) /* TCP_NODELAY, no SO_ number */

static bool is_switch(int name)
{
	return name > 0 && name < 31 && (SWITCHES & 1u << name);
}

/* Stores as much of an option as *length has room for, and how much that is. */
static int put(void *value, uint32_t *length, const void *from, size_t n)
{
	*length = MIN(*length, n);
	memcpy(value, from, *length);
	return 0;
}

static int put_int(void *value, uint32_t *length, int n)
{
	return put(value, length, &n, sizeof(n));
}

static int put_time(void *value, uint32_t *length, int64_t ns)
{
	struct fl_timeval t = { ns / NSEC_PER_SEC, ns % NSEC_PER_SEC / 1000 };

	return put(value, length, &t, sizeof(t));
}

static int get_credentials(struct socket *s, void *value, uint32_t *length)
{
	return put(value, length, &s->peer_cred, sizeof(s->peer_cred));
}

static int protocol_of(const struct socket *s)
{
	if (!socket_is_inet(s))
		return 0;
	return s->type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP;
}

int socket_get_option(struct socket *s, int level, int name, void *value,
		      uint32_t *length)
{
	if (level == IPPROTO_TCP && name == TCP_NODELAY && socket_is_inet(s))
		return put_int(value, length, !!(s->options & SWITCH_NODELAY));
	if (level != SOL_SOCKET)
		return socket_is_inet(s) ? -ENOPROTOOPT : -EOPNOTSUPP;
	if (is_switch(name))
		return put_int(value, length, socket_has_option(s, name));
	switch (name) {
	case SO_TYPE:
		return put_int(value, length, s->type);
	case SO_DOMAIN:
		return put_int(value, length, s->name.family);
	case SO_PROTOCOL:
		return put_int(value, length, protocol_of(s));
	case SO_ERROR:
		return put_int(value, length, -socket_take_error(s));
	case SO_ACCEPTCONN:
		return put_int(value, length, s->state == SOCKET_LISTENING);
	case SO_SNDBUF:
		return put_int(value, length, s->send_size);
	case SO_RCVBUF:
		return put_int(value, length, s->receive_size);
	case SO_RCVLOWAT:
	case SO_SNDLOWAT:
		return put_int(value, length, 1);
	case SO_LINGER:
		return put(value, length, &s->linger, sizeof(s->linger));
	case SO_RCVTIMEO:
		return put_time(value, length, s->receive_time);
	case SO_SNDTIMEO:
		return put_time(value, length, s->send_time);
	case SO_PEERCRED:
		return get_credentials(s, value, length);
	}
	return -ENOPROTOOPT;
}

static int set_time(const void *value, uint32_t length, int64_t *ns)
{
	struct fl_timeval t;

	if (length < sizeof(t))
		return -EINVAL;
	memcpy(&t, value, sizeof(t));
	if (t.tv_usec < 0 || t.tv_usec >= 1000000)
		return -EDOM;
	if (t.tv_sec < 0 || t.tv_sec > INT32_MAX)
		*ns = 0;
	else
		*ns = t.tv_sec * NSEC_PER_SEC + t.tv_usec * 1000ll;
	return 0;
}

static int set_switch(struct socket *s, uint32_t bit, int on)
{
	s->options = on ? s->options | bit : s->options & ~bit;
	return 0;
}

static int set_size(struct socket *s, uint32_t *size, int n)
{
	*size = n < 0 ? BUFFER_MAX : MIN(MAX(n, BUFFER_MIN), BUFFER_MAX);
	socket_tell_senders(s); /* there may be more room */
	return 0;
}

static int set_linger(struct socket *s, const void *value, uint32_t length)
{
	if (length < sizeof(s->linger))
		return -EINVAL;
	memcpy(&s->linger, value, sizeof(s->linger));
	return 0;
}

int socket_set_option(struct socket *s, int level, int name, const void *value,
		      uint32_t length)
{
	int n;

	if (level == SOL_SOCKET && name == SO_LINGER)
		return set_linger(s, value, length);
	if (level == SOL_SOCKET && name == SO_RCVTIMEO)
		return set_time(value, length, &s->receive_time);
	if (level == SOL_SOCKET && name == SO_SNDTIMEO)
		return set_time(value, length, &s->send_time);
	if (length < sizeof(n))
		return -EINVAL;
	memcpy(&n, value, sizeof(n));
	if (level == IPPROTO_TCP && name == TCP_NODELAY && socket_is_inet(s))
		return set_switch(s, SWITCH_NODELAY, n);
	if (level != SOL_SOCKET)
		return socket_is_inet(s) ? -ENOPROTOOPT : -EOPNOTSUPP;
	if (is_switch(name))
		return set_switch(s, 1u << name, n);
	if (name == SO_SNDBUF)
		return set_size(s, &s->send_size, n);
	if (name == SO_RCVBUF)
		return set_size(s, &s->receive_size, n);
	return -ENOPROTOOPT;
}
