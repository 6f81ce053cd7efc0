/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasSeries: many pages after one.  Immutable once it is made; any thread.  A page holds a few kilobytes: its maps are prepared
 * when it is painted. */

#include "layout/atlas-series-private.h"

#include <glib/gi18n-lib.h>

struct _AtlasSeries
{
  gatomicrefcount   ref_count;
  AtlasPage        *page;
  AtlasScene       *scene;
  AtlasPageContext  context;   /* values and folder are our own */
  GArray           *pages;     /* AtlasSeriesPage */
};

static void
clear_figure (gpointer data)
{
  AtlasSeriesFigure *self = data;

  g_array_unref (self->coords);
  g_free (self->label);
}

static void
clear_page (gpointer data)
{
  AtlasSeriesPage *self = data;

  atlas_page_unref (self->page);
  g_free (self->title);
  g_hash_table_unref (self->values);
  g_array_unref (self->figures);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_ptr_array_unref (self->cells);
}

AtlasSeries *
_atlas_series_new (AtlasPage              *page,
                   AtlasScene             *scene,
                   const AtlasPageContext *context)
{
  AtlasSeries *self = g_new0 (AtlasSeries, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->page = atlas_page_copy (page);
  self->scene = atlas_scene_ref (scene);
  self->context = *context;
  self->context.values = context->values != NULL ? g_hash_table_ref (context->values) : NULL;
  self->context.date = context->date != NULL ? g_date_time_ref (context->date) : NULL;
  self->context.folder = g_strdup (context->folder);
  self->context.rows = NULL;
  self->context.n_rows = 0;
  self->context.figures = NULL;
  self->context.n_figures = 0;
  self->pages = g_array_new (FALSE, FALSE, sizeof (AtlasSeriesPage));
  g_array_set_clear_func (self->pages, clear_page);

  return self;
}

AtlasSeries *
atlas_series_ref (AtlasSeries *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
atlas_series_unref (AtlasSeries *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->pages);
  g_clear_pointer (&self->context.values, g_hash_table_unref);
  g_clear_pointer (&self->context.date, g_date_time_unref);
  g_free ((char *) self->context.folder);
  atlas_scene_unref (self->scene);
  atlas_page_unref (self->page);
  g_free (self);
}

gboolean
_atlas_series_is_chinese (AtlasSeries *self)
{
  return self->context.chinese;
}

AtlasSeriesPage *
_atlas_series_add_page (AtlasSeries *self,
                        char        *title)
{
  AtlasSeriesPage page = { .page = atlas_page_copy (self->page), .title = title };

  atlas_page_set_title (page.page, title);
  page.values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  page.figures = g_array_new (FALSE, FALSE, sizeof (AtlasSeriesFigure));
  g_array_set_clear_func (page.figures, clear_figure);
  page.cells = g_ptr_array_new_with_free_func (g_free);
  g_array_append_val (self->pages, page);

  return &g_array_index (self->pages, AtlasSeriesPage, self->pages->len - 1);
}

GArray *
_atlas_series_page_add_figure (AtlasSeriesPage *page,
                               gboolean         closed,
                               const char      *label)
{
  AtlasSeriesFigure figure = { g_array_new (FALSE, FALSE, sizeof (double)), closed, g_strdup (label) };

  g_array_append_val (page->figures, figure);

  return figure.coords;
}

void
_atlas_series_page_set_columns (AtlasSeriesPage   *page,
                                const char *const *columns)
{
  page->columns = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; columns[i] != NULL; i++)
    g_ptr_array_add (page->columns, g_strdup (columns[i]));
  g_ptr_array_add (page->columns, NULL);
}

const char *
_atlas_series_get_main_map (AtlasSeries  *self,
                            GError      **error)
{
  const char *map = atlas_page_get_main_map (self->page);

  if (map == NULL)
    g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY, _ ("The page has no map to make more pages of: add one."));

  return map;
}

AtlasMapFrame *
_atlas_series_dup_frame (AtlasSeries  *self,
                         AtlasPage    *page,
                         GError      **error)
{
  return atlas_page_dup_frame (page, atlas_page_get_main_map (page), self->scene, &self->context, error);
}

gboolean
_atlas_series_get_plane (AtlasSeries    *self,
                         AtlasCrs      **crs,
                         AtlasMapFrame **frame,
                         GError        **error)
{
  const char *text = atlas_page_get_text (self->page, atlas_page_get_main_map (self->page), "crs");

  if (!g_str_equal (text, "auto") && *text != '\0')
    {
      *crs = atlas_crs_new (text, error);
      if (*crs == NULL)
        return FALSE;
    }
  *frame = _atlas_series_dup_frame (self, self->page, error);

  return *frame != NULL;
}

/* The frame's outline; its corners are enough on an index map. */
static void
add_outline (AtlasMapFrame   *frame,
             AtlasSeriesPage *index,
             guint            number)
{
  const double width = atlas_map_frame_get_width (frame), height = atlas_map_frame_get_height (frame);
  const double corners[4][2] = { { 0, 0 }, { width, 0 }, { width, height }, { 0, height } };
  g_autofree char *label = g_strdup_printf ("%u", number);
  GArray *coords = _atlas_series_page_add_figure (index, TRUE, label);

  for (guint i = 0; i < 4; i++)
    {
      double place[2];

      atlas_map_frame_to_place (frame, corners[i][0], corners[i][1], &place[0], &place[1]);
      g_array_append_vals (coords, place, 2);
    }
}

gboolean
_atlas_series_add_index (AtlasSeries        *self,
                         const char         *title,
                         const AtlasExtent  *extent,
                         GError            **error)
{
  AtlasSeriesPage *index = _atlas_series_add_page (self, g_strdup (title)), last;
  AtlasExtent all = *extent;

  for (guint i = 0; i + 1 < self->pages->len; i++)
    {
      g_autoptr (AtlasMapFrame) frame = _atlas_series_dup_frame (self, g_array_index (self->pages, AtlasSeriesPage, i).page, error);
      AtlasExtent shown;

      if (frame == NULL)
        return FALSE;
      add_outline (frame, index, i + 2);
      shown = atlas_map_frame_get_extent (frame, 0.0);
      atlas_extent_add (&all, &shown);
    }
  atlas_page_fit_map (index->page, atlas_page_get_main_map (index->page), &all, TRUE);
  for (guint i = 0; i < atlas_page_get_n_elements (index->page); i++)
    {
      const AtlasPageElement *element = atlas_page_get_element (index->page, i);

      if (element->kind == ATLAS_PAGE_TABLE)
        atlas_page_set_visible (index->page, element->id, FALSE);
    }

  /* To the front. */
  last = *index;
  g_array_set_clear_func (self->pages, NULL);
  g_array_set_size (self->pages, self->pages->len - 1);
  g_array_prepend_val (self->pages, last);
  g_array_set_clear_func (self->pages, clear_page);

  return TRUE;
}

guint
atlas_series_get_n_pages (AtlasSeries *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pages->len;
}

AtlasPage *
atlas_series_get_page (AtlasSeries *self,
                       guint        index)
{
  g_return_val_if_fail (self != NULL && index < self->pages->len, NULL);

  return g_array_index (self->pages, AtlasSeriesPage, index).page;
}

const char *
atlas_series_get_title (AtlasSeries *self,
                        guint        index)
{
  g_return_val_if_fail (self != NULL && index < self->pages->len, NULL);

  return g_array_index (self->pages, AtlasSeriesPage, index).title;
}

static void
add_values (GHashTable *to,
            GHashTable *from)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, key, value);
}

AtlasSheet *
atlas_series_make (guint          index,
                   gpointer       series,
                   GCancellable  *cancellable,
                   GError       **error)
{
  AtlasSeries *self = series;
  const AtlasSeriesPage *page;
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree AtlasPageFigure *figures = NULL;
  AtlasPageContext context;
  AtlasPageRows rows;
  AtlasSheet *sheet;

  g_return_val_if_fail (self != NULL && index < self->pages->len, NULL);

  page = &g_array_index (self->pages, AtlasSeriesPage, index);
  context = self->context;
  if (context.values != NULL)
    add_values (values, context.values);
  add_values (values, page->values);
  context.values = values;
  context.page = index + 1;
  context.n_pages = self->pages->len;
  figures = g_new0 (AtlasPageFigure, page->figures->len + 1);
  for (guint i = 0; i < page->figures->len; i++)
    {
      const AtlasSeriesFigure *figure = &g_array_index (page->figures, AtlasSeriesFigure, i);

      figures[i] = (AtlasPageFigure){ .element = atlas_page_get_main_map (page->page),
                                      .coords = (const double *) (gpointer) figure->coords->data,
                                      .n = figure->coords->len / 2,
                                      .closed = figure->closed,
                                      .label = figure->label };
    }
  context.figures = figures;
  context.n_figures = page->figures->len;
  if (page->columns != NULL)
    {
      const AtlasPageElement *table = atlas_page_find_kind (page->page, ATLAS_PAGE_TABLE);

      rows = (AtlasPageRows){ .element = table != NULL ? table->id : "",
                              .columns = (const char *const *) page->columns->pdata,
                              .cells = (const char *const *) page->cells->pdata,
                              .n_rows = page->cells->len / (page->columns->len - 1) };
      context.rows = &rows;
      context.n_rows = table != NULL ? 1 : 0;
    }

  sheet = atlas_page_sheet_new (page->page, self->scene, &context, cancellable, error);
  if (sheet != NULL)
    {
      g_free (sheet->title);
      sheet->title = g_strdup (page->title);
    }

  return sheet;
}
