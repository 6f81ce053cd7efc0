/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasRoadPanel: the line is chosen and the question asked here; what to look for, the list and the journey are in files of
 * their own (atlas-road-panel-filter.c, -list.c, -journey.c).  Main thread. */

#include "ui/atlas-road-panel-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "data/atlas-filter.h"
#include "route/atlas-route-error.h"
#include "route/atlas-route-names.h"
#include "ui/atlas-text.h"

/* How long one may go on changing things before the list follows, milliseconds. */
#define PATIENCE 250

G_DEFINE_FINAL_TYPE (AtlasRoadPanel, atlas_road_panel, ADW_TYPE_BIN)

enum
{
  CLOSE,
  MESSAGE,
  TOLD,
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
_atlas_road_panel_say (AtlasRoadPanel *self,
                       const char     *text)
{
  g_signal_emit (self, signals[MESSAGE], 0, text);
}

void
_atlas_road_panel_changed (AtlasRoadPanel *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static AtlasPlaceEntry *
get_place_entry (AtlasRoadPanel *self,
                 guint           index)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->places_box));

  while (row != NULL && index-- > 0)
    row = gtk_widget_get_next_sibling (row);
  return row != NULL ? ATLAS_PLACE_ENTRY (gtk_widget_get_first_child (row)) : NULL;
}

static guint
get_n_places (AtlasRoadPanel *self)
{
  guint n = 0;

  while (get_place_entry (self, n) != NULL)
    n++;
  return n;
}

/* -- asking ------------------------------------------------------------------------------------------------------ */

static AtlasTripWay
get_way (AtlasRoadPanel *self)
{
  if (gtk_toggle_button_get_active (self->feature_toggle))
    return ATLAS_TRIP_FEATURE;
  return gtk_toggle_button_get_active (self->segment_toggle) ? ATLAS_TRIP_SEGMENT : ATLAS_TRIP_BETWEEN;
}

static gboolean
set_places (AtlasRoadPanel *self,
            AtlasTripQuery *query)
{
  for (guint i = 0, n = get_n_places (self); i < n; i++)
    {
      AtlasPlaceEntry *entry = get_place_entry (self, i);
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

/* What is asked.  Returns: (nullable): %NULL while it is not said in full. */
static AtlasTripQuery *
make_query (AtlasRoadPanel *self)
{
  g_autoptr (AtlasTripQuery) query = atlas_trip_query_new ();
  const guint selected = gtk_drop_down_get_selected (self->segment);
  AtlasTable *table;

  query->way = get_way (self);
  query->within = gtk_spin_button_get_value (self->within) * 1000;
  query->reverse = gtk_toggle_button_get_active (self->reverse);
  switch (query->way)
    {
    case ATLAS_TRIP_BETWEEN:
      if (!set_places (self, query))
        return NULL;
      break;
    case ATLAS_TRIP_SEGMENT:
      if (self->lines == NULL || selected >= self->lines->len)
        return NULL;
      query->segment = g_strdup (g_array_index (self->lines, AtlasTripLine, selected).find);
      query->title = g_strdup (g_array_index (self->lines, AtlasTripLine, selected).name);
      query->from = g_strstrip (g_strdup (atlas_place_entry_get_text (ATLAS_PLACE_ENTRY (self->part[0]))));
      query->to = g_strstrip (g_strdup (atlas_place_entry_get_text (ATLAS_PLACE_ENTRY (self->part[1]))));
      break;
    case ATLAS_TRIP_FEATURE:
    default:
      table = self->feature_layer != NULL ? atlas_layer_get_table (self->feature_layer) : NULL;
      if (table == NULL || self->feature >= atlas_table_get_n_features (table))
        return NULL;
      query->table = atlas_table_ref (table);
      query->feature = self->feature;
      query->title = g_strdup (gtk_label_get_text (self->feature_label));
      break;
    }
  return g_steal_pointer (&query);
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (AtlasRoadPanel) self = data;
  AtlasTrip *trip = atlas_trip_new_finish (result, NULL);

  /* The answer to a question that was overtaken is of no use. */
  if (trip == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_clear_pointer (&trip, atlas_trip_free);
      return;
    }
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  self->layers = g_steal_pointer (&self->asked_layers);
  _atlas_road_panel_show_trip (self, trip);
}

static void
cancel (AtlasRoadPanel *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
}

static void
ask (AtlasRoadPanel *self)
{
  AtlasTripQuery *query = make_query (self);

  cancel (self);
  if (query == NULL)
    return;
  self->stale = FALSE;
  if (!_atlas_road_panel_add_layers (self, query))
    {
      atlas_trip_query_free (query);
      gtk_label_set_text (self->summary, _("There is no layer to look in. Tick one under “Filter”."));
      return;
    }
  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  atlas_trip_new_async (query, self->cancellable, on_answered, g_object_ref (self));
}

static gboolean
on_timer (gpointer data)
{
  AtlasRoadPanel *self = data;

  self->timer = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

void
_atlas_road_panel_ask (AtlasRoadPanel *self,
                       gboolean        now,
                       gboolean        zoom)
{
  self->zoom = self->zoom || zoom;
  _atlas_road_panel_changed (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (now)
    ask (self);
  else
    self->timer = g_timeout_add (PATIENCE, on_timer, self);
}

/* -- places ------------------------------------------------------------------------------------------------------ */

static void
on_place_changed (AtlasRoadPanel *self)
{
  self->stale = TRUE;
  _atlas_road_panel_changed (self);
}

/* Return: on to what is not filled in yet, else the list. */
static void
on_place_entered (AtlasRoadPanel *self)
{
  for (guint i = 0, n = get_n_places (self); i < n && get_way (self) == ATLAS_TRIP_BETWEEN; i++)
    if (*atlas_place_entry_get_text (get_place_entry (self, i)) == '\0' && (i == 0 || i + 1 == n))
      {
        gtk_widget_grab_focus (GTK_WIDGET (get_place_entry (self, i)));
        return;
      }
  self->focus_list = TRUE;
  _atlas_road_panel_ask (self, TRUE, TRUE);
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
  gtk_box_remove (self->places_box, gtk_widget_get_parent (button));
  gtk_widget_grab_focus (GTK_WIDGET (get_place_entry (self, 0)));
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
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2), *entry = atlas_place_entry_new (label, hint, icon);

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
  return row;
}

void
_atlas_road_panel_add_via (AtlasRoadPanel *self)
{
  GtkWidget *last = gtk_widget_get_last_child (GTK_WIDGET (self->places_box));

  add_place (self, gtk_widget_get_prev_sibling (last), _("By way of"), _("By way of"), "view-more-symbolic", TRUE);
}

static void
on_via_clicked (AtlasRoadPanel *self)
{
  _atlas_road_panel_add_via (self);
  gtk_widget_grab_focus (GTK_WIDGET (get_place_entry (self, get_n_places (self) - 2)));
}

AtlasTripWay
_atlas_road_panel_get_way (AtlasRoadPanel *self)
{
  return get_way (self);
}

AtlasPlaceEntry *
_atlas_road_panel_get_place (AtlasRoadPanel *self,
                             guint           index)
{
  return get_place_entry (self, index);
}

guint
_atlas_road_panel_get_n_places (AtlasRoadPanel *self)
{
  return get_n_places (self);
}

/* All places in the other order. */
static void
on_swap_clicked (AtlasRoadPanel *self)
{
  for (guint i = 0, n = get_n_places (self); i < n / 2; i++)
    {
      AtlasPlaceEntry *one = get_place_entry (self, i), *other = get_place_entry (self, n - 1 - i);
      g_autofree char *text = g_strdup (atlas_place_entry_get_text (one));
      double lon, lat, other_lon, other_lat;

      atlas_place_entry_get_place (one, &lon, &lat);
      atlas_place_entry_get_place (other, &other_lon, &other_lat);
      atlas_place_entry_set (one, atlas_place_entry_get_text (other), other_lon, other_lat);
      atlas_place_entry_set (other, text, lon, lat);
    }
  _atlas_road_panel_ask (self, TRUE, FALSE);
}

/* -- sections ---------------------------------------------------------------------------------------------------- */

static void
on_lines (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AtlasRoadPanel) self = data;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GError) error = NULL;
  GArray *lines = atlas_trip_list_lines_finish (result, &error);

  if (lines == NULL)
    {
      if (!g_cancellable_is_cancelled (self->stop))
        gtk_label_set_text (self->summary, error->message);
      return;
    }
  g_clear_pointer (&self->lines, g_array_unref);
  for (guint i = 0; i < lines->len; i++)
    {
      const AtlasTripLine *line = &g_array_index (lines, AtlasTripLine, i);
      g_autofree char *name = atlas_text_show (line->name, -1, TRUE), *km = atlas_road_text_km (line->length);
      g_autofree char *text = g_strdup_printf ("%s · %s", name, km);

      gtk_string_list_append (names, text);
    }
  gtk_drop_down_set_model (self->segment, G_LIST_MODEL (names));
  self->lines = lines;
  _atlas_road_panel_take_segment (self);
}

static void
on_segment_selected (AtlasRoadPanel *self)
{
  if (self->lines != NULL && get_way (self) == ATLAS_TRIP_SEGMENT)
    _atlas_road_panel_ask (self, FALSE, TRUE);
}

static void
on_way_toggled (AtlasRoadPanel  *self,
                GtkToggleButton *button)
{
  static const char *const pages[] = { "between", "segment", "feature" };

  if (!gtk_toggle_button_get_active (button))
    return;
  gtk_stack_set_visible_child_name (self->ways, pages[get_way (self)]);
  _atlas_road_panel_ask (self, FALSE, TRUE);
}

static void
on_changed (AtlasRoadPanel *self)
{
  _atlas_road_panel_ask (self, FALSE, FALSE);
}

/* -- the widget -------------------------------------------------------------------------------------------------- */

static void
close_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  g_signal_emit (widget, signals[CLOSE], 0);
}

static void
atlas_road_panel_dispose (GObject *object)
{
  AtlasRoadPanel *self = ATLAS_ROAD_PANEL (object);

  if (self->stop != NULL)
    g_cancellable_cancel (self->stop);
  g_clear_object (&self->stop);
  if (self->spinner != NULL)
    cancel (self);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->format, g_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->trip, atlas_trip_free);
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  g_clear_pointer (&self->asked_layers, g_ptr_array_unref);
  g_clear_pointer (&self->pins, g_array_unref);
  g_clear_pointer (&self->stops, g_array_unref);
  g_clear_pointer (&self->itinerary, atlas_itinerary_free);
  g_clear_pointer (&self->wanted, atlas_itinerary_free);
  g_clear_pointer (&self->wanted_segment, g_free);
  g_clear_pointer (&self->plan_times, atlas_plan_free);
  g_clear_pointer (&self->lines, g_array_unref);
  g_clear_pointer (&self->looked_in, g_hash_table_unref);
  g_clear_object (&self->feature_layer);
  g_clear_object (&self->map);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (atlas_road_panel_parent_class)->dispose (object);
}

#define bind(name) gtk_widget_class_bind_template_child (widget_class, AtlasRoadPanel, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  static const char *const hidden[] = { "category_row", "category_label", "grade_row", "grade_label", "circle_row", "circle_label" };

  for (gsize i = 0; i < G_N_ELEMENTS (hidden); i++)
    gtk_widget_class_bind_template_child_full (widget_class, hidden[i], FALSE, 0);
  bind (back_button);
  bind (spinner);
  bind (between_toggle);
  bind (segment_toggle);
  bind (feature_toggle);
  bind (ways);
  bind (places_box);
  bind (swap_button);
  bind (via_button);
  bind (segment);
  bind (part_box);
  bind (feature_label);
  bind (within);
  bind (filter_toggle);
  bind (reverse);
  bind (filters);
  bind (where);
  bind (where_error);
  bind (layers_box);
  bind (summary);
  bind (note);
  bind (suggestions);
  bind (scroller);
  bind (list);
  bind (foot);
  bind (journey);
  bind (plan);
  bind (warning);
  bind (start);
  bind (speed);
  bind (hint);
  gtk_widget_class_bind_template_child_full (widget_class, "category", FALSE, G_STRUCT_OFFSET (AtlasRoadPanel, choices[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "grade", FALSE, G_STRUCT_OFFSET (AtlasRoadPanel, choices[1]));
  gtk_widget_class_bind_template_child_full (widget_class, "circle", FALSE, G_STRUCT_OFFSET (AtlasRoadPanel, choices[2]));
}

static void
atlas_road_panel_class_init (AtlasRoadPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_road_panel_dispose;
  signals[CLOSE] = g_signal_new ("close", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MESSAGE] = g_signal_new ("message", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOLD] = g_signal_new ("told", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 5, ATLAS_TYPE_LAYER,
                                G_TYPE_UINT64, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/changzhi/TaihangAtlas/ui/road-panel.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "road.close", NULL, close_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "road.close", NULL);
  _atlas_road_panel_class_init_journey (widget_class);
}

static void
atlas_road_panel_init (AtlasRoadPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->stop = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->pins = g_array_new (FALSE, FALSE, sizeof (guint));
  self->stops = g_array_new (FALSE, FALSE, sizeof (AtlasRoadStop));
  add_place (self, NULL, _("From"), _("From: a place"), "mark-location-symbolic", FALSE);
  add_place (self, gtk_widget_get_first_child (GTK_WIDGET (self->places_box)), _("To"), _("To: a place"), "emblem-ok-symbolic", FALSE);
  self->part[0] = atlas_place_entry_new (_("From"), _("K0+000 or place"), NULL);
  self->part[1] = atlas_place_entry_new (_("To"), _("end"), NULL);
  for (guint i = 0; i < 2; i++)
    {
      connect_entry (self, self->part[i]);
      gtk_box_append (self->part_box, self->part[i]);
    }
}

GtkWidget *
atlas_road_panel_new (AtlasProject *project,
                      AtlasMapView *map)
{
  AtlasRoadPanel *self = g_object_new (ATLAS_TYPE_ROAD_PANEL, NULL);
  g_autoptr (GtkExpression) string = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  self->project = g_object_ref (project);
  self->map = g_object_ref (map);
  /* What one searches by. */
  gtk_drop_down_set_expression (self->segment, string);
  _atlas_road_panel_init_filter (self);
  _atlas_road_panel_init_list (self);
  _atlas_road_panel_init_journey (self);
  g_signal_connect_object (self->between_toggle, "toggled", G_CALLBACK (on_way_toggled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->segment_toggle, "toggled", G_CALLBACK (on_way_toggled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feature_toggle, "toggled", G_CALLBACK (on_way_toggled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->swap_button, "clicked", G_CALLBACK (on_swap_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->via_button, "clicked", G_CALLBACK (on_via_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->segment, "notify::selected", G_CALLBACK (on_segment_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->within, "value-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reverse, "toggled", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  gtk_label_set_text (self->summary, _("Where does the journey start, and where does it lead?"));
  /* The road is read while one begins to type. */
  atlas_trip_list_lines_async (self->stop, on_lines, g_object_ref (self));
  return GTK_WIDGET (self);
}

void
atlas_road_panel_begin (AtlasRoadPanel *self)
{
  g_return_if_fail (ATLAS_IS_ROAD_PANEL (self));
  self->shown = TRUE;
  _atlas_road_panel_show_pins (self);
  if (get_way (self) == ATLAS_TRIP_BETWEEN)
    gtk_widget_grab_focus (GTK_WIDGET (get_place_entry (self, 0)));
  else if (get_way (self) == ATLAS_TRIP_SEGMENT)
    gtk_widget_grab_focus (GTK_WIDGET (self->segment));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->within));
}

void
atlas_road_panel_leave (AtlasRoadPanel *self)
{
  g_return_if_fail (ATLAS_IS_ROAD_PANEL (self));
  self->shown = FALSE;
  atlas_map_view_set_route (self->map, NULL, NULL, 0);
}

void
atlas_road_panel_follow (AtlasRoadPanel *self,
                         AtlasLayer     *layer,
                         gsize           feature)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  int field;
  const char *own = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (ATLAS_IS_ROAD_PANEL (self) && table != NULL);
  field = atlas_route_names_find_field (table);
  if (field >= 0)
    own = atlas_table_get_text (table, (guint) field, feature, NULL);
  name = atlas_text_show (own != NULL ? own : atlas_layer_get_title (layer), -1, TRUE);
  g_set_object (&self->feature_layer, layer);
  self->feature = feature;
  gtk_label_set_text (self->feature_label, name);
  gtk_widget_set_visible (GTK_WIDGET (self->feature_toggle), TRUE);
  gtk_toggle_button_set_active (self->feature_toggle, TRUE);
  self->focus_list = TRUE;
  _atlas_road_panel_ask (self, TRUE, TRUE);
}
