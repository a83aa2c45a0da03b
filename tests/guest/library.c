/* SPDX-License-Identifier: MIT */
/* The C library: what programs that compile on Linux expect of it. */
#include "tap.h"
#include <arpa/inet.h>
#include <nl_types.h>
#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <ftw.h>
#include <glob.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <netdb.h>
#include <poll.h>
#include <pwd.h>
#include <regex.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#define FOLDER "/tmp/library"

static _Thread_local int initialised = 42, zero;
static int constructed;
static sigjmp_buf here;
static void *fault_address;
static int visited;

__attribute__((constructor)) static void construct(void)
{
	constructed++;
}

static void test_start(void)
{
	char *text = NULL;

	ok(constructed == 1, "constructors run once");
	ok(initialised == 42 && zero == 0, "thread-local variables");
	ok(sizeof(off_t) == 8 && sizeof(time_t) == 8,
	   "64-bit off_t and time_t");
	asprintf(&text, "%.10f %Lf %lld %zu %-4s|%08x", M_PI, 1.5L,
		 1234567890123ll, (size_t)7, "x", 0xbeef);
	ok(!strcmp(text, "3.1415926536 1.500000 1234567890123 7 x   |0000beef"),
	   "printf() formats: %s", text);
	free(text);
	ok(strtod("1e308", NULL) == 1e308 && strtold("3.5", NULL) == 3.5L &&
	       fabs(sin(1) - 0.8414709848078965) < 1e-15 &&
	       fabsl(powl(2, 0.5L) - sqrtl(2)) < 1e-18L,
	   "floating point");
}

static void test_files(void)
{
	char text[PATH_MAX];
	struct stat st;
	FILE *file;
	int n = 0, fd;
	char *map;

	mkdir(FOLDER, 0755);
	chdir(FOLDER);
	ok(getcwd(text, sizeof(text)) && !strcmp(text, FOLDER), "getcwd()");
	file = fopen("f", "w+");
	for (int i = 0; i < 5000; i++)
		fprintf(file, "line %d\n", i);
	rewind(file);
	while (fgets(text, sizeof(text), file))
		n++;
	fclose(file);
	ok(n == 5000 && stat("f", &st) == 0 && st.st_size == 48890,
	   "a stream's lines come back");

	fd = open("f", O_RDWR);
	ok(lseek(fd, 0x100000000ll, SEEK_SET) == 0x100000000ll &&
	       lseek(fd, -1, SEEK_SET) == -1 && errno == EINVAL &&
	       lseek(fd, 0, SEEK_CUR) == 0x100000000ll,
	   "lseek() beyond 4 GB");
	ok(lseek(fd, 0x1ffffffffll, SEEK_SET) == 0x1ffffffffll &&
	       lseek(fd, -0x1000, SEEK_CUR) == 0x1ffffefffll &&
	       lseek(fd, 1, SEEK_CUR) == 0x1fffff000ll &&
	       lseek(fd, 1, SEEK_CUR) == 0x1fffff001ll,
	   "lseek() where the low half looks like an error");
	map = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	ok(map != MAP_FAILED && !memcmp(map, "line 0\n", 7),
	   "mmap() of a file");
	close(fd);
	symlink("f", "l");
	ok(realpath("../library/./l", text) && !strcmp(text, FOLDER "/f"),
	   "realpath()");
	file = tmpfile();
	ok(file && fputs("x", file) >= 0 && fclose(file) == 0, "tmpfile()");
}

static int visit(const char *path, const struct stat *st, int type,
		 struct FTW *info)
{
	(void)path;
	(void)st;
	(void)type;
	(void)info;
	visited++;
	return 0;
}

static void test_folders(void)
{
	struct dirent **list;
	glob_t found;
	regex_t re;
	regmatch_t m[2];

	ok(scandir(FOLDER, &list, NULL, alphasort) == 4 &&
	       !strcmp(list[2]->d_name, "f"),
	   "scandir() sorts");
	ok(nftw(FOLDER, visit, 10, FTW_PHYS) == 0 && visited == 3, "nftw()");
	ok(glob(FOLDER "/*", 0, NULL, &found) == 0 && found.gl_pathc == 2,
	   "glob()");
	ok(fnmatch("*.[ch]", "x.c", 0) == 0, "fnmatch()");
	ok(regcomp(&re, "a(b+)c", REG_EXTENDED) == 0 &&
	       regexec(&re, "xxabbbc", 2, m, 0) == 0 && m[1].rm_so == 3 &&
	       m[1].rm_eo == 6,
	   "regular expressions");
}

static void on_fault(int sig, siginfo_t *info, void *context)
{
	(void)context;
	fault_address = info->si_addr;
	siglongjmp(here, sig);
}

static void test_signals(void)
{
	struct sigaction action = { 0 };
	int sig;

	action.sa_sigaction = on_fault;
	action.sa_flags = SA_SIGINFO;
	sigaction(SIGSEGV, &action, NULL);
	for (int i = 0; i < 2; i++) {
		sig = sigsetjmp(here, 1);
		if (sig == 0)
			*(volatile int *)0x1234 = 1;
		ok(sig == SIGSEGV && fault_address == (void *)0x1234,
		   "siglongjmp() out of a handler, time %d", i + 1);
	}
	signal(SIGSEGV, SIG_DFL);
}

static void test_processes(char *self)
{
	char *child[] = { self, "child", NULL };
	posix_spawn_file_actions_t actions;
	int status, pair[2];
	char text[32] = "";
	FILE *stream;
	pid_t pid;

	pipe(pair);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, pair[1], 1);
	ok(posix_spawn(&pid, self, &actions, NULL, child, environ) == 0 &&
	       waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 9,
	   "posix_spawn()");
	ok(read(pair[0], text, sizeof(text)) == 6 && !strcmp(text, "child\n"),
	   "its descriptors were changed as asked");
	ok(posix_spawn(&pid, "/none", NULL, NULL, child, environ) == ENOENT,
	   "posix_spawn() tells what failed");
	pid = vfork();
	if (pid == 0)
		_exit(4);
	ok(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 4,
	   "vfork()");
	pid = fork();
	if (pid == 0)
		abort();
	ok(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) &&
	       WTERMSIG(status) == SIGABRT,
	   "abort()");
	if (access("/bin/sh", X_OK) != 0)
		return;
	ok(WEXITSTATUS(system("exit 3")) == 3, "system()");
	stream = popen("echo word", "r");
	ok(fgets(text, sizeof(text), stream) && !strcmp(text, "word\n") &&
	       pclose(stream) == 0,
	   "popen()");
}

static void test_waiting(void)
{
	struct pollfd p;
	struct timeval t = { 1, 0 };
	struct iovec parts[2] = { { "ab", 2 }, { "cd", 2 } };
	char text[8];
	int pair[2];
	fd_set set;

	pipe(pair);
	p = (struct pollfd){ pair[0], POLLIN, 0 };
	ok(poll(&p, 1, 0) == 0 && writev(pair[1], parts, 2) == 4 &&
	       poll(&p, 1, 1000) == 1 && p.revents == POLLIN,
	   "poll() and writev()");
	FD_ZERO(&set);
	FD_SET(pair[0], &set);
	ok(select(pair[0] + 1, &set, NULL, NULL, &t) == 1 &&
	       FD_ISSET(pair[0], &set) && read(pair[0], text, 8) == 4 &&
	       !memcmp(text, "abcd", 4),
	   "select()");
}

static void test_text(void)
{
	struct tm tm = { .tm_year = 124, .tm_mon = 1, .tm_mday = 30 };
	wchar_t wide;

	ok(setlocale(LC_ALL, "C.UTF-8") && MB_CUR_MAX > 1 &&
	       mbtowc(&wide, "\xc3\xa9", 3) == 2 && wide == 0xe9 &&
	       wcwidth(0x4e00) == 2 && !strcmp(nl_langinfo(CODESET), "UTF-8"),
	   "UTF-8");
	ok(timegm(&tm) == 1709251200 && tm.tm_mon == 2 && tm.tm_mday == 1,
	   "30 February 2024 is 1 March");
	ok(getpwuid(0) && !strcmp(getpwuid(0)->pw_name, "root"), "/etc/passwd");
}

static void test_memory(void)
{
	static unsigned char a[300], b[300];
	int good = 1;
	void *p = NULL;

	for (int from = 0; from < 8; from++)
		for (int to = 0; to < 24; to++)
			for (int n = 0; n < 70; n++) {
				for (int i = 0; i < 300; i++)
					a[i] = b[i] = i;
				memmove(a + to, a + from, n);
				for (int i = 0; i < 300; i++) {
					int moved = i >= to && i < to + n;

					good &=
					    a[i] ==
					    (moved ? b[i - to + from] : b[i]);
				}
			}
	ok(good, "memmove() of every overlap");
	good = 1;
	for (int at = 0; at < 8; at++)
		for (int n = 0; n < 40; n++) {
			memset(a, 'x', sizeof(a));
			a[at + n] = '\0';
			good &= strlen((char *)a + at) == (size_t)n &&
				memchr(a + at, 0, 100) == a + at + n &&
				strchr((char *)a + at, 0) == (char *)a + at + n;
		}
	ok(good, "strlen(), memchr(), strchr() at every alignment");
	ok(posix_memalign(&p, 4096, 100) == 0 && (uintptr_t)p % 4096 == 0,
	   "posix_memalign()");
	free(p);
}

static void test_addresses(void)
{
	static const char *const same[] = { "::", "1::", "::ffff:1.2.3.4",
					    "1:0:0:2::3", "fe80::1" };
	static const char *const bad[] = { "1::2::3", ":1", "1:", "1:2:3",
					   "12345::" };
	unsigned char a[16];
	char text[64];
	unsigned wrong = 0, i;

	for (i = 0; i < 5; i++)
		wrong += inet_pton(AF_INET6, same[i], a) != 1 ||
			 strcmp(inet_ntop(AF_INET6, a, text, 64), same[i]);
	for (i = 0; i < 5; i++)
		wrong += inet_pton(AF_INET6, bad[i], a) != 0;
	ok(wrong == 0 && inet_addr("127.1") == htonl(INADDR_LOOPBACK) &&
	       inet_pton(AF_INET, "01.2.3.4", a) == 0,
	   "internet addresses as text (%u wrong)", wrong);
}

static void nothing(int signal)
{
	(void)signal;
}

/* The kernel counts nanoseconds; the rest of 292 years is not for ever's. */
static void test_rest_of_a_long_sleep(void)
{
	struct timespec ever = { (time_t)(~0ull >> 1), 999999999 }, rest;

	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = nothing }, NULL);
	ualarm(1000, 1000); /* again: one may come before the sleep */
	ok(nanosleep(&ever, &rest) == -1 && errno == EINTR &&
	       rest.tv_sec > ever.tv_sec - 10,
	   "the rest of a long sleep is what was not slept");
	ualarm(0, 0);
}

static void test_databases(void)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list = NULL;
	struct sockaddr_in *name;
	struct sockaddr_in local = { .sin_family = AF_INET,
				     .sin_port = htons(80),
				     .sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct servent *s;
	struct protoent *p = getprotobynumber(IPPROTO_UDP);
	struct netent *n = getnetbyname("loopback");
	char host[50] = "", service[50] = "";
	int error = getaddrinfo("localhost", "http", &hints, &list);

	name = list ? (struct sockaddr_in *)list->ai_addr : &local;
	ok(error == 0 && name->sin_port == htons(80) &&
	       name->sin_addr.s_addr == local.sin_addr.s_addr,
	   "getaddrinfo() knows localhost and http (%s)", gai_strerror(error));
	if (error == 0)
		freeaddrinfo(list);
	error = getnameinfo((struct sockaddr *)&local, sizeof(local), host,
			    sizeof(host), service, sizeof(service), 0);
	ok(error == 0 && strcmp(host, "localhost") == 0 &&
	       strcmp(service, "http") == 0,
	   "and getnameinfo() their names (%s %s)", host, service);
	ok(getaddrinfo("nowhere", NULL, NULL, &list) == EAI_NONAME &&
	       getaddrinfo(NULL, "nothing", NULL, &list) == EAI_SERVICE,
	   "others are not known");
	s = getservbyname("www", "tcp");
	ok(s && strcmp(s->s_name, "http") == 0 && s->s_port == htons(80),
	   "a service by its other name");
	ok(p && strcmp(p->p_name, "udp") == 0, "a protocol by its number");
	ok(n && n->n_net == 127u << 24, "a network by its name (%x)",
	   n ? n->n_net : 0);
}

static void test_catalogue(void)
{
	FILE *f = fopen("/tmp/messages", "w");
	nl_catd catalogue;

	fputs("$set 2\n7 seven\\n\n3 three\n$set 1\n1 one\n", f);
	fclose(f);
	system("gencat /tmp/messages.cat /tmp/messages");
	catalogue = catopen("/tmp/messages.cat", 0);
	ok(strcmp(catgets(catalogue, 2, 7, "none"), "seven\n") == 0 &&
	       strcmp(catgets(catalogue, 1, 1, "none"), "one") == 0 &&
	       strcmp(catgets(catalogue, 1, 2, "none"), "none") == 0,
	   "a message catalogue of gencat's");
	catclose(catalogue);
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		puts(argv[1]);
		return 9;
	}
	test_start();
	test_files();
	test_folders();
	test_signals();
	test_processes(argv[0]);
	test_waiting();
	test_text();
	test_memory();
	test_addresses();
	test_databases();
	test_catalogue();
	test_rest_of_a_long_sleep();
	return done();
}
