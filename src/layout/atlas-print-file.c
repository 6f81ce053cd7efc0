/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasPrintFile: written beside its place, synced, then renamed over what was there.
 *
 * A device or a pipe cannot be replaced: it is written to when all is ready.  A place that is no path (a share) gets a copy.
 * One thread. */

#include "layout/atlas-print-file.h"

#include "layout/atlas-map-frame.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _AtlasPrintFile
{
  GFile *target;
  char  *path;       /* (nullable): of the target, links followed; NULL: it is copied to the target */
  char  *draft;      /* the path that is written to; NULL: it is gone or has taken its place */
  FILE  *stream;
  int    failed;     /* errno of the first write that failed; 0: none */
};

static void
set_error (GFile   *target,
           int      number,
           GError **error)
{
  g_autofree char *name = g_file_get_parse_name (target);

  g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_WRITE,
               _("“%s” cannot be written: %s.  What was there before is unchanged."), name, g_strerror (number));
}

/* The path of @target with links followed, also where a link points to nothing yet. */
static char *
resolve (GFile *target)
{
  const char *path = g_file_peek_path (target);
  char *real = path != NULL ? realpath (path, NULL) : NULL;
  char *result;

  if (real == NULL)
    return g_strdup (path);
  result = g_strdup (real);
  free (real);
  return result;
}

/* Opens the draft with the rights that the old file had, else those that a new file gets. */
static gboolean
open_draft (AtlasPrintFile *self,
            const char     *folder,
            const char     *base,
            mode_t          mode)
{
  int fd;

  self->draft = g_strdup_printf ("%s/.%s.XXXXXX", folder, base);
  fd = g_mkstemp_full (self->draft, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      self->failed = errno;
      g_clear_pointer (&self->draft, g_free);
      return FALSE;
    }
  if (mode == 0)
    {
      /* umask() can only be read by setting it; a worker must not, and /proc says it. */
      g_autofree char *status = NULL;
      const char *line = NULL;

      if (g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
        line = strstr (status, "\nUmask:");
      mode = 0666 & ~(mode_t) (line != NULL ? g_ascii_strtoull (line + strlen ("\nUmask:"), NULL, 8) : 022);
    }
  if (fchmod (fd, mode & 0777) != 0)
    g_debug ("%s: %s", self->draft, g_strerror (errno));
  self->stream = fdopen (fd, "w+b");
  return self->stream != NULL;
}

AtlasPrintFile *
atlas_print_file_new (GFile   *target,
                      GError **error)
{
  g_autoptr (AtlasPrintFile) self = g_new0 (AtlasPrintFile, 1);
  g_autofree char *base = NULL, *folder = NULL;
  struct stat info;
  mode_t mode = 0;

  self->target = g_object_ref (target);
  self->path = resolve (target);
  if (self->path != NULL && g_stat (self->path, &info) == 0)
    {
      if (S_ISDIR (info.st_mode))
        {
          set_error (target, EISDIR, error);
          return NULL;
        }
      if (S_ISREG (info.st_mode))
        {
          /* A file that is write-protected is meant to stay, even if its folder would let it be replaced. */
          if (g_access (self->path, W_OK) != 0)
            {
              set_error (target, errno, error);
              return NULL;
            }
          mode = info.st_mode;
        }
      else
        g_clear_pointer (&self->path, g_free);
    }
  folder = self->path != NULL ? g_path_get_dirname (self->path) : g_strdup (g_get_tmp_dir ());
  base = g_file_get_basename (target);
  if (!open_draft (self, folder, base, mode))
    {
      set_error (target, self->failed, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
atlas_print_file_free (AtlasPrintFile *self)
{
  if (self == NULL)
    return;

  if (self->stream != NULL)
    fclose (self->stream);
  if (self->draft != NULL)
    g_unlink (self->draft);
  g_free (self->draft);
  g_free (self->path);
  g_object_unref (self->target);
  g_free (self);
}

FILE *
atlas_print_file_get_stream (AtlasPrintFile *self)
{
  return self->stream;
}

gboolean
atlas_print_file_write (AtlasPrintFile *self,
                        gconstpointer   data,
                        gsize           length)
{
  if (self->failed == 0 && length > 0 && fwrite (data, 1, length, self->stream) != length)
    self->failed = errno != 0 ? errno : EIO;
  return self->failed == 0;
}

gboolean
atlas_print_file_flush (AtlasPrintFile *self)
{
  if (self->failed == 0 && (fflush (self->stream) != 0 || ferror (self->stream)))
    self->failed = errno != 0 ? errno : EIO;
  return self->failed == 0;
}

void
atlas_print_file_set_error (AtlasPrintFile  *self,
                            int              number,
                            GError         **error)
{
  set_error (self->target, self->failed != 0 ? self->failed : number != 0 ? number : EIO, error);
}

/* All of it on the disk, the stream closed. */
static gboolean
settle (AtlasPrintFile  *self,
        GError         **error)
{
  FILE *stream = self->stream;

  if (atlas_print_file_flush (self) && fsync (fileno (stream)) != 0)
    self->failed = errno;
  self->stream = NULL;
  if (fclose (stream) != 0 && self->failed == 0)
    self->failed = errno;
  if (self->failed == 0)
    return TRUE;
  atlas_print_file_set_error (self, 0, error);
  return FALSE;
}

/* Into a device or a pipe. */
static gboolean
pour (AtlasPrintFile  *self,
      const char      *path,
      GError         **error)
{
  g_autofree char *contents = NULL;
  gsize length = 0, done = 0;
  int fd;

  if (!g_file_get_contents (self->draft, &contents, &length, error))
    return FALSE;
  fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  if (fd < 0)
    self->failed = errno;
  while (self->failed == 0 && done < length)
    {
      const gssize n = write (fd, contents + done, length - done);

      if (n > 0)
        done += (gsize) n;
      else if (n < 0 && errno != EINTR)
        self->failed = errno;
    }
  if (fd >= 0 && close (fd) != 0 && self->failed == 0)
    self->failed = errno;
  if (self->failed == 0)
    return TRUE;
  atlas_print_file_set_error (self, 0, error);
  return FALSE;
}

static gboolean
place (AtlasPrintFile  *self,
       GCancellable    *cancellable,
       GError         **error)
{
  g_autoptr (GFile) draft = NULL;
  g_autoptr (GError) reason = NULL;

  if (self->path != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (self->path);
      int fd;

      if (g_rename (self->draft, self->path) != 0)
        {
          set_error (self->target, errno, error);
          return FALSE;
        }
      g_clear_pointer (&self->draft, g_free);
      /* The new name, too; where that cannot be asked for it comes by itself. */
      fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
      if (fd >= 0)
        {
          if (fsync (fd) != 0)
            g_debug ("%s: %s", folder, g_strerror (errno));
          close (fd);
        }
      return TRUE;
    }
  if (g_file_peek_path (self->target) != NULL)
    return pour (self, g_file_peek_path (self->target), error);
  draft = g_file_new_for_path (self->draft);
  if (g_file_copy (draft, self->target, G_FILE_COPY_OVERWRITE, cancellable, NULL, NULL, &reason))
    return TRUE;
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    {
      g_autofree char *name = g_file_get_parse_name (self->target);

      g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_WRITE, _("“%s” cannot be written: %s."), name, reason->message);
    }
  return FALSE;
}

gboolean
atlas_print_files_commit (GPtrArray     *files,
                          GCancellable  *cancellable,
                          GError       **error)
{
  for (guint i = 0; i < files->len; i++)
    if (!settle (g_ptr_array_index (files, i), error))
      return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  for (guint i = files->len; i > 0; i--)
    if (!place (g_ptr_array_index (files, i - 1), cancellable, error))
      return FALSE;
  return TRUE;
}
