/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasLayerRow: one layer in the panel, or the basemap at its foot.  It shows and changes its layer; what concerns the
 * order of layers or the map it leaves to the panel by signals.  Main thread. */

#include "ui/atlas-layer-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "data/atlas-data-error.h"
#include "ui/atlas-layer-row-private.h"
#include "ui/atlas-swatch.h"
#include "ui/atlas-text.h"

#define PULSE_MS 100
#define MAX_CLASSES 40

struct _AtlasLayerRow
{
  GtkListBoxRow  parent_instance;
  AtlasProject  *project;
  AtlasLayer    *layer;         /* (nullable): the basemap */
  guint          pulse;
  gboolean       updating;      /* widgets are being set from the layer, not by a person */

  GtkWidget     *grip;
  GtkWidget     *handle;
  AtlasSwatch   *swatch;
  GtkLabel      *title_label;
  GtkLabel      *count_label;
  GtkWidget     *legend_button;
  GtkWidget     *eye_button;
  GtkWidget     *menu_button;
  GtkAdjustment *opacity_adjustment;
  GtkScale      *opacity_scale;
  GtkWidget     *loading_box;
  GtkProgressBar *progress_bar;
  GtkWidget     *cancel_button;
  GtkWidget     *failed_box;
  GtkLabel      *error_label;
  GtkWidget     *find_button;
  GtkWidget     *retry_button;
  GtkButton     *skipped_button;
  GtkWidget     *filter_chip;
  GtkWidget     *filter_button;
  GtkLabel      *filter_label;
  GtkRevealer   *legend_revealer;
  GtkBox        *legend_box;
};

enum
{
  ZOOM_TO,
  REMOVE,
  SHOW_SKIPPED,
  EDIT_STYLE,
  EDIT_FILTER,
  SHOW_SUMMARY,
  MOVE,
  DROPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasLayerRow, atlas_layer_row, GTK_TYPE_LIST_BOX_ROW)

static gboolean
on_pulse (gpointer user_data)
{
  AtlasLayerRow *self = user_data;

  gtk_progress_bar_pulse (self->progress_bar);
  return G_SOURCE_CONTINUE;
}

static void
update_progress (AtlasLayerRow *self)
{
  const gboolean loading = atlas_layer_get_state (self->layer) == ATLAS_LAYER_LOADING;
  const double progress = atlas_layer_get_progress (self->layer);

  if (progress >= 0)
    gtk_progress_bar_set_fraction (self->progress_bar, progress);
  if (loading && progress < 0 && self->pulse == 0)
    self->pulse = g_timeout_add (PULSE_MS, on_pulse, self);
  else if (!loading || progress >= 0)
    g_clear_handle_id (&self->pulse, g_source_remove);
}

/* Where the layer says how many there are in all, some of them may have no place yet. */
static gboolean
show_located (AtlasLayerRow *self,
              gsize          n,
              const char    *count)
{
  AtlasSchema *schema = atlas_layer_get_schema (self->layer);
  const AtlasSchemaField *meaning = schema != NULL ? atlas_schema_find_attribute (schema, "official_total") : NULL;
  const double total = atlas_table_get_attribute_number (atlas_layer_get_table (self->layer), "official_total");
  g_autofree char *all = NULL, *text = NULL, *tip = NULL;

  if (!(total > n && total < G_MAXUINT32))
    return FALSE;
  all = atlas_text_count ((guint64) total);
  /* Translators: of all projects of a kind, so many have a place on the map: "30 of 102 located" */
  text = g_strdup_printf (_("%1$s of %2$s located"), count, all);
  gtk_label_set_text (self->count_label, text);
  if (meaning != NULL)
    tip = g_strdup_printf (_("%s: %s"), meaning->title, all);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->count_label), tip);
  return TRUE;
}

/* A layer of a project whose file is not where it was. */
static gboolean
is_missing (AtlasLayerRow *self)
{
  const GError *error = atlas_layer_get_error (self->layer);

  return atlas_layer_get_wish (self->layer) != NULL && g_error_matches (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NOT_FOUND);
}

static void
update_count (AtlasLayerRow *self)
{
  AtlasTable *table = atlas_layer_get_table (self->layer);
  g_autofree char *count = NULL, *text = NULL;
  gsize n;

  switch (atlas_layer_get_state (self->layer))
    {
    case ATLAS_LAYER_LOADING:
      gtk_label_set_text (self->count_label, _("Reading…"));
      return;
    case ATLAS_LAYER_FAILED:
      gtk_label_set_text (self->count_label, is_missing (self) ? _("The file is missing") : _("Could not be read"));
      return;
    default:
      break;
    }
  n = atlas_table_get_n_features (table);
  count = atlas_text_count (n);
  if (!show_located (self, n, count))
    {
      text = g_strdup_printf (ngettext ("%s feature", "%s features", n), count);
      gtk_label_set_text (self->count_label, text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->count_label), NULL);
    }
}

static void
update_skipped (AtlasLayerRow *self)
{
  AtlasTable *table = atlas_layer_get_table (self->layer);
  const gsize n = table != NULL ? atlas_table_get_skipped_total (table) : 0;

  gtk_widget_set_visible (GTK_WIDGET (self->skipped_button), n > 0);
  if (n > 0)
    {
      g_autofree char *count = atlas_text_count (n);
      /* Translators: of the features of a file, so many could not be read */
      g_autofree char *text = g_strdup_printf (ngettext ("%s skipped", "%s skipped", n), count);

      gtk_button_set_label (self->skipped_button, text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->skipped_button), _("See which features were left out, and why"));
    }
}

static void
update_filter (AtlasLayerRow *self)
{
  AtlasTable *table = atlas_layer_get_table (self->layer);
  AtlasFilter *filter = table != NULL ? atlas_layer_get_filter (self->layer) : NULL;
  g_autofree char *some = NULL, *all = NULL, *text = NULL, *shown = NULL;

  gtk_widget_set_visible (self->filter_chip, filter != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.clear-filter", filter != NULL);
  if (filter == NULL)
    return;
  some = atlas_text_count (atlas_table_get_n_shown (table));
  all = atlas_text_count (atlas_table_get_n_features (table));
  /* Translators: on a small button: of all features of a layer so many meet its filter: "23 of 102" */
  text = g_strdup_printf (_("%1$s of %2$s"), some, all);
  shown = atlas_text_show (atlas_filter_get_text (filter), -1, TRUE);
  gtk_label_set_text (self->filter_label, text);
  gtk_widget_set_tooltip_text (self->filter_button, shown);
}

static void
update_error (AtlasLayerRow *self)
{
  const GError *error = atlas_layer_get_error (self->layer);

  if (error != NULL)
    {
      g_autofree char *text = atlas_text_show (error->message, -1, FALSE);

      gtk_label_set_text (self->error_label, text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->error_label), text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->error_label), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    }
}

static void
update_state (AtlasLayerRow *self)
{
  const AtlasLayerState state = atlas_layer_get_state (self->layer);

  gtk_widget_set_visible (self->loading_box, state == ATLAS_LAYER_LOADING);
  gtk_widget_set_visible (self->failed_box, state == ATLAS_LAYER_FAILED);
  gtk_widget_set_visible (self->find_button, state == ATLAS_LAYER_FAILED && atlas_layer_get_file (self->layer) != NULL && is_missing (self));
  gtk_widget_set_visible (self->eye_button, state == ATLAS_LAYER_READY);
  gtk_widget_set_visible (self->menu_button, state == ATLAS_LAYER_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.zoom-to", state == ATLAS_LAYER_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.style", state == ATLAS_LAYER_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.filter", state == ATLAS_LAYER_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.summary", state == ATLAS_LAYER_READY);
  update_count (self);
  update_skipped (self);
  update_filter (self);
  update_error (self);
  update_progress (self);
}

static void
update_legend (AtlasLayerRow *self)
{
  const guint n = atlas_layer_row_fill_legend (self->legend_box, self->layer, MAX_CLASSES);
  AtlasStyle *style = atlas_layer_get_style (self->layer);
  /* One class alone says no more than the row's own swatch; shades do. */
  const gboolean says_more = n > 1 || (n == 1 && atlas_style_get_density (style, NAN) != NULL);

  gtk_widget_set_visible (self->legend_button, says_more);
  if (!says_more)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->legend_button), FALSE);
}

static void
update_style (AtlasLayerRow *self)
{
  atlas_swatch_show_layer (self->swatch, self->layer);
  update_legend (self);
}

static void
show_title (AtlasLayerRow *self,
            const char    *title)
{
  g_autofree char *shown = atlas_text_show (title, -1, TRUE);

  gtk_label_set_text (self->title_label, shown);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title_label), shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, shown, -1);
}

static void
update_title (AtlasLayerRow *self)
{
  show_title (self, atlas_layer_get_title (self->layer));
}

static gboolean
is_visible (AtlasLayerRow *self)
{
  return self->layer != NULL ? atlas_layer_get_visible (self->layer) : atlas_project_get_basemap_visible (self->project);
}

static void
update_visible (AtlasLayerRow *self)
{
  const gboolean visible = is_visible (self);
  const char *what = visible ? _("Hide on the map") : _("Show on the map");

  self->updating = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->eye_button), visible);
  self->updating = FALSE;
  gtk_button_set_icon_name (GTK_BUTTON (self->eye_button), visible ? "view-reveal-symbolic" : "view-conceal-symbolic");
  gtk_widget_set_tooltip_text (self->eye_button, what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->eye_button), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);
  if (visible)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "hidden-layer");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "hidden-layer");
}

static void
update_opacity (AtlasLayerRow *self)
{
  const double opacity = self->layer != NULL ? atlas_layer_get_opacity (self->layer)
                                             : atlas_project_get_basemap_opacity (self->project);

  self->updating = TRUE;
  gtk_adjustment_set_value (self->opacity_adjustment, opacity * 100);
  self->updating = FALSE;
}

static void
on_eye_toggled (AtlasLayerRow   *self,
                GtkToggleButton *button)
{
  const gboolean visible = gtk_toggle_button_get_active (button);

  if (self->updating)
    return;
  if (self->layer != NULL)
    atlas_layer_set_visible (self->layer, visible);
  else
    atlas_project_set_basemap_visible (self->project, visible);
}

static void
on_opacity_changed (AtlasLayerRow *self,
                    GtkAdjustment *adjustment)
{
  const double opacity = gtk_adjustment_get_value (adjustment) / 100;

  if (self->updating)
    return;
  if (self->layer != NULL)
    atlas_layer_set_opacity (self->layer, opacity);
  else
    atlas_project_set_basemap_opacity (self->project, opacity);
}

static void
on_legend_toggled (AtlasLayerRow   *self,
                   GtkToggleButton *button)
{
  const gboolean open = gtk_toggle_button_get_active (button);

  gtk_revealer_set_reveal_child (self->legend_revealer, open);
  gtk_button_set_icon_name (GTK_BUTTON (button), open ? "pan-down-symbolic" : "pan-end-symbolic");
}

static void
on_retry_clicked (AtlasLayerRow *self)
{
  atlas_project_retry (self->project, self->layer);
}

static void
on_cancel_clicked (AtlasLayerRow *self)
{
  g_autoptr (AtlasLayer) layer = g_object_ref (self->layer);

  atlas_project_cancel (self->project, layer);
}

static void
on_skipped_clicked (AtlasLayerRow *self)
{
  g_signal_emit (self, signals[SHOW_SKIPPED], 0);
}

static char *
format_percent (GtkScale *scale,
                double    value,
                gpointer  user_data)
{
  /* Translators: an opacity */
  return g_strdup_printf (_("%.0f %%"), value);
}

static void
zoom_to_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  g_signal_emit (widget, signals[ZOOM_TO], 0);
}

static void
table_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.open-table", "s", atlas_layer_get_id (ATLAS_LAYER_ROW (widget)->layer));
}

static void
find_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.find-layer", "s", atlas_layer_get_id (ATLAS_LAYER_ROW (widget)->layer));
}

static void
style_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  g_signal_emit (widget, signals[EDIT_STYLE], 0);
}

static void
filter_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  g_signal_emit (widget, signals[g_str_equal (action, "row.filter") ? EDIT_FILTER : SHOW_SUMMARY], 0);
}

static void
clear_filter_action (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  AtlasLayerRow *self = ATLAS_LAYER_ROW (widget);

  /* The button goes away. */
  gtk_widget_grab_focus (widget);
  atlas_layer_set_filter (self->layer, NULL, NULL, NULL);
}

static void
remove_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  g_signal_emit (widget, signals[REMOVE], 0);
}

static void
move_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[MOVE], 0, g_str_equal (action, "row.move-up") ? 1 : -1);
}

static void
toggle_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  AtlasLayerRow *self = ATLAS_LAYER_ROW (widget);

  if (gtk_widget_get_visible (self->eye_button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->eye_button), !is_visible (self));
}

static void
atlas_layer_row_dispose (GObject *object)
{
  AtlasLayerRow *self = ATLAS_LAYER_ROW (object);

  g_clear_handle_id (&self->pulse, g_source_remove);
  g_clear_object (&self->layer);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (atlas_layer_row_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/changzhi/TaihangAtlas/ui/layer-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, grip);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, handle);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, swatch);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, count_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, legend_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, eye_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, opacity_adjustment);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, opacity_scale);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, loading_box);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, failed_box);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, error_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, find_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, retry_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, skipped_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, filter_chip);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, filter_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, filter_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, legend_revealer);
  gtk_widget_class_bind_template_child (widget_class, AtlasLayerRow, legend_box);
}

static void
atlas_layer_row_class_init (AtlasLayerRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_layer_row_dispose;
  g_type_ensure (ATLAS_TYPE_SWATCH);
  bind_children (widget_class);

  gtk_widget_class_install_action (widget_class, "row.zoom-to", NULL, zoom_to_action);
  gtk_widget_class_install_action (widget_class, "row.style", NULL, style_action);
  gtk_widget_class_install_action (widget_class, "row.table", NULL, table_action);
  gtk_widget_class_install_action (widget_class, "row.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "row.filter", NULL, filter_action);
  gtk_widget_class_install_action (widget_class, "row.summary", NULL, filter_action);
  gtk_widget_class_install_action (widget_class, "row.clear-filter", NULL, clear_filter_action);
  gtk_widget_class_install_action (widget_class, "row.remove", NULL, remove_action);
  gtk_widget_class_install_action (widget_class, "row.move-up", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "row.move-down", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "row.toggle-visible", NULL, toggle_action);
  /* Menus name the last one. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "row.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "row.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "row.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "row.move-down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "row.toggle-visible", NULL);

  signals[ZOOM_TO] = g_signal_new ("zoom-to", ATLAS_TYPE_LAYER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", ATLAS_TYPE_LAYER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW_SKIPPED] = g_signal_new ("show-skipped", ATLAS_TYPE_LAYER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  signals[EDIT_STYLE] = g_signal_new ("edit-style", ATLAS_TYPE_LAYER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 0);
  signals[EDIT_FILTER] = g_signal_new ("edit-filter", ATLAS_TYPE_LAYER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  signals[SHOW_SUMMARY] = g_signal_new ("show-summary", ATLAS_TYPE_LAYER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  signals[MOVE] = g_signal_new ("move", ATLAS_TYPE_LAYER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT);
  signals[DROPPED] = g_signal_new ("dropped", ATLAS_TYPE_LAYER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, ATLAS_TYPE_LAYER, G_TYPE_BOOLEAN);
}

static void
atlas_layer_row_init (AtlasLayerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_scale_set_format_value_func (self->opacity_scale, format_percent, NULL, NULL);
  g_signal_connect_swapped (self->eye_button, "toggled", G_CALLBACK (on_eye_toggled), self);
  g_signal_connect_swapped (self->legend_button, "toggled", G_CALLBACK (on_legend_toggled), self);
  g_signal_connect_object (self->opacity_adjustment, "value-changed", G_CALLBACK (on_opacity_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->retry_button, "clicked", G_CALLBACK (on_retry_clicked), self);
  g_signal_connect_swapped (self->cancel_button, "clicked", G_CALLBACK (on_cancel_clicked), self);
  g_signal_connect_swapped (self->skipped_button, "clicked", G_CALLBACK (on_skipped_clicked), self);
}

static void
follow_layer (AtlasLayerRow *self)
{
  static const struct
  {
    const char *signal;
    void      (*update) (AtlasLayerRow *self);
  } what[] = {
    { "notify::title", update_title },       { "notify::state", update_state },     { "notify::progress", update_progress },
    { "notify::table", update_state },       { "notify::table", update_style },     { "notify::style", update_style },
    { "notify::visible", update_visible },   { "notify::opacity", update_opacity },   { "notify::filter", update_filter },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (what); i++)
    {
      g_signal_connect_object (self->layer, what[i].signal, G_CALLBACK (what[i].update), self, G_CONNECT_SWAPPED);
      what[i].update (self);
    }
}

static void
follow_basemap (AtlasLayerRow *self)
{
  show_title (self, _("Basemap"));
  gtk_label_set_text (self->count_label, _("Works without a network"));
  gtk_widget_set_opacity (self->handle, 0);
  gtk_widget_set_tooltip_text (self->handle, NULL);
  atlas_swatch_show_basemap (self->swatch, self->project);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.zoom-to", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.style", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.table", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.filter", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.summary", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.clear-filter", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.remove", FALSE);
  atlas_layer_row_set_ends (self, TRUE, TRUE);
  g_signal_connect_object (self->project, "notify::basemap-visible", G_CALLBACK (update_visible), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "notify::basemap-opacity", G_CALLBACK (update_opacity), self, G_CONNECT_SWAPPED);
  update_visible (self);
  update_opacity (self);
}

GtkWidget *
atlas_layer_row_new (AtlasProject *project,
                     AtlasLayer   *layer)
{
  AtlasLayerRow *self = g_object_new (ATLAS_TYPE_LAYER_ROW, NULL);

  self->project = g_object_ref (project);
  g_set_object (&self->layer, layer);
  if (layer != NULL)
    follow_layer (self);
  else
    follow_basemap (self);
  atlas_layer_row_set_up_dragging (self, self->grip);
  return GTK_WIDGET (self);
}

AtlasLayer *
atlas_layer_row_get_layer (AtlasLayerRow *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER_ROW (self), NULL);
  return self->layer;
}

void
atlas_layer_row_set_ends (AtlasLayerRow *self,
                          gboolean       top,
                          gboolean       bottom)
{
  g_return_if_fail (ATLAS_IS_LAYER_ROW (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.move-up", !top);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.move-down", !bottom);
}
