/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a page to a sheet: maps are moved to their planes, legends counted, texts filled in, in a worker thread; what is left to
 * paint() draws and asks nothing.  It can be called for each strip of a large picture, and draws the same each time. */

#include "layout/atlas-page-piece.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Millimetres of the em on A4. */
#define TEXT_SIZE 2.7
#define LEGEND_SIZE 2.6
/* A column of a legend that is narrower than this many em is none. */
#define LEAST_COLUMN 9.5
#define LEAST_LATIN_COLUMN 12.5
#define MOST_COLUMNS 12
/* Letters may be so much smaller than wished before a title takes two lines. */
#define UNBROKEN 0.72
/* The scale down to which a kilometre grid is of use. */
#define MOST_KILOMETRES 250000.0

static void
figure_free (gpointer data)
{
  AtlasPieceFigure *figure = data;

  g_array_unref (figure->points);
  g_free (figure->label);
  g_free (figure);
}

static void
piece_free (gpointer data)
{
  AtlasPagePiece *piece = data;

  g_free (piece->id);
  g_free (piece->text);
  g_clear_pointer (&piece->frame, atlas_map_frame_unref);
  g_clear_pointer (&piece->map, atlas_frame_map_unref);
  g_clear_pointer (&piece->grid, atlas_grid_unref);
  g_clear_pointer (&piece->outline, g_array_unref);
  g_clear_pointer (&piece->figures, g_ptr_array_unref);
  g_clear_pointer (&piece->legend, atlas_legend_unref);
  g_clear_pointer (&piece->rows, atlas_piece_rows_free);
  g_clear_object (&piece->svg);
  g_clear_pointer (&piece->picture, cairo_surface_destroy);
  g_free ((char *) piece->look.heading);
  g_free (piece);
}

static void
ready_free (gpointer data)
{
  AtlasPageReady *ready = data;

  atlas_page_unref (ready->page);
  g_ptr_array_unref (ready->pieces);
  g_free (ready);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPageReady, ready_free)

static AtlasPagePiece *
find_piece (AtlasPageReady *self,
            const char     *id)
{
  for (guint i = 0; i < self->pieces->len; i++)
    {
      AtlasPagePiece *piece = g_ptr_array_index (self->pieces, i);

      if (g_strcmp0 (piece->id, id) == 0)
        return piece;
    }

  return NULL;
}

static void
add_figures (AtlasPagePiece         *piece,
             const AtlasPageContext *context)
{
  piece->figures = g_ptr_array_new_with_free_func (figure_free);
  for (gsize i = 0; i < context->n_figures; i++)
    {
      const AtlasPageFigure *from = &context->figures[i];
      AtlasPieceFigure *figure;

      if (g_strcmp0 (from->element, piece->id) != 0)
        continue;
      figure = g_new0 (AtlasPieceFigure, 1);
      figure->points = g_array_new (FALSE, FALSE, sizeof (double));
      figure->closed = from->closed;
      figure->label = g_strdup (from->label);
      for (gsize k = 0; k < from->n; k++)
        {
          double at[2];

          atlas_map_frame_to_page (piece->frame, from->coords[2 * k], from->coords[2 * k + 1], &at[0], &at[1]);
          if (isfinite (at[0]))
            g_array_append_vals (figure->points, at, 2);
        }
      g_ptr_array_add (piece->figures, figure);
    }
}

static void
add_grid (AtlasPage      *page,
          AtlasPagePiece *piece)
{
  const char *grid = atlas_page_get_text (page, piece->id, "grid");
  AtlasGridFlags flags = 0;

  /* Maps of small areas have kilometres, those of large ones degrees. */
  if (strcmp (grid, "auto") == 0)
    grid = atlas_map_frame_get_scale (piece->frame) <= MOST_KILOMETRES ? "both" : "graticule";
  if (strcmp (grid, "graticule") == 0 || strcmp (grid, "both") == 0)
    flags |= ATLAS_GRID_GRATICULE;
  if (strcmp (grid, "kilometres") == 0 || strcmp (grid, "both") == 0)
    flags |= ATLAS_GRID_KILOMETRES;
  if (flags != 0)
    piece->grid = atlas_grid_new (piece->frame, flags, atlas_page_get_number (page, piece->id, "minutes"),
                                  atlas_page_get_number (page, piece->id, "kilometres"));
}

/* The edge of another map's frame in that of an overview, bent as it is. */
static void
add_outline (AtlasPagePiece *piece,
             AtlasMapFrame  *other)
{
  const guint steps = 12;
  const double width = atlas_map_frame_get_width (other), height = atlas_map_frame_get_height (other);

  piece->outline = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint side = 0; side < 4; side++)
    for (guint i = 0; i < steps; i++)
      {
        const double part = (double) i / steps;
        const double x = side == 0 ? part : side == 1 ? 1.0 : side == 2 ? 1.0 - part : 0.0;
        const double y = side == 0 ? 0.0 : side == 1 ? part : side == 2 ? 1.0 : 1.0 - part;
        double lon, lat, at[2];

        atlas_map_frame_to_place (other, x * width, y * height, &lon, &lat);
        atlas_map_frame_to_page (piece->frame, lon, lat, &at[0], &at[1]);
        if (isfinite (at[0]))
          g_array_append_vals (piece->outline, at, 2);
      }
}

static gboolean
make_map (AtlasPageReady          *self,
          AtlasPagePiece          *piece,
          AtlasScene              *scene,
          const AtlasPageContext  *context,
          GCancellable            *cancellable,
          GError                 **error)
{
  const gboolean overview = piece->element.kind == ATLAS_PAGE_OVERVIEW;
  g_autoptr (AtlasScene) ground = NULL;

  piece->band = atlas_page_get_inner (self->page, piece->id, &piece->inner);
  piece->frame = atlas_page_dup_frame (self->page, piece->id, scene, context, error);
  if (piece->frame == NULL)
    return FALSE;
  if (overview && !atlas_page_get_boolean (self->page, piece->id, "subjects"))
    ground = atlas_scene_new_ground (scene);
  piece->map = atlas_frame_map_new (piece->frame, ground != NULL ? ground : scene, context->chinese, cancellable, error);
  if (piece->map == NULL)
    return FALSE;
  if (overview)
    {
      const char *of = atlas_page_get_of (self->page, piece->id);
      g_autoptr (AtlasMapFrame) other = of != NULL ? atlas_page_dup_frame (self->page, of, scene, context, error) : NULL;

      if (of != NULL && other == NULL)
        return FALSE;
      if (other != NULL)
        add_outline (piece, other);
    }
  else
    add_grid (self->page, piece);
  add_figures (piece, context);

  return TRUE;
}

static void
measure_legend (AtlasPagePiece *piece,
                double         *width,
                double         *height)
{
  atlas_legend_measure (piece->legend, &piece->look, width, height);
  *width *= ATLAS_PAPER_PIXEL;
  *height *= ATLAS_PAPER_PIXEL;
}

/* Tries columns from the fewest, each title on one line.  Returns: whether it goes in. */
static gboolean
fit_unbroken (AtlasPagePiece *piece,
              guint           columns)
{
  for (guint n = columns > 0 ? columns : 1; n <= (columns > 0 ? columns : MOST_COLUMNS); n++)
    {
      double width, height;

      piece->look.columns = n;
      piece->look.width = 1e5;
      measure_legend (piece, &width, &height);
      if (width <= piece->element.box.width && height <= piece->element.box.height)
        {
          piece->look.width = piece->element.box.width / ATLAS_PAPER_PIXEL;
          return TRUE;
        }
      if (width > piece->element.box.width)
        break;
    }

  return FALSE;
}

/* As large as it is wished, else as small as need be, in as few columns as go in; smaller letters before broken lines. */
static void
fit_legend (AtlasPageReady *self,
            AtlasPagePiece *piece)
{
  const double wish = atlas_page_get_size (self->page, piece->id, LEGEND_SIZE);
  const guint columns = (guint) atlas_page_get_number (self->page, piece->id, "columns");
  const double least = self->chinese ? LEAST_COLUMN : LEAST_LATIN_COLUMN;
  double width, height;

  for (double size = wish; size >= MAX (wish * UNBROKEN, ATLAS_PAPER_LEAST_TEXT); size *= 0.95)
    {
      piece->look.font_size = size / ATLAS_PAPER_PIXEL;
      if (fit_unbroken (piece, columns))
        return;
    }
  piece->look.width = piece->element.box.width / ATLAS_PAPER_PIXEL;
  for (double size = wish;; size = MAX (size * 0.95, ATLAS_PAPER_LEAST_TEXT))
    {
      piece->look.font_size = size / ATLAS_PAPER_PIXEL;
      for (guint n = columns > 0 ? columns : 1; n <= (columns > 0 ? columns : MOST_COLUMNS); n++)
        {
          if (columns == 0 && n > 1 && piece->element.box.width / n < least * size)
            break;
          piece->look.columns = n;
          measure_legend (piece, &width, &height);
          if (height <= piece->element.box.height + 1e-6 && width <= piece->element.box.width + 1e-6)
            return;
        }
      if (size <= ATLAS_PAPER_LEAST_TEXT)
        break;
    }
  /* There is no room: smaller than letters should be, but all of it. */
  piece->shrink = MIN (piece->element.box.height / height, piece->element.box.width / width);
}

static gboolean
make_legend (AtlasPageReady          *self,
             AtlasPagePiece          *piece,
             GCancellable            *cancellable,
             GError                 **error)
{
  AtlasPagePiece *of = find_piece (self, atlas_page_get_of (self->page, piece->id));
  g_auto (GStrv) order = atlas_page_dup_texts (self->page, piece->id, "order");
  g_auto (GStrv) hidden = atlas_page_dup_texts (self->page, piece->id, "hidden");
  g_auto (GStrv) titles = atlas_page_dup_texts (self->page, piece->id, "titles");
  AtlasLegendFlags flags = ATLAS_LEGEND_AT_ZOOM | ATLAS_LEGEND_GROUND;
  g_autoptr (AtlasLegend) legend = NULL;

  if (of == NULL || of->map == NULL)
    return TRUE;
  if (!atlas_page_get_boolean (self->page, piece->id, "all"))
    flags |= ATLAS_LEGEND_IN_VIEW;
  if (atlas_page_get_boolean (self->page, piece->id, "counts"))
    flags |= ATLAS_LEGEND_COUNT;
  legend = atlas_frame_map_dup_legend (of->map, flags, cancellable);
  if (legend == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
      return FALSE;
    }
  piece->legend = atlas_legend_new_arranged (legend, (const char *const *) order, (const char *const *) hidden,
                                             (const char *const *) titles, atlas_page_get_boolean (self->page, piece->id, "ground"));
  if (atlas_legend_get_n_sections (piece->legend) == 0)
    {
      g_clear_pointer (&piece->legend, atlas_legend_unref);
      return TRUE;
    }
  piece->look.chinese = self->chinese;
  piece->look.box = atlas_page_get_boolean (self->page, piece->id, "box");
  if (atlas_page_get_boolean (self->page, piece->id, "heading"))
    {
      const char *title = atlas_page_get_text (self->page, piece->id, "title");

      piece->look.heading = g_strdup (*title != '\0' ? title : _ ("Legend"));
    }
  piece->shrink = 1.0;
  fit_legend (self, piece);

  return TRUE;
}

static gboolean
is_map (AtlasPageKind kind)
{
  return kind == ATLAS_PAGE_MAP || kind == ATLAS_PAGE_OVERVIEW;
}

static gboolean
make_piece (AtlasPageReady          *self,
            AtlasPagePiece          *piece,
            AtlasScene              *scene,
            const AtlasPageContext  *context,
            GCancellable            *cancellable,
            GError                 **error)
{
  AtlasPagePiece *of = find_piece (self, atlas_page_get_of (self->page, piece->id));
  const char *text = atlas_page_get_text (self->page, piece->id, piece->element.kind == ATLAS_PAGE_TEXT ? "text" : "title");

  if (is_map (piece->element.kind))
    return TRUE;
  if (of != NULL && of->frame != NULL)
    piece->frame = atlas_map_frame_ref (of->frame);
  piece->text = atlas_page_expand (self->page, text, piece->frame, context, NULL);

  switch (piece->element.kind)
    {
    case ATLAS_PAGE_LEGEND:
      return make_legend (self, piece, cancellable, error);

    case ATLAS_PAGE_TABLE:
    case ATLAS_PAGE_CHART:
      piece->rows = atlas_page_make_rows (self->page, piece, scene, context, cancellable);
      return !g_cancellable_set_error_if_cancelled (cancellable, error);

    case ATLAS_PAGE_LOGO:
      return atlas_page_load_logo (self->page, piece, context->folder, error);

    case ATLAS_PAGE_TEXT:
    case ATLAS_PAGE_SCALE_BAR:
    case ATLAS_PAGE_NORTH:
    case ATLAS_PAGE_MAP:
    case ATLAS_PAGE_OVERVIEW:
    default:
      return TRUE;
    }
}

/* Han letters may stand apart; a word of others would fall to pieces. */
static gboolean
has_han (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_get_script (g_utf8_get_char (at)) == G_UNICODE_SCRIPT_HAN)
      return TRUE;

  return FALSE;
}

static void
set_text_look (AtlasPageReady *self,
               AtlasPagePiece *piece,
               AtlasPaperText *look)
{
  const char *align = atlas_page_get_text (self->page, piece->id, "align");

  *look = (AtlasPaperText){
    .font = atlas_page_get_text (self->page, piece->id, "font"),
    .song = strcmp (atlas_page_get_text (self->page, piece->id, "family"), "song") == 0,
    .bold = atlas_page_get_boolean (self->page, piece->id, "bold"),
    .chinese = self->chinese,
    .size = atlas_page_get_size (self->page, piece->id, TEXT_SIZE),
    .spacing = has_han (piece->text) ? atlas_page_get_number (self->page, piece->id, "spacing") : 0.0,
    .align = strcmp (align, "center") == 0 ? 0.5 : strcmp (align, "right") == 0 ? 1.0 : 0.0,
    .color = atlas_paper_parse_color (atlas_page_get_text (self->page, piece->id, "color"), 0x1f1c19),
  };
}

static void
paint_text (AtlasPageReady *self,
            AtlasPagePiece *piece,
            cairo_t        *cr)
{
  const char *valign = atlas_page_get_text (self->page, piece->id, "valign");
  cairo_rectangle_t box = piece->element.box;
  AtlasPaperText look;

  if (*piece->text == '\0')
    return;
  set_text_look (self, piece, &look);
  if (atlas_page_get_boolean (self->page, piece->id, "box"))
    {
      const double padding = 0.3 * look.size;

      cairo_rectangle (cr, box.x, box.y, box.width, box.height);
      atlas_paper_set_color (cr, look.color, 1.0);
      cairo_set_line_width (cr, 0.25);
      cairo_stroke (cr);
      box.x += padding;
      box.y += padding;
      box.width = MAX (box.width - 2.0 * padding, 1.0);
      box.height = MAX (box.height - 2.0 * padding, 1.0);
    }
  atlas_paper_text_paint_box (&look, cr, piece->text, &box,
                              strcmp (valign, "middle") == 0   ? 0.5
                              : strcmp (valign, "bottom") == 0 ? 1.0
                                                               : 0.0);
}

static void
paint_legend (AtlasPagePiece *piece,
              cairo_t        *cr)
{
  if (piece->legend == NULL)
    return;
  cairo_save (cr);
  cairo_translate (cr, piece->element.box.x, piece->element.box.y);
  cairo_scale (cr, ATLAS_PAPER_PIXEL * piece->shrink, ATLAS_PAPER_PIXEL * piece->shrink);
  atlas_legend_paint (piece->legend, &piece->look, cr);
  cairo_restore (cr);
}

static void
paint_piece (AtlasPageReady *self,
             AtlasPagePiece *piece,
             cairo_t        *cr)
{
  cairo_save (cr);
  cairo_new_path (cr);
  switch (piece->element.kind)
    {
    case ATLAS_PAGE_MAP:
      atlas_page_paint_map (self, piece, cr);
      break;

    case ATLAS_PAGE_OVERVIEW:
      atlas_page_paint_overview (self, piece, cr);
      break;

    case ATLAS_PAGE_TEXT:
      paint_text (self, piece, cr);
      break;

    case ATLAS_PAGE_LEGEND:
      paint_legend (piece, cr);
      break;

    case ATLAS_PAGE_SCALE_BAR:
      atlas_page_paint_scale_bar (self, piece, cr);
      break;

    case ATLAS_PAGE_NORTH:
      atlas_page_paint_north (self, piece, cr);
      break;

    case ATLAS_PAGE_LOGO:
      atlas_page_paint_logo (self, piece, cr);
      break;

    case ATLAS_PAGE_TABLE:
      atlas_page_paint_table (self, piece, cr);
      break;

    case ATLAS_PAGE_CHART:
      atlas_page_paint_chart (self, piece, cr);
      break;

    default:
      g_warn_if_reached ();
      break;
    }
  cairo_restore (cr);
}

static gboolean
paint_sheet (AtlasSheet    *sheet,
             cairo_t       *cr,
             GCancellable  *cancellable,
             GError       **error)
{
  AtlasPageReady *self = sheet->data;

  cairo_save (cr);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_rectangle (cr, 0, 0, sheet->width, sheet->height);
  cairo_fill (cr);
  for (guint i = 0; i < self->pieces->len; i++)
    {
      AtlasPagePiece *piece = g_ptr_array_index (self->pieces, i);

      if (piece->map != NULL)
        {
          gboolean done;

          cairo_save (cr);
          cairo_translate (cr, piece->inner.x, piece->inner.y);
          done = atlas_frame_map_paint (piece->map, cr, cancellable);
          cairo_restore (cr);
          if (!done)
            break;
        }
      paint_piece (self, piece, cr);
      if (g_cancellable_is_cancelled (cancellable))
        break;
    }
  cairo_restore (cr);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
check_fonts (AtlasPageReady  *self,
             GError         **error)
{
  AtlasPaperText look = { .size = 3.0, .chinese = self->chinese };
  const char *missing = self->chinese && !atlas_paper_text_can_draw (&look, "长治市太行山") ? "长治市" : NULL;

  for (guint i = 0; i < self->pieces->len && missing == NULL; i++)
    {
      AtlasPagePiece *piece = g_ptr_array_index (self->pieces, i);

      if (piece->text != NULL && *piece->text != '\0' && !atlas_paper_text_can_draw (&look, piece->text))
        missing = piece->text;
    }
  if (missing == NULL)
    return TRUE;
  g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_FONT,
               _ ("No font on this computer can write “%s”: install fonts with Chinese, such as Noto Sans CJK and Noto Serif CJK."), missing);

  return FALSE;
}

/* Maps first, for the others tell of them; each keeps its place in the order of painting. */
static gboolean
make_pieces (AtlasPageReady          *self,
             AtlasScene              *scene,
             const AtlasPageContext  *context,
             GCancellable            *cancellable,
             GError                 **error)
{
  for (guint i = 0; i < atlas_page_get_n_elements (self->page); i++)
    {
      const AtlasPageElement *element = atlas_page_get_element (self->page, i);
      AtlasPagePiece *piece;

      if (!element->visible || element->box.width <= 0.0 || element->box.height <= 0.0)
        continue;
      piece = g_new0 (AtlasPagePiece, 1);
      piece->element = *element;
      piece->id = g_strdup (element->id);
      piece->element.id = piece->id;
      g_ptr_array_add (self->pieces, piece);
      if (is_map (element->kind) && !make_map (self, piece, scene, context, cancellable, error))
        return FALSE;
      if (element->kind == ATLAS_PAGE_OVERVIEW)
        piece->text = atlas_page_expand (self->page, atlas_page_get_text (self->page, piece->id, "title"), piece->frame, context, NULL);
    }
  for (guint i = 0; i < self->pieces->len; i++)
    if (!make_piece (self, g_ptr_array_index (self->pieces, i), scene, context, cancellable, error))
      return FALSE;

  return check_fonts (self, error);
}

AtlasSheet *
atlas_page_sheet_new (AtlasPage               *page,
                      AtlasScene              *scene,
                      const AtlasPageContext  *context,
                      GCancellable            *cancellable,
                      GError                 **error)
{
  g_autoptr (AtlasPageReady) ready = NULL;
  AtlasPagePiece *main;
  AtlasSheet *sheet;

  g_return_val_if_fail (page != NULL && scene != NULL && context != NULL, NULL);

  ready = g_new0 (AtlasPageReady, 1);
  ready->page = atlas_page_copy (page);
  ready->chinese = context->chinese;
  ready->factor = atlas_page_get_factor (page);
  ready->pieces = g_ptr_array_new_with_free_func (piece_free);
  if (!make_pieces (ready, scene, context, cancellable, error))
    return NULL;

  sheet = g_new0 (AtlasSheet, 1);
  sheet->width = atlas_page_get_width (page);
  sheet->height = atlas_page_get_height (page);
  main = find_piece (ready, atlas_page_get_main_map (ready->page));
  if (main != NULL)
    {
      sheet->frame = atlas_map_frame_ref (main->frame);
      sheet->frame_x = main->inner.x;
      sheet->frame_y = main->inner.y;
    }
  sheet->title = atlas_page_expand (ready->page, "{title}", sheet->frame, context, NULL);
  if (*sheet->title == '\0')
    {
      g_free (sheet->title);
      sheet->title = g_strdup (atlas_page_get_name (page));
    }
  sheet->paint = paint_sheet;
  sheet->destroy = ready_free;
  sheet->data = g_steal_pointer (&ready);

  return sheet;
}

AtlasPageReady *
atlas_page_sheet_get_ready (AtlasSheet *sheet)
{
  return sheet->paint == paint_sheet ? sheet->data : NULL;
}

AtlasFrameMap *
atlas_page_sheet_get_map (AtlasSheet *sheet,
                          const char *id)
{
  AtlasPageReady *ready;
  AtlasPagePiece *piece;

  g_return_val_if_fail (sheet != NULL && id != NULL, NULL);

  ready = atlas_page_sheet_get_ready (sheet);
  piece = ready != NULL ? find_piece (ready, id) : NULL;

  return piece != NULL ? piece->map : NULL;
}
