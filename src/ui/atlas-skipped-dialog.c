/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasSkippedDialog: the features that a reader left out.  The table keeps the list; rows are made as they come into
 * view, so a long one costs no more than a short one.  Main thread. */

#include "ui/atlas-skipped-dialog.h"

#include <glib/gi18n-lib.h>

#include "ui/atlas-text.h"

struct _AtlasSkippedDialog
{
  AdwWindow            parent_instance;
  AtlasTable          *table;
  AdwWindowTitle      *window_title;
  GtkWidget           *copy_button;
  GtkLabel            *summary;
  GtkColumnView       *view;
  GtkColumnViewColumn *position_column;
  GtkColumnViewColumn *reason_column;
};

G_DEFINE_FINAL_TYPE (AtlasSkippedDialog, atlas_skipped_dialog, ADW_TYPE_WINDOW)

static char *
show_position (guint64 position)
{
  return position > 0 ? atlas_text_count (position) : g_strdup (_("unknown"));
}

static void
on_copy_clicked (AtlasSkippedDialog *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < atlas_table_get_n_skipped (self->table); i++)
    {
      guint64 position;
      g_autofree char *reason = atlas_text_show (atlas_table_get_skipped (self->table, i, &position), -1, TRUE);

      g_string_append_printf (text, "%" G_GUINT64_FORMAT "\t%s\n", position, reason);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
}

static void
on_setup (GtkListItemFactory *factory,
          GtkListItem        *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_list_item_set_child (item, label);
}

static void
on_bind_position (AtlasSkippedDialog *self,
                  GtkListItem        *item)
{
  g_autofree char *text = NULL;
  guint64 position;

  atlas_table_get_skipped (self->table, gtk_list_item_get_position (item), &position);
  text = show_position (position);
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
on_bind_reason (AtlasSkippedDialog *self,
                GtkListItem        *item)
{
  const char *reason = atlas_table_get_skipped (self->table, gtk_list_item_get_position (item), NULL);
  g_autofree char *text = atlas_text_show (reason, -1, FALSE);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
set_factory (AtlasSkippedDialog  *self,
             GtkColumnViewColumn *column,
             GCallback            bind)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect_object (factory, "bind", bind, self, G_CONNECT_SWAPPED);
  gtk_column_view_column_set_factory (column, factory);
}

static void
atlas_skipped_dialog_finalize (GObject *object)
{
  AtlasSkippedDialog *self = ATLAS_SKIPPED_DIALOG (object);

  g_clear_pointer (&self->table, atlas_table_unref);
  G_OBJECT_CLASS (atlas_skipped_dialog_parent_class)->finalize (object);
}

static void
atlas_skipped_dialog_class_init (AtlasSkippedDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_skipped_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/changzhi/TaihangAtlas/ui/skipped-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasSkippedDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, AtlasSkippedDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasSkippedDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, AtlasSkippedDialog, view);
  gtk_widget_class_bind_template_child (widget_class, AtlasSkippedDialog, position_column);
  gtk_widget_class_bind_template_child (widget_class, AtlasSkippedDialog, reason_column);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
atlas_skipped_dialog_init (AtlasSkippedDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->copy_button, "clicked", G_CALLBACK (on_copy_clicked), self);
  set_factory (self, self->position_column, G_CALLBACK (on_bind_position));
  set_factory (self, self->reason_column, G_CALLBACK (on_bind_reason));
}

GtkWidget *
atlas_skipped_dialog_new (GtkWindow  *parent,
                          AtlasLayer *layer)
{
  AtlasSkippedDialog *self = g_object_new (ATLAS_TYPE_SKIPPED_DIALOG, "transient-for", parent, NULL);
  g_autofree char *title = atlas_text_show (atlas_layer_get_title (layer), -1, TRUE);
  g_autofree char *total = NULL, *kept = NULL, *text = NULL;
  g_autoptr (GtkStringList) rows = gtk_string_list_new (NULL);
  g_autoptr (GtkNoSelection) selection = NULL;
  gsize n;

  self->table = atlas_table_ref (atlas_layer_get_table (layer));
  n = atlas_table_get_n_skipped (self->table);
  adw_window_title_set_subtitle (self->window_title, title);
  total = atlas_text_count (atlas_table_get_skipped_total (self->table));
  kept = atlas_text_count (atlas_table_get_n_features (self->table));
  if (n < atlas_table_get_skipped_total (self->table))
    text = g_strdup_printf (_("%s features are on the map; %s could not be read, of which the first are listed here."), kept, total);
  else
    text = g_strdup_printf (_("%s features are on the map; %s could not be read."), kept, total);
  gtk_label_set_text (self->summary, text);

  /* The rows are only counted; what they say comes from the table when they are bound. */
  for (gsize i = 0; i < n; i++)
    gtk_string_list_append (rows, "");
  selection = gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&rows)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  return GTK_WIDGET (self);
}
