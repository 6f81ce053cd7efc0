/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking what many pages are to be made of: the features of a layer, a segment of the road, the days of the journey.  Then they are
 * exported as one page is (atlas-layout-window-export.c).  Main thread. */

#include "ui/atlas-layout-window-private.h"

#include <glib/gi18n-lib.h>

#include "project/atlas-trip.h"

/** The dialog, which owns it. */
typedef struct
{
  AtlasLayoutWindow *window;
  GtkWindow         *dialog;
  AdwComboRow       *kind;
  AdwComboRow       *layer;
  AdwComboRow       *segment;
  GtkWidget         *index;
  GtkWidget         *index_row;
  GtkWidget         *accept;
  GPtrArray         *layers;     /* AtlasLayer */
  GArray            *lines;      /* (nullable): AtlasTripLine, when they have come */
  GCancellable      *stop;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *self = data;

  g_cancellable_cancel (self->stop);
  g_object_unref (self->stop);
  g_ptr_array_unref (self->layers);
  g_clear_pointer (&self->lines, g_array_unref);
  g_free (self);
}

static void
add_layer (Asking     *self,
           AtlasLayer *layer)
{
  AtlasTable *table = atlas_layer_get_table (layer);

  if (table != NULL && atlas_table_get_n_shown (table) > 0)
    g_ptr_array_add (self->layers, g_object_ref (layer));
}

/* The person's layers first, the ground's after them: counties make a good atlas. */
static void
find_layers (Asking *self)
{
  AtlasProject *project = self->window->project;

  self->layers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (project)); i > 0; i--)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (project), i - 1);

      add_layer (self, layer);
    }
  for (guint i = 0; i < atlas_project_get_n_ground (project); i++)
    if (g_str_equal (atlas_layer_get_id (atlas_project_get_ground (project, i)), "counties"))
      add_layer (self, atlas_project_get_ground (project, i));
}

static void
update (Asking *self)
{
  const guint kind = adw_combo_row_get_selected (self->kind);

  gtk_widget_set_visible (GTK_WIDGET (self->layer), kind == ATLAS_LAYOUT_SERIES_FEATURES);
  gtk_widget_set_visible (GTK_WIDGET (self->segment), kind == ATLAS_LAYOUT_SERIES_ROAD);
  gtk_widget_set_visible (self->index_row, kind != ATLAS_LAYOUT_SERIES_JOURNEY);
  gtk_widget_set_sensitive (self->accept, (kind == ATLAS_LAYOUT_SERIES_FEATURES && self->layers->len > 0)
                                            || (kind == ATLAS_LAYOUT_SERIES_ROAD && self->lines != NULL && self->lines->len > 0)
                                            || kind == ATLAS_LAYOUT_SERIES_JOURNEY);
}

static void
on_lines (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GtkWindow) dialog = user_data;
  g_autoptr (GError) error = NULL;
  GArray *lines = atlas_trip_list_lines_finish (result, &error);
  g_autoptr (GtkStringList) names = NULL;
  Asking *self;

  /* A dialog that was closed has cancelled this. */
  if (lines == NULL)
    return;
  self = g_object_get_data (G_OBJECT (dialog), "asking");
  self->lines = lines;
  names = gtk_string_list_new (NULL);
  for (guint i = 0; i < lines->len; i++)
    gtk_string_list_append (names, g_array_index (lines, AtlasTripLine, i).name);
  adw_combo_row_set_model (self->segment, G_LIST_MODEL (names));
  update (self);
}

static void
on_accept (Asking *self)
{
  AtlasLayoutWindow *window = self->window;
  AtlasLayoutSeries *series = NULL;

  switch (adw_combo_row_get_selected (self->kind))
    {
    case ATLAS_LAYOUT_SERIES_FEATURES:
      series = atlas_layout_series_new_features (window->project, g_ptr_array_index (self->layers, adw_combo_row_get_selected (self->layer)));
      break;
    case ATLAS_LAYOUT_SERIES_ROAD:
      {
        const AtlasTripLine *line = &g_array_index (self->lines, AtlasTripLine, adw_combo_row_get_selected (self->segment));

        series = atlas_layout_series_new_road (window->project, line->find, line->name);
      }
      break;
    default:
      series = atlas_layout_series_new_journey (window->project);
    }
  if (series != NULL)
    atlas_layout_series_set_index (series, gtk_switch_get_active (GTK_SWITCH (self->index)));
  gtk_window_destroy (self->dialog);
  if (series == NULL)
    _atlas_layout_window_say (window, _("The project has no journey with stops: tick some in the road panel first."));
  else
    _atlas_layout_window_export_series (window, series);
}

static AdwComboRow *
add_combo (AdwPreferencesGroup *group,
           const char          *title,
           GListModel          *names)
{
  AdwComboRow *row = ADW_COMBO_ROW (adw_combo_row_new ());

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (names != NULL)
    adw_combo_row_set_model (row, names);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  return row;
}

static GtkWidget *
make_rows (Asking *self)
{
  const char *const kinds[] = { _("A page for each feature"), _("Along the road"), _("Road book of the journey"), NULL };
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL), choices = gtk_string_list_new (kinds);

  for (guint i = 0; i < self->layers->len; i++)
    gtk_string_list_append (names, atlas_layer_get_title (g_ptr_array_index (self->layers, i)));
  self->kind = add_combo (group, _("Pages"), G_LIST_MODEL (choices));
  self->layer = add_combo (group, _("Layer"), G_LIST_MODEL (names));
  self->segment = add_combo (group, _("Segment"), NULL);
  self->index_row = adw_action_row_new ();
  self->index = gtk_switch_new ();
  gtk_widget_set_valign (self->index, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (self->index), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->index_row), _("Index of Pages in Front"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->index_row), self->index);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->index_row), self->index);
  adw_preferences_group_add (group, self->index_row);
  gtk_widget_set_margin_start (GTK_WIDGET (group), 18);
  gtk_widget_set_margin_end (GTK_WIDGET (group), 18);
  gtk_widget_set_margin_top (GTK_WIDGET (group), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (group), 18);
  return GTK_WIDGET (group);
}

static void
series_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  AtlasLayoutWindow *window = ATLAS_LAYOUT_WINDOW (widget);
  GtkWidget *dialog = adw_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_("_Cancel"));
  GtkEventController *keys;
  Asking *self;

  if (window->chooser != NULL || window->work != NULL)
    {
      gtk_window_destroy (GTK_WINDOW (dialog));
      return;
    }
  keys = gtk_shortcut_controller_new ();
  self = g_new0 (Asking, 1);
  self->window = window;
  self->dialog = GTK_WINDOW (dialog);
  self->stop = g_cancellable_new ();
  g_object_set_data_full (G_OBJECT (dialog), "asking", self, asking_free);
  find_layers (self);
  self->accept = gtk_button_new_with_mnemonic (_("_Export…"));
  gtk_widget_add_css_class (self->accept, "suggested-action");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->accept);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), make_rows (self));
  adw_window_set_content (ADW_WINDOW (dialog), box);
  gtk_window_set_title (GTK_WINDOW (dialog), _("Many Pages"));
  gtk_window_set_default_size (GTK_WINDOW (dialog), 480, -1);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (window));
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_set_default_widget (GTK_WINDOW (dialog), self->accept);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (dialog, keys);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_destroy), dialog);
  g_signal_connect_swapped (self->accept, "clicked", G_CALLBACK (on_accept), self);
  g_signal_connect_swapped (self->kind, "notify::selected", G_CALLBACK (update), self);
  update (self);
  atlas_trip_list_lines_async (self->stop, on_lines, g_object_ref (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
_atlas_layout_window_class_init_series (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "layout.export-series", NULL, series_action);
}
