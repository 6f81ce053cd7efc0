/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of AtlasTable: looking for features by place, measuring to them, and tables that show a part of another. */

#include "data/atlas-table-private.h"

#include <math.h>
#include <string.h>

#include "data/atlas-runs.h"
#include "geo/atlas-geodesic.h"

AtlasTable *
atlas_table_new_filtered (AtlasTable      *table,
                          AtlasFeatureSet *features)
{
  AtlasTable *whole, *self;

  g_return_val_if_fail (table != NULL && features != NULL, NULL);
  g_return_val_if_fail (atlas_feature_set_get_n_features (features) == table->header->n_features, NULL);

  whole = atlas_table_get_whole (table);
  self = g_new0 (AtlasTable, 1);
  *self = *whole;
  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = g_bytes_ref (whole->bytes);
  self->whole = atlas_table_ref (whole);
  self->shown = atlas_feature_set_ref (features);
  self->found = NULL;
  self->runs = NULL;
  self->extra = NULL;
  g_mutex_init (&self->found_lock);
  g_mutex_init (&self->runs_lock);
  self->extent = atlas_extent_empty ();
  for (gsize i = atlas_feature_set_next (features, 0); i != G_MAXSIZE; i = atlas_feature_set_next (features, i + 1))
    atlas_extent_add (&self->extent, &self->extents[i]);
  return self;
}

AtlasTable *
atlas_table_get_whole (AtlasTable *self)
{
  return self->whole != NULL ? self->whole : self;
}

AtlasFeatureSet *
atlas_table_get_shown (AtlasTable *self)
{
  return self->shown;
}

gsize
atlas_table_get_n_shown (AtlasTable *self)
{
  return self->shown != NULL ? atlas_feature_set_get_count (self->shown) : self->header->n_features;
}

gboolean
atlas_table_is_shown (AtlasTable *self,
                      gsize       feature)
{
  return self->shown == NULL || atlas_feature_set_contains (self->shown, feature);
}

static gboolean
collect (guint32  item,
         gpointer user_data)
{
  g_array_append_val ((GArray *) user_data, item);
  return TRUE;
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

/* Puts the numbers of features in order.  Of many a bit each is noted and the bits are read from the first on: a hundred
 * thousand take less than a millisecond, where comparing them takes twenty. */
static void
sort_features (GArray *found,
               gsize   n_features)
{
  g_autofree guint64 *bits = NULL;
  guint32 *out = (guint32 *) (gpointer) found->data;
  gsize n_words = n_features / 64 + 1;

  if (found->len < 64 + n_words / 32)
    {
      g_array_sort (found, compare_numbers);
      return;
    }
  bits = g_new0 (guint64, n_words);
  for (guint i = 0; i < found->len; i++)
    bits[out[i] / 64] |= G_GUINT64_CONSTANT (1) << (out[i] % 64);
  for (gsize word = 0; word < n_words; word++)
    for (guint64 rest = bits[word]; rest != 0; rest &= rest - 1)
      *out++ = (guint32) (word * 64 + (gsize) __builtin_ctzll (rest));
}

static void
keep_shown (AtlasTable *self,
            GArray     *found)
{
  guint32 *features = (guint32 *) (gpointer) found->data;
  guint n = 0;

  for (guint i = 0; i < found->len; i++)
    if (atlas_feature_set_contains (self->shown, features[i]))
      features[n++] = features[i];
  g_array_set_size (found, n);
}

GArray *
atlas_table_query (AtlasTable        *self,
                   const AtlasExtent *extent)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));
  const AtlasExtent *all = &self->extent;

  /* All of it in view needs no search and no sorting. */
  if (extent->west <= all->west && extent->south <= all->south && extent->east >= all->east && extent->north >= all->north)
    {
      g_array_set_size (found, 0);
      for (guint32 i = 0; i < self->header->n_features; i++)
        if (!atlas_extent_is_empty (&self->extents[i]) && atlas_table_is_shown (self, i))
          g_array_append_val (found, i);
      return found;
    }
  atlas_index_search (self->boxes, self->refs, self->header->n_features, extent, collect, found);
  if (self->shown != NULL)
    keep_shown (self, found);
  sort_features (found, self->header->n_features);
  return found;
}

typedef struct
{
  AtlasFeatureSet      *shown;
  AtlasIndexLeavesFunc  func;
  gpointer              user_data;
} Visit;

/* A node stays whole, for what is made of its boxes should not depend on what is shown; only the numbers go. */
static gboolean
visit_shown (const AtlasIndexBox *boxes,
             const guint32       *items,
             gsize                n,
             gpointer             user_data)
{
  Visit *self = user_data;
  guint32 shown[ATLAS_INDEX_NODE];

  for (gsize i = 0; i < n; i++)
    shown[i] = atlas_feature_set_contains (self->shown, items[i]) ? items[i] : G_MAXUINT32;
  return self->func (boxes, shown, n, self->user_data);
}

gboolean
atlas_table_visit_boxes (AtlasTable          *self,
                         const AtlasExtent   *extent,
                         AtlasIndexLeavesFunc func,
                         gpointer             user_data)
{
  Visit visit = { self->shown, func, user_data };

  if (self->shown == NULL)
    return atlas_index_search_leaves (self->boxes, self->refs, self->header->n_features, extent, func, user_data);
  return atlas_index_search_leaves (self->boxes, self->refs, self->header->n_features, extent, visit_shown, &visit);
}

/* What is kept under @key: twice the number of a part for the runs of @part, one more for the groups of @feature. */
static const AtlasRuns *
get_kept (AtlasTable      *self,
          gsize            key,
          const AtlasPart *part,
          gsize            feature)
{
  g_autoptr (GMutexLocker) locker = NULL;
  AtlasRuns *runs;

  self = atlas_table_get_whole (self);
  locker = g_mutex_locker_new (&self->runs_lock);
  if (self->runs == NULL)
    self->runs = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  runs = g_hash_table_lookup (self->runs, GSIZE_TO_POINTER (key));
  if (runs == NULL)
    {
      runs = part != NULL ? atlas_runs_new (part) : atlas_runs_new_groups (self, feature);
      g_hash_table_insert (self->runs, GSIZE_TO_POINTER (key), runs);
    }
  return runs;
}

const AtlasRuns *
atlas_table_get_runs (AtlasTable *self,
                      gsize       feature,
                      gsize       index)
{
  AtlasPart part;

  atlas_table_get_part (self, feature, index, &part);
  if (part.n_vertices < ATLAS_RUNS_LEAST)
    return NULL;
  return get_kept (self, 2 * ((gsize) self->part_starts[feature] + index), &part, feature);
}

const AtlasRuns *
atlas_table_get_groups (AtlasTable *self,
                        gsize       feature)
{
  if (atlas_table_get_n_parts (self, feature) < ATLAS_GROUPS_LEAST)
    return NULL;
  return get_kept (self, 2 * (gsize) self->part_starts[feature] + 1, NULL, feature);
}

/* Whether a place is in the area of a feature: even–odd over all its rings, for a hole follows its ring. */
static gboolean
is_inside (AtlasTable *self,
           gsize       feature,
           double      lon,
           double      lat)
{
  const AtlasExtent *extent = &self->extents[feature];
  gboolean inside = FALSE;

  if (!(lon >= extent->west && lon <= extent->east && lat >= extent->south && lat <= extent->north))
    return FALSE;
  for (gsize i = 0; i < atlas_table_get_n_parts (self, feature); i++)
    {
      AtlasPart part;

      atlas_table_get_part (self, feature, i, &part);
      if ((part.kind == ATLAS_PART_RING || part.kind == ATLAS_PART_HOLE) &&
          atlas_geodesic_ring_contains (lon, lat, part.coords, part.n_vertices))
        inside = !inside;
    }
  return inside;
}

double
atlas_table_distance_within (AtlasTable *self,
                             gsize       feature,
                             double      lon,
                             double      lat,
                             double      limit)
{
  double best = INFINITY;

  if (is_inside (self, feature, lon, lat))
    return 0;
  for (gsize i = 0; i < atlas_table_get_n_parts (self, feature); i++)
    {
      AtlasPart part;
      double distance;

      atlas_table_get_part (self, feature, i, &part);
      distance = part.kind == ATLAS_PART_POINTS
                   ? atlas_geodesic_distance_to_points (lon, lat, part.coords, part.n_vertices, MIN (limit, best))
                   : atlas_geodesic_distance_to_line_within (lon, lat, part.coords, part.n_vertices, MIN (limit, best));
      best = MIN (best, distance);
    }
  return best;
}

double
atlas_table_distance (AtlasTable *self,
                      gsize       feature,
                      double      lon,
                      double      lat)
{
  return atlas_table_distance_within (self, feature, lon, lat, INFINITY);
}

gboolean
atlas_table_get_place (AtlasTable *self,
                       gsize       feature,
                       double     *lon,
                       double     *lat)
{
  const AtlasExtent extent = atlas_table_get_feature_extent (self, feature);
  AtlasPart part = { 0 };

  *lon = *lat = NAN;
  if (atlas_extent_is_empty (&extent))
    return FALSE;
  for (gsize i = 0; i < atlas_table_get_n_parts (self, feature); i++)
    {
      AtlasPart other;

      atlas_table_get_part (self, feature, i, &other);
      if (other.kind != ATLAS_PART_HOLE && other.n_vertices > part.n_vertices)
        part = other;
    }
  if (part.n_vertices == 0)
    return FALSE;
  *lon = (extent.west + extent.east) / 2;
  *lat = (extent.south + extent.north) / 2;
  if (part.kind == ATLAS_PART_RING && atlas_table_distance (self, feature, *lon, *lat) <= 0)
    return TRUE;
  *lon = part.coords[2 * (part.n_vertices / 2)];
  *lat = part.coords[2 * (part.n_vertices / 2) + 1];
  return TRUE;
}
