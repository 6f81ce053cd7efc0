/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasPointerLabel: the coordinates at the foot of the map.  Its width does not change with the digits, so that a moving
 * pointer lays nothing out anew.  Main thread. */

#include "ui/atlas-pointer-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/atlas-text.h"

struct _AtlasPointerLabel
{
  GtkButton  parent_instance;
  GtkLabel  *label;
  GtkWidget *mark;
  double     lon;               /* under the pointer; NaN: it is not on the map */
  double     lat;
  double     middle_lon;
  double     middle_lat;
};

G_DEFINE_FINAL_TYPE (AtlasPointerLabel, atlas_pointer_label, GTK_TYPE_BUTTON)

static void
update (AtlasPointerLabel *self)
{
  g_autofree char *text = NULL;
  double lon = 0, lat = 0;

  atlas_pointer_label_get_place (self, &lon, &lat);
  text = atlas_text_place (lon, lat);
  gtk_label_set_text (self->label, text);
  gtk_widget_set_opacity (self->mark, isnan (self->lon) ? 1 : 0);
}

static void
atlas_pointer_label_class_init (AtlasPointerLabelClass *klass)
{
}

static void
atlas_pointer_label_init (AtlasPointerLabel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);

  self->lon = self->lat = NAN;
  self->label = GTK_LABEL (label);
  self->mark = gtk_image_new_from_icon_name ("find-location-symbolic");
  gtk_widget_set_tooltip_text (self->mark, _("The middle of the map"));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_width_chars (self->label, 22);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), self->mark);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _("Copy these coordinates (Ctrl+C: those under the pointer)"));
  gtk_widget_add_css_class (GTK_WIDGET (self), "osd");
  gtk_widget_add_css_class (GTK_WIDGET (self), "pointer-label");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.copy-pointer");
}

void
atlas_pointer_label_set_pointer (AtlasPointerLabel *self,
                                 double             lon,
                                 double             lat)
{
  g_return_if_fail (ATLAS_IS_POINTER_LABEL (self));
  self->lon = lon;
  self->lat = lat;
  update (self);
}

void
atlas_pointer_label_set_middle (AtlasPointerLabel *self,
                                double             lon,
                                double             lat)
{
  g_return_if_fail (ATLAS_IS_POINTER_LABEL (self));
  self->middle_lon = lon;
  self->middle_lat = lat;
  if (isnan (self->lon))
    update (self);
}

void
atlas_pointer_label_get_place (AtlasPointerLabel *self,
                               double            *lon,
                               double            *lat)
{
  g_return_if_fail (ATLAS_IS_POINTER_LABEL (self));
  *lon = isnan (self->lon) ? self->middle_lon : self->lon;
  *lat = isnan (self->lon) ? self->middle_lat : self->lat;
}
