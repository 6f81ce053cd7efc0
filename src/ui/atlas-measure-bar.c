/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasMeasureBar: the result of measuring, and the hand that draws.  What is drawn is the layer's; this adds up and finds the
 * words.  A motion of the pointer costs one geodesic a segment.  Main thread. */

#include "ui/atlas-measure-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "geo/atlas-geodesic.h"
#include "ui/atlas-text.h"

#define N_PLACE_LINES 4

struct _AtlasMeasureBar
{
  AdwBin             parent_instance;
  AtlasMapView      *map;          /* (unowned) */
  AtlasPrefs        *prefs;
  AtlasMeasureLayer *layer;        /* (unowned) */
  GArray            *shape;        /* (element-type double) (nullable) */
  gboolean           updating;

  GtkWidget         *modes[3];     /* by AtlasMeasureMode */
  GtkWidget         *undo_button;
  GtkWidget         *copy_button;
  GtkWidget         *result;       /* a stack: one figure, or the lines of a place */
  GtkLabel          *total_label;
  GtkLabel          *detail_label;
  GtkDropDown       *unit;
  GtkLabel          *place_labels[N_PLACE_LINES];
  GtkWidget         *place_buttons[N_PLACE_LINES];
  GtkLabel          *hint_label;
};

G_DEFINE_FINAL_TYPE (AtlasMeasureBar, atlas_measure_bar, ADW_TYPE_BIN)

enum
{
  MESSAGE,
  SHAPE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static AtlasLengthUnit
length_unit (AtlasMeasureBar *self)
{
  g_autofree char *id = atlas_prefs_get_string (self->prefs, "measure-length-unit");

  return atlas_length_unit_find (id);
}

static AtlasAreaUnit
area_unit (AtlasMeasureBar *self)
{
  g_autofree char *id = atlas_prefs_get_string (self->prefs, "measure-area-unit");

  return atlas_area_unit_find (id);
}

static const double *
vertices (GArray *points)
{
  return (const double *) (const void *) points->data;
}

/* Words. */

static void
say_distance (AtlasMeasureBar *self,
              GArray          *live)
{
  gsize n = live->len / 2;
  const double *p = vertices (live) + (n < 2 ? 0 : 2 * n - 4);
  g_autofree char *total = atlas_measure_format_length (atlas_geodesic_length (vertices (live), n), length_unit (self));
  g_autofree char *last = NULL, *bearing = NULL, *count = NULL, *detail = NULL;

  gtk_label_set_text (self->total_label, total);
  /* The pointer may still be on the last point, and then makes no segment. */
  if (n > 1 && p[0] == p[2] && p[1] == p[3])
    {
      n--;
      p -= n > 1 ? 2 : 0;
    }
  if (n < 2)
    {
      gtk_label_set_text (self->detail_label, "");
      return;
    }
  last = atlas_measure_format_length (atlas_geodesic_distance (p[0], p[1], p[2], p[3]), length_unit (self));
  bearing = atlas_measure_format_bearing (atlas_measure_bearing (p[0], p[1], p[2], p[3]));
  count = g_strdup_printf (ngettext ("%u segment", "%u segments", (guint) n - 1), (guint) n - 1);
  /* Translators: of a line: how many segments, then the length and the bearing of the last: "3 segments, the last 1.2 km, 45.0° NE" */
  detail = g_strdup_printf (_("%1$s, the last %2$s, %3$s"), count, last, bearing);
  gtk_label_set_text (self->detail_label, detail);
}

static void
say_area (AtlasMeasureBar *self,
          GArray          *live)
{
  const gsize n = live->len / 2;
  g_autofree char *total = atlas_measure_format_area (n > 2 ? atlas_geodesic_ring_area (vertices (live), n) : 0, area_unit (self));
  g_autofree char *perimeter = NULL, *detail = NULL;
  double around;

  gtk_label_set_text (self->total_label, total);
  if (n < 3)
    {
      gtk_label_set_text (self->detail_label, "");
      return;
    }
  if (atlas_measure_crosses_itself (vertices (live), n))
    {
      gtk_label_set_text (self->detail_label, _("The outline crosses itself: this is no area"));
      return;
    }
  around = atlas_geodesic_length (vertices (live), n)
           + atlas_geodesic_distance (vertices (live)[2 * n - 2], vertices (live)[2 * n - 1], vertices (live)[0], vertices (live)[1]);
  perimeter = atlas_measure_format_length (around, length_unit (self));
  /* Translators: the length of an outline */
  detail = g_strdup_printf (_("Perimeter %s"), perimeter);
  gtk_label_set_text (self->detail_label, detail);
}

/* Line @line of what a place is called. */
static char *
format_place (double lon,
              double lat,
              guint  line)
{
  const int zone = atlas_measure_zone (lon);
  double easting, northing;

  if (line == 0)
    return atlas_text_place_plain (lon, lat);
  if (line == 1)
    return atlas_measure_format_dms (lon, lat);
  if (!atlas_measure_gauss_kruger (lon, lat, zone, &easting, &northing))
    return g_strdup ("–");
  return line == 2 ? g_strdup_printf ("X %.2f, Y %.2f", northing, zone * 1e6 + easting)
                   : g_strdup_printf ("X %.2f, Y %.2f", northing, easting);
}

static void
say_place (AtlasMeasureBar *self,
           GArray          *live)
{
  for (guint i = 0; i < N_PLACE_LINES; i++)
    {
      g_autofree char *text = live->len > 0 ? format_place (vertices (live)[0], vertices (live)[1], i) : g_strdup ("–");

      gtk_label_set_text (self->place_labels[i], text);
      gtk_widget_set_sensitive (self->place_buttons[i], live->len > 0);
    }
}

static const char *
get_hint (AtlasMeasureBar *self,
          gsize            n)
{
  const AtlasMeasureMode mode = atlas_measure_layer_get_mode (self->layer);

  if (mode == ATLAS_MEASURE_PLACE)
    return _("Click a place, or press Space for the middle of the map");
  if (n == 0)
    return _("Click the first point, or press Space for the middle of the map");
  if (atlas_measure_layer_is_finished (self->layer))
    return _("The next click begins anew");
  return _("Double click or Enter ends, Backspace takes a point back");
}

static void
update (AtlasMeasureBar *self)
{
  g_autoptr (GArray) live = atlas_measure_layer_get_live (self->layer);
  const AtlasMeasureMode mode = atlas_measure_layer_get_mode (self->layer);
  gsize n;

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  atlas_measure_layer_get_points (self->layer, &n);
  gtk_stack_set_visible_child_name (GTK_STACK (self->result), mode == ATLAS_MEASURE_PLACE ? "place" : "figure");
  if (mode == ATLAS_MEASURE_DISTANCE)
    say_distance (self, live);
  else if (mode == ATLAS_MEASURE_AREA)
    say_area (self, live);
  else
    say_place (self, live);
  gtk_label_set_text (self->hint_label, get_hint (self, n));
  gtk_widget_set_sensitive (self->undo_button, n > 0);
  gtk_widget_set_sensitive (self->copy_button, mode == ATLAS_MEASURE_DISTANCE ? n > 1 : mode == ATLAS_MEASURE_AREA ? n > 2 : n > 0);
}

/* Units. */

static void
fill_units (AtlasMeasureBar *self)
{
  const gboolean area = atlas_measure_layer_get_mode (self->layer) == ATLAS_MEASURE_AREA;
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  for (guint i = 0; i < (area ? ATLAS_N_AREA_UNITS : ATLAS_N_LENGTH_UNITS); i++)
    gtk_string_list_append (model, area ? atlas_area_unit_get_title (i) : atlas_length_unit_get_title (i));
  self->updating = TRUE;
  gtk_drop_down_set_model (self->unit, G_LIST_MODEL (model));
  gtk_drop_down_set_selected (self->unit, area ? (guint) area_unit (self) : (guint) length_unit (self));
  self->updating = FALSE;
}

static void
on_unit_chosen (AtlasMeasureBar *self)
{
  const guint unit = gtk_drop_down_get_selected (self->unit);

  if (self->updating || unit == GTK_INVALID_LIST_POSITION)
    return;
  if (atlas_measure_layer_get_mode (self->layer) == ATLAS_MEASURE_AREA)
    atlas_prefs_set_string (self->prefs, "measure-area-unit", atlas_area_unit_get_id (unit));
  else
    atlas_prefs_set_string (self->prefs, "measure-length-unit", atlas_length_unit_get_id (unit));
  atlas_measure_layer_set_unit (self->layer, length_unit (self));
}

/* What a person does. */

static void
finish (AtlasMeasureBar *self)
{
  const double *points;
  gsize n;

  atlas_measure_layer_finish (self->layer);
  points = atlas_measure_layer_get_points (self->layer, &n);
  if (atlas_measure_layer_get_mode (self->layer) != ATLAS_MEASURE_AREA || n < 3)
    return;
  g_clear_pointer (&self->shape, g_array_unref);
  self->shape = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_vals (self->shape, points, (guint) (2 * n));
  g_signal_emit (self, signals[SHAPE], 0);
}

static gboolean
on_map_clicked (AtlasMeasureBar *self,
                double           lon,
                double           lat,
                int              n)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return FALSE;
  atlas_measure_layer_set_aim (self->layer, FALSE);
  if (n == 1)
    atlas_measure_layer_add (self->layer, lon, lat);
  else if (n == 2)
    finish (self);
  return TRUE;
}

static void
on_pointer_moved (AtlasMeasureBar *self,
                  double           lon,
                  double           lat)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  if (!isnan (lon))
    atlas_measure_layer_set_aim (self->layer, FALSE);
  atlas_measure_layer_set_pointer (self->layer, lon, lat);
}

static void
add_middle (AtlasMeasureBar *self)
{
  AtlasView view;

  atlas_map_view_get_view (self->map, &view);
  atlas_measure_layer_set_aim (self->layer, TRUE);
  atlas_measure_layer_add (self->layer, view.lon, view.lat);
}

static void
undo (AtlasMeasureBar *self)
{
  atlas_measure_layer_undo (self->layer);
}

static void
leave (AtlasMeasureBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
}

/* Keys that hold on the map and in the bar. */
static gboolean
on_any_key (AtlasMeasureBar *self,
            guint            key,
            guint            code,
            GdkModifierType  state)
{
  const GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return GDK_EVENT_PROPAGATE;
  if ((key == GDK_KEY_BackSpace && held == 0) || ((key == GDK_KEY_z || key == GDK_KEY_Z) && held == GDK_CONTROL_MASK))
    undo (self);
  else if (key == GDK_KEY_Escape && held == 0)
    leave (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
on_map_key (AtlasMeasureBar *self,
            guint            key,
            guint            code,
            GdkModifierType  state)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return on_any_key (self, key, code, state);
  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (atlas_measure_layer_get_mode (self->layer) == ATLAS_MEASURE_PLACE)
        add_middle (self);
      else
        finish (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
      add_middle (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      /* Whoever moves the map with keys means its middle. */
      atlas_measure_layer_set_aim (self->layer, TRUE);
      return GDK_EVENT_PROPAGATE;
    default:
      return on_any_key (self, key, code, state);
    }
}

static void
copy_text (AtlasMeasureBar *self,
           const char      *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  g_signal_emit (self, signals[MESSAGE], 0, _("The result is copied"));
}

/* The figure, then each vertex on a line with what leads to it. */
static char *
describe (AtlasMeasureBar *self)
{
  const AtlasMeasureMode mode = atlas_measure_layer_get_mode (self->layer);
  GString *text = g_string_new (NULL);
  g_autofree char *figure = NULL;
  const double *points;
  gsize n;

  points = atlas_measure_layer_get_points (self->layer, &n);
  if (mode == ATLAS_MEASURE_PLACE)
    {
      for (guint i = 0; n > 0 && i < N_PLACE_LINES; i++)
        g_string_append_printf (text, "%s\n", gtk_label_get_text (self->place_labels[i]));
      return g_string_free (text, FALSE);
    }
  figure = mode == ATLAS_MEASURE_AREA ? atlas_measure_format_area (atlas_geodesic_ring_area (points, n), area_unit (self))
                                      : atlas_measure_format_length (atlas_geodesic_length (points, n), length_unit (self));
  g_string_append_printf (text, mode == ATLAS_MEASURE_AREA ? _("Area: %s") : _("Length: %s"), figure);
  g_string_append_c (text, '\n');
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *place = atlas_text_place_plain (points[2 * i], points[2 * i + 1]);
      const double *before = i > 0 ? points + 2 * i - 2 : mode == ATLAS_MEASURE_AREA ? points + 2 * n - 2 : NULL;

      g_string_append_printf (text, "%s", place);
      if (before != NULL)
        {
          g_autofree char *length = atlas_measure_format_length (atlas_geodesic_distance (before[0], before[1], points[2 * i], points[2 * i + 1]),
                                                                 length_unit (self));
          g_autofree char *bearing = atlas_measure_format_bearing (atlas_measure_bearing (before[0], before[1], points[2 * i], points[2 * i + 1]));

          g_string_append_printf (text, "\t%s\t%s", length, bearing);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
on_copy (AtlasMeasureBar *self)
{
  g_autofree char *text = describe (self);

  copy_text (self, text);
}

static void
on_copy_line (AtlasMeasureBar *self,
              GtkWidget       *button)
{
  for (guint i = 0; i < N_PLACE_LINES; i++)
    if (button == self->place_buttons[i])
      copy_text (self, gtk_label_get_text (self->place_labels[i]));
}

static void
on_mode_toggled (AtlasMeasureBar *self,
                 GtkToggleButton *button)
{
  if (self->updating || !gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->modes); i++)
    if (self->modes[i] == GTK_WIDGET (button))
      atlas_measure_layer_set_mode (self->layer, (AtlasMeasureMode) i);
  fill_units (self);
  update (self);
}

static void
on_visible (AtlasMeasureBar *self)
{
  const gboolean visible = gtk_widget_get_visible (GTK_WIDGET (self));

  atlas_map_view_set_crosshair (self->map, visible);
  gtk_widget_set_visible (GTK_WIDGET (self->layer), visible);
  atlas_measure_layer_set_aim (self->layer, FALSE);
  atlas_measure_layer_set_pointer (self->layer, NAN, NAN);
  atlas_measure_layer_clear (self->layer);
  if (!visible)
    return;
  atlas_measure_layer_set_unit (self->layer, length_unit (self));
  fill_units (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
}

/* Widgets. */

static GtkWidget *
add_button (AtlasMeasureBar *self,
            GtkWidget       *box,
            const char      *icon,
            const char      *name,
            const char      *tip,
            GCallback        clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
build_head (AtlasMeasureBar *self)
{
  static const char *const titles[] = { N_("Distance"), N_("Area"), N_("Coordinates") };
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2), *linked = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *gap;

  gtk_widget_add_css_class (linked, "linked");
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      self->modes[i] = gtk_toggle_button_new_with_label (_(titles[i]));
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->modes[i]), GTK_TOGGLE_BUTTON (self->modes[0]));
      g_signal_connect_swapped (self->modes[i], "toggled", G_CALLBACK (on_mode_toggled), self);
      gtk_box_append (GTK_BOX (linked), self->modes[i]);
    }
  gtk_box_append (GTK_BOX (head), linked);
  gap = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_hexpand (gap, TRUE);
  gtk_box_append (GTK_BOX (head), gap);
  self->undo_button = add_button (self, head, "edit-undo-symbolic", _("Take the last point back"),
                                  _("Take the last point back (Backspace)"), G_CALLBACK (undo));
  self->copy_button = add_button (self, head, "edit-copy-symbolic", _("Copy the result"), _("Copy the result"), G_CALLBACK (on_copy));
  add_button (self, head, "window-close-symbolic", _("Stop measuring"), _("Stop measuring (Esc)"), G_CALLBACK (leave));
  return head;
}

static GtkLabel *
add_label (GtkWidget  *box,
           const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
build_figure (AtlasMeasureBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->total_label = add_label (line, "measure-total");
  gtk_widget_set_hexpand (GTK_WIDGET (self->total_label), TRUE);
  gtk_label_set_wrap (self->total_label, FALSE);
  self->unit = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->unit), "measure-unit");
  gtk_widget_set_valign (GTK_WIDGET (self->unit), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->unit), _("Unit"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->unit), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Unit"), -1);
  g_signal_connect_swapped (self->unit, "notify::selected", G_CALLBACK (on_unit_chosen), self);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->unit));
  gtk_box_append (GTK_BOX (box), line);
  self->detail_label = add_label (box, "caption");
  return box;
}

static GtkWidget *
build_place (AtlasMeasureBar *self)
{
  /* Translators: X and Y of Chinese surveyors: X is the northing */
  static const char *const titles[N_PLACE_LINES] = { N_("Degrees"), N_("° ′ ″"), N_("CGCS2000, zone"), N_("CGCS2000") };
  static const char *const tips[N_PLACE_LINES] = {
    N_("Longitude, latitude: decimal degrees"),
    N_("Degrees, minutes, seconds"),
    N_("Gauss–Krüger, 3° zones: X northing, Y easting with the number of the zone before it, metres"),
    N_("Gauss–Krüger, 3° zones: X northing, Y easting without the number of the zone, metres"),
  };
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  for (int i = 0; i < N_PLACE_LINES; i++)
    {
      GtkWidget *title = gtk_label_new (_(titles[i])), *value = gtk_label_new (NULL), *button;
      g_autofree char *name = g_strdup_printf (_("Copy: %s"), _(titles[i]));

      gtk_label_set_xalign (GTK_LABEL (title), 0);
      gtk_widget_add_css_class (title, "caption");
      gtk_widget_add_css_class (title, "dim-label");
      gtk_widget_set_tooltip_text (title, _(tips[i]));
      gtk_label_set_xalign (GTK_LABEL (value), 0);
      gtk_label_set_selectable (GTK_LABEL (value), TRUE);
      gtk_widget_set_can_focus (value, FALSE);
      gtk_widget_set_hexpand (value, TRUE);
      gtk_widget_add_css_class (value, "numeric");
      gtk_widget_set_tooltip_text (value, _(tips[i]));
      gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, title, NULL, -1);
      button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "row-button");
      gtk_widget_set_tooltip_text (button, name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_copy_line), self);
      gtk_grid_attach (GTK_GRID (grid), title, 0, i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), value, 1, i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), button, 2, i, 1, 1);
      self->place_labels[i] = GTK_LABEL (value);
      self->place_buttons[i] = button;
    }
  return grid;
}

static void
atlas_measure_bar_dispose (GObject *object)
{
  AtlasMeasureBar *self = ATLAS_MEASURE_BAR (object);

  g_clear_object (&self->prefs);
  g_clear_pointer (&self->shape, g_array_unref);
  G_OBJECT_CLASS (atlas_measure_bar_parent_class)->dispose (object);
}

static void
atlas_measure_bar_class_init (AtlasMeasureBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_measure_bar_dispose;
  signals[MESSAGE] = g_signal_new ("message", ATLAS_TYPE_MEASURE_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SHAPE] = g_signal_new ("shape", ATLAS_TYPE_MEASURE_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
atlas_measure_bar_init (AtlasMeasureBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_box_append (GTK_BOX (box), build_head (self));
  self->result = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->result), FALSE);
  gtk_stack_add_named (GTK_STACK (self->result), build_figure (self), "figure");
  gtk_stack_add_named (GTK_STACK (self->result), build_place (self), "place");
  gtk_box_append (GTK_BOX (box), self->result);
  self->hint_label = add_label (box, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->hint_label), "dim-label");
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "measure-bar");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Measure"), -1);
}

static void
follow_map (AtlasMeasureBar *self)
{
  GtkEventController *map_keys = gtk_event_controller_key_new (), *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (self->map, "clicked", G_CALLBACK (on_map_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "pointer-moved", G_CALLBACK (on_pointer_moved), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (map_keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (map_keys, "key-pressed", G_CALLBACK (on_map_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->map), map_keys);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_any_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
atlas_measure_bar_new (AtlasMapView *map,
                       AtlasPrefs   *prefs)
{
  AtlasMeasureBar *self = g_object_new (ATLAS_TYPE_MEASURE_BAR, NULL);

  self->map = map;
  self->prefs = g_object_ref (prefs);
  self->layer = atlas_measure_layer_new (map);
  gtk_widget_set_visible (GTK_WIDGET (self->layer), FALSE);
  self->updating = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->modes[0]), TRUE);
  self->updating = FALSE;
  fill_units (self);
  follow_map (self);
  g_signal_connect_object (self->layer, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::visible", G_CALLBACK (on_visible), NULL);
  return GTK_WIDGET (self);
}

void
atlas_measure_bar_begin (AtlasMeasureBar  *self,
                         AtlasMeasureMode  mode)
{
  g_return_if_fail (ATLAS_IS_MEASURE_BAR (self));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->modes[mode]), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
}

void
atlas_measure_bar_begin_at (AtlasMeasureBar *self,
                            double           lon,
                            double           lat)
{
  g_return_if_fail (ATLAS_IS_MEASURE_BAR (self));
  atlas_measure_bar_begin (self, ATLAS_MEASURE_DISTANCE);
  atlas_measure_layer_clear (self->layer);
  atlas_measure_layer_add (self->layer, lon, lat);
}

const double *
atlas_measure_bar_get_shape (AtlasMeasureBar *self,
                             gsize           *n)
{
  g_return_val_if_fail (ATLAS_IS_MEASURE_BAR (self), NULL);
  *n = self->shape != NULL ? self->shape->len / 2 : 0;
  return self->shape != NULL ? vertices (self->shape) : NULL;
}
