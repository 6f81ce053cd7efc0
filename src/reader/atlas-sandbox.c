/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader's cage: what GDAL and its fifty libraries may do with a file that somebody else wrote.  A deny-list, for the
 * calls that libraries make change from one system to the next; it names what would let something out: sockets, other
 * programs and processes, files opened for writing, the kernel's own doors. */

#include "reader/atlas-sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#define MEMORY_LIMIT ((rlim_t) 4 << 30)
#define CPU_LIMIT 3600

/* Calls that nothing which reads a map file has use for. */
static const char *const denied[] = {
  "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg",
  "io_uring_setup", "io_uring_enter", "io_uring_register",
  "execve", "execveat", "fork", "vfork", "setsid",
  "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open", "pidfd_send_signal", "pidfd_getfd",
  "process_vm_readv", "process_vm_writev", "kcmp", "userfaultfd", "perf_event_open", "bpf",
  "mount", "umount2", "move_mount", "open_tree", "fsopen", "fsmount", "fsconfig", "fspick", "pivot_root", "chroot",
  "setns", "unshare", "swapon", "swapoff", "reboot", "kexec_load", "kexec_file_load", "init_module", "finit_module",
  "delete_module", "acct", "quotactl", "sethostname", "setdomainname", "settimeofday", "clock_settime", "adjtimex",
  "clock_adjtime", "iopl", "ioperm", "keyctl", "add_key", "request_key", "name_to_handle_at", "open_by_handle_at",
  "creat", "mkdir", "mkdirat", "rmdir", "mknod", "mknodat", "symlink", "symlinkat", "link", "linkat", "truncate",
  "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "setxattr", "lsetxattr",
  "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "utime", "utimes", "utimensat", "futimesat",
  "fallocate",
};

/* These too, unless the output is to be put in its place. */
static const char *const denied_renames[] = {
  "unlink", "unlinkat", "rename", "renameat", "renameat2",
};

/* A sanitizer looks for leaks from a second process that traces the first. */
static const char *const denied_traces[] = {
  "ptrace", "kill",
};

static int
deny_all (scmp_filter_ctx     filter,
          const char *const  *names,
          gsize               n)
{
  int result = 0;

  for (gsize i = 0; i < n && result == 0; i++)
    {
      int call = seccomp_syscall_resolve_name (names[i]);

      /* A call that this machine or this libseccomp does not know needs no rule. */
      if (call >= 0)
        result = seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), call, 0);
    }
  return result;
}

/* Opening is for reading only. */
static int
deny_writing (scmp_filter_ctx filter)
{
  const struct { int call; unsigned int flags; } opens[] = {
    { SCMP_SYS (open), 1 },
    { SCMP_SYS (openat), 2 },
  };
  const scmp_datum_t modes[] = { O_WRONLY, O_RDWR };
  int result = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (opens); i++)
    {
      if (opens[i].call < 0)
        continue;
      for (gsize j = 0; j < G_N_ELEMENTS (modes); j++)
        result |= seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), opens[i].call, 1,
                                    SCMP_CMP (opens[i].flags, SCMP_CMP_MASKED_EQ, O_ACCMODE, modes[j]));
      result |= seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), opens[i].call, 1,
                                  SCMP_CMP (opens[i].flags, SCMP_CMP_MASKED_EQ, O_CREAT, O_CREAT));
    }
  /* Its flags lie in memory, where a filter cannot look.  The C library does without it. */
  result |= seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (openat2), 0);
  return result;
}

/* Threads, but no processes; signals, but only to ourselves, for abort() is one. */
static int
deny_processes (scmp_filter_ctx filter)
{
  int result;

  result = seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (clone), 1,
                             SCMP_CMP (0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
  result |= seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0);
  result |= seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (tgkill), 1,
                              SCMP_CMP (0, SCMP_CMP_NE, (scmp_datum_t) getpid ()));
  return result;
}

static gboolean
limit (int     resource,
       rlim_t  most,
       GError **error)
{
  struct rlimit now;

  if (getrlimit (resource, &now) == 0)
    {
      now.rlim_cur = MIN (now.rlim_cur, most);
      now.rlim_max = MIN (now.rlim_max, most);
      if (setrlimit (resource, &now) == 0)
        return TRUE;
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The reader could not be limited: %s"), g_strerror (errno));
  return FALSE;
}

gboolean
atlas_sandbox_enter (AtlasSandboxFlags flags,
                     GError          **error)
{
  scmp_filter_ctx filter;
  int result;

  if ((flags & ATLAS_SANDBOX_WITH_PARENT) != 0)
    prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (!limit (RLIMIT_CORE, 0, error) || !limit (RLIMIT_CPU, CPU_LIMIT, error)
      || (!SANITIZED && !limit (RLIMIT_AS, MEMORY_LIMIT, error)))
    return FALSE;
  filter = seccomp_init (SCMP_ACT_ALLOW);
  if (filter != NULL)
    seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1);   /* threads that libraries started already, too */
  result = filter == NULL ? -ENOMEM : deny_all (filter, denied, G_N_ELEMENTS (denied));
  if (result == 0)
    result = deny_writing (filter);
  if (result == 0 && (flags & ATLAS_SANDBOX_RENAME) == 0)
    result = deny_all (filter, denied_renames, G_N_ELEMENTS (denied_renames));
  if (result == 0 && !SANITIZED)
    result = deny_all (filter, denied_traces, G_N_ELEMENTS (denied_traces));
  if (result == 0 && !SANITIZED)
    result = deny_processes (filter);
  if (result == 0)
    result = seccomp_load (filter);   /* sets PR_SET_NO_NEW_PRIVS too */
  if (filter != NULL)
    seccomp_release (filter);
  if (result == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The reader could not be limited: %s"), g_strerror (-result));
  return FALSE;
}

/* Read by a signal handler, so plain memory set up beforehand. */
static int memory_fd = -1;
static char memory_line[1024];
static gsize memory_length;
static guint64 memory_pages;    /* from so many on, it is memory that an abort is about */

/* Only calls that a signal handler may make. */
static void
on_abort (int number)
{
  char text[64];
  guint64 pages = 0;
  int fd = open ("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  ssize_t n = fd >= 0 ? read (fd, text, sizeof text) : 0;

  for (ssize_t i = 0; i < n && text[i] >= '0' && text[i] <= '9'; i++)
    pages = pages * 10 + (text[i] - '0');
  if (pages > memory_pages)
    {
      n = write (memory_fd, memory_line, memory_length);
      _exit (1);
    }
  signal (number, SIG_DFL);
  raise (number);
}

void
atlas_sandbox_explain_memory (int         fd,
                              const char *line)
{
  rlim_t most = MEMORY_LIMIT;
  struct rlimit now;

  if (fd < 0 || SANITIZED)
    return;
  memory_length = MIN (strlen (line), sizeof memory_line - 1);
  memcpy (memory_line, line, memory_length);
  memory_line[memory_length] = '\n';
  memory_length++;
  if (getrlimit (RLIMIT_AS, &now) == 0)
    most = MIN (now.rlim_cur, MEMORY_LIMIT);
  memory_pages = most / 2 / (guint64) sysconf (_SC_PAGESIZE);
  memory_fd = fd;
  signal (SIGABRT, on_abort);
  signal (SIGTRAP, on_abort);
}
