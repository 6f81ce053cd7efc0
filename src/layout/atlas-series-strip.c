/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of AtlasSeries: pages along a line, and road books. */

#include "layout/atlas-series-private.h"

#include "geo/atlas-measure.h"
#include "layout/atlas-strip.h"
#include "route/atlas-chainage.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Millimetres around the line on its maps. */
#define PADDING 14.0
/* A strip atlas of its own accord is to have no more pages than about this. */
#define GOOD_PAGES 40
/* Of a table's height, what the small map of all of the line takes; between them; millimetres that it must have. */
#define INSET 0.36
#define GAP 4.0
#define LEAST_INSET 20.0
/* Of a description, as much as a row of a table takes. */
#define DESCRIPTION_LENGTH 120

/* The line from @from to @to metres, drawn over the page's map. */
static void
add_line (AtlasSeriesPage *page,
          AtlasRouteLine  *line,
          double           from,
          double           to)
{
  GArray *coords = _atlas_series_page_add_figure (page, FALSE, NULL);
  double ends[4];

  atlas_route_line_locate (line, from, &ends[0], &ends[1]);
  g_array_append_vals (coords, ends, 2);
  for (gsize i = 0; i < atlas_route_line_get_n_vertices (line); i++)
    {
      double place[2], measure;
      const gboolean begins = atlas_route_line_get_vertex (line, i, &place[0], &place[1], &measure);

      if (!(measure > from && measure < to))
        continue;
      if (begins && coords->len > 0)
        coords = _atlas_series_page_add_figure (page, FALSE, NULL);
      g_array_append_vals (coords, place, 2);
    }
  atlas_route_line_locate (line, to, &ends[2], &ends[3]);
  g_array_append_vals (coords, ends + 2, 2);
}

/* A small map of all of the line under the table, with the page's frame in it; where there is a table, and no such map yet. */
static void
add_inset (AtlasSeriesPage   *page,
           const AtlasExtent *extent)
{
  const AtlasPageElement *table = atlas_page_find_kind (page->page, ATLAS_PAGE_TABLE);
  const double numbers[4] = { extent->west, extent->south, extent->east, extent->north };
  cairo_rectangle_t rows, inset;
  g_autofree char *id = NULL;
  const char *added;

  if (table == NULL || !table->visible || atlas_page_find_kind (page->page, ATLAS_PAGE_OVERVIEW) != NULL)
    return;
  id = g_strdup (table->id);
  rows = inset = table->box;
  rows.height *= 1.0 - INSET;
  inset.y += rows.height + GAP;
  inset.height -= rows.height + GAP;
  if (inset.height < LEAST_INSET || inset.width < LEAST_INSET)
    return;
  /* No wider than it is high. */
  inset.x += MAX (0.0, inset.width - inset.height * 1.4);
  inset.width = MIN (inset.width, inset.height * 1.4);
  atlas_page_set_box (page->page, id, &rows);
  added = atlas_page_add_element (page->page, ATLAS_PAGE_OVERVIEW, "inset", &inset);
  atlas_page_set_text (page->page, added, "fit", "extent");
  atlas_page_set_numbers (page->page, added, "extent", numbers, 4);
}

/* "K12+300 to K24+500". */
static char *
dup_range (double from,
           double to)
{
  g_autofree char *a = atlas_chainage_format (from), *b = atlas_chainage_format (to);

  return g_strdup_printf (_ ("%s to %s"), a, b);
}

static char *
dup_side (const AtlasAlongItem *item)
{
  g_autofree char *offset = atlas_measure_format_length (item->offset, ATLAS_LENGTH_AUTO);

  switch (item->side)
    {
    case ATLAS_ROUTE_LEFT:
      return g_strdup_printf (_ ("left %s"), offset);
    case ATLAS_ROUTE_RIGHT:
      return g_strdup_printf (_ ("right %s"), offset);
    default:
      return g_strdup (_ ("at the road"));
    }
}

/* What lies along the line from @from to @to, in travel order, as the rows of the page's table. */
static void
add_rows (AtlasSeries     *series,
          AtlasSeriesPage *page,
          AtlasAlong      *along,
          double           from,
          double           to)
{
  const char *const columns[] = { _ ("No."), _ ("K-number"), _ ("Name"), _ ("Side"), _ ("To the next"), NULL };

  _atlas_series_page_set_columns (page, columns);
  for (gsize i = 0; along != NULL && i < atlas_along_get_n_items (along); i++)
    {
      const AtlasAlongItem *item = atlas_along_get_item (along, i);
      const char *name = atlas_along_get_name (along, i, !_atlas_series_is_chinese (series));

      if (item->measure < from || item->measure > to)
        continue;
      g_ptr_array_add (page->cells, g_strdup_printf ("%zu", i + 1));
      g_ptr_array_add (page->cells, atlas_chainage_format (item->measure));
      g_ptr_array_add (page->cells, g_strdup (name != NULL ? name : ""));
      g_ptr_array_add (page->cells, dup_side (item));
      g_ptr_array_add (page->cells, atlas_measure_format_length (atlas_along_get_to_next (along, i), ATLAS_LENGTH_AUTO));
    }
}

/* The largest of a few scales that does not make a stack of paper. */
static double
choose_scale (AtlasMapFrame *frame,
              double         length)
{
  const double side = MAX (atlas_map_frame_get_width (frame), atlas_map_frame_get_height (frame)) - 2.0 * PADDING;
  gsize n;
  const double *scales = atlas_map_frame_get_standard_scales (&n);

  for (gsize i = 0; i < n; i++)
    if (scales[i] >= 25000.0 && length / (side * scales[i] / 1000.0) <= GOOD_PAGES)
      return scales[i];

  return scales[n - 1];
}

static gboolean
find_along (AtlasRouteLine            *line,
            const AtlasSeriesOptions  *options,
            AtlasAlong               **along,
            GCancellable              *cancellable,
            GError                   **error)
{
  const AtlasAlongOptions how = { .within = options->within, .each_passing = TRUE };

  if (options->n_along > 0)
    *along = atlas_along_new (line, options->along, options->n_along, &how, cancellable, error);

  return options->n_along == 0 || *along != NULL;
}

AtlasSeries *
atlas_series_new_strip (AtlasPage                 *page,
                        AtlasScene                *scene,
                        const AtlasPageContext    *context,
                        AtlasRouteLine            *line,
                        const char                *title,
                        const AtlasSeriesOptions  *options,
                        GCancellable              *cancellable,
                        GError                   **error)
{
  g_autoptr (AtlasSeries) self = _atlas_series_new (page, scene, context);
  g_autoptr (AtlasMapFrame) frame = NULL;
  g_autoptr (AtlasAlong) along = NULL;
  g_autoptr (AtlasCrs) crs = NULL;
  g_autoptr (GArray) strips = NULL;
  g_autofree char *index = NULL;
  const char *name = title != NULL ? title : "";
  const char *map = _atlas_series_get_main_map (self, error);
  AtlasExtent extent = atlas_route_line_get_extent (line);

  if (map == NULL || !find_along (line, options, &along, cancellable, error))
    return NULL;
  if (!_atlas_series_get_plane (self, &crs, &frame, error))
    return NULL;
  strips = atlas_strip_cut (line, crs, options->scale > 0.0 ? options->scale : choose_scale (frame, atlas_route_line_get_length (line)),
                            atlas_map_frame_get_width (frame), atlas_map_frame_get_height (frame), PADDING, options->overlap, error);
  if (strips == NULL)
    return NULL;
  for (guint i = 0; i < strips->len; i++)
    {
      const AtlasStrip *strip = &g_array_index (strips, AtlasStrip, i);
      g_autofree char *range = dup_range (strip->from, strip->to);
      AtlasSeriesPage *added = _atlas_series_add_page (self, *name != '\0' ? g_strdup_printf ("%s %s", name, range) : g_strdup (range));

      atlas_page_place_map (added->page, map, strip->lon, strip->lat, strip->scale, strip->rotation);
      g_hash_table_insert (added->values, g_strdup ("name"), g_strdup (name));
      g_hash_table_insert (added->values, g_strdup ("range"), g_steal_pointer (&range));
      add_inset (added, &extent);
      add_line (added, line, strip->from, strip->to);
      add_rows (self, added, along, strip->from, strip->to);
    }
  index = *name != '\0' ? g_strdup_printf (_ ("%s: index of pages"), name) : g_strdup (_ ("Index of pages"));
  if (options->index && strips->len > 1 && !_atlas_series_add_index (self, index, &extent, error))
    return NULL;

  return g_steal_pointer (&self);
}

static char *
dup_clock (double minutes)
{
  const int whole = (int) lround (minutes);

  return g_strdup_printf ("%02d:%02d", whole / 60 % 24, whole % 60);
}

/* What the layer says of a stop, a sentence or two of it. */
static char *
dup_description (AtlasSeries              *series,
                 const AtlasItineraryStop *stop,
                 const AtlasSeriesOptions *options)
{
  static const char *const fields[] = { "description", "see", "desc", "简介", "说明" };

  for (gsize l = 0; l < options->n_along; l++)
    {
      AtlasTable *table = options->along[l].table;

      if (g_strcmp0 (options->along[l].name, stop->layer) != 0 || stop->id == NULL)
        continue;
      for (gsize f = 0; f < atlas_table_get_n_features (table); f++)
        for (guint k = 0; g_strcmp0 (atlas_table_get_id (table, f), stop->id) == 0 && k < G_N_ELEMENTS (fields); k++)
          {
            g_autofree char *english = g_strconcat (fields[k], "_en", NULL);
            int field = _atlas_series_is_chinese (series) ? -1 : atlas_table_find_field (table, english);
            const char *text;

            if (field < 0)
              field = atlas_table_find_field (table, fields[k]);
            text = field >= 0 ? atlas_table_get_text (table, (guint) field, f, NULL) : NULL;
            if (text == NULL || *text == '\0')
              continue;
            if (g_utf8_strlen (text, -1) <= DESCRIPTION_LENGTH)
              return g_strdup (text);
            {
              g_autofree char *part = g_utf8_substring (text, 0, DESCRIPTION_LENGTH);

              return g_strconcat (part, "…", NULL);
            }
          }
    }

  return g_strdup ("");
}

static void
add_stops (AtlasSeries              *series,
           AtlasSeriesPage          *page,
           AtlasItinerary           *itinerary,
           const AtlasPlan          *plan,
           const AtlasPlanDay       *day,
           const AtlasSeriesOptions *options)
{
  const char *const columns[] = { _ ("Time"), _ ("K-number"), _ ("Stop"), _ ("Visit"), _ ("Description"), NULL };

  _atlas_series_page_set_columns (page, columns);
  for (guint i = day->first; i < day->first + day->n_stops; i++)
    {
      const AtlasItineraryStop *stop = atlas_itinerary_get_stop (itinerary, i);
      g_autofree char *arrive = dup_clock (plan->stops[i].arrive), *leave = dup_clock (plan->stops[i].leave);

      g_ptr_array_add (page->cells, g_strdup_printf ("%s–%s", arrive, leave));
      g_ptr_array_add (page->cells, atlas_chainage_format (stop->measure));
      g_ptr_array_add (page->cells, g_strdup (!_atlas_series_is_chinese (series) && stop->name_en != NULL ? stop->name_en : stop->name));
      g_ptr_array_add (page->cells, g_strdup_printf (_ ("%.0f min"), plan->stops[i].visit));
      g_ptr_array_add (page->cells, dup_description (series, stop, options));
    }
}

static gboolean
add_day (AtlasSeries               *self,
         AtlasItinerary            *itinerary,
         const AtlasPlan           *plan,
         guint                      day,
         AtlasRouteLine            *line,
         AtlasMapFrame             *frame,
         AtlasCrs                  *crs,
         const AtlasSeriesOptions  *options,
         GError                   **error)
{
  const AtlasPlanDay *planned = &plan->days[day];
  const double length = atlas_route_line_get_length (line);
  const double from = planned->first > 0 ? atlas_itinerary_get_stop (itinerary, planned->first - 1)->measure : 0.0;
  const double to = day + 1 < plan->n_days ? atlas_itinerary_get_stop (itinerary, planned->first + planned->n_stops - 1)->measure : length;
  g_autofree char *range = dup_range (from, to), *start = dup_clock (planned->start), *end = dup_clock (planned->end);
  g_autofree char *drive = atlas_measure_format_length (planned->drive, ATLAS_LENGTH_AUTO);
  AtlasSeriesPage *page = _atlas_series_add_page (self, g_strdup_printf (_ ("Day %u, %s"), day + 1, range));
  AtlasStrip strip;

  if (!atlas_strip_fit (line, MIN (from, to), MAX (from, to), crs, atlas_map_frame_get_width (frame), atlas_map_frame_get_height (frame),
                        PADDING, &strip, error))
    return FALSE;
  /* A day that hardly moves is not shown larger than a town. */
  strip.scale = options->scale > 0.0 ? options->scale : MAX (strip.scale, 10000.0);
  atlas_page_place_map (page->page, atlas_page_get_main_map (page->page), strip.lon, strip.lat, strip.scale, strip.rotation);
  g_hash_table_insert (page->values, g_strdup ("name"), g_strdup_printf (_ ("%s to %s, %s of driving"), start, end, drive));
  g_hash_table_insert (page->values, g_strdup ("range"), g_steal_pointer (&range));
  add_line (page, line, MIN (from, to), MAX (from, to));
  add_stops (self, page, itinerary, plan, planned, options);

  return TRUE;
}

AtlasSeries *
atlas_series_new_road_book (AtlasPage                 *page,
                            AtlasScene                *scene,
                            const AtlasPageContext    *context,
                            AtlasItinerary            *itinerary,
                            AtlasRouteLine            *line,
                            const AtlasSeriesOptions  *options,
                            GCancellable              *cancellable,
                            GError                   **error)
{
  g_autoptr (AtlasSeries) self = _atlas_series_new (page, scene, context);
  g_autoptr (AtlasPlan) plan = atlas_itinerary_plan (itinerary);
  g_autoptr (AtlasMapFrame) frame = NULL;
  g_autoptr (AtlasCrs) crs = NULL;
  const char *title = atlas_itinerary_get_title (itinerary);
  AtlasExtent extent = atlas_route_line_get_extent (line);
  AtlasSeriesPage *cover;

  if (_atlas_series_get_main_map (self, error) == NULL)
    return NULL;
  if (atlas_itinerary_get_n_stops (itinerary) == 0)
    {
      g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY, _ ("The journey has no stops: tick some first."));
      return NULL;
    }
  if (!_atlas_series_get_plane (self, &crs, &frame, error))
    return NULL;

  cover = _atlas_series_add_page (self, g_strdup (title != NULL ? title : _ ("Road book")));
  atlas_page_fit_map (cover->page, atlas_page_get_main_map (cover->page), &extent, TRUE);
  add_line (cover, line, 0.0, atlas_route_line_get_length (line));
  {
    const AtlasPlanDay all = { .first = 0, .n_stops = atlas_itinerary_get_n_stops (itinerary) };

    add_stops (self, cover, itinerary, plan, &all, options);
  }
  for (guint day = 0; day < plan->n_days; day++)
    if (!add_day (self, itinerary, plan, day, line, frame, crs, options, error))
      return NULL;

  return g_steal_pointer (&self);
}
