/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The grid that a viewport needs in order to know where a place lies in pixels.
 *
 * Main thread.  Layers of the map paint for themselves; asking this source for a tile is an error, told at once. */

#include "map/atlas-map-source.h"

#include <gio/gio.h>

#include "geo/atlas-mercator.h"

struct _AtlasMapSource
{
  ShumateMapSource parent_instance;
};

G_DEFINE_FINAL_TYPE (AtlasMapSource, atlas_map_source, SHUMATE_TYPE_MAP_SOURCE)

static void
fill_tile_async (ShumateMapSource    *source,
                 ShumateTile         *tile,
                 GCancellable        *cancellable,
                 GAsyncReadyCallback  callback,
                 gpointer             data)
{
  g_task_report_new_error (source, callback, data, fill_tile_async, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           "This source has no tiles");
}

static gboolean
fill_tile_finish (ShumateMapSource  *source,
                  GAsyncResult      *result,
                  GError           **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
atlas_map_source_class_init (AtlasMapSourceClass *klass)
{
  ShumateMapSourceClass *source_class = SHUMATE_MAP_SOURCE_CLASS (klass);

  source_class->fill_tile_async = fill_tile_async;
  source_class->fill_tile_finish = fill_tile_finish;
}

static void
atlas_map_source_init (AtlasMapSource *self)
{
}

ShumateMapSource *
atlas_map_source_new (void)
{
  return g_object_new (ATLAS_TYPE_MAP_SOURCE,
                       "id", "atlas-grid",
                       "min-zoom-level", 0,
                       "max-zoom-level", (guint) ATLAS_MERCATOR_MAX_ZOOM,
                       "tile-size", 256,
                       "projection", SHUMATE_MAP_PROJECTION_MERCATOR,
                       NULL);
}
