/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The K-number under the pointer: a road within reach of it has a dot at the place that is meant and a few words beside the pointer.
 * Main thread; looking it up is a search of an index. */

#include "ui/atlas-window-private.h"

#include <math.h>

#include "geo/atlas-mercator.h"
#include "map/atlas-map-mark.h"
#include "ui/atlas-text.h"

/* How near the pointer is to the road, logical pixels. */
#define REACH 12.0

static void
hide (AtlasWindow *self)
{
  atlas_map_mark_hide (ATLAS_MAP_MARK (self->mark));
}

gboolean
_atlas_window_find_road (AtlasWindow   *self,
                         double         lon,
                         double         lat,
                         AtlasRoadSpot *spot,
                         char         **title)
{
  const char *role;
  AtlasView view;
  double pixel;
  g_autofree char *k = NULL, *shown = NULL;

  atlas_map_view_get_view (self->map, &view);
  pixel = atlas_mercator_metres_per_pixel (lat, view.zoom);
  if (!atlas_roads_find (self->roads, lon, lat, REACH * pixel, spot))
    return FALSE;
  k = atlas_road_spot_dup_k (spot, pixel);
  role = atlas_road_spot_get_role (spot);
  shown = atlas_text_show (role, -1, TRUE);
  *title = *shown != '\0' ? g_strdup_printf ("%s %s", shown, k) : g_strdup (k);
  return TRUE;
}

void
_atlas_window_hover_road (AtlasWindow *self,
                          double       lon,
                          double       lat)
{
  g_autofree char *title = NULL, *note = NULL;
  AtlasRoadSpot spot;
  double x, y, dot_x, dot_y;

  /* Who measures sees a text of their own beside the pointer. */
  if (!(isfinite (lon) && isfinite (lat)) || gtk_widget_get_visible (GTK_WIDGET (self->measure))
      || !_atlas_window_find_road (self, lon, lat, &spot, &title))
    {
      hide (self);
      return;
    }
  note = atlas_text_show (atlas_road_spot_get_name (&spot), -1, TRUE);
  atlas_map_view_to_widget (self->map, lon, lat, &x, &y);
  atlas_map_view_to_widget (self->map, spot.lon, spot.lat, &dot_x, &dot_y);
  atlas_map_mark_show (ATLAS_MAP_MARK (self->mark), dot_x, dot_y, x, y, title, note, FALSE);
}

void
_atlas_window_init_hover (AtlasWindow *self)
{
  self->roads = atlas_roads_new (self->project);
  self->mark = atlas_map_mark_new ();
  atlas_map_view_add_overlay (self->map, self->mark);
  atlas_card_set_roads (self->card, self->roads);
  /* The road moves away from under the words. */
  g_signal_connect_object (self->map, "view-changed", G_CALLBACK (hide), self, G_CONNECT_SWAPPED);
}
