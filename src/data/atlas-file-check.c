/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked at before anybody opens a file: both the program (for a quick answer) and the reader (which trusts nobody)
 * ask here.  Any thread that may wait for a disk. */

#include "data/atlas-file-check.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/atlas-data-error.h"

static gboolean
fail_errno (const char *name,
            int         number,
            GError    **error)
{
  if (number == ENOENT || number == ENOTDIR)
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NOT_FOUND,
                 _("There is no file “%s”. Was it moved or renamed?"), name);
  else if (number == EACCES || number == EPERM)
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NO_ACCESS,
                 _("“%s” may not be read: permission is missing. Ask its owner, or copy it to a folder of your own."), name);
  else
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NO_ACCESS,
                 _("“%s” cannot be opened: %s."), name, g_strerror (number));
  return FALSE;
}

gboolean
atlas_file_check (const char *path,
                  guint64    *size,
                  GError    **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  struct stat info;
  int fd;

  if (stat (path, &info) != 0)
    return fail_errno (name, errno, error);
  if (S_ISDIR (info.st_mode))
    {
      g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NO_ACCESS,
                   _("“%s” is a folder. Choose a file in it."), name);
      return FALSE;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NO_ACCESS,
                   _("“%s” is not an ordinary file but a device, pipe or socket, and is not read."), name);
      return FALSE;
    }
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    return fail_errno (name, errno, error);
  close (fd);
  if (info.st_size == 0)
    {
      g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_EMPTY,
                   _("“%s” is empty: it has no bytes at all. Perhaps a copy or download was not finished."), name);
      return FALSE;
    }
  if (size != NULL)
    *size = (guint64) info.st_size;
  return TRUE;
}
