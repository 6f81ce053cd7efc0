/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands over and around a map on paper: its grid, its neat lines, figures, and the frame of the main map in an overview.
 * The map itself is AtlasFrameMap's. */

#include "layout/atlas-page-piece.h"

#include <math.h>
#include <string.h>

#define INK 0x1f1c19
#define GRID_SIZE 1.9
#define TITLE_SIZE 2.3
/* A frame that would be smaller than this in the overview gets a ring. */
#define LEAST_OUTLINE 3.0

static void
stroke_box (cairo_t                 *cr,
            const cairo_rectangle_t *box,
            double                   grow,
            double                   line)
{
  cairo_rectangle (cr, box->x - grow, box->y - grow, box->width + 2.0 * grow, box->height + 2.0 * grow);
  cairo_set_line_width (cr, line);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_set_dash (cr, NULL, 0, 0.0);
  atlas_paper_set_color (cr, INK, 1.0);
  cairo_stroke (cr);
}

static gboolean
trace (cairo_t *cr,
       GArray  *points)
{
  for (guint i = 0; i + 1 < points->len; i += 2)
    cairo_line_to (cr, g_array_index (points, double, i), g_array_index (points, double, i + 1));

  return points->len >= 4;
}

static void
paint_figure (AtlasPageReady         *ready,
              const AtlasPieceFigure *figure,
              cairo_t                *cr)
{
  double x = 0.0, y = 0.0;

  if (!trace (cr, figure->points))
    {
      cairo_new_path (cr);
      return;
    }
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (figure->closed)
    {
      cairo_close_path (cr);
      atlas_paper_set_color (cr, 0xc8352c, 0.07);
      cairo_fill_preserve (cr);
    }
  cairo_set_line_width (cr, 0.35 * ready->factor);
  atlas_paper_set_color (cr, 0xc8352c, 1.0);
  cairo_stroke (cr);
  if (figure->label == NULL || *figure->label == '\0')
    return;

  for (guint i = 0; i + 1 < figure->points->len; i += 2)
    {
      x += g_array_index (figure->points, double, i) / (figure->points->len / 2);
      y += g_array_index (figure->points, double, i + 1) / (figure->points->len / 2);
    }
  {
    AtlasPaperText look = { .bold = TRUE, .chinese = ready->chinese, .align = 0.5, .size = 2.8 * ready->factor, .color = 0xffffff };
    double width, height, radius;

    atlas_paper_text_measure (&look, figure->label, &width, &height);
    radius = MAX (width / 2.0 + 0.35 * look.size, 0.72 * look.size);
    cairo_arc (cr, x, y, radius, 0.0, 2.0 * G_PI);
    atlas_paper_set_color (cr, 0xc8352c, 1.0);
    cairo_fill (cr);
    atlas_paper_text_paint (&look, cr, figure->label, x, y - height / 2.0);
  }
}

static void
paint_figures (AtlasPageReady *ready,
               AtlasPagePiece *piece,
               cairo_t        *cr)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, piece->inner.width, piece->inner.height);
  cairo_clip (cr);
  for (guint i = 0; i < piece->figures->len; i++)
    paint_figure (ready, g_ptr_array_index (piece->figures, i), cr);
  cairo_restore (cr);
}

static AtlasGridMarks
get_marks (AtlasPageReady *ready,
           AtlasPagePiece *piece)
{
  const char *marks = atlas_page_get_text (ready->page, piece->id, "marks");

  return strcmp (marks, "crosses") == 0 ? ATLAS_GRID_CROSSES : strcmp (marks, "ticks") == 0 ? ATLAS_GRID_TICKS : ATLAS_GRID_LINES;
}

void
atlas_page_paint_map (AtlasPageReady *ready,
                      AtlasPagePiece *piece,
                      cairo_t        *cr)
{
  const char *border = atlas_page_get_text (ready->page, piece->id, "border");
  const double factor = ready->factor;

  cairo_save (cr);
  cairo_translate (cr, piece->inner.x, piece->inner.y);
  if (piece->grid != NULL)
    atlas_grid_paint (piece->grid, cr, get_marks (ready, piece));
  paint_figures (ready, piece, cr);
  if (piece->grid != NULL)
    atlas_grid_paint_labels (piece->grid, piece->frame, cr, piece->band, MAX (GRID_SIZE * sqrt (factor), ATLAS_PAPER_LEAST_TEXT),
                             ready->chinese);
  cairo_restore (cr);

  if (strcmp (border, "none") == 0)
    return;
  stroke_box (cr, &piece->inner, 0.0, strcmp (border, "double") == 0 ? 0.2 * factor : 0.3 * factor);
  /* The outer line stays within the element's box. */
  if (strcmp (border, "double") == 0)
    stroke_box (cr, &piece->inner, MAX (piece->band - 0.3 * factor, 0.0), 0.6 * factor);
}

static void
paint_outline (AtlasPageReady *ready,
               AtlasPagePiece *piece,
               cairo_t        *cr)
{
  const guint32 color = atlas_paper_parse_color (atlas_page_get_text (ready->page, piece->id, "color"), 0xc8352c);
  double box[4];

  if (!trace (cr, piece->outline))
    {
      cairo_new_path (cr);
      return;
    }
  cairo_close_path (cr);
  cairo_path_extents (cr, &box[0], &box[1], &box[2], &box[3]);
  /* A map that shows as much as its overview needs no veil over it. */
  if ((box[2] - box[0]) * (box[3] - box[1]) < 0.6 * piece->inner.width * piece->inner.height)
    {
      atlas_paper_set_color (cr, color, 0.14);
      cairo_fill_preserve (cr);
    }
  cairo_set_line_width (cr, 0.45 * ready->factor);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  atlas_paper_set_color (cr, color, 1.0);
  cairo_stroke (cr);
  if (MAX (box[2] - box[0], box[3] - box[1]) >= LEAST_OUTLINE)
    return;
  cairo_arc (cr, (box[0] + box[2]) / 2.0, (box[1] + box[3]) / 2.0, LEAST_OUTLINE, 0.0, 2.0 * G_PI);
  cairo_stroke (cr);
}

void
atlas_page_paint_overview (AtlasPageReady *ready,
                           AtlasPagePiece *piece,
                           cairo_t        *cr)
{
  cairo_save (cr);
  cairo_translate (cr, piece->inner.x, piece->inner.y);
  cairo_rectangle (cr, 0, 0, piece->inner.width, piece->inner.height);
  cairo_clip (cr);
  if (piece->outline != NULL)
    paint_outline (ready, piece, cr);
  cairo_restore (cr);
  cairo_save (cr);
  cairo_translate (cr, piece->inner.x, piece->inner.y);
  paint_figures (ready, piece, cr);
  cairo_restore (cr);
  stroke_box (cr, &piece->inner, 0.0, 0.2 * ready->factor);
  if (piece->text != NULL && *piece->text != '\0')
    {
      AtlasPaperText look = { .bold = TRUE, .chinese = ready->chinese, .size = MAX (TITLE_SIZE * ready->factor, ATLAS_PAPER_LEAST_TEXT),
                              .color = INK };
      cairo_rectangle_t box = { piece->element.box.x, piece->element.box.y, piece->element.box.width, piece->inner.y - piece->element.box.y };

      box.height -= 0.5 * ready->factor;
      atlas_paper_text_paint_box (&look, cr, piece->text, &box, 0.5);
    }
}
