/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasReport: the reader's end of the progress pipe.  The reading thread only counts; a thread of its own looks at the
 * counters and writes the lines.  A broken pipe is ignored: whoever started us is gone and the kernel ends us. */

#include "reader/atlas-report.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INTERVAL (G_USEC_PER_SEC / 10)

struct _AtlasReport
{
  int              fd;
  guint64          n_bytes;
  atomic_ulong     features;
  GThread         *thread;
  GMutex           mutex;     /* for what follows */
  GCond            cond;
  gboolean         stopping;
  double           first;
  double           last;
  guint64          total;
  guint64          from_features;
  guint64          from_bytes;
};

/* Bytes that the process has read by now, from the kernel's own count. */
static guint64
bytes_read (void)
{
  char text[256];
  int fd = open ("/proc/self/io", O_RDONLY | O_CLOEXEC);
  ssize_t n;

  if (fd < 0)
    return 0;
  n = read (fd, text, sizeof text - 1);
  close (fd);
  if (n <= 0 || strncmp (text, "rchar: ", 7) != 0)
    return 0;
  text[n] = '\0';
  return g_ascii_strtoull (text + 7, NULL, 10);
}

static void
write_all (int         fd,
           const char *text,
           gsize       length)
{
  while (length > 0)
    {
      ssize_t n = write (fd, text, length);

      if (n <= 0)
        return;
      text += n;
      length -= n;
    }
}

static double
get_fraction (AtlasReport *self,
              guint64      features)
{
  double share;

  if (self->total > 0)
    share = (double) (features - self->from_features) / self->total;
  else if (self->n_bytes > 0)
    share = (double) (bytes_read () - self->from_bytes) / self->n_bytes;
  else
    return -1;
  return self->first + (self->last - self->first) * CLAMP (share, 0, 1);
}

static gpointer
tell (gpointer data)
{
  AtlasReport *self = data;
  char before[64] = "";

  g_mutex_lock (&self->mutex);
  while (!self->stopping)
    {
      guint64 features = atomic_load (&self->features);
      char number[G_ASCII_DTOSTR_BUF_SIZE];
      char line[64];

      g_ascii_formatd (number, sizeof number, "%.4f", get_fraction (self, features));
      g_snprintf (line, sizeof line, "P %s %" G_GUINT64_FORMAT "\n", number, features);
      if (strcmp (line, before) != 0)
        {
          g_strlcpy (before, line, sizeof before);
          write_all (self->fd, line, strlen (line));
        }
      g_cond_wait_until (&self->cond, &self->mutex, g_get_monotonic_time () + INTERVAL);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

AtlasReport *
atlas_report_new (int     fd,
                  guint64 n_bytes)
{
  AtlasReport *self = g_new0 (AtlasReport, 1);

  self->fd = fd;
  self->n_bytes = n_bytes;
  self->last = 1;
  self->from_bytes = bytes_read ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  if (fd >= 0)
    self->thread = g_thread_new ("atlas-report", tell, self);
  return self;
}

static void
stop (AtlasReport *self)
{
  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
atlas_report_free (AtlasReport *self)
{
  stop (self);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

void
atlas_report_set_span (AtlasReport *self,
                       double       first,
                       double       last,
                       guint64      total)
{
  g_mutex_lock (&self->mutex);
  self->first = first;
  self->last = last;
  self->total = total;
  self->from_features = atomic_load (&self->features);
  self->from_bytes = bytes_read ();
  g_mutex_unlock (&self->mutex);
}

void
atlas_report_add_feature (AtlasReport *self)
{
  atomic_fetch_add_explicit (&self->features, 1, memory_order_relaxed);
}

void
atlas_report_add_features (AtlasReport *self,
                           gint64       n)
{
  atomic_fetch_add_explicit (&self->features, (unsigned long) n, memory_order_relaxed);
}

void
atlas_report_error (AtlasReport  *self,
                    const GError *error)
{
  g_autofree char *message = g_utf8_make_valid (error->message, -1);
  g_autofree char *line = NULL;

  stop (self);
  if (self->fd < 0)
    return;
  for (char *p = message; *p != '\0'; p++)
    if (*p == '\n' || *p == '\r')
      *p = ' ';
  line = g_strdup_printf ("E %d %s\n", error->code, message);
  write_all (self->fd, line, strlen (line));
}
