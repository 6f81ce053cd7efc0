/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question about the road, answered on a worker: which line, what lies along it, how far one must drive to it. */

#include "project/atlas-trip.h"

#include <glib/gi18n.h>
#include <math.h>

#include "data/atlas-filter.h"
#include "data/atlas-locale.h"
#include "data/atlas-table-builder.h"
#include "project/atlas-road.h"
#include "route/atlas-route-error.h"

#define MOST_SUGGESTIONS 5

/* A place that is farther from the road than this is worth a word, metres. */
#define FAR_FROM_ROAD 2000.0

/* Places this near are one, metres: names are not more exact. */
#define SAME_PLACE 100.0

/* More than these nobody drives to, so nobody needs to know how. */
#define MOST_DETOURS 2000

/* -- the question ------------------------------------------------------------------------------------------------ */

static void
place_clear (gpointer data)
{
  g_free (((AtlasTripPlace *) data)->text);
}

static void
layer_clear (gpointer data)
{
  AtlasTripLayer *layer = data;

  atlas_table_unref (layer->table);
  g_free (layer->name);
  g_free (layer->like);
}

AtlasTripQuery *
atlas_trip_query_new (void)
{
  AtlasTripQuery *self = g_new0 (AtlasTripQuery, 1);

  self->places = g_array_new (FALSE, FALSE, sizeof (AtlasTripPlace));
  g_array_set_clear_func (self->places, place_clear);
  for (gsize i = 0; i < G_N_ELEMENTS (self->part); i++)
    self->part[i].lon = self->part[i].lat = NAN;
  self->layers = g_array_new (FALSE, FALSE, sizeof (AtlasTripLayer));
  g_array_set_clear_func (self->layers, layer_clear);
  return self;
}

void
atlas_trip_query_free (AtlasTripQuery *self)
{
  g_array_unref (self->places);
  g_array_unref (self->layers);
  g_clear_pointer (&self->table, atlas_table_unref);
  g_free (self->segment);
  g_free (self->from);
  g_free (self->to);
  g_free (self->title);
  g_free (self->where);
  g_free (self);
}

void
atlas_trip_query_add_place (AtlasTripQuery *self,
                            const char     *text,
                            double          lon,
                            double          lat)
{
  const AtlasTripPlace place = { g_strstrip (g_strdup (text)), lon, lat };

  g_array_append_val (self->places, place);
}

void
atlas_trip_query_add_layer (AtlasTripQuery *self,
                            AtlasTable     *table,
                            const char     *name,
                            const char     *like)
{
  const AtlasTripLayer layer = { atlas_table_ref (table), g_strdup (name), g_strdup (like) };

  g_array_append_val (self->layers, layer);
}

/* -- the line ---------------------------------------------------------------------------------------------------- */

static void
add_note (AtlasTrip *self,
          char      *note)
{
  char *both = self->note != NULL ? g_strdup_printf ("%s\n%s", self->note, note) : g_strdup (note);

  g_free (self->note);
  g_free (note);
  self->note = both;
}

static gboolean
find_place (AtlasTrip   *self,
            const AtlasRoad *road,
            const char  *text,
            int          index,
            AtlasPlace  *place,
            GError     **error)
{
  if (atlas_places_find (road->places, text, place, error))
    return TRUE;
  self->wrong_place = index;
  self->suggestions = atlas_places_suggest (road->places, text, MOST_SUGGESTIONS);
  /* The names to choose from are told in the person's language, so the sentence need not list others. */
  if (self->suggestions->len > 0 && error != NULL && g_error_matches (*error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_UNKNOWN))
    {
      g_clear_error (error);
      g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_UNKNOWN, _("No place is called “%s”. Do you mean one of these?"), text);
    }
  return FALSE;
}

/* How far along the line each of the places is: the legs that it is made of, added up. */
static void
find_measures (AtlasTrip             *self,
               const AtlasRoad       *road,
               const AtlasRoutePlace *places,
               guint                  n)
{
  self->measures = g_new0 (double, n);
  self->n_places = n;
  for (guint i = 1; i + 1 < n; i++)
    {
      g_autoptr (AtlasRouteLine) leg = atlas_network_find_path (road->network, places + i - 1, 2, NULL, NULL);

      /* Between two places at one spot of the road there is no leg. */
      self->measures[i] = self->measures[i - 1] + (leg != NULL ? atlas_route_line_get_length (leg) : 0);
    }
  self->measures[n - 1] = atlas_route_line_get_length (self->line);
}

static gboolean
go_between (AtlasTrip             *self,
            const AtlasTripQuery  *query,
            const AtlasRoad            *road,
            GError               **error)
{
  const guint n = query->places->len;
  g_autofree AtlasRoutePlace *places = g_new0 (AtlasRoutePlace, n);
  g_autofree AtlasNetworkSpot *spots = g_new0 (AtlasNetworkSpot, n);
  g_autoptr (GString) title = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      const AtlasTripPlace *asked = &g_array_index (query->places, AtlasTripPlace, i);
      AtlasPlace found = { .name = asked->text, .lon = asked->lon, .lat = asked->lat };

      if (!isfinite (asked->lon) && !find_place (self, road, asked->text, (int) i, &found, error))
        return FALSE;
      places[i] = (AtlasRoutePlace){ found.lon, found.lat, asked->text };
      if (found.name != NULL)
        places[i].name = !atlas_locale_is_chinese () && found.name_en != NULL ? found.name_en : found.name;
      g_string_append_printf (title, "%s%s", i > 0 ? " → " : "", places[i].name);
    }
  self->line = atlas_network_find_path (road->network, places, n, spots, error);
  if (self->line == NULL)
    return FALSE;
  if (atlas_route_line_get_length (self->line) < SAME_PLACE)
    {
      g_set_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_LENGTH,
                   _("There is no way to go: “%s” and “%s” are at the same place of the road. Choose two places that are apart."),
                   places[0].name, places[n - 1].name);
      return FALSE;
    }
  find_measures (self, road, places, n);
  for (guint i = 0; i < n; i++)
    if (spots[i].offset > FAR_FROM_ROAD)
      add_note (self, g_strdup_printf (_("“%s” is %.1f km from the Taihang No. 1 road; the list is of the road from where it is nearest."),
                                       places[i].name, spots[i].offset / 1000));
  self->title = g_string_free (g_steal_pointer (&title), FALSE);
  return TRUE;
}

/* A measure on the line, said as a K-number or as a place beside it. */
static gboolean
find_measure (AtlasTrip             *self,
              const AtlasTripQuery  *query,
              const AtlasRoad       *road,
              const char            *name,
              int                    index,
              double                *measure,
              GError               **error)
{
  const char *text = index == 0 ? query->from : query->to;
  AtlasPlace place = { .lon = query->part[index].lon, .lat = query->part[index].lat };
  AtlasRouteFoot foot;

  if (text == NULL || *text == '\0')
    return TRUE;
  if (!isfinite (place.lon) && atlas_chainage_parse (text, measure, NULL))
    return atlas_chainage_check (self->line, name, measure, error);
  if (!isfinite (place.lon) && !find_place (self, road, text, index, &place, error))
    return FALSE;
  atlas_route_line_nearest (self->line, place.lon, place.lat, &foot);
  *measure = foot.measure;
  return TRUE;
}

static gboolean
go_along_segment (AtlasTrip             *self,
                  const AtlasTripQuery  *query,
                  const AtlasRoad            *road,
                  GError               **error)
{
  const char *name = query->title != NULL ? query->title : query->segment;
  double from = 0, to;

  self->line = atlas_chainage_find (road->chainage, query->segment, error);
  if (self->line == NULL)
    return FALSE;
  to = atlas_route_line_get_length (self->line);
  if (!find_measure (self, query, road, name, 0, &from, error) || !find_measure (self, query, road, name, 1, &to, error))
    return FALSE;
  if (fabs (to - from) < 0.01)
    {
      g_set_error_literal (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_LENGTH,
                           _("The part of the road has no length: it begins where it ends. Choose two places that are apart."));
      return FALSE;
    }
  self->part_k[0] = atlas_chainage_format (from);
  self->part_k[1] = atlas_chainage_format (to);
  if (from != 0 || to != atlas_route_line_get_length (self->line))
    {
      AtlasRouteLine *part = atlas_route_line_slice (self->line, from, to);

      atlas_route_line_unref (self->line);
      self->line = part;
      self->title = g_strdup_printf ("%s %s – %s", name, self->part_k[0], self->part_k[1]);
    }
  else
    self->title = g_strdup (name);
  return TRUE;
}

/* A line of any layer.  One of the road has the K-numbers that all else tells of it. */
static gboolean
go_along_feature (AtlasTrip             *self,
                  const AtlasTripQuery  *query,
                  const AtlasRoad       *road,
                  GError               **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  for (guint i = 0; query->on_road && i < atlas_chainage_get_n_segments (road->chainage); i++)
    if (atlas_chainage_get_segment (road->chainage, i)->feature == query->feature)
      g_ptr_array_add (lines, atlas_chainage_get_segment (road->chainage, i)->line);
  if (lines->len > 0)
    self->line = atlas_route_line_new_joined ((AtlasRouteLine *const *) lines->pdata, lines->len);
  else
    self->line = atlas_route_line_new_from_feature (query->table, query->feature, error);
  self->title = g_strdup (query->title);
  return self->line != NULL;
}

static gboolean
find_line (AtlasTrip             *self,
           const AtlasTripQuery  *query,
           const AtlasRoad            *road,
           GError               **error)
{
  gboolean found = FALSE;

  switch (query->way)
    {
    case ATLAS_TRIP_BETWEEN:
      found = go_between (self, query, road, error);
      break;
    case ATLAS_TRIP_SEGMENT:
      found = go_along_segment (self, query, road, error);
      break;
    case ATLAS_TRIP_FEATURE:
    default:
      found = go_along_feature (self, query, road, error);
      break;
    }
  if (!found)
    return FALSE;
  if (atlas_route_line_get_n_runs (self->line) > 1)
    add_note (self, g_strdup_printf (ngettext ("“%s” is no single line but %u piece; K runs on from one to the next.",
                                               "“%s” is no single line but %u pieces; K runs on from one to the next.",
                                               atlas_route_line_get_n_runs (self->line)),
                                     self->title, atlas_route_line_get_n_runs (self->line)));
  if (query->reverse)
    {
      AtlasRouteLine *turned = atlas_route_line_reverse (self->line);

      for (guint i = 0; self->measures != NULL && i < query->places->len; i++)
        self->measures[i] = atlas_route_line_get_length (self->line) - self->measures[i];
      atlas_route_line_unref (self->line);
      self->line = turned;
    }
  return TRUE;
}

/* The line as a table, for the map draws tables. */
static AtlasTable *
draw_line (AtlasRouteLine  *line,
           GError         **error)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("route", "EPSG:4326", "");
  g_autoptr (GBytes) bytes = NULL;

  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_MULTI_LINE);
  for (gsize i = 0; i < atlas_route_line_get_n_vertices (line); i++)
    {
      double lon, lat;

      if (atlas_route_line_get_vertex (line, i, &lon, &lat, NULL) || i == 0)
        atlas_table_builder_begin_part (builder, ATLAS_PART_LINE);
      atlas_table_builder_add_vertex (builder, lon, lat);
    }
  atlas_table_builder_end_feature (builder);
  bytes = atlas_table_builder_finish (builder, error);
  return bytes != NULL ? atlas_table_open (bytes, error) : NULL;
}

/* -- what lies along it ------------------------------------------------------------------------------------------ */

static gboolean
test_matcher (gsize    feature,
              gpointer data)
{
  return atlas_filter_matcher_test (data, feature);
}

static void
free_matcher (gpointer data)
{
  atlas_filter_matcher_unref (data);
}

/* The test of a layer: what the drop-downs say where it has such fields, and what the expression says. */
static gboolean
set_test (AtlasAlongLayer       *wanted,
          const AtlasTripLayer  *layer,
          const char            *where,
          GError               **error)
{
  const char *like = layer->like;
  g_autofree char *both = like != NULL && where != NULL ? g_strdup_printf ("(%s) and (%s)", like, where) : NULL;
  const char *text = both != NULL ? both : where != NULL ? where : like;
  g_autoptr (AtlasFilter) filter = NULL;

  if (text == NULL)
    return TRUE;
  filter = atlas_filter_new (text, error);
  wanted->test_data = filter != NULL ? atlas_filter_bind (filter, layer->table, NULL, error) : NULL;
  if (wanted->test_data == NULL)
    return FALSE;
  wanted->test = test_matcher;
  wanted->test_free = free_matcher;
  return TRUE;
}

/* The layers with their tests.  Returns: FALSE when the expression is wrong, or wrong for all layers. */
static gboolean
set_layers (GArray                *wanted,
            const AtlasTripQuery  *query,
            GError               **error)
{
  g_autoptr (GError) first = NULL;

  for (guint i = 0; i < query->layers->len; i++)
    {
      const AtlasTripLayer *layer = &g_array_index (query->layers, AtlasTripLayer, i);
      AtlasAlongLayer look_in = { .table = layer->table, .name = layer->name };
      g_autoptr (GError) wrong = NULL;

      /* Said of the expression as it was typed, so that the error points into it. */
      if (query->where != NULL)
        {
          g_autoptr (AtlasFilter) filter = atlas_filter_new (query->where, error);

          if (filter == NULL)
            return FALSE;
          if (!atlas_filter_check (filter, layer->table, NULL, first == NULL ? &first : NULL))
            continue;
        }
      if (!set_test (&look_in, layer, query->where, &wrong))
        {
          g_propagate_error (error, g_steal_pointer (&wrong));
          return FALSE;
        }
      g_array_append_val (wanted, look_in);
    }
  if (wanted->len == 0 && first != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return FALSE;
    }
  return TRUE;
}

static void
find_detours (AtlasTrip  *self,
              const AtlasRoad *road)
{
  const gsize n = atlas_along_get_n_items (self->along);
  g_autoptr (AtlasReach) reach = n <= MOST_DETOURS ? atlas_network_reach_from_line (road->network, self->line) : NULL;

  self->detours = g_new (double, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      const AtlasAlongItem *item = atlas_along_get_item (self->along, i);
      double rest = item->rest, by_road = !isnan (item->road) ? item->road : reach != NULL ? atlas_along_get_by_road (self->along, i, road->network, reach, &rest) : NAN;

      self->detours[i] = isfinite (by_road) ? by_road + rest : NAN;
    }
}

static gboolean
is_of_network (AtlasRouteLine *line)
{
  for (guint i = 0; i < atlas_route_line_get_n_stretches (line); i++)
    if (atlas_route_line_get_stretch (line, i)->segment != ATLAS_ROUTE_NO_SEGMENT)
      return TRUE;
  return FALSE;
}

static gboolean
answer (AtlasTrip             *self,
        const AtlasTripQuery  *query,
        GCancellable          *cancellable,
        GError               **error)
{
  const AtlasAlongOptions options = { .within = query->within, .each_passing = TRUE };
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (AtlasAlongLayer));
  const AtlasRoad *road = atlas_road_get (error);

  if (road == NULL || !find_line (self, query, road, error))
    return FALSE;
  self->drawn = draw_line (self->line, error);
  if (self->drawn == NULL)
    return FALSE;
  if (!set_layers (wanted, query, error))
    {
      for (guint i = 0; i < wanted->len; i++)
        g_clear_pointer (&g_array_index (wanted, AtlasAlongLayer, i).test_data, atlas_filter_matcher_unref);
      return FALSE;
    }
  if (query->by_road && !is_of_network (self->line))
    add_note (self, g_strdup (_("This line is no part of the road network, so distances are straight.")));
  if (query->by_road && is_of_network (self->line))
    self->along = atlas_along_new_by_road (self->line, road->network, (const AtlasAlongLayer *) (gpointer) wanted->data, wanted->len, &options,
                                           cancellable, error);
  else
    self->along = atlas_along_new (self->line, (const AtlasAlongLayer *) (gpointer) wanted->data, wanted->len, &options, cancellable, error);
  if (self->along == NULL)
    return FALSE;
  find_detours (self, road);
  return TRUE;
}

AtlasTrip *
atlas_trip_new (const AtlasTripQuery  *query,
                GCancellable          *cancellable,
                GError               **error)
{
  g_autoptr (AtlasTrip) self = g_new0 (AtlasTrip, 1);

  self->wrong_place = -1;
  if (!answer (self, query, cancellable, &self->error)
      && (g_cancellable_is_cancelled (cancellable) || g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
atlas_trip_free (AtlasTrip *self)
{
  g_clear_error (&self->error);
  g_clear_pointer (&self->suggestions, g_array_unref);
  g_free (self->title);
  g_free (self->note);
  g_clear_pointer (&self->along, atlas_along_unref);
  g_clear_pointer (&self->line, atlas_route_line_unref);
  g_clear_pointer (&self->drawn, atlas_table_unref);
  g_free (self->detours);
  g_free (self->measures);
  g_free (self->part_k[0]);
  g_free (self->part_k[1]);
  g_free (self);
}

/* -- on workers -------------------------------------------------------------------------------------------------- */

static void
run_trip (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  GError *error = NULL;
  AtlasTrip *trip = atlas_trip_new (data, cancellable, &error);

  if (trip != NULL)
    g_task_return_pointer (task, trip, (GDestroyNotify) atlas_trip_free);
  else
    g_task_return_error (task, error);
}

void
atlas_trip_new_async (AtlasTripQuery      *query,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, query, (GDestroyNotify) atlas_trip_query_free);
  g_task_run_in_thread (task, run_trip);
}

AtlasTrip *
atlas_trip_new_finish (GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  char *text;
  guint most;
} Typed;

static void
typed_free (gpointer data)
{
  g_free (((Typed *) data)->text);
  g_free (data);
}

static void
run_suggest (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  const Typed *typed = data;
  GError *error = NULL;
  const AtlasRoad *road = atlas_road_get (&error);

  if (road != NULL)
    g_task_return_pointer (task, atlas_places_suggest (road->places, typed->text, typed->most), (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

void
atlas_trip_suggest_async (const char          *text,
                          guint                most,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Typed *typed = g_new (Typed, 1);

  *typed = (Typed){ g_strdup (text), most };
  g_task_set_task_data (task, typed, typed_free);
  g_task_run_in_thread (task, run_suggest);
}

GArray *
atlas_trip_suggest_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
line_clear (gpointer data)
{
  AtlasTripLine *line = data;

  g_free (line->name);
  g_free (line->find);
}

/* The sections that are one line each. */
static void
list_sections (const AtlasRoad *road,
               GArray     *lines)
{
  const gboolean chinese = atlas_locale_is_chinese ();
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < atlas_chainage_get_n_segments (road->chainage); i++)
    {
      const AtlasChainageSegment *segment = atlas_chainage_get_segment (road->chainage, i);
      g_autoptr (AtlasRouteLine) whole = NULL;
      AtlasTripLine line = { .is_section = TRUE };

      if (segment->section == NULL || !g_hash_table_add (known, (gpointer) segment->section))
        continue;
      whole = atlas_chainage_find (road->chainage, segment->section, NULL);
      if (whole == NULL || atlas_route_line_get_n_runs (whole) > 1)
        continue;
      line.name = g_strdup (!chinese && segment->section_en != NULL ? segment->section_en : segment->section);
      line.find = g_strdup (segment->section);
      line.length = atlas_route_line_get_length (whole);
      g_array_append_val (lines, line);
    }
}

static void
run_list_lines (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const gboolean chinese = atlas_locale_is_chinese ();
  GError *error = NULL;
  const AtlasRoad *road = atlas_road_get (&error);
  GArray *lines;

  if (road == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  lines = g_array_new (FALSE, FALSE, sizeof (AtlasTripLine));
  g_array_set_clear_func (lines, line_clear);
  list_sections (road, lines);
  for (guint i = 0; i < atlas_chainage_get_n_segments (road->chainage); i++)
    {
      const AtlasChainageSegment *segment = atlas_chainage_get_segment (road->chainage, i);
      const char *name = !chinese && segment->name_en != NULL ? segment->name_en : segment->name;
      const char *find = segment->id != NULL ? segment->id : segment->name;
      AtlasTripLine line = { .length = segment->length };

      if (find == NULL)
        continue;
      line.name = g_strdup (name != NULL ? name : find);
      line.find = g_strdup (find);
      g_array_append_val (lines, line);
    }
  g_task_return_pointer (task, lines, (GDestroyNotify) g_array_unref);
}

void
atlas_trip_list_lines_async (GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_run_in_thread (task, run_list_lines);
}

GArray *
atlas_trip_list_lines_finish (GAsyncResult  *result,
                              GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
