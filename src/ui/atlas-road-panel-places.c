/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The places of the road panel: typed, pointed at on the map, or set from elsewhere in the window.  Main thread. */

#include "ui/atlas-road-panel-private.h"

#include <glib/gi18n-lib.h>

AtlasPlaceEntry *
_atlas_road_panel_get_entry (AtlasRoadPanel *self,
                             guint           index)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->places_box));

  while (row != NULL && index-- > 0)
    row = gtk_widget_get_next_sibling (row);
  return row != NULL ? ATLAS_PLACE_ENTRY (gtk_widget_get_first_child (row)) : NULL;
}

guint
_atlas_road_panel_get_n_entries (AtlasRoadPanel *self)
{
  guint n = 0;

  while (_atlas_road_panel_get_entry (self, n) != NULL)
    n++;
  return n;
}

gboolean
_atlas_road_panel_set_places (AtlasRoadPanel *self,
                              AtlasTripQuery *query)
{
  for (guint i = 0, n = _atlas_road_panel_get_n_entries (self); i < n; i++)
    {
      AtlasPlaceEntry *entry = _atlas_road_panel_get_entry (self, i);
      g_autofree char *text = g_strstrip (g_strdup (atlas_place_entry_get_text (entry)));
      double lon, lat;

      /* A place by the way that was not filled in does not count. */
      if (*text == '\0' && i > 0 && i + 1 < n)
        continue;
      if (*text == '\0')
        return FALSE;
      atlas_place_entry_get_place (entry, &lon, &lat);
      atlas_trip_query_add_place (query, text, lon, lat);
    }
  return TRUE;
}

static void
on_place_changed (AtlasRoadPanel *self)
{
  self->stale = TRUE;
  _atlas_road_panel_changed (self);
}

void
_atlas_road_panel_go_on (AtlasRoadPanel *self,
                         gboolean        zoom)
{
  for (guint i = 0, n = _atlas_road_panel_get_n_entries (self); i < n && _atlas_road_panel_get_way (self) == ATLAS_TRIP_BETWEEN; i++)
    if (*atlas_place_entry_get_text (_atlas_road_panel_get_entry (self, i)) == '\0' && (i == 0 || i + 1 == n))
      {
        gtk_widget_grab_focus (GTK_WIDGET (_atlas_road_panel_get_entry (self, i)));
        return;
      }
  self->focus_list = TRUE;
  _atlas_road_panel_ask (self, TRUE, zoom);
}

/* Return: on to what is not filled in yet, else the list. */
static void
on_place_entered (AtlasRoadPanel *self)
{
  _atlas_road_panel_go_on (self, TRUE);
}

static void
on_place_left (AtlasRoadPanel *self)
{
  if (self->stale && gtk_widget_get_mapped (GTK_WIDGET (self)))
    _atlas_road_panel_ask (self, FALSE, TRUE);
}

static void
connect_entry (AtlasRoadPanel *self,
               GtkWidget      *entry)
{
  gtk_widget_set_hexpand (entry, TRUE);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_place_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "entered", G_CALLBACK (on_place_entered), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "left", G_CALLBACK (on_place_left), self, G_CONNECT_SWAPPED);
}

static void
on_via_removed (AtlasRoadPanel *self,
                GtkWidget      *button)
{
  GtkWidget *row = gtk_widget_get_parent (button);

  _atlas_road_panel_stop_pick (self);
  gtk_box_remove (self->picks_box, g_object_get_data (G_OBJECT (row), "pick"));
  gtk_box_remove (self->places_box, row);
  gtk_widget_grab_focus (GTK_WIDGET (_atlas_road_panel_get_entry (self, 0)));
  _atlas_road_panel_ask (self, FALSE, TRUE);
}

static GtkWidget *
add_place (AtlasRoadPanel *self,
           GtkWidget      *after,
           const char     *label,
           const char     *hint,
           const char     *icon,
           gboolean        removable)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2), *entry = atlas_place_entry_new (label, hint, icon), *pick;
  g_autoptr (GtkSizeGroup) heights = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);

  connect_entry (self, entry);
  gtk_box_append (GTK_BOX (row), entry);
  if (removable)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, _("Not by way of this place"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Not by way of this place"), -1);
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_via_removed), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (row), button);
    }
  gtk_box_insert_child_after (self->places_box, row, after);
  pick = _atlas_road_panel_new_pick_button (self, entry, label);
  g_object_set_data (G_OBJECT (row), "pick", pick);
  gtk_box_insert_child_after (self->picks_box, pick, after != NULL ? g_object_get_data (G_OBJECT (after), "pick") : NULL);
  /* Each stands beside its entry. */
  gtk_size_group_add_widget (heights, row);
  gtk_size_group_add_widget (heights, pick);
  return row;
}

GtkWidget *
_atlas_road_panel_add_via (AtlasRoadPanel *self,
                           guint           position)
{
  GtkWidget *next = gtk_widget_get_parent (GTK_WIDGET (_atlas_road_panel_get_entry (self, position)));

  return add_place (self, gtk_widget_get_prev_sibling (next), _("By way of"), _("By way of"), "view-more-symbolic", TRUE);
}

static void
on_via_clicked (AtlasRoadPanel *self)
{
  GtkWidget *row = _atlas_road_panel_add_via (self, _atlas_road_panel_get_n_entries (self) - 1);

  gtk_widget_grab_focus (gtk_widget_get_first_child (row));
}

/* All places in the other order. */
static void
on_swap_clicked (AtlasRoadPanel *self)
{
  for (guint i = 0, n = _atlas_road_panel_get_n_entries (self); i < n / 2; i++)
    {
      AtlasPlaceEntry *one = _atlas_road_panel_get_entry (self, i), *other = _atlas_road_panel_get_entry (self, n - 1 - i);
      g_autofree char *text = g_strdup (atlas_place_entry_get_text (one));
      double lon, lat, other_lon, other_lat;

      atlas_place_entry_get_place (one, &lon, &lat);
      atlas_place_entry_get_place (other, &other_lon, &other_lat);
      atlas_place_entry_set (one, atlas_place_entry_get_text (other), other_lon, other_lat);
      atlas_place_entry_set (other, text, lon, lat);
    }
  _atlas_road_panel_ask (self, TRUE, FALSE);
}

void
_atlas_road_panel_init_places (AtlasRoadPanel *self)
{
  static const char *const hints[2] = { N_("K0+000 or place"), N_("end") }, *const labels[2] = { N_("From"), N_("To") };

  self->picks_box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, gtk_box_get_spacing (self->places_box)));
  gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (self->places_box))), GTK_WIDGET (self->picks_box),
                              GTK_WIDGET (self->places_box));
  add_place (self, NULL, _("From"), _("From: a place"), "mark-location-symbolic", FALSE);
  add_place (self, gtk_widget_get_first_child (GTK_WIDGET (self->places_box)), _("To"), _("To: a place"), "emblem-ok-symbolic", FALSE);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);

      self->part[i] = atlas_place_entry_new (_(labels[i]), _(hints[i]), NULL);
      connect_entry (self, self->part[i]);
      gtk_box_append (GTK_BOX (row), self->part[i]);
      gtk_box_append (GTK_BOX (row), _atlas_road_panel_new_pick_button (self, self->part[i], _(labels[i])));
      gtk_box_append (self->part_box, row);
    }
  g_signal_connect_object (self->swap_button, "clicked", G_CALLBACK (on_swap_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->via_button, "clicked", G_CALLBACK (on_via_clicked), self, G_CONNECT_SWAPPED);
}
