/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasLayoutSeries: what many pages are made of, taken from the project so that a worker can go on alone.  What runs along a line
 * lists the scenic spots and the person's own layers, as they are shown. */

#include "ui/atlas-layout-series.h"

#include <glib/gi18n-lib.h>

#include "layout/atlas-page-template.h"
#include "project/atlas-milestones.h"
#include "project/atlas-project-work.h"
#include "project/atlas-trip.h"

struct _AtlasLayoutSeries
{
  AtlasLayoutSeriesKind  kind;
  gboolean               index;
  AtlasTable            *table;      /* (nullable): of the features, or the road */
  char                  *title;
  char                  *segment;
  AtlasTripQuery        *query;      /* (nullable): of the journey */
  AtlasItinerary        *itinerary;  /* (nullable): our own */
  GArray                *along;      /* AtlasAlongLayer: tables and names are our own */
};

static AtlasLayoutSeries *
series_new (AtlasProject          *project,
            AtlasLayoutSeriesKind  kind,
            const char            *title)
{
  AtlasLayoutSeries *self = g_new0 (AtlasLayoutSeries, 1);

  self->kind = kind;
  self->index = TRUE;
  self->title = g_strdup (title);
  self->along = atlas_journey_usual_layers (project);
  return self;
}

AtlasLayoutSeries *
atlas_layout_series_new_features (AtlasProject *project,
                                  AtlasLayer   *layer)
{
  AtlasLayoutSeries *self = series_new (project, ATLAS_LAYOUT_SERIES_FEATURES, atlas_layer_get_title (layer));

  self->table = atlas_table_ref (atlas_layer_get_table (layer));
  return self;
}

static AtlasTable *
find_road (AtlasProject *project)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i);
      AtlasTable *table = atlas_layer_get_table (layer);

      if (table != NULL && atlas_milestones_is_road (table))
        return atlas_table_get_whole (table);
    }
  return NULL;
}

gboolean
atlas_layout_series_has_road (AtlasProject *project)
{
  return find_road (project) != NULL;
}

AtlasLayoutSeries *
atlas_layout_series_new_road (AtlasProject *project,
                              const char   *segment,
                              const char   *title)
{
  AtlasLayoutSeries *self = series_new (project, ATLAS_LAYOUT_SERIES_ROAD, title);
  AtlasTable *road = find_road (project);

  self->segment = g_strdup (segment);
  self->table = road != NULL ? atlas_table_ref (road) : NULL;
  return self;
}

AtlasLayoutSeries *
atlas_layout_series_new_journey (AtlasProject *project)
{
  const AtlasJourney *journey = atlas_project_get_n_journeys (project) > 0 ? atlas_project_get_journey (project, 0) : NULL;
  g_autoptr (JsonNode) node = NULL;
  AtlasLayoutSeries *self;

  if (journey == NULL || journey->itinerary == NULL || atlas_itinerary_get_n_stops (journey->itinerary) == 0)
    return NULL;
  self = series_new (project, ATLAS_LAYOUT_SERIES_JOURNEY, atlas_itinerary_get_title (journey->itinerary));
  node = atlas_itinerary_to_json (journey->itinerary);
  self->itinerary = atlas_itinerary_new_from_json (node, NULL);
  self->query = atlas_journey_new_query (journey, project);
  for (guint i = 0; i < self->along->len; i++)
    atlas_trip_query_add_layer (self->query, g_array_index (self->along, AtlasAlongLayer, i).table,
                                g_array_index (self->along, AtlasAlongLayer, i).name, NULL);
  return self;
}

void
atlas_layout_series_set_index (AtlasLayoutSeries *self,
                               gboolean           index)
{
  self->index = index;
}

void
atlas_layout_series_free (AtlasLayoutSeries *self)
{
  g_clear_pointer (&self->table, atlas_table_unref);
  g_clear_pointer (&self->query, atlas_trip_query_free);
  g_clear_pointer (&self->itinerary, atlas_itinerary_free);
  g_array_unref (self->along);
  g_free (self->segment);
  g_free (self->title);
  g_free (self);
}

/* The page, or one of the same paper and words that has a table. */
static AtlasPage *
dup_page_with_table (AtlasPage  *page,
                     GError    **error)
{
  const AtlasPageElement *table = atlas_page_find_kind (page, ATLAS_PAGE_TABLE);
  const char *map = atlas_page_get_main_map (page);
  g_auto (GStrv) fields = NULL;
  AtlasPage *other;

  if (table != NULL && table->visible)
    return atlas_page_copy (page);
  other = atlas_page_new_from_template ("roadbook", atlas_page_get_width (page), atlas_page_get_height (page), error);
  if (other == NULL)
    return NULL;
  fields = atlas_page_dup_fields (page);
  for (guint i = 0; fields[i] != NULL; i++)
    atlas_page_set_field (other, fields[i], atlas_page_get_field (page, fields[i]));
  if (map != NULL)
    atlas_page_set_text (other, atlas_page_get_main_map (other), "crs", atlas_page_get_text (page, map, "crs"));
  return other;
}

static AtlasSeries *
make_road (AtlasLayoutSeries        *self,
           AtlasPage                *page,
           AtlasPageWorld           *world,
           const AtlasSeriesOptions *options,
           GCancellable             *cancellable,
           GError                  **error)
{
  g_autoptr (AtlasChainage) road = self->table != NULL ? atlas_chainage_new (self->table, error) : NULL;
  g_autoptr (AtlasRouteLine) line = NULL;

  if (self->table == NULL)
    g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY, _("The project has no road with K-numbers."));
  if (road != NULL)
    line = atlas_chainage_find (road, self->segment, error);
  return line == NULL ? NULL
                      : atlas_series_new_strip (page, atlas_page_world_get_scene (world), atlas_page_world_get_context (world), line,
                                                self->title, options, cancellable, error);
}

static AtlasSeries *
make_journey (AtlasLayoutSeries        *self,
              AtlasPage                *page,
              AtlasPageWorld           *world,
              const AtlasSeriesOptions *options,
              GCancellable             *cancellable,
              GError                  **error)
{
  g_autoptr (AtlasTrip) trip = atlas_trip_new (self->query, cancellable, error);

  if (trip == NULL)
    return NULL;
  if (trip->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&trip->error));
      return NULL;
    }
  return atlas_series_new_road_book (page, atlas_page_world_get_scene (world), atlas_page_world_get_context (world), self->itinerary,
                                     trip->line, options, cancellable, error);
}

AtlasSeries *
atlas_layout_series_make (AtlasLayoutSeries *self,
                          AtlasPage         *page,
                          AtlasPageWorld    *world,
                          GCancellable      *cancellable,
                          GError           **error)
{
  AtlasSeriesOptions options = ATLAS_SERIES_OPTIONS_INIT;
  g_autoptr (AtlasPage) tabled = NULL;

  options.index = self->index;
  options.along = (const AtlasAlongLayer *) (gpointer) self->along->data;
  options.n_along = self->along->len;
  if (self->kind == ATLAS_LAYOUT_SERIES_FEATURES)
    return atlas_series_new_atlas (page, atlas_page_world_get_scene (world), atlas_page_world_get_context (world), self->table, self->title,
                                   &options, cancellable, error);
  tabled = dup_page_with_table (page, error);
  if (tabled == NULL)
    return NULL;
  return self->kind == ATLAS_LAYOUT_SERIES_ROAD ? make_road (self, tabled, world, &options, cancellable, error)
                                                : make_journey (self, tabled, world, &options, cancellable, error);
}
