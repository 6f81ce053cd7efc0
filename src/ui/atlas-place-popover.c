/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasPlacePopover: lines of label, value and a button that copies it, at a place that moves with the map.  Main thread. */

#include "ui/atlas-place-popover.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "data/atlas-search-query.h"
#include "ui/atlas-text.h"

struct _AtlasPlacePopover
{
  GtkPopover    parent_instance;
  AtlasMapView *map;              /* (unowned) */
  GtkGrid      *grid;
  double        lon;
  double        lat;
};

G_DEFINE_FINAL_TYPE (AtlasPlacePopover, atlas_place_popover, GTK_TYPE_POPOVER)

static void
append_dms (GString    *text,
            double      degrees,
            const char *positive,
            const char *negative)
{
  /* Rounded first, so that there are never 60 seconds. */
  const gint64 tenths = llround (fabs (degrees) * 36000);

  g_string_append_printf (text, "%d°%02d′%02d.%d″ %s", (int) (tenths / 36000), (int) (tenths / 600 % 60), (int) (tenths / 10 % 60),
                          (int) (tenths % 10), degrees < 0 ? negative : positive);
}

char *
atlas_place_format_dms (double lon,
                        double lat)
{
  GString *text = g_string_new (NULL);

  append_dms (text, lat, "N", "S");
  g_string_append (text, ", ");
  append_dms (text, lon, "E", "W");
  return g_string_free (text, FALSE);
}

static void
point_to_place (AtlasPlacePopover *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  double x, y;

  if (!isfinite (self->lon) || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  atlas_map_view_to_widget (self->map, self->lon, self->lat, &x, &y);
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->map), parent, x, y, &x, &y))
    return;
  if (!(x >= 0 && y >= 0 && x <= gtk_widget_get_width (parent) && y <= gtk_widget_get_height (parent)))
    gtk_popover_popdown (GTK_POPOVER (self));
  else
    gtk_popover_set_pointing_to (GTK_POPOVER (self), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
}

static void
on_copy (GtkWidget  *button,
         const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
}

static void
add_line (AtlasPlacePopover *self,
          int                line,
          const char        *label,
          char              *value)
{
  GtkWidget *name = gtk_label_new (NULL), *text = gtk_label_new (NULL), *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  g_autofree char *told = g_strdup_printf (_("Copy: %s"), label);

  gtk_label_set_text (GTK_LABEL (name), label);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_add_css_class (name, "field-label");
  gtk_label_set_text (GTK_LABEL (text), value);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_add_css_class (text, "numeric");
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_add_css_class (copy, "row-button");
  gtk_widget_set_tooltip_text (copy, told);
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, told, -1);
  gtk_grid_attach (self->grid, name, 0, line, 1, 1);
  gtk_grid_attach (self->grid, text, 1, line, 1, 1);
  gtk_grid_attach (self->grid, copy, 2, line, 1, 1);
  g_signal_connect_data (copy, "clicked", G_CALLBACK (on_copy), value, (GClosureNotify) (GCallback) g_free, 0);
}

static void
add_grid_line (AtlasPlacePopover *self,
               int                line,
               int                zone_width)
{
  double easting, northing;
  g_autofree char *label = NULL;
  int meridian;

  if (!atlas_search_to_grid (self->lon, self->lat, zone_width, &easting, &northing, &meridian))
    return;
  label = g_strdup_printf (zone_width == 3 ? _("CGCS2000, 3° zone %d") : _("CGCS2000, 6° zone %d"),
                           zone_width == 3 ? meridian / 3 : (meridian + 3) / 6);
  add_line (self, line, label, g_strdup_printf ("X %.1f, Y %.1f", northing, easting));
}

void
atlas_place_popover_show (AtlasPlacePopover *self,
                          const char        *title,
                          double             lon,
                          double             lat)
{
  GtkWidget *child;

  self->lon = lon;
  self->lat = lat;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  if (title != NULL)
    {
      GtkWidget *heading = gtk_label_new (NULL);

      gtk_label_set_text (GTK_LABEL (heading), title);
      gtk_label_set_xalign (GTK_LABEL (heading), 0);
      gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
      gtk_widget_add_css_class (heading, "heading");
      gtk_grid_attach (self->grid, heading, 0, -1, 3, 1);
    }
  add_line (self, 0, _("Degrees"), atlas_text_place_plain (lon, lat));
  add_line (self, 1, _("Minutes and seconds"), atlas_place_format_dms (lon, lat));
  add_grid_line (self, 2, 3);
  add_grid_line (self, 3, 6);
  gtk_popover_popup (GTK_POPOVER (self));
  point_to_place (self);
}

static void
atlas_place_popover_class_init (AtlasPlacePopoverClass *klass)
{
}

static void
atlas_place_popover_init (AtlasPlacePopover *self)
{
  self->lon = self->lat = NAN;
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 12);
  gtk_grid_set_row_spacing (self->grid, 2);
  gtk_widget_add_css_class (GTK_WIDGET (self->grid), "place-grid");
  gtk_popover_set_child (GTK_POPOVER (self), GTK_WIDGET (self->grid));
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_TOP);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Place"), -1);
}

AtlasPlacePopover *
atlas_place_popover_new (GtkWidget    *parent,
                         AtlasMapView *map)
{
  AtlasPlacePopover *self = g_object_new (ATLAS_TYPE_PLACE_POPOVER, NULL);

  self->map = map;
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  g_signal_connect_object (map, "view-changed", G_CALLBACK (point_to_place), self, G_CONNECT_SWAPPED);
  return self;
}
