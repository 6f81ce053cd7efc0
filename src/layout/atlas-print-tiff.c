/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing TIFF: each page a directory, with its resolution and its place by the tags of OGC 19-008 (GeoTIFF 1.1), which are few
 * enough to need no library; a file of one page has a world file too. */

#include "layout/atlas-print-private.h"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <tiffio.h>
#include <unistd.h>

/* OGC 19-008, 7. */
#define TAG_PIXEL_SCALE 33550
#define TAG_TIE_POINTS 33922
#define TAG_TRANSFORMATION 34264
#define TAG_KEYS 34735
#define TAG_KEY_TEXTS 34737
#define KEY_MODEL 1024
#define KEY_RASTER 1025
#define KEY_PROJECTED 3072
#define KEY_PROJECTED_NAME 3073
#define MODEL_PROJECTED 1
#define PIXEL_IS_AREA 1

#define ROWS_A_STRIP 64
/* From here on 32 bits may not do. */
#define BIG 3.5e9

typedef struct
{
  TIFF           *tiff;
  AtlasPrintFile *file;
  guint32         row;
  guint8         *copy;      /* of a row: libtiff changes what it packs */
  gsize           row_bytes;
  char           *problem;   /* (nullable): libtiff's words */
  int             number;    /* errno at that time: of the thread that writes */
} Tiff;

static int
on_error (TIFF       *tiff,
          void       *data,
          const char *module,
          const char *format,
          va_list     arguments)
{
  Tiff *self = data;

  if (self->problem == NULL)
    {
      self->number = errno;
      self->problem = g_strdup_vprintf (format, arguments);
    }
  return 1;
}

static int
on_warning (TIFF       *tiff,
            void       *data,
            const char *module,
            const char *format,
            va_list     arguments)
{
  return 1;
}

static void
add_fields (TIFF *tiff)
{
  static const TIFFFieldInfo fields[] = {
    { TAG_PIXEL_SCALE, -1, -1, TIFF_DOUBLE, FIELD_CUSTOM, 1, 1, (char *) "ModelPixelScale" },
    { TAG_TIE_POINTS, -1, -1, TIFF_DOUBLE, FIELD_CUSTOM, 1, 1, (char *) "ModelTiepoint" },
    { TAG_TRANSFORMATION, -1, -1, TIFF_DOUBLE, FIELD_CUSTOM, 1, 1, (char *) "ModelTransformation" },
    { TAG_KEYS, -1, -1, TIFF_SHORT, FIELD_CUSTOM, 1, 1, (char *) "GeoKeyDirectory" },
    { TAG_KEY_TEXTS, -1, -1, TIFF_ASCII, FIELD_CUSTOM, 1, 0, (char *) "GeoAsciiParams" },
  };

  TIFFMergeFieldInfo (tiff, fields, G_N_ELEMENTS (fields));
}

static void
set_system (TIFF     *tiff,
            AtlasCrs *crs)
{
  const char *code = atlas_crs_get_code (crs);
  const guint64 number = g_str_has_prefix (code, "EPSG:") ? g_ascii_strtoull (code + strlen ("EPSG:"), NULL, 10) : 0;
  g_autofree char *plain = g_str_to_ascii (atlas_crs_get_name (crs), "C"), *name = g_strconcat (plain, "|", NULL);
  const guint16 keys[] = {
    1, 1, 0, 4,
    KEY_MODEL, 0, 1, MODEL_PROJECTED,
    KEY_RASTER, 0, 1, PIXEL_IS_AREA,
    KEY_PROJECTED, 0, 1, (guint16) number,
    KEY_PROJECTED_NAME, TAG_KEY_TEXTS, (guint16) strlen (name), 0,
  };

  if (number == 0 || number >= 32767)
    return;
  TIFFSetField (tiff, TAG_KEYS, (int) G_N_ELEMENTS (keys), keys);
  TIFFSetField (tiff, TAG_KEY_TEXTS, name);
}

static void
set_place (TIFF                    *tiff,
           const AtlasPrintPicture *picture)
{
  const double *plane = picture->plane;
  const double scale[] = { plane[1], -plane[5], 0 }, tie[] = { 0, 0, 0, plane[0], plane[3], 0 };
  const double turned[] = { plane[1], plane[2], 0, plane[0], plane[4], plane[5], 0, plane[3], 0, 0, 0, 0, 0, 0, 0, 1 };

  if (!picture->placed)
    return;
  add_fields (tiff);
  if (plane[2] == 0.0 && plane[4] == 0.0)
    {
      TIFFSetField (tiff, TAG_PIXEL_SCALE, (int) G_N_ELEMENTS (scale), scale);
      TIFFSetField (tiff, TAG_TIE_POINTS, (int) G_N_ELEMENTS (tie), tie);
    }
  else
    TIFFSetField (tiff, TAG_TRANSFORMATION, (int) G_N_ELEMENTS (turned), turned);
  set_system (tiff, atlas_map_frame_get_crs (picture->sheet->frame));
}

static void
set_page (TIFF                    *tiff,
          const AtlasPrintPicture *picture,
          AtlasPrintTask          *task,
          guint                    page)
{
  const AtlasPrintJob *job = task->job;

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, (guint32) picture->width);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, (guint32) picture->height);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  TIFFSetField (tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, (guint32) ROWS_A_STRIP);
  TIFFSetField (tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  TIFFSetField (tiff, TIFFTAG_XRESOLUTION, task->options.dpi);
  TIFFSetField (tiff, TIFFTAG_YRESOLUTION, task->options.dpi);
  TIFFSetField (tiff, TIFFTAG_SOFTWARE, ATLAS_PRINT_CREATOR " " PACKAGE_VERSION);
  if (job->title != NULL && *job->title != '\0')
    TIFFSetField (tiff, TIFFTAG_DOCUMENTNAME, job->title);
  if (job->author != NULL && *job->author != '\0')
    TIFFSetField (tiff, TIFFTAG_ARTIST, job->author);
  if (picture->sheet->title != NULL && *picture->sheet->title != '\0')
    TIFFSetField (tiff, TIFFTAG_PAGENAME, picture->sheet->title);
  if (job->n_pages > 1)
    {
      TIFFSetField (tiff, TIFFTAG_SUBFILETYPE, FILETYPE_PAGE);
      TIFFSetField (tiff, TIFFTAG_PAGENUMBER, (int) page, (int) job->n_pages);
    }
  set_place (tiff, picture);
}

static gboolean
write_row (const guint8 *pixels,
           gpointer      data)
{
  Tiff *self = data;

  errno = 0;
  memcpy (self->copy, pixels, self->row_bytes);
  return TIFFWriteScanline (self->tiff, self->copy, self->row++, 0) == 1;
}

static gboolean
write_directory (Tiff *self)
{
  errno = 0;
  return TIFFWriteDirectory (self->tiff) == 1;
}

/* The first page says how large the file may get. */
static gboolean
open_tiff (Tiff                    *self,
           AtlasPrintTask          *task,
           const AtlasPrintPicture *picture)
{
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc ();
  const gboolean big = 3.0 * picture->width * picture->height * task->job->n_pages > BIG;
  const int fd = dup (fileno (atlas_print_file_get_stream (self->file)));

  TIFFOpenOptionsSetErrorHandlerExtR (options, on_error, self);
  TIFFOpenOptionsSetWarningHandlerExtR (options, on_warning, self);
  self->tiff = fd >= 0 ? TIFFFdOpenExt (fd, "map.tif", big ? "w8" : "w", options) : NULL;
  TIFFOpenOptionsFree (options);
  if (self->tiff == NULL && fd >= 0)
    close (fd);
  return self->tiff != NULL;
}

static gboolean
write_page (Tiff            *self,
            AtlasPrintTask  *task,
            guint            page,
            GError         **error)
{
  g_autoptr (AtlasSheet) sheet = atlas_print_task_make (task, page, error);
  g_autoptr (GError) reason = NULL;
  AtlasPrintPicture picture;
  gboolean written;

  if (sheet == NULL || !atlas_print_picture_init (&picture, sheet, task->options.dpi, error) ||
      (task->job->n_pages == 1 && !atlas_print_world_add (task, &picture, task->target, error)))
    return FALSE;
  if (self->tiff != NULL || open_tiff (self, task, &picture))
    {
      set_page (self->tiff, &picture, task, page);
      self->row = 0;
      self->row_bytes = (gsize) picture.width * 3;
      self->copy = g_realloc (self->copy, self->row_bytes);
      written = atlas_print_picture_paint (&picture, task, page, write_row, self, &reason) && write_directory (self);
    }
  else
    written = FALSE;
  if (written)
    return TRUE;
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (self->number != 0 || self->problem == NULL)
    atlas_print_file_set_error (self->file, self->number, error);
  else
    g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_WRITE, _("The picture cannot be made: %s."), self->problem);
  return FALSE;
}

gboolean
atlas_print_tiff (AtlasPrintTask  *self,
                  GError         **error)
{
  Tiff tiff = { .file = atlas_print_task_add_file (self, NULL, error) };
  gboolean written = tiff.file != NULL;

  for (guint i = 0; i < self->job->n_pages && written; i++)
    written = write_page (&tiff, self, i, error);
  if (tiff.tiff != NULL)
    TIFFClose (tiff.tiff);
  g_free (tiff.copy);
  g_free (tiff.problem);
  return written;
}
