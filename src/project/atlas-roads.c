/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasRoads: a layer keeps its chainage, made by a worker from its whole table; what its filter hides is left out when a place
 * is looked up.  Looking up costs one search of an index, or one for each segment near by where a filter hides some.  Main
 * thread. */

#include "project/atlas-roads.h"

#include <math.h>

#include "data/atlas-locale.h"
#include "project/atlas-milestones.h"

#define KEY "atlas-roads"
#define METRES_PER_DEGREE 111000.0

/* What is known of a layer. */
typedef struct
{
  AtlasTable    *table;       /* whole */
  AtlasChainage *chainage;    /* (nullable): it is no road, or its K-numbers are being worked out */
  guint32       *first;       /* with @chainage: of each feature the first segment; one more at the end */
} Slot;

struct _AtlasRoads
{
  GObject       parent_instance;
  AtlasProject *project;
  GCancellable *stop;
};

G_DEFINE_FINAL_TYPE (AtlasRoads, atlas_roads, G_TYPE_OBJECT)

static guint changed_signal;

static void
slot_free (gpointer data)
{
  Slot *slot = data;

  g_clear_pointer (&slot->table, atlas_table_unref);
  g_clear_pointer (&slot->chainage, atlas_chainage_unref);
  g_free (slot->first);
  g_free (slot);
}

/* -- on a worker ------------------------------------------------------------------------------------------------- */

static void
run (GTask        *task,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  Slot *slot = g_new0 (Slot, 1);
  const gsize n = atlas_table_get_n_features (data);

  slot->table = atlas_table_ref (data);
  slot->chainage = atlas_chainage_new (data, NULL);
  if (slot->chainage != NULL)
    {
      guint segment = 0;

      /* Segments come in the order of the features. */
      slot->first = g_new (guint32, n + 1);
      for (gsize feature = 0; feature <= n; feature++)
        {
          while (segment < atlas_chainage_get_n_segments (slot->chainage)
                 && atlas_chainage_get_segment (slot->chainage, segment)->feature < feature)
            segment++;
          slot->first[feature] = segment;
        }
    }
  g_task_return_pointer (task, slot, slot_free);
}

static void
on_made (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (AtlasLayer) layer = data;
  Slot *slot = g_task_propagate_pointer (G_TASK (result), NULL), *before;

  if (slot == NULL)
    return;
  before = g_object_get_data (G_OBJECT (layer), KEY);
  /* The layer got another table in the meantime. */
  if (before == NULL || before->table != slot->table)
    {
      slot_free (slot);
      return;
    }
  g_object_set_data_full (G_OBJECT (layer), KEY, slot, slot_free);
  if (slot->chainage != NULL)
    g_signal_emit (source, changed_signal, 0);
}

/* Returns: (nullable): what is known of a layer's K-numbers; begins to work them out when nobody did. */
static const Slot *
get_slot (AtlasRoads *self,
          AtlasLayer *layer)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  Slot *slot = g_object_get_data (G_OBJECT (layer), KEY);

  if (table == NULL)
    return NULL;
  table = atlas_table_get_whole (table);
  if (slot != NULL && slot->table == table)
    return slot->chainage != NULL ? slot : NULL;
  slot = g_new0 (Slot, 1);
  slot->table = atlas_table_ref (table);
  g_object_set_data_full (G_OBJECT (layer), KEY, slot, slot_free);
  if (atlas_milestones_is_road (table))
    {
      g_autoptr (GTask) task = g_task_new (self, self->stop, on_made, g_object_ref (layer));

      g_task_set_task_data (task, atlas_table_ref (table), (GDestroyNotify) atlas_table_unref);
      g_task_run_in_thread (task, run);
    }
  return NULL;
}

/* -- looking up -------------------------------------------------------------------------------------------------- */

static void
take (AtlasRoadSpot              *spot,
      AtlasLayer                 *layer,
      const AtlasChainageSegment *segment,
      const AtlasRouteFoot       *foot)
{
  *spot = (AtlasRoadSpot){ layer, segment, foot->measure, foot->lon, foot->lat, foot->offset };
}

/* The nearest segment of one feature.  @spot: (inout): taken if it is nearer. */
static gboolean
look_on_feature (const Slot    *slot,
                 AtlasLayer    *layer,
                 gsize          feature,
                 double         lon,
                 double         lat,
                 AtlasRoadSpot *spot)
{
  gboolean found = FALSE;

  for (guint32 i = slot->first[feature]; i < slot->first[feature + 1]; i++)
    {
      const AtlasChainageSegment *segment = atlas_chainage_get_segment (slot->chainage, i);
      AtlasRouteFoot foot;

      atlas_route_line_nearest (segment->line, lon, lat, &foot);
      if (foot.offset >= spot->offset)
        continue;
      take (spot, layer, segment, &foot);
      found = TRUE;
    }
  return found;
}

static gboolean
look_on_layer (const Slot    *slot,
               AtlasLayer    *layer,
               double         lon,
               double         lat,
               double         radius,
               AtlasRoadSpot *spot)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  const double dlat = radius / METRES_PER_DEGREE, dlon = dlat / MAX (cos (lat * (G_PI / 180)), 0.01);
  const AtlasExtent around = { lon - dlon, lat - dlat, lon + dlon, lat + dlat };
  g_autoptr (GArray) features = NULL;
  gboolean found = FALSE;

  if (atlas_table_get_shown (table) == NULL)
    {
      AtlasRouteFoot foot;
      double chainage;
      const AtlasChainageSegment *segment = atlas_chainage_nearest (slot->chainage, lon, lat, &chainage, &foot);

      if (foot.offset >= spot->offset)
        return FALSE;
      take (spot, layer, segment, &foot);
      return TRUE;
    }
  features = atlas_table_query (table, &around);
  for (guint i = 0; i < features->len; i++)
    found = look_on_feature (slot, layer, g_array_index (features, guint32, i), lon, lat, spot) || found;
  return found;
}

gboolean
atlas_roads_find (AtlasRoads    *self,
                  double         lon,
                  double         lat,
                  double         radius,
                  AtlasRoadSpot *spot)
{
  gboolean found = FALSE;

  g_return_val_if_fail (ATLAS_IS_ROADS (self), FALSE);
  if (!(isfinite (lon) && fabs (lat) < 90))
    return FALSE;
  *spot = (AtlasRoadSpot){ .offset = nextafter (radius, INFINITY) };
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);
      const Slot *slot = atlas_layer_get_visible (layer) ? get_slot (self, layer) : NULL;

      if (slot != NULL)
        found = look_on_layer (slot, layer, lon, lat, radius, spot) || found;
    }
  return found;
}

gboolean
atlas_roads_find_on (AtlasRoads    *self,
                     AtlasLayer    *layer,
                     gsize          feature,
                     double         lon,
                     double         lat,
                     AtlasRoadSpot *spot)
{
  const Slot *slot;

  g_return_val_if_fail (ATLAS_IS_ROADS (self) && ATLAS_IS_LAYER (layer), FALSE);
  slot = get_slot (self, layer);
  *spot = (AtlasRoadSpot){ .offset = INFINITY };
  return slot != NULL && feature < atlas_table_get_n_features (slot->table) && look_on_feature (slot, layer, feature, lon, lat, spot);
}

/* -- words ------------------------------------------------------------------------------------------------------- */

char *
atlas_road_spot_dup_k (const AtlasRoadSpot *self,
                       double               pixel)
{
  const double step = pixel >= 5 ? 100 : pixel >= 0.5 ? 10 : 1;

  /* Never past the end of the segment. */
  return atlas_chainage_format (MIN (round (self->measure / step) * step, floor (self->segment->length)));
}

const char *
atlas_road_spot_get_role (const AtlasRoadSpot *self)
{
  AtlasSchema *schema = atlas_layer_get_schema (self->layer);
  const AtlasSchemaField *field = schema != NULL ? atlas_schema_find_field (schema, "role") : NULL;
  const AtlasSchemaWord *word = field != NULL && self->segment->role != NULL ? atlas_schema_field_find_word (field, self->segment->role) : NULL;
  const gboolean chinese = atlas_locale_is_chinese ();

  if (word != NULL)
    return chinese ? word->zh : word->en;
  if (self->segment->role != NULL)
    return self->segment->role;
  return !chinese && self->segment->section_en != NULL ? self->segment->section_en : self->segment->section;
}

const char *
atlas_road_spot_get_name (const AtlasRoadSpot *self)
{
  const AtlasChainageSegment *segment = self->segment;

  if (!atlas_locale_is_chinese () && segment->name_en != NULL)
    return segment->name_en;
  return segment->name != NULL ? segment->name : segment->id != NULL ? segment->id : "";
}

/* -- the object -------------------------------------------------------------------------------------------------- */

static void
atlas_roads_dispose (GObject *object)
{
  AtlasRoads *self = ATLAS_ROADS (object);

  g_cancellable_cancel (self->stop);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (atlas_roads_parent_class)->dispose (object);
}

static void
atlas_roads_finalize (GObject *object)
{
  g_object_unref (ATLAS_ROADS (object)->stop);
  G_OBJECT_CLASS (atlas_roads_parent_class)->finalize (object);
}

static void
atlas_roads_class_init (AtlasRoadsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_roads_dispose;
  G_OBJECT_CLASS (klass)->finalize = atlas_roads_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
atlas_roads_init (AtlasRoads *self)
{
  self->stop = g_cancellable_new ();
}

AtlasRoads *
atlas_roads_new (AtlasProject *project)
{
  AtlasRoads *self = g_object_new (ATLAS_TYPE_ROADS, NULL);

  self->project = g_object_ref (project);
  return self;
}
