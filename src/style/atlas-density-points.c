/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasDensityPoints: gathered in one pass, projected, sorted.  See atlas-density-store.c for who owns it. */

#include "style/atlas-density-points.h"

#include "geo/atlas-mercator.h"
#include "style/atlas-density-store.h"

#include <math.h>

#define CANCEL_EVERY 8192

/* Places are projected so many at once. */
#define CHUNK 4096

typedef struct
{
  guint32 feature;
  guint32 vertex;
  float   weight;
} Point;

typedef struct
{
  AtlasTable        *table;
  AtlasStyle        *style;
  const char        *key;
  AtlasStyleMatcher *matcher;   /* (nullable): NULL: all features meet a rule */
  int                weight;    /* field; -1: none */
  GArray            *points;    /* Point */
  GArray            *places;    /* AtlasZPlace */
  double            *coords;    /* longitudes and latitudes of what is not projected yet */
  gsize              n_coords;
  gboolean           multi;
} Gathering;

static gboolean
takes_all (AtlasStyle *style)
{
  guint n;
  const AtlasRule *rules = atlas_style_get_rules (style, &n);

  for (guint i = 0; i < n; i++)
    if (rules[i].n_conditions == 0)
      return TRUE;

  return FALSE;
}

static void
clear (gpointer data)
{
  AtlasDensityPoints *self = data;

  g_free (self->places);
  g_free (self->features);
  g_free (self->vertices);
  g_free (self->weights);
  g_free (self->key);
  g_clear_pointer (&self->style, atlas_style_unref);
}

void
atlas_density_points_unref (AtlasDensityPoints *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static float
get_weight (const Gathering *self,
            gsize            feature)
{
  double value;

  if (self->weight < 0)
    return 1.0f;
  value = atlas_table_get_number (self->table, (guint) self->weight, feature);

  /* Also when it is no number. */
  return value > 0.0 ? (float) MIN (value, (double) G_MAXFLOAT) : 0.0f;
}

static void
project (Gathering *self)
{
  /* In place. */
  atlas_mercator_project (self->coords, self->n_coords, self->coords);
  for (gsize i = 0; i < self->n_coords; i++)
    {
      double x = self->coords[2 * i];
      AtlasZPlace place;

      /* Files with longitudes beyond 180° mean the place, not another world. */
      if (x < 0.0 || x > 1.0)
        x -= floor (x);
      place = atlas_z_place (x, self->coords[2 * i + 1]);
      g_array_append_val (self->places, place);
    }
  self->n_coords = 0;
}

static void
gather_feature (Gathering *self,
                guint32    feature)
{
  const gsize n_parts = atlas_table_get_n_parts (self->table, feature);
  Point point = { feature, 0, get_weight (self, feature) };

  for (gsize k = 0; k < n_parts; k++)
    {
      AtlasPart part;

      atlas_table_get_part (self->table, feature, k, &part);
      if (part.kind != ATLAS_PART_POINTS)
        continue;
      for (gsize v = 0; v < part.n_vertices; v++, point.vertex++)
        {
          if (!isfinite (part.coords[2 * v]) || !isfinite (part.coords[2 * v + 1]) || !(point.weight > 0.0f))
            continue;
          g_array_append_val (self->points, point);
          self->coords[2 * self->n_coords] = part.coords[2 * v];
          self->coords[2 * self->n_coords + 1] = part.coords[2 * v + 1];
          if (++self->n_coords == CHUNK)
            project (self);
          self->multi = self->multi || point.vertex > 0;
        }
    }
}

static gboolean
gather (Gathering    *self,
        GCancellable *cancellable)
{
  const gsize n = atlas_table_get_n_features (self->table);

  for (gsize feature = 0; feature < n; feature++)
    {
      const AtlasGeometryType type = atlas_table_get_geometry_type (self->table, feature);

      if (feature % CANCEL_EVERY == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if ((type == ATLAS_GEOMETRY_POINT || type == ATLAS_GEOMETRY_MULTI_POINT) && atlas_table_is_shown (self->table, feature)
          && (self->matcher == NULL || atlas_style_matcher_match (self->matcher, feature, NAN) != NULL))
        gather_feature (self, (guint32) feature);
    }
  project (self);

  return TRUE;
}

/* Weights are parts of the greatest, so that sums of them stay within what a float holds. */
static void
take_weights (const Gathering    *self,
              const AtlasZKey    *keys,
              AtlasDensityPoints *points)
{
  const Point *all = (const Point *) (void *) self->points->data;
  float most = 0.0f;

  points->weight = (double) points->n;
  if (self->weight < 0)
    return;
  for (gsize i = 0; i < points->n; i++)
    most = MAX (most, all[i].weight);
  points->weights = g_new (float, points->n);
  points->weight = 0.0;
  for (gsize i = 0; i < points->n; i++)
    {
      points->weights[i] = all[keys[i].value].weight / most;
      points->weight += points->weights[i];
    }
}

static void
sort (const Gathering    *self,
      AtlasDensityPoints *points)
{
  const gsize n = self->points->len;
  const Point *all = (const Point *) (void *) self->points->data;
  const AtlasZPlace *places = (const AtlasZPlace *) (void *) self->places->data;
  g_autofree AtlasZKey *keys = g_new (AtlasZKey, n);

  for (gsize i = 0; i < n; i++)
    keys[i] = (AtlasZKey) { atlas_z_key (places[i]), (guint32) i };
  atlas_z_sort (keys, n, 2 * (32 - ATLAS_Z_BITS));

  points->n = n;
  points->places = g_new (AtlasZPlace, n);
  points->features = g_new (guint32, n);
  points->vertices = self->multi ? g_new (guint32, n) : NULL;
  for (gsize i = 0; i < n; i++)
    {
      points->places[i] = places[keys[i].value];
      points->features[i] = all[keys[i].value].feature;
      if (self->multi)
        points->vertices[i] = all[keys[i].value].vertex;
    }
  take_weights (self, keys, points);
}

static gpointer
make (gpointer      user_data,
      gsize        *bytes,
      GCancellable *cancellable)
{
  Gathering *self = user_data;
  AtlasDensityPoints *points = NULL;
  gboolean done;
  const AtlasGeometryType kind = atlas_table_get_geometry_kind (self->table);
  const guint expected = kind == ATLAS_GEOMETRY_POINT ? (guint) atlas_table_get_n_features (self->table) : 0;

  self->points = g_array_sized_new (FALSE, FALSE, sizeof (Point), expected);
  self->places = g_array_sized_new (FALSE, FALSE, sizeof (AtlasZPlace), expected);
  self->coords = g_new (double, 2 * CHUNK);
  if (!takes_all (self->style))
    self->matcher = atlas_style_matcher_new (self->style, self->table);
  done = gather (self, cancellable);
  if (done)
    {
      points = g_atomic_rc_box_new0 (AtlasDensityPoints);
      sort (self, points);
      points->n_features = atlas_table_get_n_features (self->table);
      points->key = g_strdup (self->key);
      points->style = self->matcher != NULL ? atlas_style_ref (self->style) : NULL;
      *bytes = self->points->len * (sizeof (AtlasZPlace) + 3 * sizeof (guint32));
    }
  g_array_unref (self->points);
  g_array_unref (self->places);
  g_free (self->coords);
  g_clear_pointer (&self->matcher, atlas_style_matcher_free);

  return points;
}

/* Returns: the field of the weights, or -1. */
static int
find_weight (AtlasTable *table,
             AtlasStyle *style)
{
  const AtlasDensity *density = atlas_style_get_density (style, NAN);

  if (density->kind != ATLAS_DENSITY_HEAT || density->weight == NULL)
    return -1;

  return atlas_table_find_field (table, density->weight);
}

char *
atlas_density_points_dup_key (AtlasTable *table,
                              AtlasStyle *style)
{
  const int weight = find_weight (table, style);

  if (takes_all (style))
    return g_strdup_printf ("points %d all", weight);

  return g_strdup_printf ("points %d %p", weight, (gpointer) style);
}

AtlasDensityPoints *
atlas_density_points_get (AtlasTable   *table,
                          AtlasStyle   *style,
                          GCancellable *cancellable)
{
  Gathering gathering = { .table = table, .style = style };
  g_autofree char *key = NULL;

  g_return_val_if_fail (table != NULL && style != NULL, NULL);

  if (atlas_style_get_density (style, NAN) == NULL)
    return NULL;
  gathering.weight = find_weight (table, style);
  gathering.key = key = atlas_density_points_dup_key (table, style);

  return atlas_density_store_get (table, key, make, clear, &gathering, cancellable);
}
