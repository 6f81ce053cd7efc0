/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies at a place: asks the spatial index of each layer, then measures exactly.  Main thread (it reads the project);
 * costs what lies near the place, not what is loaded. */

#include "project/atlas-identify.h"

#include <math.h>
#include <string.h>

#include "geo/atlas-geodesic.h"

/* A hit with what it is ordered by. */
typedef struct
{
  AtlasHit *hit;
  guint     kind;      /* 0 point, 1 line, 2 area */
  guint     from_top;
  double    area;
} Candidate;

void
atlas_hit_free (AtlasHit *self)
{
  g_object_unref (self->layer);
  g_free (self);
}

static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  if (x->from_top != y->from_top)
    return x->from_top < y->from_top ? -1 : 1;
  if (x->kind == 2 && x->area != y->area)
    return x->area < y->area ? -1 : 1;
  if (x->hit->distance != y->hit->distance)
    return x->hit->distance < y->hit->distance ? -1 : 1;
  return x->hit->feature < y->hit->feature ? -1 : x->hit->feature > y->hit->feature;
}

static guint
kind_of (AtlasTable *table,
         gsize       feature)
{
  switch (atlas_table_get_geometry_type (table, feature))
    {
    case ATLAS_GEOMETRY_POINT:
    case ATLAS_GEOMETRY_MULTI_POINT:
      return 0;
    case ATLAS_GEOMETRY_LINE:
    case ATLAS_GEOMETRY_MULTI_LINE:
      return 1;
    default:
      return 2;
    }
}

/* Where one looks, and what was found. */
typedef struct
{
  double      lon;
  double      lat;
  double      radius;
  double      zoom;
  AtlasExtent around;
  GArray     *solid;       /* Candidate */
  GArray     *hollow;      /* Candidate: areas that are only an outline, which one looks through */
} Search;

static gboolean
is_hollow (const AtlasRule *rule,
           guint            kind)
{
  return kind == 2 && rule != NULL && (!rule->fill.visible || rule->fill.color.light.alpha <= 0);
}

static void
collect_layer (Search     *search,
               AtlasLayer *layer,
               guint       from_top)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  AtlasStyle *style = atlas_layer_get_style (layer);
  g_autoptr (AtlasStyleMatcher) matcher = NULL;
  g_autoptr (AtlasClusters) clusters = NULL;
  g_autoptr (GArray) near = NULL;

  if (table == NULL || !atlas_layer_get_visible (layer))
    return;
  near = atlas_table_query (table, &search->around);
  if (near->len == 0)
    return;
  if (style != NULL)
    matcher = atlas_style_matcher_new (style, table);
  clusters = atlas_identify_get_clusters (layer, search->zoom);

  for (guint i = 0; i < near->len; i++)
    {
      guint32 feature = g_array_index (near, guint32, i);
      double distance;
      const AtlasRule *rule;
      AtlasExtent extent;
      Candidate candidate;

      if (clusters != NULL && atlas_clusters_hide (clusters, feature))
        continue;
      distance = atlas_table_distance_within (table, feature, search->lon, search->lat, search->radius);
      if (!(distance <= search->radius))
        continue;
      rule = matcher != NULL ? atlas_style_matcher_match (matcher, feature, search->zoom) : NULL;
      if (matcher != NULL && rule == NULL && !isnan (search->zoom))
        continue;
      candidate.hit = g_new (AtlasHit, 1);
      *candidate.hit = (AtlasHit){ g_object_ref (layer), feature, distance };
      candidate.kind = kind_of (table, feature);
      candidate.from_top = from_top;
      extent = atlas_table_get_feature_extent (table, feature);
      candidate.area = (extent.east - extent.west) * (extent.north - extent.south);
      g_array_append_val (is_hollow (rule, candidate.kind) ? search->hollow : search->solid, candidate);
    }
}

/* The basemap's things that have a name of their own to tell. */
static gboolean
ground_answers (AtlasLayer *layer)
{
  static const char *const silent[] = { "land", "relief", "counties", NULL };

  return !g_strv_contains (silent, atlas_layer_get_id (layer));
}

static AtlasExtent
extent_around (double lon,
               double lat,
               double radius)
{
  AtlasExtent around = atlas_extent_empty ();

  for (int azimuth = 0; azimuth < 360; azimuth += 90)
    {
      double to_lon, to_lat;

      atlas_geodesic_direct (lon, lat, azimuth, radius, &to_lon, &to_lat);
      atlas_extent_add_point (&around, to_lon, to_lat);
    }
  atlas_extent_add_point (&around, lon, lat);
  return around;
}

static void
take (GPtrArray *hits,
      GArray    *candidates)
{
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len; i++)
    g_ptr_array_add (hits, g_array_index (candidates, Candidate, i).hit);
  g_array_set_size (candidates, 0);
}

GPtrArray *
atlas_identify (AtlasProject *project,
                double        lon,
                double        lat,
                double        radius,
                double        zoom,
                gboolean      ground)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_hit_free);
  g_autoptr (GArray) solid = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GArray) hollow = g_array_new (FALSE, FALSE, sizeof (Candidate));
  Search search = { lon, lat, radius, zoom, extent_around (lon, lat, radius), solid, hollow };
  guint n = g_list_model_get_n_items (G_LIST_MODEL (project));

  for (guint i = n; i > 0; i--)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i - 1);

      collect_layer (&search, layer, n - i);
    }
  take (hits, solid);

  n = atlas_project_get_n_ground (project);
  if (ground && atlas_project_get_basemap_visible (project))
    for (guint i = n; i > 0; i--)
      {
        AtlasLayer *layer = atlas_project_get_ground (project, i - 1);

        if (ground_answers (layer))
          collect_layer (&search, layer, n - i);
      }
  take (hits, solid);
  take (hits, hollow);
  return g_steal_pointer (&hits);
}
