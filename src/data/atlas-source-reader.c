/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run of the reader process: its output is a memory file that is sealed before anything in it is believed; its progress
 * and its last word come as lines on a pipe (see reader/atlas-report.h).  Whatever the reader does, hang, crash or be killed,
 * ends here as a GError.  Runs on a worker thread, which lives as long as its reader: the reader ends with the thread. */

#include "data/atlas-source-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "data/atlas-data-error.h"
#include "data/atlas-paths.h"

#define PATIENCE_SECONDS 60
#define MOST_READERS 4
#define LONGEST_LINE 65536

typedef struct
{
  const char               *name;
  AtlasSourceReaderProgress progress;
  gpointer                  user_data;
  GString                  *line;        /* what came of a line so far */
  GError                   *said;        /* the reader's last word */
  gboolean                  moved;       /* a line came since this was cleared */
} Run;

/* Turns: readers may take 4 GB each, and a hundred files may be dropped at once. */
static GMutex turns_mutex;
static GCond turns_cond;
static guint n_running;

static void
wake_waiting (GCancellable *cancellable,
              gpointer      unused)
{
  g_mutex_lock (&turns_mutex);
  g_cond_broadcast (&turns_cond);
  g_mutex_unlock (&turns_mutex);
}

static gboolean
take_turn (GCancellable *cancellable,
           GError      **error)
{
  const guint most = CLAMP (g_get_num_processors (), 2, MOST_READERS);
  gulong handler = 0;
  gboolean taken = FALSE;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (wake_waiting), NULL, NULL);
  g_mutex_lock (&turns_mutex);
  while (n_running >= most && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&turns_cond, &turns_mutex);
  if (!g_cancellable_is_cancelled (cancellable))
    {
      n_running++;
      taken = TRUE;
    }
  g_mutex_unlock (&turns_mutex);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  if (!taken)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  return taken;
}

static void
give_turn (void)
{
  g_mutex_lock (&turns_mutex);
  n_running--;
  /* All of them: one that was woken alone could be one that is leaving because it was cancelled. */
  g_cond_broadcast (&turns_cond);
  g_mutex_unlock (&turns_mutex);
}

static void
take_line (Run  *self,
           char *line)
{
  char *rest;

  if (g_str_has_prefix (line, "P "))
    {
      double fraction = g_ascii_strtod (line + 2, &rest);
      guint64 features = g_ascii_strtoull (rest, NULL, 10);

      self->moved = TRUE;
      if (self->progress != NULL)
        self->progress (CLAMP (fraction, -1, 1), features, self->user_data);
    }
  else if (g_str_has_prefix (line, "E ") && self->said == NULL)
    {
      guint64 code = g_ascii_strtoull (line + 2, &rest, 10);

      if (code > ATLAS_DATA_ERROR_REMOTE || *rest != ' ' || !g_utf8_validate (rest, -1, NULL))
        return;
      self->said = g_error_new_literal (ATLAS_DATA_ERROR, (int) code, rest + 1);
    }
}

/* FALSE at the end. */
static gboolean
read_lines (Run *self,
            int  fd)
{
  char buffer[4096];
  ssize_t n = read (fd, buffer, sizeof buffer);

  if (n < 0)
    return errno == EINTR || errno == EAGAIN;
  for (ssize_t i = 0; i < n; i++)
    {
      if (buffer[i] != '\n')
        {
          if (self->line->len < LONGEST_LINE)
            g_string_append_c (self->line, buffer[i]);
          continue;
        }
      take_line (self, self->line->str);
      g_string_truncate (self->line, 0);
    }
  return n > 0;
}

static int
get_patience (void)
{
  const char *text = g_getenv ("ATLAS_READER_PATIENCE");
  guint64 seconds = text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;

  return (int) (seconds > 0 && seconds < 86400 ? seconds : PATIENCE_SECONDS);
}

/* Waits until the reader closes its end of the pipe, which it does by ending. */
static gboolean
follow (Run          *self,
        int           fd,
        GCancellable *cancellable,
        GError      **error)
{
  const gint64 patience = (gint64) get_patience () * G_USEC_PER_SEC;
  gint64 deadline = g_get_monotonic_time () + patience;
  GPollFD polls[2] = { { .fd = fd, .events = G_IO_IN | G_IO_HUP } };
  guint n_polls = 1;
  gboolean good = TRUE;

  if (cancellable != NULL && g_cancellable_make_pollfd (cancellable, &polls[1]))
    n_polls = 2;
  while (good)
    {
      gint64 left = deadline - g_get_monotonic_time ();

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        good = FALSE;
      else if (left <= 0)
        {
          g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_TOO_BIG,
                       _("The reader made no progress with “%s” for %d seconds and was ended; nothing was changed. "
                         "The file may be damaged, too big, or on a disk that does not answer."),
                       self->name, (int) (patience / G_USEC_PER_SEC));
          good = FALSE;
        }
      else if (g_poll (polls, n_polls, (int) MIN (left / 1000 + 1, 1000)) > 0 && polls[0].revents != 0)
        {
          if (!read_lines (self, fd))
            break;
          if (self->moved)
            deadline = g_get_monotonic_time () + patience;
          self->moved = FALSE;
        }
    }
  if (n_polls == 2)
    g_cancellable_release_fd (cancellable);
  return good;
}

/* The reader's memory file, with nobody left who could change it. */
static GBytes *
seal (int         fd,
      const char *name,
      GError    **error)
{
  g_autoptr (GMappedFile) map = NULL;

  if (fcntl (fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0)
    map = g_mapped_file_new_from_fd (fd, FALSE, NULL);
  if (map != NULL)
    return g_mapped_file_get_bytes (map);
  g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_READER, _("What was read of “%s” cannot be used: %s."),
               name, g_strerror (errno));
  return NULL;
}

static GSubprocess *
start (const char *path,
       int         output,
       int        *progress,
       GError    **error)
{
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDOUT_SILENCE;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  GSubprocess *process;
  int ends[2];

#if !defined(__SANITIZE_ADDRESS__)
  /* What libraries say when they abort is for nobody; a sanitizer's report is. */
  flags |= G_SUBPROCESS_FLAGS_STDERR_SILENCE;
#endif
  if (!g_unix_open_pipe (ends, FD_CLOEXEC, error))
    return NULL;
  g_unix_set_fd_nonblocking (ends[0], TRUE, NULL);
  launcher = g_subprocess_launcher_new (flags);
  g_subprocess_launcher_take_fd (launcher, fcntl (output, F_DUPFD_CLOEXEC, 3), 3);
  g_subprocess_launcher_take_fd (launcher, ends[1], 4);
  process = g_subprocess_launcher_spawn (launcher, error, atlas_paths_get_reader (), "--output-fd", "3", "--progress-fd",
                                         "4", "--", path, NULL);
  /* Our copies of the child's ends must go, or the pipe would never end. */
  g_subprocess_launcher_close (launcher);
  if (process == NULL)
    close (ends[0]);
  else
    *progress = ends[0];
  return process;
}

/* How the process ended, when it was not we who ended it. */
static gboolean
judge (Run         *self,
       GSubprocess *process,
       GError     **error)
{
  if (g_subprocess_get_successful (process))
    return TRUE;
  if (self->said != NULL)
    g_propagate_error (error, g_steal_pointer (&self->said));
  else if (g_subprocess_get_if_signaled (process) && g_subprocess_get_term_sig (process) == SIGXCPU)
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_TOO_BIG,
                 _("“%s” takes more time to read than a reader may have. Split it into smaller files."), self->name);
  else
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_READER,
                 _("The reader stopped while reading “%s”; nothing was changed. Try again; if it stops each time, the file "
                   "is probably damaged."), self->name);
  return FALSE;
}

static GBytes *
run (Run          *self,
     const char   *path,
     GCancellable *cancellable,
     GError      **error)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) problem = NULL;
  int output = memfd_create ("atlas-table", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  int progress = -1;
  gboolean good;
  GBytes *bundle = NULL;

  if (output >= 0)
    process = start (path, output, &progress, &problem);
  if (process == NULL)
    {
      g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_READER, _("“%s” cannot be read, for its reader does not start: %s."),
                   self->name, problem != NULL ? problem->message : g_strerror (errno));
      if (output >= 0)
        close (output);
      return NULL;
    }
  good = follow (self, progress, cancellable, error);
  if (!good)
    g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  close (progress);
  if (good && judge (self, process, error))
    bundle = seal (output, self->name, error);
  close (output);
  return bundle;
}

GBytes *
atlas_source_reader_run (const char                *path,
                         const char                *name,
                         AtlasSourceReaderProgress  progress,
                         gpointer                   user_data,
                         GCancellable              *cancellable,
                         GError                   **error)
{
  Run self = { .name = name, .progress = progress, .user_data = user_data };
  GBytes *bundle;

  if (!take_turn (cancellable, error))
    return NULL;
  self.line = g_string_new (NULL);
  bundle = run (&self, path, cancellable, error);
  g_string_free (self.line, TRUE);
  g_clear_error (&self.said);
  give_turn ();
  return bundle;
}
