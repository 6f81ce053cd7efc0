/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is nearest to a place, in a straight line and by road: all distances come from one search over the network, then there are
 * two orders.  On a worker. */

#include "project/atlas-near.h"

#include <math.h>

#include "project/atlas-road.h"
#include "route/atlas-nearest.h"

static gboolean
is_shown (gsize    feature,
          gpointer table)
{
  return atlas_table_is_shown (table, feature);
}

static int
compare_distances (gconstpointer a,
                   gconstpointer b)
{
  const AtlasNearItem *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  if (x->layer != y->layer)
    return x->layer < y->layer ? -1 : 1;
  return x->feature < y->feature ? -1 : x->feature > y->feature;
}

AtlasNear *
atlas_near_new (double         lon,
                double         lat,
                GPtrArray     *tables,
                guint          most,
                GCancellable  *cancellable,
                GError       **error)
{
  const AtlasRoad *road = atlas_road_get (error);
  g_autofree AtlasAlongLayer *layers = g_new0 (AtlasAlongLayer, tables->len + 1);
  g_autoptr (GArray) all = NULL;
  AtlasNetworkSpot spot;
  AtlasNear *self;

  if (road == NULL)
    return NULL;
  for (guint i = 0; i < tables->len; i++)
    layers[i] = (AtlasAlongLayer){ .table = g_ptr_array_index (tables, i), .test = is_shown, .test_data = g_ptr_array_index (tables, i) };
  all = atlas_nearest (lon, lat, layers, tables->len, G_MAXUINT, road->network, cancellable, error);
  if (all == NULL)
    return NULL;
  self = g_new0 (AtlasNear, 1);
  self->by_line = g_array_sized_new (FALSE, FALSE, sizeof (AtlasNearItem), all->len);
  self->by_road = g_array_new (FALSE, FALSE, sizeof (AtlasNearItem));
  for (guint i = 0; i < all->len; i++)
    {
      const AtlasNearestItem *found = &g_array_index (all, AtlasNearestItem, i);
      const AtlasNearItem item = { found->layer, found->feature, found->distance, found->road };

      g_array_append_val (self->by_line, item);
      if (isfinite (item.road) && self->by_road->len < most)
        g_array_append_val (self->by_road, item);
    }
  g_array_sort (self->by_line, compare_distances);
  if (self->by_line->len > most)
    g_array_set_size (self->by_line, most);
  atlas_network_project (road->network, lon, lat, &spot);
  self->road_offset = spot.offset;
  return self;
}

void
atlas_near_free (AtlasNear *self)
{
  g_array_unref (self->by_line);
  g_array_unref (self->by_road);
  g_free (self);
}

typedef struct
{
  double     lon;
  double     lat;
  GPtrArray *tables;
  guint      most;
} Asked;

static void
asked_free (gpointer data)
{
  g_ptr_array_unref (((Asked *) data)->tables);
  g_free (data);
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  const Asked *asked = data;
  GError *error = NULL;
  AtlasNear *near = atlas_near_new (asked->lon, asked->lat, asked->tables, asked->most, cancellable, &error);

  if (near != NULL)
    g_task_return_pointer (task, near, (GDestroyNotify) atlas_near_free);
  else
    g_task_return_error (task, error);
}

void
atlas_near_new_async (double               lon,
                      double               lat,
                      GPtrArray           *tables,
                      guint                most,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked){ lon, lat, tables, most };
  g_task_set_task_data (task, asked, asked_free);
  g_task_run_in_thread (task, run);
}

AtlasNear *
atlas_near_new_finish (GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
