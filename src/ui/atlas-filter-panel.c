/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasFilterPanel: the expression is the truth; rows write it, and are made from it when a person typed one that rows can say.
 * Counting is a worker's, a moment after the last change.  Main thread. */

#include "ui/atlas-filter-panel.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "data/atlas-filter-rows.h"
#include "ui/atlas-filter-entry.h"
#include "ui/atlas-filter-row.h"
#include "ui/atlas-text.h"

#define COUNT_MS 200

struct _AtlasFilterPanel
{
  AdwBin                  parent_instance;
  AtlasLayer             *layer;
  AtlasFilterContextFunc  func;
  gpointer                func_data;
  GCancellable           *stop;         /* (nullable): counting */
  guint                   timeout;
  gboolean                updating;
  gboolean                typed;        /* the rows do not follow the expression yet */

  GtkLabel               *title_label;
  GtkDropDown            *any;
  GtkWidget              *rows_box;
  GtkWidget              *rich_label;
  GtkWidget              *add_button;
  AtlasFilterEntry       *entry;
  GtkLabel               *count_label;
  GtkWidget              *clear_button;
  GtkWidget              *apply_button;
};

enum
{
  CLOSE,
  MESSAGE,
  DRAW,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasFilterPanel, atlas_filter_panel, ADW_TYPE_BIN)

static AtlasTable *
get_whole (AtlasFilterPanel *self)
{
  return atlas_table_get_whole (atlas_layer_get_table (self->layer));
}

static gboolean
is_blank (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return *text == '\0';
}

static void
show_count (AtlasFilterPanel *self,
            gsize             found)
{
  g_autofree char *all = atlas_text_count (atlas_table_get_n_features (get_whole (self)));
  g_autofree char *some = atlas_text_count (found);
  /* Translators: of all features of a layer so many meet a filter: "23 of 102" */
  g_autofree char *text = g_strdup_printf (_("%1$s of %2$s found"), some, all);

  gtk_label_set_text (self->count_label, text);
}

/* The expression as it stands.  Returns: (transfer full) (nullable): %NULL when it is empty or wrong; @error tells. */
static AtlasFilter *
read_filter (AtlasFilterPanel   *self,
             AtlasFilterContext *context,
             GError            **error)
{
  const char *text = atlas_filter_entry_get_text (self->entry);
  g_autoptr (AtlasFilter) filter = NULL;

  if (is_blank (text))
    return NULL;
  filter = atlas_filter_new (text, error);
  if (filter == NULL || !atlas_filter_check (filter, get_whole (self), context, error))
    return NULL;
  return g_steal_pointer (&filter);
}

static void read_rows (AtlasFilterPanel *self);

static AtlasFilterContext *
get_context (AtlasFilterPanel *self)
{
  return self->func != NULL ? self->func (self->func_data) : NULL;
}

/* Counting. */

typedef struct
{
  AtlasTable         *table;
  AtlasFilter        *filter;
  AtlasFilterContext *context;
} Counting;

static void
counting_free (gpointer data)
{
  Counting *counting = data;

  atlas_table_unref (counting->table);
  atlas_filter_unref (counting->filter);
  g_clear_pointer (&counting->context, atlas_filter_context_unref);
  g_free (counting);
}

static void
run_count (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  Counting *counting = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasFeatureSet) found = atlas_filter_run (counting->filter, counting->table, counting->context, cancellable, &error);

  if (found != NULL)
    g_task_return_int (task, (gssize) atlas_feature_set_get_count (found));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_counted (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  AtlasFilterPanel *self = ATLAS_FILTER_PANEL (object);
  g_autoptr (GError) error = NULL;
  const gssize found = g_task_propagate_int (G_TASK (result), &error);

  if (error == NULL)
    show_count (self, (gsize) found);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    atlas_filter_entry_set_error (self->entry, error);
}

static gboolean
count (gpointer user_data)
{
  AtlasFilterPanel *self = user_data;
  g_autoptr (AtlasFilterContext) context = get_context (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasFilter) filter = read_filter (self, context, &error);
  g_autoptr (GTask) task = NULL;
  Counting *counting;

  self->timeout = 0;
  if (self->typed)
    read_rows (self);
  g_cancellable_cancel (self->stop);
  g_clear_object (&self->stop);
  atlas_filter_entry_set_error (self->entry, error);
  gtk_widget_set_sensitive (self->apply_button, error == NULL);
  if (filter == NULL)
    {
      if (error != NULL)
        gtk_label_set_text (self->count_label, "");
      else
        show_count (self, atlas_table_get_n_features (get_whole (self)));
      return G_SOURCE_REMOVE;
    }
  self->stop = g_cancellable_new ();
  counting = g_new0 (Counting, 1);
  counting->table = atlas_table_ref (get_whole (self));
  counting->filter = g_steal_pointer (&filter);
  counting->context = g_steal_pointer (&context);
  task = g_task_new (self, self->stop, on_counted, NULL);
  g_task_set_task_data (task, counting, counting_free);
  g_task_run_in_thread (task, run_count);
  return G_SOURCE_REMOVE;
}

static void
queue_count (AtlasFilterPanel *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add (COUNT_MS, count, self);
}

/* Rows and the expression. */

static gboolean
get_any (AtlasFilterPanel *self)
{
  return gtk_drop_down_get_selected (self->any) == 1;
}

static void
write_expression (AtlasFilterPanel *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_filter_row_free);
  g_autofree char *text = NULL;

  if (self->updating)
    return;
  for (GtkWidget *row = gtk_widget_get_first_child (self->rows_box); row != NULL; row = gtk_widget_get_next_sibling (row))
    g_ptr_array_add (rows, atlas_filter_row_view_get (ATLAS_FILTER_ROW_VIEW (row)));
  text = atlas_filter_rows_to_text (rows, get_any (self), get_whole (self));
  atlas_filter_entry_set_text (self->entry, text);
  queue_count (self);
}

static void
show_any (AtlasFilterPanel *self)
{
  GtkWidget *first = gtk_widget_get_first_child (self->rows_box);

  gtk_widget_set_visible (GTK_WIDGET (self->any), first != NULL && gtk_widget_get_next_sibling (first) != NULL);
}

static void
on_row_removed (AtlasFilterPanel *self,
                GtkWidget        *row)
{
  gtk_box_remove (GTK_BOX (self->rows_box), row);
  show_any (self);
  gtk_widget_grab_focus (self->add_button);
  write_expression (self);
}

static void
on_row_draw (AtlasFilterPanel *self)
{
  g_signal_emit (self, signals[DRAW], 0);
}

static void apply (AtlasFilterPanel *self);

static GtkWidget *
add_row (AtlasFilterPanel     *self,
         const AtlasFilterRow *what)
{
  GtkWidget *row = atlas_filter_row_view_new (self->layer, what);

  g_signal_connect_object (row, "changed", G_CALLBACK (write_expression), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (on_row_removed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "draw", G_CALLBACK (on_row_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "activate", G_CALLBACK (apply), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->rows_box), row);
  show_any (self);
  return row;
}

static void
clear_rows (AtlasFilterPanel *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->rows_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows_box), row);
  show_any (self);
}

/* From the expression, where rows can say it. */
static void
read_rows (AtlasFilterPanel *self)
{
  const char *text = atlas_filter_entry_get_text (self->entry);
  g_autoptr (AtlasFilter) filter = is_blank (text) ? NULL : atlas_filter_new (text, NULL);
  g_autoptr (GPtrArray) rows = NULL;
  gboolean any = get_any (self);

  self->typed = FALSE;
  /* While it is wrong the rows stay as they were. */
  if (filter == NULL && !is_blank (text))
    {
      gtk_widget_set_visible (self->rich_label, FALSE);
      return;
    }
  if (filter != NULL)
    rows = atlas_filter_rows_parse (filter, get_whole (self), &any);
  self->updating = TRUE;
  clear_rows (self);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    add_row (self, g_ptr_array_index (rows, i));
  if (rows != NULL && rows->len > 1)
    gtk_drop_down_set_selected (self->any, any ? 1 : 0);
  gtk_widget_set_visible (self->rich_label, filter != NULL && rows == NULL);
  gtk_widget_set_visible (self->add_button, filter == NULL || rows != NULL);
  self->updating = FALSE;
}

/* Half an expression is often one that rows cannot show, so they wait for a pause. */
static void
on_typed (AtlasFilterPanel *self)
{
  self->typed = TRUE;
  queue_count (self);
}

static void
on_add (AtlasFilterPanel *self)
{
  GtkWidget *row = add_row (self, NULL);

  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

/* To the layer. */

static void
on_applied (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AtlasFilterPanel) self = user_data;
  g_autoptr (GError) error = NULL;

  if (atlas_layer_filter_finish (ATLAS_LAYER (object), result, &error))
    show_count (self, atlas_table_get_n_shown (atlas_layer_get_table (self->layer)));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    atlas_filter_entry_set_error (self->entry, error);
}

static void
apply (AtlasFilterPanel *self)
{
  g_autoptr (AtlasFilterContext) context = get_context (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasFilter) filter = read_filter (self, context, &error);

  atlas_filter_entry_set_error (self->entry, error);
  if (error != NULL)
    return;
  if (filter == NULL)
    atlas_layer_set_filter (self->layer, NULL, NULL, NULL);
  else
    atlas_layer_filter_async (self->layer, filter, context, on_applied, g_object_ref (self));
}

static void
clear (AtlasFilterPanel *self)
{
  atlas_filter_entry_set_text (self->entry, "");
  read_rows (self);
  apply (self);
  queue_count (self);
}

static void
on_close (AtlasFilterPanel *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
update_filter (AtlasFilterPanel *self)
{
  gtk_widget_set_sensitive (self->clear_button, atlas_layer_get_filter (self->layer) != NULL);
}

static void
update_title (AtlasFilterPanel *self)
{
  g_autofree char *title = atlas_text_show (atlas_layer_get_title (self->layer), -1, TRUE);

  gtk_label_set_text (self->title_label, title);
}

/* Widgets. */

static gboolean
on_key (AtlasFilterPanel *self,
        guint             key,
        guint             code,
        GdkModifierType   state)
{
  if (key != GDK_KEY_Escape || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  on_close (self);
  return GDK_EVENT_STOP;
}

static GtkWidget *
build_head (AtlasFilterPanel *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *heading = gtk_label_new (_("Filter")), *title = gtk_label_new (NULL);

  gtk_widget_add_css_class (head, "style-head");
  gtk_widget_add_css_class (back, "flat");
  gtk_widget_set_tooltip_text (back, _("Back to the layers (Esc)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Back to the layers (Esc)"), -1);
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (on_close), self);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (title, "caption");
  gtk_widget_add_css_class (title, "dim-label");
  self->title_label = GTK_LABEL (title);
  gtk_box_append (GTK_BOX (titles), heading);
  gtk_box_append (GTK_BOX (titles), title);
  gtk_box_append (GTK_BOX (head), back);
  gtk_box_append (GTK_BOX (head), titles);
  return head;
}

static GtkWidget *
build_body (AtlasFilterPanel *self)
{
  const char *const choices[] = { _("All of these hold"), _("Any of these holds"), NULL };
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *scroller = gtk_scrolled_window_new (), *heading;

  gtk_widget_add_css_class (body, "style-body");
  self->any = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (choices));
  gtk_widget_set_halign (GTK_WIDGET (self->any), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->any), GTK_ACCESSIBLE_PROPERTY_LABEL, _("How conditions go together"), -1);
  g_signal_connect_swapped (self->any, "notify::selected", G_CALLBACK (write_expression), self);
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->any));
  self->rows_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (body), self->rows_box);
  self->rich_label = gtk_label_new (_("This expression asks more than rows can show."));
  gtk_label_set_wrap (GTK_LABEL (self->rich_label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->rich_label), 0);
  gtk_widget_add_css_class (self->rich_label, "dim-label");
  gtk_box_append (GTK_BOX (body), self->rich_label);
  self->add_button = gtk_button_new_with_mnemonic (_("Add a _Condition"));
  gtk_widget_set_halign (self->add_button, GTK_ALIGN_START);
  g_signal_connect_swapped (self->add_button, "clicked", G_CALLBACK (on_add), self);
  gtk_box_append (GTK_BOX (body), self->add_button);
  heading = gtk_label_new (_("Expression"));
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "style-heading");
  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (GTK_BOX (body), heading);
  self->entry = ATLAS_FILTER_ENTRY (atlas_filter_entry_new ());
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_typed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (apply), self);
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->entry));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), body);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static GtkWidget *
build_foot (AtlasFilterPanel *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (foot, "filter-foot");
  self->count_label = GTK_LABEL (label);
  gtk_label_set_xalign (self->count_label, 0);
  gtk_label_set_ellipsize (self->count_label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (foot), label);
  self->clear_button = gtk_button_new_with_mnemonic (_("C_lear"));
  g_signal_connect_swapped (self->clear_button, "clicked", G_CALLBACK (clear), self);
  gtk_box_append (GTK_BOX (foot), self->clear_button);
  self->apply_button = gtk_button_new_with_mnemonic (_("_Apply"));
  gtk_widget_add_css_class (self->apply_button, "suggested-action");
  g_signal_connect_swapped (self->apply_button, "clicked", G_CALLBACK (apply), self);
  gtk_box_append (GTK_BOX (foot), self->apply_button);
  return foot;
}

static gboolean
atlas_filter_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ATLAS_FILTER_PANEL (widget)->entry));
}

static void
atlas_filter_panel_dispose (GObject *object)
{
  AtlasFilterPanel *self = ATLAS_FILTER_PANEL (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_cancellable_cancel (self->stop);
  g_clear_object (&self->stop);
  g_clear_object (&self->layer);
  G_OBJECT_CLASS (atlas_filter_panel_parent_class)->dispose (object);
}

static void
atlas_filter_panel_class_init (AtlasFilterPanelClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_filter_panel_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = atlas_filter_panel_grab_focus;
  signals[CLOSE] = g_signal_new ("close", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MESSAGE] = g_signal_new ("message", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DRAW] = g_signal_new ("draw", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
atlas_filter_panel_init (AtlasFilterPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->updating = TRUE;
  gtk_widget_add_css_class (box, "layer-panel");
  gtk_box_append (GTK_BOX (box), build_head (self));
  gtk_box_append (GTK_BOX (box), build_body (self));
  gtk_box_append (GTK_BOX (box), build_foot (self));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
atlas_filter_panel_new (AtlasLayer             *layer,
                        AtlasFilterContextFunc  func,
                        gpointer                user_data)
{
  AtlasFilterPanel *self = g_object_new (ATLAS_TYPE_FILTER_PANEL, NULL);
  AtlasFilter *filter = atlas_layer_get_filter (layer);

  self->layer = g_object_ref (layer);
  self->func = func;
  self->func_data = user_data;
  if (filter != NULL)
    atlas_filter_entry_set_text (self->entry, atlas_filter_get_text (filter));
  read_rows (self);
  if (filter == NULL)
    add_row (self, NULL);
  self->updating = FALSE;
  g_signal_connect_object (layer, "notify::filter", G_CALLBACK (update_filter), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (layer, "notify::title", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  update_filter (self);
  update_title (self);
  count (self);
  return GTK_WIDGET (self);
}

AtlasLayer *
atlas_filter_panel_get_layer (AtlasFilterPanel *self)
{
  g_return_val_if_fail (ATLAS_IS_FILTER_PANEL (self), NULL);
  return self->layer;
}

void
atlas_filter_panel_context_changed (AtlasFilterPanel *self,
                                    const char       *name)
{
  g_autoptr (AtlasFilter) filter = NULL;
  const char *text;

  g_return_if_fail (ATLAS_IS_FILTER_PANEL (self));
  text = atlas_filter_entry_get_text (self->entry);
  filter = is_blank (text) ? NULL : atlas_filter_new (text, NULL);
  if (filter != NULL && g_strv_contains (atlas_filter_get_names (filter), name))
    queue_count (self);
}
