/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A logo: a file with SVG or PNG, or path data as SVG writes it.  A drawing stays a drawing on paper. */

#include "layout/atlas-page-piece.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A logo is no poster. */
#define MOST_BYTES (16 << 20)

static gboolean
load_svg (AtlasPagePiece  *piece,
          const char      *data,
          gsize            length,
          GError         **error)
{
  /* Without a base: what the file names beside it is not looked for. */
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) length, NULL);

  piece->svg = rsvg_handle_new_from_stream_sync (stream, NULL, RSVG_HANDLE_FLAGS_NONE, NULL, error);

  return piece->svg != NULL;
}

/* The bytes that cairo reads a PNG from. */
typedef struct
{
  const char *data;
  gsize       length;
  gsize       at;
} Bytes;

static cairo_status_t
read_bytes (void          *closure,
            unsigned char *data,
            unsigned int   length)
{
  Bytes *bytes = closure;

  if (bytes->length - bytes->at < length)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, bytes->data + bytes->at, length);
  bytes->at += length;

  return CAIRO_STATUS_SUCCESS;
}

static gboolean
load_file (AtlasPagePiece  *piece,
           const char      *path,
           GError         **error)
{
  g_autofree char *data = NULL;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, error))
    return FALSE;
  if (length > 8 && length <= MOST_BYTES && memcmp (data, "\211PNG\r\n\032\n", 8) == 0)
    {
      Bytes bytes = { .data = data, .length = length };

      piece->picture = cairo_image_surface_create_from_png_stream (read_bytes, &bytes);
      if (cairo_surface_status (piece->picture) == CAIRO_STATUS_SUCCESS)
        return TRUE;
      g_clear_pointer (&piece->picture, cairo_surface_destroy);
    }
  else if (length <= MOST_BYTES && load_svg (piece, data, length, NULL))
    return TRUE;
  g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_FORMAT, _ ("it is neither SVG nor PNG"));

  return FALSE;
}

/* SVG of the path alone, as large as its points are apart. */
static gboolean
load_path (AtlasPagePiece  *piece,
           const char      *path,
           guint32          color,
           GError         **error)
{
  g_autofree char *escaped = g_markup_escape_text (path, -1);
  g_autofree char *probe = g_strdup_printf ("<svg xmlns='http://www.w3.org/2000/svg'><path id='p' fill='#%06x' d='%s'/></svg>", color, escaped);
  g_autofree char *whole = NULL;
  RsvgRectangle ink;
  char buffers[4][G_ASCII_DTOSTR_BUF_SIZE];

  if (!load_svg (piece, probe, strlen (probe), error))
    return FALSE;
  if (!rsvg_handle_get_geometry_for_element (piece->svg, "#p", &ink, NULL, error))
    return FALSE;
  g_clear_object (&piece->svg);
  if (!(ink.width > 0.0 && ink.height > 0.0))
    {
      g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_FORMAT, _ ("its path has no area"));
      return FALSE;
    }
  whole = g_strdup_printf ("<svg xmlns='http://www.w3.org/2000/svg' viewBox='%s %s %s %s'><path fill='#%06x' d='%s'/></svg>",
                           g_ascii_dtostr (buffers[0], sizeof buffers[0], ink.x), g_ascii_dtostr (buffers[1], sizeof buffers[1], ink.y),
                           g_ascii_dtostr (buffers[2], sizeof buffers[2], ink.width),
                           g_ascii_dtostr (buffers[3], sizeof buffers[3], ink.height), color, escaped);

  return load_svg (piece, whole, strlen (whole), error);
}

gboolean
atlas_page_load_logo (AtlasPage       *page,
                      AtlasPagePiece  *piece,
                      const char      *folder,
                      GError         **error)
{
  const char *file = atlas_page_get_text (page, piece->id, "file"), *path = atlas_page_get_text (page, piece->id, "path");
  g_autoptr (GError) reason = NULL;

  if (*file != '\0')
    {
      g_autofree char *name = g_path_is_absolute (file) || folder == NULL ? g_strdup (file) : g_build_filename (folder, file, NULL);

      if (load_file (piece, name, &reason))
        return TRUE;
      g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_FORMAT,
                   _ ("The logo “%s” cannot be shown: %s.  Choose another file, or take the logo off the page."), file, reason->message);
      return FALSE;
    }
  if (*path == '\0' || load_path (piece, path, atlas_paper_parse_color (atlas_page_get_text (page, piece->id, "color"), 0x1f1c19), &reason))
    return TRUE;
  g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_FORMAT, _ ("The logo's path data cannot be shown: %s."), reason->message);

  return FALSE;
}

void
atlas_page_paint_logo (AtlasPageReady *ready,
                       AtlasPagePiece *piece,
                       cairo_t        *cr)
{
  const cairo_rectangle_t *box = &piece->element.box;

  if (piece->svg != NULL)
    {
      const RsvgRectangle viewport = { box->x, box->y, box->width, box->height };

      rsvg_handle_render_document (piece->svg, cr, &viewport, NULL);
    }
  else if (piece->picture != NULL)
    {
      const double width = cairo_image_surface_get_width (piece->picture), height = cairo_image_surface_get_height (piece->picture);
      const double scale = MIN (box->width / width, box->height / height);

      cairo_translate (cr, box->x + (box->width - width * scale) / 2.0, box->y + (box->height - height * scale) / 2.0);
      cairo_scale (cr, scale, scale);
      cairo_set_source_surface (cr, piece->picture, 0.0, 0.0);
      cairo_paint (cr);
    }
}
