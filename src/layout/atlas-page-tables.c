/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tables and charts on a page: rows of a layer or of whoever makes the page, and bars by category.
 *
 * A table breaks its texts into lines before it makes letters smaller, and says how many rows had no room.  Any thread. */

#include "layout/atlas-page-piece.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-number.h"
#include "data/atlas-summary.h"

#define INK 0x1f1c19
#define FAINT 0x8a847c
#define TEXT_SIZE 2.2
/* In em. */
#define CELL_PADDING 0.45
#define ROW_PADDING 0.28
#define LEAST_CELL 3.0
/* A paper table is for reading. */
#define MOST_ROWS 2000

void
atlas_piece_rows_free (AtlasPieceRows *rows)
{
  g_ptr_array_unref (rows->headings);
  g_ptr_array_unref (rows->cells);
  g_array_unref (rows->numbers);
  g_free (rows->right);
  g_free (rows);
}

static AtlasPieceRows *
rows_new (void)
{
  AtlasPieceRows *rows = g_new0 (AtlasPieceRows, 1);

  rows->headings = g_ptr_array_new_with_free_func (g_free);
  rows->cells = g_ptr_array_new_with_free_func (g_free);
  rows->numbers = g_array_new (FALSE, FALSE, sizeof (double));

  return rows;
}

static const AtlasLegendLayer *
find_layer (AtlasScene *scene,
            const char *title)
{
  gsize n;
  const AtlasLegendLayer *layers = atlas_scene_get_legend_layers (scene, &n);

  for (gsize i = 0; i < n; i++)
    if (strcmp (layers[i].title, title) == 0 || strcmp (atlas_table_get_name (layers[i].table), title) == 0)
      return &layers[i];

  return NULL;
}

/* Whether the middle of a feature lies in the map. */
static gboolean
is_within (AtlasMapFrame *frame,
           AtlasTable    *table,
           gsize          feature)
{
  const AtlasExtent extent = atlas_table_get_feature_extent (table, feature);
  double x, y;

  if (atlas_extent_is_empty (&extent))
    return FALSE;
  atlas_map_frame_to_page (frame, (extent.west + extent.east) / 2.0, (extent.south + extent.north) / 2.0, &x, &y);

  return x >= 0.0 && y >= 0.0 && x <= atlas_map_frame_get_width (frame) && y <= atlas_map_frame_get_height (frame);
}

/* The features that a table or chart is about; those in the map when it says so. */
static GArray *
pick_features (AtlasPage            *page,
               const AtlasPagePiece *piece,
               AtlasTable           *table,
               GCancellable         *cancellable)
{
  const gboolean within = piece->frame != NULL && atlas_page_get_boolean (page, piece->id, "within");
  GArray *features = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < atlas_table_get_n_features (table); i++)
    {
      if ((i & 0xfff) == 0 && g_cancellable_is_cancelled (cancellable))
        break;
      if (atlas_table_is_shown (table, i) && (!within || is_within (piece->frame, table, i)))
        g_array_append_val (features, i);
    }

  return features;
}

typedef struct
{
  AtlasTable *table;
  guint       field;
  gboolean    number;
} Order;

static int
compare_features (gconstpointer a,
                  gconstpointer b,
                  gpointer      data)
{
  const guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;
  const Order *order = data;
  int result = 0;

  if (order->number)
    {
      const double x = atlas_table_get_number (order->table, order->field, left), y = atlas_table_get_number (order->table, order->field, right);

      result = isnan (x) - isnan (y);
      if (result == 0 && !isnan (x))
        result = (x > y) - (x < y);
    }
  else
    {
      g_autofree char *x = atlas_table_dup_value (order->table, order->field, left);
      g_autofree char *y = atlas_table_dup_value (order->table, order->field, right);

      result = g_utf8_collate (x != NULL ? x : "", y != NULL ? y : "");
    }

  return result != 0 ? result : (left > right) - (left < right);
}

static void
sort_features (GArray     *features,
               AtlasTable *table,
               const char *name)
{
  const int field = *name != '\0' ? atlas_table_find_field (table, name) : -1;
  Order order = { .table = table };

  if (field < 0)
    return;
  order.field = (guint) field;
  order.number = atlas_table_get_field_type (table, order.field) != ATLAS_FIELD_STRING;
  g_array_sort_with_data (features, compare_features, &order);
}

static const char *
get_heading (const AtlasLegendLayer *layer,
             const char             *field)
{
  AtlasSchema *schema = layer->schema != NULL ? layer->schema : atlas_schema_find (atlas_table_get_name (layer->table));
  const AtlasSchemaField *known = schema != NULL ? atlas_schema_find_field (schema, field) : NULL;

  return known != NULL ? known->title : field;
}

static AtlasPieceRows *
make_layer_rows (AtlasPage            *page,
                 const AtlasPagePiece *piece,
                 AtlasScene           *scene,
                 GCancellable         *cancellable)
{
  const AtlasLegendLayer *layer = find_layer (scene, atlas_page_get_text (page, piece->id, "layer"));
  g_auto (GStrv) columns = atlas_page_dup_texts (page, piece->id, "columns");
  g_autoptr (GArray) features = NULL;
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (guint));
  AtlasPieceRows *rows;

  if (layer == NULL)
    return NULL;
  rows = rows_new ();
  for (guint i = 0; columns[i] != NULL; i++)
    {
      const int found = atlas_table_find_field (layer->table, columns[i]);
      const guint field = (guint) MAX (found, 0);

      if (found < 0)
        continue;
      g_array_append_val (fields, field);
      g_ptr_array_add (rows->headings, g_strdup (get_heading (layer, columns[i])));
    }
  rows->n_columns = fields->len;
  rows->right = g_new0 (gboolean, rows->n_columns + 1);
  for (guint k = 0; k < fields->len; k++)
    rows->right[k] = atlas_table_get_field_type (layer->table, g_array_index (fields, guint, k)) != ATLAS_FIELD_STRING;
  features = pick_features (page, piece, layer->table, cancellable);
  sort_features (features, layer->table, atlas_page_get_text (page, piece->id, "sort"));
  for (guint i = 0; i < MIN (features->len, MOST_ROWS); i++)
    for (guint k = 0; k < fields->len; k++)
      {
        g_autofree char *value
            = atlas_table_dup_value (layer->table, g_array_index (fields, guint, k), g_array_index (features, guint32, i));

        g_ptr_array_add (rows->cells, value == NULL ? g_strdup ("") : rows->right[k] ? atlas_number_show (value) : g_steal_pointer (&value));
      }

  return rows;
}

static AtlasPieceRows *
make_bars (AtlasPage            *page,
           const AtlasPagePiece *piece,
           AtlasScene           *scene,
           GCancellable         *cancellable)
{
  const AtlasLegendLayer *layer = find_layer (scene, atlas_page_get_text (page, piece->id, "layer"));
  const int category = layer != NULL ? atlas_table_find_field (layer->table, atlas_page_get_text (page, piece->id, "category")) : -1;
  const char *sum = atlas_page_get_text (page, piece->id, "sum");
  g_autoptr (AtlasSummary) summary = NULL;
  g_autoptr (AtlasFeatureSet) only = NULL;
  const AtlasSummaryGroup *groups;
  AtlasPieceRows *rows;
  int number;
  gsize n;

  if (category < 0)
    return NULL;
  number = *sum != '\0' ? atlas_table_find_field (layer->table, sum) : -1;
  if (piece->frame != NULL && atlas_page_get_boolean (page, piece->id, "within"))
    {
      g_autoptr (GArray) features = pick_features (page, piece, layer->table, cancellable);

      only = atlas_feature_set_new_from_array (atlas_table_get_n_features (layer->table), (const guint32 *) (gpointer) features->data,
                                               features->len);
    }
  summary = atlas_summary_new (layer->table, (guint) category, number, only, cancellable);
  if (summary == NULL)
    return NULL;

  rows = rows_new ();
  groups = atlas_summary_get_groups (summary, &n);
  for (gsize i = 0; i < n; i++)
    {
      const double value = number >= 0 ? groups[i].sum : (double) groups[i].count;
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      if (!isfinite (value))
        continue;
      g_ptr_array_add (rows->headings, g_strdup (groups[i].value != NULL ? groups[i].value : _ ("No value")));
      g_ptr_array_add (rows->cells, atlas_number_show (g_ascii_formatd (buffer, sizeof buffer, "%.6g", value)));
      g_array_append_val (rows->numbers, value);
    }

  return rows;
}

AtlasPieceRows *
atlas_page_make_rows (AtlasPage              *page,
                      const AtlasPagePiece   *piece,
                      AtlasScene             *scene,
                      const AtlasPageContext *context,
                      GCancellable           *cancellable)
{
  if (piece->element.kind == ATLAS_PAGE_CHART)
    return make_bars (page, piece, scene, cancellable);

  for (gsize i = 0; i < context->n_rows; i++)
    {
      const AtlasPageRows *from = &context->rows[i];
      AtlasPieceRows *rows;

      if (g_strcmp0 (from->element, piece->id) != 0)
        continue;
      rows = rows_new ();
      rows->n_columns = g_strv_length ((char **) from->columns);
      rows->right = g_new0 (gboolean, rows->n_columns + 1);
      for (guint k = 0; k < rows->n_columns; k++)
        g_ptr_array_add (rows->headings, g_strdup (from->columns[k]));
      for (gsize k = 0; k < from->n_rows * rows->n_columns; k++)
        g_ptr_array_add (rows->cells, g_strdup (from->cells[k] != NULL ? from->cells[k] : ""));

      return rows;
    }

  return make_layer_rows (page, piece, scene, cancellable);
}

/* A table on its way to paper. */
typedef struct
{
  const AtlasPieceRows *rows;
  AtlasPaperText        look;
  double               *widths;    /* of the columns */
  double                top;       /* where the rows begin */
  double                bottom;
} Table;

static const char *
get_cell (const AtlasPieceRows *rows,
          gsize                 row,
          guint                 column)
{
  return g_ptr_array_index (rows->cells, row * rows->n_columns + column);
}

static gsize
get_n_rows (const AtlasPieceRows *rows)
{
  return rows->n_columns > 0 ? rows->cells->len / rows->n_columns : 0;
}

/* Columns as wide as what is in them; where that is too much, the wide ones give way first. */
static void
measure_columns (Table  *self,
                 double  width)
{
  const guint n = self->rows->n_columns;
  const double em = self->look.size;
  double sum = 0.0, low = 0.0, high = 0.0;

  for (guint k = 0; k < n; k++)
    {
      AtlasPaperText bold = self->look;
      double w, h;

      bold.bold = TRUE;
      atlas_paper_text_measure (&bold, g_ptr_array_index (self->rows->headings, k), &w, &h);
      for (gsize i = 0; i < MIN (get_n_rows (self->rows), 200); i++)
        {
          double cell;

          atlas_paper_text_measure (&self->look, get_cell (self->rows, i, k), &cell, &h);
          w = MAX (w, cell);
        }
      self->widths[k] = MAX (w + 0.05 * em, LEAST_CELL * em) + 2.0 * CELL_PADDING * em;
      sum += self->widths[k];
      high = MAX (high, self->widths[k]);
    }
  if (sum <= width)
    {
      for (guint k = 0; k < n; k++)
        self->widths[k] += (width - sum) / n;
      return;
    }
  /* The one width that no column may be wider than. */
  for (guint i = 0; i < 40; i++)
    {
      const double middle = (low + high) / 2.0;

      sum = 0.0;
      for (guint k = 0; k < n; k++)
        sum += MIN (self->widths[k], middle);
      if (sum > width)
        high = middle;
      else
        low = middle;
    }
  for (guint k = 0; k < n; k++)
    self->widths[k] = MIN (self->widths[k], low);
}

static double
get_row_height (const Table *self,
                gssize       row)
{
  const double em = self->look.size;
  double height = 0.0;

  for (guint k = 0; k < self->rows->n_columns; k++)
    {
      AtlasPaperText look = self->look;
      const char *text = row < 0 ? g_ptr_array_index (self->rows->headings, k) : get_cell (self->rows, (gsize) row, k);

      look.bold = row < 0;
      height = MAX (height, atlas_paper_text_measure_lines (&look, text, self->widths[k] - 2.0 * CELL_PADDING * em));
    }

  return height + 2.0 * ROW_PADDING * em;
}

static gsize
count_rows (const Table *self,
            double       height)
{
  const gsize n = get_n_rows (self->rows);
  const double more = 1.4 * self->look.size;
  double y = get_row_height (self, -1);

  for (gsize i = 0; i < n; i++)
    {
      y += get_row_height (self, (gssize) i);
      if (y > height - (i + 1 < n ? more : 0.0) + 1e-6)
        {
          /* The last ones may go in where nothing has to be said of others. */
          double all = y;

          for (gsize k = i + 1; k < n && all <= height; k++)
            all += get_row_height (self, (gssize) k);
          if (all <= height + 1e-6)
            return n;
          return i;
        }
    }

  return n;
}

static gboolean
init_table (AtlasPageReady *ready,
            AtlasPagePiece *piece,
            Table          *self)
{
  const double wish = atlas_page_get_size (ready->page, piece->id, TEXT_SIZE);
  const double title = piece->text != NULL && *piece->text != '\0' ? 2.0 * wish : 0.0;

  *self = (Table){ .rows = piece->rows, .look = { .chinese = ready->chinese, .size = wish, .color = INK, .wrap = TRUE } };
  if (piece->rows == NULL || piece->rows->n_columns == 0)
    return FALSE;
  self->top = piece->element.box.y + title;
  self->bottom = piece->element.box.y + piece->element.box.height;
  self->widths = g_new0 (double, piece->rows->n_columns);
  for (;; self->look.size = MAX (self->look.size * 0.94, ATLAS_PAPER_LEAST_TEXT))
    {
      measure_columns (self, piece->element.box.width);
      if (self->look.size <= ATLAS_PAPER_LEAST_TEXT || count_rows (self, self->bottom - self->top) == get_n_rows (self->rows))
        return TRUE;
    }
}

gsize
atlas_page_count_rows (AtlasPageReady *ready,
                       AtlasPagePiece *piece)
{
  Table table;
  gsize n = 0;

  if (init_table (ready, piece, &table))
    n = count_rows (&table, table.bottom - table.top);
  g_free (table.widths);

  return n;
}

static void
paint_title (AtlasPageReady *ready,
             AtlasPagePiece *piece,
             cairo_t        *cr)
{
  AtlasPaperText look = { .bold = TRUE, .chinese = ready->chinese, .color = INK };
  cairo_rectangle_t line = piece->element.box;

  if (piece->text == NULL || *piece->text == '\0')
    return;
  look.size = 1.15 * atlas_page_get_size (ready->page, piece->id, TEXT_SIZE);
  line.height = 1.6 * look.size;
  atlas_paper_text_paint_box (&look, cr, piece->text, &line, 0.2);
}

static void
paint_rule (cairo_t *cr,
            double   x,
            double   y,
            double   width,
            double   line,
            guint32  color)
{
  cairo_move_to (cr, x, y);
  cairo_rel_line_to (cr, width, 0.0);
  cairo_set_line_width (cr, line);
  atlas_paper_set_color (cr, color, 1.0);
  cairo_stroke (cr);
}

static void
paint_row (const Table *self,
           cairo_t     *cr,
           gssize       row,
           double       x,
           double       y,
           double       height)
{
  const double padding = CELL_PADDING * self->look.size;

  for (guint k = 0; k < self->rows->n_columns; k++)
    {
      AtlasPaperText look = self->look;
      cairo_rectangle_t box = { x + padding, y, self->widths[k] - 2.0 * padding, height };

      look.bold = row < 0;
      look.align = self->rows->right[k] ? 1.0 : 0.0;
      atlas_paper_text_paint_box (&look, cr, row < 0 ? g_ptr_array_index (self->rows->headings, k) : get_cell (self->rows, (gsize) row, k),
                                  &box, 0.5);
      x += self->widths[k];
    }
}

void
atlas_page_paint_table (AtlasPageReady *ready,
                        AtlasPagePiece *piece,
                        cairo_t        *cr)
{
  const cairo_rectangle_t *box = &piece->element.box;
  Table table;
  double y, height;
  gsize n, all;

  paint_title (ready, piece, cr);
  if (!init_table (ready, piece, &table))
    return;
  all = get_n_rows (table.rows);
  n = count_rows (&table, table.bottom - table.top);
  y = table.top;
  paint_rule (cr, box->x, y, box->width, 0.35, INK);
  height = get_row_height (&table, -1);
  paint_row (&table, cr, -1, box->x, y, height);
  y += height;
  paint_rule (cr, box->x, y, box->width, 0.2, INK);
  for (gsize i = 0; i < n; i++)
    {
      height = get_row_height (&table, (gssize) i);
      paint_row (&table, cr, (gssize) i, box->x, y, height);
      y += height;
      paint_rule (cr, box->x, y, box->width, i + 1 < n ? 0.08 : 0.35, i + 1 < n ? FAINT : INK);
    }
  if (n < all)
    {
      g_autofree char *count = atlas_number_show_count (all - n);
      g_autofree char *text = g_strdup_printf (_ ("and %s more"), count);
      AtlasPaperText look = table.look;

      look.color = FAINT;
      atlas_paper_text_paint (&look, cr, text, box->x + CELL_PADDING * look.size, y + 0.1 * look.size);
    }
  g_free (table.widths);
}

void
atlas_page_paint_chart (AtlasPageReady *ready,
                        AtlasPagePiece *piece,
                        cairo_t        *cr)
{
  const cairo_rectangle_t *box = &piece->element.box;
  const guint32 color = atlas_paper_parse_color (atlas_page_get_text (ready->page, piece->id, "color"), 0x2a7f9e);
  const double wish = atlas_page_get_size (ready->page, piece->id, TEXT_SIZE);
  const double top = piece->text != NULL && *piece->text != '\0' ? 2.0 * wish : 0.0;
  AtlasPaperText look = { .chinese = ready->chinese, .size = wish, .color = INK };
  const guint n = piece->rows != NULL ? piece->rows->numbers->len : 0;
  double label = 0.0, value = 0.0, most = 0.0, row, y = box->y + top;
  guint shown;

  paint_title (ready, piece, cr);
  if (n == 0)
    return;
  look.size = CLAMP ((box->height - top) / n / 1.5, ATLAS_PAPER_LEAST_TEXT, wish);
  row = MIN ((box->height - top) / n, 2.2 * look.size);
  row = MAX (row, 1.35 * look.size);
  shown = (guint) MIN (n, floor ((box->height - top) / row + 1e-6));
  for (guint i = 0; i < shown; i++)
    {
      double w, h;

      atlas_paper_text_measure (&look, g_ptr_array_index (piece->rows->headings, i), &w, &h);
      label = MAX (label, w);
      atlas_paper_text_measure (&look, g_ptr_array_index (piece->rows->cells, i), &w, &h);
      value = MAX (value, w);
      most = MAX (most, g_array_index (piece->rows->numbers, double, i));
    }
  label = MIN (label, box->width * 0.45);
  for (guint i = 0; i < shown && most > 0.0; i++, y += row)
    {
      const double room = box->width - label - value - 1.6 * look.size;
      const double length = MAX (room * MAX (g_array_index (piece->rows->numbers, double, i), 0.0) / most, 0.15);
      cairo_rectangle_t name = { box->x, y, label + 0.1, row }, number = { 0, y, value + 0.1, row };

      look.align = 1.0;
      atlas_paper_text_paint_box (&look, cr, g_ptr_array_index (piece->rows->headings, i), &name, 0.5);
      cairo_rectangle (cr, box->x + label + 0.7 * look.size, y + row * 0.18, length, row * 0.64);
      atlas_paper_set_color (cr, color, 1.0);
      cairo_fill (cr);
      look.align = 0.0;
      number.x = box->x + label + 1.2 * look.size + length;
      atlas_paper_text_paint_box (&look, cr, g_ptr_array_index (piece->rows->cells, i), &number, 0.5);
    }
}
