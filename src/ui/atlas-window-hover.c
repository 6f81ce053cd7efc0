/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The road under the pointer: a dot at the place that is meant and its K-number beside the pointer.  Where that is the band of the
 * journey the dot can be dragged: where it is let go the journey leads by.  Main thread; looking up is a search of an index. */

#include "ui/atlas-window-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "map/atlas-map-mark.h"
#include "ui/atlas-place-words.h"
#include "ui/atlas-road-panel.h"
#include "ui/atlas-text.h"

static void
hide (AtlasWindow *self)
{
  if (isnan (self->held))
    atlas_map_mark_hide (ATLAS_MAP_MARK (self->mark));
}

void
_atlas_window_hover_road (AtlasWindow *self,
                          double       lon,
                          double       lat)
{
  g_autofree char *title = NULL, *note = NULL;
  AtlasRouteFoot foot;
  AtlasRoadSpot spot;
  AtlasView view;
  gboolean on_band;
  double x, y, dot_x, dot_y;

  if (!isnan (self->held))
    return;
  atlas_map_view_get_view (self->map, &view);
  /* Who measures sees a text of their own beside the pointer. */
  if (!(isfinite (lon) && isfinite (lat)) || gtk_widget_get_visible (GTK_WIDGET (self->measure)))
    {
      hide (self);
      return;
    }
  on_band = _atlas_window_find_band (self, lon, lat, &foot);
  if (!atlas_place_words_road (self->roads, &view, lon, lat, &spot, &title))
    {
      if (!on_band)
        {
          hide (self);
          return;
        }
      /* The road itself may be hidden. */
      title = atlas_chainage_format (foot.measure);
    }
  note = on_band ? g_strdup (_("Drag to go by way of another place")) : atlas_text_show (atlas_road_spot_get_name (&spot), -1, TRUE);
  atlas_map_view_to_widget (self->map, lon, lat, &x, &y);
  atlas_map_view_to_widget (self->map, on_band ? foot.lon : spot.lon, on_band ? foot.lat : spot.lat, &dot_x, &dot_y);
  atlas_map_mark_show (ATLAS_MAP_MARK (self->mark), dot_x, dot_y, x, y, title, note, on_band);
}

/* Has the K-numbers worked out before somebody points at a road. */
static void
prepare (AtlasWindow *self)
{
  AtlasRoadSpot spot;

  if (atlas_map_view_get_settled (self->map))
    atlas_roads_find (self->roads, 0, 0, 0, &spot);
}

/* -- dragging the journey's band --------------------------------------------------------------------------------- */

static gboolean
on_grab (AtlasWindow *self,
         double       lon,
         double       lat,
         double       x,
         double       y)
{
  AtlasRouteFoot foot;

  if (!_atlas_window_find_band (self, lon, lat, &foot))
    return FALSE;
  self->held = foot.measure;
  gtk_popover_popdown (GTK_POPOVER (self->card));
  return TRUE;
}

static void
on_grab_moved (AtlasWindow *self,
               double       lon,
               double       lat,
               double       x,
               double       y)
{
  g_autofree char *name = NULL;
  AtlasView view;

  if (isnan (self->held))
    return;
  atlas_map_view_get_view (self->map, &view);
  name = atlas_place_words_here (self->project, self->roads, &view, &lon, &lat);
  atlas_map_mark_show (ATLAS_MAP_MARK (self->mark), x, y, x, y, name, _("By way of here; Escape gives up"), TRUE);
}

static void
on_grab_dropped (AtlasWindow *self,
                 double       lon,
                 double       lat,
                 double       x,
                 double       y)
{
  const double held = self->held;
  g_autofree char *name = NULL;
  AtlasView view;

  if (isnan (held))
    return;
  _atlas_window_give_up_drag (self);
  if (!isfinite (lon) || self->road_panel == NULL)
    return;
  atlas_map_view_get_view (self->map, &view);
  name = atlas_place_words_here (self->project, self->roads, &view, &lon, &lat);
  atlas_road_panel_add_via (ATLAS_ROAD_PANEL (self->road_panel), name, lon, lat, held);
}

gboolean
_atlas_window_give_up_drag (AtlasWindow *self)
{
  if (isnan (self->held))
    return FALSE;
  self->held = NAN;
  hide (self);
  return TRUE;
}

void
_atlas_window_init_hover (AtlasWindow *self)
{
  self->held = NAN;
  self->roads = atlas_roads_new (self->project);
  self->mark = atlas_map_mark_new ();
  atlas_map_view_add_overlay (self->map, self->mark);
  atlas_card_set_roads (self->card, self->roads);
  /* The road moves away from under the words. */
  g_signal_connect_object (self->map, "view-changed", G_CALLBACK (hide), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "notify::settled", G_CALLBACK (prepare), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "grab", G_CALLBACK (on_grab), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "grab-moved", G_CALLBACK (on_grab_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "grab-dropped", G_CALLBACK (on_grab_dropped), self, G_CONNECT_SWAPPED);
}
