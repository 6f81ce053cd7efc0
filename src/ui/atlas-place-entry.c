/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasPlaceEntry: an entry, and a popover with a list that never takes the keyboard.  Each change stops the search before it and
 * starts another on a worker.  Main thread. */

#include "ui/atlas-place-entry.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "data/atlas-locale.h"
#include "project/atlas-trip.h"
#include "ui/atlas-text.h"

#define MOST 6

struct _AtlasPlaceEntry
{
  GtkWidget     parent_instance;
  GtkWidget    *entry;
  GtkWidget    *popover;
  GtkListBox   *list;
  GArray       *places;        /* (nullable): AtlasPlace, beside the rows */
  GCancellable *cancellable;   /* (nullable): of the search under way */
  double        lon;           /* of the chosen place; NaN: typed */
  double        lat;
  gboolean      setting;       /* the text is ours, not typed */
};

G_DEFINE_FINAL_TYPE (AtlasPlaceEntry, atlas_place_entry, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  ENTERED,
  LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_name (const AtlasPlace *place)
{
  return !atlas_locale_is_chinese () && place->name_en != NULL ? place->name_en : place->name;
}

static void
stop (AtlasPlaceEntry *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
close_list (AtlasPlaceEntry *self)
{
  stop (self);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
take (AtlasPlaceEntry *self,
      guint            index)
{
  const AtlasPlace place = g_array_index (self->places, AtlasPlace, index);

  atlas_place_entry_set (self, get_name (&place), place.lon, place.lat);
  close_list (self);
  g_signal_emit (self, signals[ENTERED], 0);
}

static void
on_row_activated (AtlasPlaceEntry *self,
                  GtkListBoxRow   *row)
{
  take (self, (guint) gtk_list_box_row_get_index (row));
}

static GtkWidget *
new_row (const AtlasPlace *place)
{
  g_autofree char *name = atlas_text_show (get_name (place), -1, TRUE);
  g_autofree char *county = atlas_text_show (atlas_locale_is_chinese () ? place->county : NULL, -1, TRUE);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = gtk_label_new (NULL), *more = gtk_label_new (NULL);

  gtk_label_set_text (GTK_LABEL (title), name);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_text (GTK_LABEL (more), g_strcmp0 (county, name) != 0 ? county : "");
  gtk_widget_add_css_class (more, "search-note");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), more);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_add_css_class (row, "place-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
on_suggested (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (AtlasPlaceEntry) self = data;
  GArray *places = atlas_trip_suggest_finish (result, NULL);
  GtkListBoxRow *row;

  if (places == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_clear_pointer (&places, g_array_unref);
      return;
    }
  g_clear_object (&self->cancellable);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_pointer (&self->places, g_array_unref);
  self->places = places;
  for (guint i = 0; i < places->len; i++)
    gtk_list_box_append (self->list, new_row (&g_array_index (places, AtlasPlace, i)));
  gtk_widget_set_size_request (GTK_WIDGET (self->list), gtk_widget_get_width (self->entry), -1);
  if (places->len > 0)
    gtk_popover_popup (GTK_POPOVER (self->popover));
  else
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
on_changed (AtlasPlaceEntry *self)
{
  const char *text = atlas_place_entry_get_text (self);

  if (self->setting)
    return;
  self->lon = self->lat = NAN;
  gtk_widget_remove_css_class (self->entry, "error");
  stop (self);
  if (*text == '\0')
    close_list (self);
  else
    {
      self->cancellable = g_cancellable_new ();
      atlas_trip_suggest_async (text, MOST, self->cancellable, on_suggested, g_object_ref (self));
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_activate (AtlasPlaceEntry *self)
{
  GtkListBoxRow *row = gtk_widget_get_visible (self->popover) ? gtk_list_box_get_selected_row (self->list) : NULL;

  if (row != NULL)
    {
      take (self, (guint) gtk_list_box_row_get_index (row));
      return;
    }
  close_list (self);
  g_signal_emit (self, signals[ENTERED], 0);
}

static void
choose (AtlasPlaceEntry *self,
        int              steps)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  const int n = self->places != NULL ? (int) self->places->len : 0;
  const int index = row != NULL ? gtk_list_box_row_get_index (row) + steps : steps > 0 ? 0 : n - 1;

  if (n == 0)
    return;
  gtk_popover_popup (GTK_POPOVER (self->popover));
  row = gtk_list_box_get_row_at_index (self->list, CLAMP (index, 0, n - 1));
  gtk_list_box_select_row (self->list, row);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
}

static gboolean
on_key (AtlasPlaceEntry *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      choose (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      choose (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (!gtk_widget_get_visible (self->popover))
        return GDK_EVENT_PROPAGATE;
      close_list (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_leave (AtlasPlaceEntry *self)
{
  close_list (self);
  g_signal_emit (self, signals[LEFT], 0);
}

static gboolean
atlas_place_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (ATLAS_PLACE_ENTRY (widget)->entry);
}

static void
atlas_place_entry_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  AtlasPlaceEntry *self = ATLAS_PLACE_ENTRY (widget);

  gtk_widget_size_allocate (self->entry, &(GtkAllocation){ 0, 0, width, height }, baseline);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
atlas_place_entry_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  gtk_widget_measure (ATLAS_PLACE_ENTRY (widget)->entry, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
}

static void
atlas_place_entry_dispose (GObject *object)
{
  AtlasPlaceEntry *self = ATLAS_PLACE_ENTRY (object);

  stop (self);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_pointer (&self->places, g_array_unref);
  G_OBJECT_CLASS (atlas_place_entry_parent_class)->dispose (object);
}

static void
atlas_place_entry_class_init (AtlasPlaceEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_place_entry_dispose;
  widget_class->measure = atlas_place_entry_measure;
  widget_class->size_allocate = atlas_place_entry_size_allocate;
  widget_class->grab_focus = atlas_place_entry_grab_focus;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENTERED] = g_signal_new ("entered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
atlas_place_entry_init (AtlasPlaceEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();

  self->lon = self->lat = NAN;
  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 6);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_activate), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (self->entry, focus);
  self->popover = gtk_popover_new ();
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_add_css_class (self->popover, "search-list");
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_activate_on_single_click (self->list, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Places that may be meant"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_popover_set_child (GTK_POPOVER (self->popover), GTK_WIDGET (self->list));
}

GtkWidget *
atlas_place_entry_new (const char *label,
                       const char *hint,
                       const char *icon)
{
  AtlasPlaceEntry *self = g_object_new (ATLAS_TYPE_PLACE_ENTRY, NULL);

  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), hint);
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_PRIMARY, icon);
  gtk_entry_set_icon_activatable (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_PRIMARY, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}

const char *
atlas_place_entry_get_text (AtlasPlaceEntry *self)
{
  g_return_val_if_fail (ATLAS_IS_PLACE_ENTRY (self), "");
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
atlas_place_entry_get_place (AtlasPlaceEntry *self,
                             double          *lon,
                             double          *lat)
{
  g_return_if_fail (ATLAS_IS_PLACE_ENTRY (self));
  *lon = self->lon;
  *lat = self->lat;
}

void
atlas_place_entry_set (AtlasPlaceEntry *self,
                       const char      *text,
                       double           lon,
                       double           lat)
{
  g_return_if_fail (ATLAS_IS_PLACE_ENTRY (self));
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->setting = FALSE;
  self->lon = lon;
  self->lat = lat;
  gtk_widget_remove_css_class (self->entry, "error");
  g_signal_emit (self, signals[CHANGED], 0);
}

void
atlas_place_entry_set_wrong (AtlasPlaceEntry *self,
                             gboolean         wrong)
{
  g_return_if_fail (ATLAS_IS_PLACE_ENTRY (self));
  if (wrong)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
}
