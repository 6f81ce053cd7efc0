/* SPDX-License-Identifier: GPL-3.0-or-later */

/* World files: six numbers beside a picture that say where its pixels lie in the plane, and the plane's system in the .aux.xml
 * that GDAL and QGIS read. */

#include "layout/atlas-print-private.h"

#include <string.h>

/* map.png: map.pgw; GDAL's rule is the first and the last letter of the suffix and a w. */
static GFile *
dup_beside (GFile      *target,
            gboolean    replace,
            const char *suffix)
{
  g_autofree char *base = g_file_get_basename (target), *name = NULL;
  g_autoptr (GFile) folder = g_file_get_parent (target);
  const char *dot = replace ? strrchr (base, '.') : NULL;

  name = g_strdup_printf ("%.*s%s", dot != NULL ? (int) (dot - base) : (int) strlen (base), base, suffix);
  return g_file_get_child (folder, name);
}

static gboolean
add_text (AtlasPrintTask  *task,
          GFile           *target,
          const char      *text,
          GError         **error)
{
  AtlasPrintFile *file = atlas_print_task_add_file (task, target, error);

  if (file == NULL)
    return FALSE;
  if (atlas_print_file_write (file, text, strlen (text)))
    return TRUE;
  atlas_print_file_set_error (file, 0, error);
  return FALSE;
}

gboolean
atlas_print_world_add (AtlasPrintTask           *task,
                       const AtlasPrintPicture  *picture,
                       GFile                    *target,
                       GError                  **error)
{
  const double *plane = picture->plane;
  /* To the middle of the first pixel. */
  const double numbers[] = { plane[1], plane[4], plane[2], plane[5], plane[0] + (plane[1] + plane[2]) / 2.0,
                             plane[3] + (plane[4] + plane[5]) / 2.0 };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *wkt = NULL, *escaped = NULL, *xml = NULL;
  g_autoptr (GFile) world = NULL, aux = NULL;

  if (!picture->placed)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.14g", numbers[i]));
      g_string_append_c (text, '\n');
    }
  world = dup_beside (target, TRUE, task->options.format == ATLAS_PRINT_PNG ? ".pgw" : ".tfw");
  if (!add_text (task, world, text->str, error))
    return FALSE;

  wkt = atlas_crs_dup_wkt (atlas_map_frame_get_crs (picture->sheet->frame), FALSE);
  if (wkt == NULL)
    return TRUE;
  escaped = g_markup_escape_text (wkt, -1);
  xml = g_strdup_printf ("<PAMDataset>\n  <SRS dataAxisToSRSAxisMapping=\"1,2\">%s</SRS>\n</PAMDataset>\n", escaped);
  aux = dup_beside (target, FALSE, ".aux.xml");
  return add_text (task, aux, xml, error);
}
