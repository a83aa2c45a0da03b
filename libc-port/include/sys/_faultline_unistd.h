/* SPDX-License-Identifier: MIT */
/* What <unistd.h> has beyond what Newlib declares. */
#ifndef _SYS__FAULTLINE_UNISTD_H
#define _SYS__FAULTLINE_UNISTD_H

#if __BSD_VISIBLE
int acct(const char *);
int close_range(unsigned, unsigned, int);
void closefrom(int);
int getresuid(uid_t *, uid_t *, uid_t *);
int getresgid(gid_t *, gid_t *, gid_t *);
int setresuid(uid_t, uid_t, uid_t);
int setresgid(gid_t, gid_t, gid_t);
pid_t gettid(void);
char *getlogin(void);
int issetugid(void);
int brk(void *);
int syncfs(int);
#endif
char *ctermid(char *);
pid_t tcgetsid(int);
#define L_ctermid 16

#endif
