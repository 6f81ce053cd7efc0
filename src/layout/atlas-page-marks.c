/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The scale bar and the north arrow.  The bar is true on the ground in the middle of the map, along its rows, by geodesics: in Web
 * Mercator or far from a meridian it is still a bar that a ruler on the ground agrees with. */

#include "layout/atlas-page-piece.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "geo/atlas-geodesic.h"

#define INK 0x1f1c19
#define TEXT_SIZE 2.3
/* Of the box's width, at most. */
#define BAR_PART 0.86
/* On A4. */
#define BAR_MOST 64.0
#define LI 500.0

double
atlas_page_scale_bar_length (AtlasMapFrame *frame,
                             double         metres)
{
  const double x = atlas_map_frame_get_width (frame) / 2.0, y = atlas_map_frame_get_height (frame) / 2.0;
  double length = metres * 1000.0 / atlas_map_frame_get_scale (frame);

  for (guint i = 0; i < 4; i++)
    {
      double lon[2], lat[2], ground;

      atlas_map_frame_to_place (frame, x - length / 2.0, y, &lon[0], &lat[0]);
      atlas_map_frame_to_place (frame, x + length / 2.0, y, &lon[1], &lat[1]);
      ground = atlas_geodesic_distance (lon[0], lat[0], lon[1], lat[1]);
      if (!(ground > 0.0) || !isfinite (ground))
        break;
      length *= metres / ground;
    }

  return length;
}

/* The longest piece of 1, 2 or 5 by which four of them are at most @most. */
static double
pick_piece (double most)
{
  const double power = pow (10.0, floor (log10 (most / 4.0) + 1e-9)), rest = most / 4.0 / power;

  return power * (rest >= 5.0 - 1e-9 ? 5.0 : rest >= 2.0 - 1e-9 ? 2.0 : 1.0);
}

static char *
format_length (double metres,
               double unit)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.6g", metres / unit));
}

/* A bar of four pieces, @piece metres each, with its figures above it, or below.  Returns: nothing is drawn beyond @height. */
static void
paint_bar (AtlasPageReady *ready,
           AtlasPagePiece *piece,
           cairo_t        *cr,
           double          step,
           double          unit,
           const char     *name,
           double          x,
           double          y,
           double          size,
           gboolean        below)
{
  const double height = 0.45 * size;
  AtlasPaperText look = { .chinese = ready->chinese, .align = 0.5, .size = size, .color = INK };

  for (guint i = 0; i < 4; i++)
    {
      const double from = atlas_page_scale_bar_length (piece->frame, step * MAX (i, 1e-9)) * (i > 0);
      const double to = atlas_page_scale_bar_length (piece->frame, step * (i + 1));

      cairo_rectangle (cr, x + from, y, to - from, height);
      atlas_paper_set_color (cr, i % 2 == 0 ? INK : 0xffffff, 1.0);
      cairo_fill (cr);
    }
  cairo_rectangle (cr, x, y, atlas_page_scale_bar_length (piece->frame, step * 4.0), height);
  cairo_set_line_width (cr, 0.15);
  atlas_paper_set_color (cr, INK, 1.0);
  cairo_stroke (cr);

  for (guint i = 0; i <= 4; i++)
    {
      const double at = i > 0 ? atlas_page_scale_bar_length (piece->frame, step * i) : 0.0;
      g_autofree char *number = format_length (step * i, unit);
      double width, line;

      atlas_paper_text_measure (&look, number, &width, &line);
      /* Where figures have no room beside each other, the odd ones are the first to be left out. */
      if (i % 2 == 1 && width * 1.5 > atlas_page_scale_bar_length (piece->frame, step))
        continue;
      atlas_paper_text_paint (&look, cr, number, x + at, below ? y + height + 0.05 * size : y - line);
      if (i == 4)
        {
          AtlasPaperText after = look;

          after.align = 0.0;
          atlas_paper_text_paint (&after, cr, name, x + at + width / 2.0 + 0.3 * size, below ? y + height + 0.05 * size : y - line);
        }
    }
}

static double
get_align (AtlasPageReady *ready,
           AtlasPagePiece *piece)
{
  const char *align = atlas_page_get_text (ready->page, piece->id, "align");

  return strcmp (align, "left") == 0 ? 0.0 : strcmp (align, "right") == 0 ? 1.0 : 0.5;
}

void
atlas_page_paint_scale_bar (AtlasPageReady *ready,
                            AtlasPagePiece *piece,
                            cairo_t        *cr)
{
  const cairo_rectangle_t *box = &piece->element.box;
  const char *units = atlas_page_get_text (ready->page, piece->id, "units");
  const gboolean numeric = atlas_page_get_boolean (ready->page, piece->id, "numeric");
  const gboolean li = strcmp (units, "km") != 0, km = strcmp (units, "li") != 0;
  const double rows = (numeric ? 1.75 : 0.0) + (km ? 2.0 : 0.0) + (li ? 2.4 : 0.0);
  const double wish = atlas_page_get_size (ready->page, piece->id, TEXT_SIZE), size = MIN (wish, box->height / rows);
  double y = box->y, most, x, first, metres;

  if (piece->frame == NULL)
    return;
  if (numeric)
    {
      g_autofree char *scale = atlas_page_format_scale (atlas_map_frame_get_scale (piece->frame));
      AtlasPaperText look = { .chinese = ready->chinese, .align = get_align (ready, piece), .size = size * 1.2, .bold = TRUE, .color = INK };
      cairo_rectangle_t line = { box->x, y, box->width, size * 1.75 };

      atlas_paper_text_paint_box (&look, cr, scale, &line, 0.5);
      y += size * 1.75;
    }

  /* Room for half a figure at the left end and the unit's name at the right one. */
  most = MIN (box->width - 5.5 * size, BAR_MOST * ready->factor) * BAR_PART;
  if (!(most > 0.0))
    return;
  metres = most * atlas_map_frame_get_scale (piece->frame) / 1000.0;
  metres *= most / atlas_page_scale_bar_length (piece->frame, metres);
  first = pick_piece (metres);
  x = box->x + size + get_align (ready, piece) * (box->width - 5.5 * size - atlas_page_scale_bar_length (piece->frame, 4.0 * first))
      + (get_align (ready, piece) > 0.0 ? size * 1.0 : 0.0);
  y += 1.42 * size;
  if (km)
    paint_bar (ready, piece, cr, first, first < 250.0 ? 1.0 : 1000.0, first < 250.0 ? _ ("m") : _ ("km"), x, y, size, FALSE);
  if (li)
    paint_bar (ready, piece, cr, MAX (pick_piece (metres / LI) * LI, LI / 10.0), LI, _ ("li"), x, km ? y + 0.75 * size : y, size, km);
}

static char *
format_angle (double degrees)
{
  const double minutes = round (fabs (degrees) * 60.0);

  return g_strdup_printf ("%s%.0f°%02.0f′", minutes == 0.0 ? "" : degrees < 0.0 ? "−" : "+", floor (minutes / 60.0), fmod (minutes, 60.0));
}

/* A needle of two halves, its tip up. */
static void
paint_needle (cairo_t *cr,
              double   height)
{
  const double width = 0.3 * height;

  cairo_move_to (cr, 0.0, -height / 2.0);
  cairo_line_to (cr, -width / 2.0, height / 2.0);
  cairo_line_to (cr, 0.0, height * 0.3);
  cairo_close_path (cr);
  atlas_paper_set_color (cr, INK, 1.0);
  cairo_fill (cr);
  cairo_move_to (cr, 0.0, -height / 2.0);
  cairo_line_to (cr, width / 2.0, height / 2.0);
  cairo_line_to (cr, 0.0, height * 0.3);
  cairo_close_path (cr);
  atlas_paper_set_color (cr, 0xffffff, 1.0);
  cairo_fill_preserve (cr);
  atlas_paper_set_color (cr, INK, 1.0);
  cairo_set_line_width (cr, 0.02 * height);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke_preserve (cr);
  cairo_new_path (cr);
  cairo_move_to (cr, 0.0, -height / 2.0);
  cairo_line_to (cr, -width / 2.0, height / 2.0);
  cairo_line_to (cr, 0.0, height * 0.3);
  cairo_close_path (cr);
  cairo_stroke (cr);
}

void
atlas_page_paint_north (AtlasPageReady *ready,
                        AtlasPagePiece *piece,
                        cairo_t        *cr)
{
  const cairo_rectangle_t *box = &piece->element.box;
  const char *north = atlas_page_get_text (ready->page, piece->id, "north");
  const gboolean tell = atlas_page_get_boolean (ready->page, piece->id, "angle");
  const double foot = tell ? MIN (4.6 * ready->factor, box->height * 0.3) : 0.0;
  const double size = MIN ((box->height - foot), box->width * 1.6), needle = size * 0.64, letter = size * 0.2;
  AtlasPaperText look = { .bold = TRUE, .chinese = ready->chinese, .align = 0.5, .size = letter, .color = INK };
  double convergence, turn, width, height;
  g_autofree char *angle = NULL;

  if (piece->frame == NULL || size < 1.0)
    return;
  convergence = atlas_map_frame_get_convergence (piece->frame);
  if (!isfinite (convergence))
    convergence = 0.0;
  /* Grid north is turned as the map is; true north is that much before it. */
  turn = atlas_map_frame_get_rotation (piece->frame) - (strcmp (north, "grid") == 0 ? 0.0 : convergence);

  cairo_save (cr);
  cairo_translate (cr, box->x + box->width / 2.0, box->y + (box->height - foot) / 2.0);
  cairo_rotate (cr, turn * G_PI / 180.0);
  cairo_translate (cr, 0.0, (size - needle) / 2.0);
  paint_needle (cr, needle);
  cairo_restore (cr);

  /* The letter stands upright at the tip. */
  atlas_paper_text_measure (&look, C_ ("north arrow", "N"), &width, &height);
  {
    const double reach = needle - (size - needle) / 2.0 - needle / 2.0 + height * 0.5;
    const double x = box->x + box->width / 2.0 + reach * sin (turn * G_PI / 180.0);
    const double y = box->y + (box->height - foot) / 2.0 - reach * cos (turn * G_PI / 180.0);

    atlas_paper_text_paint (&look, cr, C_ ("north arrow", "N"), x, y - height / 2.0);
  }
  if (!tell)
    return;
  {
    g_autofree char *text = NULL;
    cairo_rectangle_t line = { box->x, box->y + box->height - foot, box->width, foot };

    angle = format_angle (convergence);
    text = strcmp (north, "grid") == 0 ? g_strdup_printf (_ ("Grid north\nConvergence %s"), angle)
                                       : g_strdup_printf (_ ("True north\nConvergence %s"), angle);
    look = (AtlasPaperText){ .chinese = ready->chinese, .align = 0.5, .size = MAX (1.8 * sqrt (ready->factor), ATLAS_PAPER_LEAST_TEXT), .color = INK };
    atlas_paper_text_paint_box (&look, cr, text, &line, 1.0);
  }
}
