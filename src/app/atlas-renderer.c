/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of GTK's renderers suits the machine.
 *
 * Linux: a graphics processor has a render node or, with NVIDIA's or Microsoft's own drivers, a device of its own.  Runs once,
 * before GTK; looks at a few names in /dev and opens none. */

#include "app/atlas-renderer.h"

#include <gtk/gtk.h>
#include <unistd.h>

static gboolean
has_graphics_processor (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/dev/dri", 0, NULL);
  const char *name;

  if (access ("/dev/nvidiactl", R_OK | W_OK) == 0 || access ("/dev/dxg", R_OK | W_OK) == 0)
    return TRUE;
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/dev/dri", name, NULL);

      if (g_str_has_prefix (name, "renderD") && access (path, R_OK | W_OK) == 0)
        return TRUE;
    }
  return FALSE;
}

void
atlas_renderer_choose (void)
{
  const char *renderer = g_getenv ("GSK_RENDERER");

  if (g_getenv ("GDK_DEBUG") != NULL || g_getenv ("GDK_DISABLE") != NULL)
    return;
  if (renderer == NULL && !has_graphics_processor ())
    g_setenv ("GSK_RENDERER", "cairo", TRUE);
  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") != 0)
    return;
  /* Else GTK loads the drivers all the same when it opens the display.  The variable's name changed with 4.16. */
  if (gtk_get_minor_version () < 16)
    g_setenv ("GDK_DEBUG", "gl-disable", TRUE);
  else
    g_setenv ("GDK_DISABLE", "gl,vulkan", TRUE);
}
