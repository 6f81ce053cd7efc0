/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clusters under the pointer: a click goes nearer until their points are seen apart, the pointer over one tells how many they
 * are.  Main thread; a look at what is worked out already. */

#include "ui/atlas-window-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "geo/atlas-mercator.h"
#include "project/atlas-identify.h"
#include "ui/atlas-text.h"

/* Room around the points that a click goes to, logical pixels. */
#define PADDING 80.0
/* A click goes nearer by this at least. */
#define LEAST_STEP 1.0

/* Where a view of @hit's points is, as near as they are drawn together or nearer.  Returns: %FALSE when that is no nearer. */
static gboolean
get_target (const AtlasClusterHit *hit,
            AtlasView             *view)
{
  const double zoom = view->zoom;
  const AtlasDensity *density = atlas_style_get_density (atlas_layer_get_style (hit->layer), zoom);
  double most = ATLAS_MERCATOR_MAX_ZOOM;

  /* From there on all points are drawn one by one: those in one place never come apart. */
  if (density != NULL)
    most = MIN (most, density->max_zoom);
  atlas_view_fit (view, &hit->extent, MIN (PADDING, MIN (view->width, view->height) / 4.0), most);
  view->zoom = MIN (MAX (view->zoom, zoom + LEAST_STEP), ATLAS_MERCATOR_MAX_ZOOM);
  return view->zoom > zoom + 0.01;
}

/* A tooltip's text is broken wherever it may be, which between Han letters is anywhere. */
static char *
keep_on_a_line (const char *text)
{
  g_autoptr (GString) kept = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar letter = g_utf8_get_char (at);

      if (kept->len > 0)
        g_string_append_unichar (kept, 0x2060);
      g_string_append_unichar (kept, letter == ' ' ? 0xa0 : letter);
    }
  return g_string_free (g_steal_pointer (&kept), FALSE);
}

gboolean
_atlas_window_open_cluster (AtlasWindow *self,
                            double       lon,
                            double       lat,
                            double       radius)
{
  AtlasClusterHit hit;
  AtlasView view;

  atlas_map_view_get_view (self->map, &view);
  if (!atlas_identify_cluster (self->project, lon, lat, radius, view.zoom, &hit))
    return FALSE;
  if (get_target (&hit, &view))
    atlas_map_view_go_to (self->map, view.lon, view.lat, view.zoom, TRUE);
  else
    {
      g_autofree char *number = atlas_text_count (hit.count);
      g_autofree char *text = g_strdup_printf (ngettext ("%s feature in one place", "%s features in one place", hit.count),
                                               number);

      atlas_window_say (self, text);
    }
  return TRUE;
}

void
_atlas_window_hover_cluster (AtlasWindow *self,
                             double       lon,
                             double       lat)
{
  AtlasClusterHit hit;
  AtlasView view;

  atlas_map_view_get_view (self->map, &view);
  if (isfinite (lon) && isfinite (lat)
      && atlas_identify_cluster (self->project, lon, lat, 0.0, view.zoom, &hit))
    {
      g_autofree char *number = atlas_text_count (hit.count);
      g_autofree char *words = g_strdup_printf (ngettext ("%s feature", "%s features", hit.count), number);
      g_autofree char *text = keep_on_a_line (words);

      /* Setting it anew would keep it from coming up while the pointer moves. */
      if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self->map)), text) != 0)
        gtk_widget_set_tooltip_text (GTK_WIDGET (self->map), text);
    }
  else if (gtk_widget_get_has_tooltip (GTK_WIDGET (self->map)))
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->map), NULL);
}
