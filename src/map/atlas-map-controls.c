/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The buttons on the map, and how they and what else lies on it look.
 *
 * Owned by the map's view, main thread.  A column of quiet buttons at the right; the compass is only there when it has
 * something to say.  The look comes from a small style sheet of its own, which the program's may override. */

#include "map/atlas-map-controls.h"

#include <glib/gi18n-lib.h>

struct _AtlasMapControls
{
  GtkWidget  parent_instance;
  GtkWidget *box;
  GtkWidget *compass;
  GtkWidget *zoom_in;
  GtkWidget *zoom_out;
  GtkWidget *needle;
  double     rotation;
};

G_DEFINE_FINAL_TYPE (AtlasMapControls, atlas_map_controls, GTK_TYPE_WIDGET)

static const char style[] =
  ".map-buttons { background-color: alpha(@window_bg_color, 0.9); border-radius: 10px;"
  "  box-shadow: 0 1px 3px 0 rgba(0,0,0,0.18), 0 0 0 1px rgba(0,0,0,0.06); }"
  ".map-buttons button { min-width: 34px; min-height: 34px; padding: 0; border-radius: 10px; }"
  ".map-credits { font-size: 0.75em; padding: 1px 6px; color: alpha(@window_fg_color, 0.7);"
  "  background-color: alpha(@window_bg_color, 0.55); border-radius: 6px 0 0 0; }"
  "scale-bar { color: alpha(@window_fg_color, 0.85); }"
  "map-view:focus-visible { outline: 2px solid alpha(@accent_color, 0.6); outline-offset: -2px; }";

static void
add_style (void)
{
  static gboolean added;
  g_autoptr (GtkCssProvider) provider = NULL;

  if (added)
    return;
  added = TRUE;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_data (provider, style, -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION - 1);
}

static GtkWidget *
add_box (AtlasMapControls *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (box, "map-buttons");
  gtk_box_append (GTK_BOX (self->box), box);
  return box;
}

static GtkWidget *
add_button (GtkWidget  *box,
            const char *icon,
            const char *action,
            const char *name)
{
  GtkWidget *button = gtk_button_new ();

  if (icon != NULL)
    gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
atlas_map_controls_dispose (GObject *object)
{
  g_clear_pointer (&ATLAS_MAP_CONTROLS (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (atlas_map_controls_parent_class)->dispose (object);
}

static void
atlas_map_controls_class_init (AtlasMapControlsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_map_controls_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

/* The needle is drawn by hand, not by libshumate's compass: that one hides itself with a delay inside of its button. */
static void
draw_needle (GtkDrawingArea *area,
             cairo_t        *cr,
             int             width,
             int             height,
             gpointer        data)
{
  AtlasMapControls *self = data;
  GdkRGBA ink;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &ink);
  cairo_translate (cr, width / 2.0, height / 2.0);
  cairo_rotate (cr, self->rotation);
  cairo_move_to (cr, 0, -9);
  cairo_line_to (cr, 4, 0);
  cairo_line_to (cr, -4, 0);
  cairo_close_path (cr);
  cairo_set_source_rgb (cr, 0.82, 0.21, 0.18);
  cairo_fill (cr);
  cairo_move_to (cr, 0, 9);
  cairo_line_to (cr, 4, 0);
  cairo_line_to (cr, -4, 0);
  cairo_close_path (cr);
  cairo_set_source_rgba (cr, ink.red, ink.green, ink.blue, 0.45);
  cairo_fill (cr);
}

static void
atlas_map_controls_init (AtlasMapControls *self)
{
  GtkWidget *box;

  add_style ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  self->compass = add_box (self);
  gtk_widget_set_visible (self->compass, FALSE);
  self->needle = gtk_drawing_area_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->needle), draw_needle, self, NULL);
  gtk_button_set_child (GTK_BUTTON (add_button (self->compass, NULL, "map.turn-north", _ ("Turn north up"))), self->needle);

  box = add_box (self);
  self->zoom_in = add_button (box, "zoom-in-symbolic", "map.zoom-in", _ ("Zoom in"));
  self->zoom_out = add_button (box, "zoom-out-symbolic", "map.zoom-out", _ ("Zoom out"));
  add_button (add_box (self), "go-home-symbolic", "map.home", _ ("Show the whole city"));
}

GtkWidget *
atlas_map_controls_new (void)
{
  return g_object_new (ATLAS_TYPE_MAP_CONTROLS, NULL);
}

void
atlas_map_controls_update (AtlasMapControls *self,
                           double            rotation,
                           gboolean          can_zoom_in,
                           gboolean          can_zoom_out)
{
  gtk_widget_set_visible (self->compass, rotation != 0);
  gtk_widget_set_sensitive (self->zoom_in, can_zoom_in);
  gtk_widget_set_sensitive (self->zoom_out, can_zoom_out);
  if (rotation == self->rotation)
    return;
  self->rotation = rotation;
  gtk_widget_queue_draw (self->needle);
}
