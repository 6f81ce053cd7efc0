/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names where points are drawn together: what stands in a cluster or under heat has none, and names keep off the discs.
 * One thread, that which places names. */

#include "render/atlas-label-density.h"

#include "geo/atlas-mercator.h"

typedef struct
{
  const AtlasLabelDensity *density;
  const AtlasLabelFrame   *frame;
  AtlasLabelGrid          *grid;
  AtlasLabelPlane          plane;
  GArray                  *features;
} Search;

static void
take_discs (gsize    first,
            gsize    end,
            gpointer user_data)
{
  Search *self = user_data;
  const AtlasClusters *clusters = self->density->clusters;

  for (gsize i = first; i < end; i++)
    atlas_label_grid_take_disc (self->grid, self->plane, clusters->clusters[i].x * self->frame->world_size,
                                clusters->clusters[i].y * self->frame->world_size,
                                atlas_cluster_get_disc (clusters->clusters[i].count, clusters->radius) + ATLAS_CLUSTER_RING);
}

gboolean
atlas_label_density_init (AtlasLabelDensity     *self,
                          const AtlasLabelLayer *layer,
                          const AtlasLabelFrame *frame,
                          AtlasLabelGrid        *grid,
                          GCancellable          *cancellable)
{
  const AtlasLabelBox *area = &frame->area;
  Search search = { .density = self, .frame = frame, .grid = grid,
                    .plane = layer->ground ? ATLAS_LABEL_PLANE_GROUND : ATLAS_LABEL_PLANE_SYMBOLS };
  double reach;

  *self = (AtlasLabelDensity) { .density = atlas_style_get_density (layer->style, frame->zoom) };
  if (self->density == NULL || self->density->kind != ATLAS_DENSITY_CLUSTERS)
    return TRUE;
  self->clusters = atlas_clusters_get (layer->table, layer->style, frame->zoom, TRUE, cancellable);
  if (self->clusters == NULL)
    return FALSE;

  reach = atlas_density_get_reach (self->density, frame->zoom);
  atlas_z_search (self->clusters->places, self->clusters->n_clusters,
                  atlas_z_place ((area->x1 - reach) / frame->world_size, (area->y1 - reach) / frame->world_size),
                  atlas_z_place ((area->x2 + reach) / frame->world_size, (area->y2 + reach) / frame->world_size), take_discs,
                  &search);

  return TRUE;
}

void
atlas_label_density_clear (AtlasLabelDensity *self)
{
  g_clear_pointer (&self->clusters, atlas_clusters_unref);
}

static void
add_features (gsize    first,
              gsize    end,
              gpointer user_data)
{
  Search *self = user_data;

  for (gsize i = first; i < end; i++)
    g_array_append_val (self->features, self->density->clusters->lone[i].feature);
}

GArray *
atlas_label_density_query (const AtlasLabelDensity *self,
                           AtlasTable              *table,
                           const AtlasExtent       *extent)
{
  Search search = { .density = self };

  if (self->density == NULL || atlas_table_get_geometry_kind (table) != ATLAS_GEOMETRY_POINT)
    return atlas_table_query (table, extent);

  search.features = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (self->clusters != NULL)
    atlas_z_search (self->clusters->lone_places, self->clusters->n_lone,
                    atlas_z_place (atlas_mercator_x (extent->west), atlas_mercator_y (extent->north)),
                    atlas_z_place (atlas_mercator_x (extent->east), atlas_mercator_y (extent->south)), add_features, &search);

  return search.features;
}

gboolean
atlas_label_density_hides (const AtlasLabelDensity *self,
                           AtlasTable              *table,
                           gsize                    feature)
{
  AtlasGeometryType type;

  if (self->density == NULL)
    return FALSE;
  type = atlas_table_get_geometry_type (table, feature);
  if (type != ATLAS_GEOMETRY_POINT && type != ATLAS_GEOMETRY_MULTI_POINT)
    return FALSE;

  return self->clusters == NULL || atlas_clusters_hide (self->clusters, feature);
}
