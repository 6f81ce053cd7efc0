/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of labels and controls, the same in all parts of the layout window's panel.  Main thread. */

#include "ui/atlas-layout-rows.h"

#define LABEL_WIDTH 92

GtkWidget *
atlas_layout_rows_new (void)
{
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (rows, "layout-rows");
  return rows;
}

void
atlas_layout_rows_add_heading (GtkWidget  *rows,
                               const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "style-heading");
  gtk_box_append (GTK_BOX (rows), label);
}

static GtkWidget *
make_label (const char *title,
            GtkWidget  *control)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "style-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return label;
}

GtkWidget *
atlas_layout_rows_add (GtkWidget  *rows,
                       const char *title,
                       GtkWidget  *control)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = make_label (title, control);

  gtk_widget_set_size_request (label, LABEL_WIDTH, -1);
  gtk_label_set_width_chars (GTK_LABEL (label), 10);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 14);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  if (GTK_IS_SWITCH (control))
    {
      gtk_widget_set_hexpand (label, TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
      gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
    }
  else
    gtk_widget_set_hexpand (control, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), control);
  gtk_box_append (GTK_BOX (rows), row);
  return row;
}

GtkWidget *
atlas_layout_rows_add_wide (GtkWidget  *rows,
                            const char *title,
                            GtkWidget  *control)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_box_append (GTK_BOX (row), make_label (title, control));
  gtk_box_append (GTK_BOX (row), control);
  gtk_box_append (GTK_BOX (rows), row);
  return row;
}

GtkWidget *
atlas_layout_rows_add_note (GtkWidget *rows)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 20);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_add_css_class (label, "layout-note");
  gtk_box_append (GTK_BOX (rows), label);
  return label;
}

GtkWidget *
atlas_layout_spin_new (double least,
                       double most,
                       double step,
                       guint  digits)
{
  GtkWidget *spin = gtk_spin_button_new (gtk_adjustment_new (least, least, most, step, 10.0 * step, 0.0), step, digits);

  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 6);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 8);
  gtk_widget_add_css_class (spin, "layout-spin");
  return spin;
}

GtkWidget *
atlas_layout_drop_down_new (const char *const *texts)
{
  GtkWidget *drop_down = gtk_drop_down_new_from_strings (texts);

  gtk_widget_add_css_class (drop_down, "layout-choice");
  return drop_down;
}

void
atlas_layout_set_text (GtkEditable *entry,
                       const char  *text)
{
  if (g_strcmp0 (gtk_editable_get_text (entry), text != NULL ? text : "") != 0)
    gtk_editable_set_text (entry, text != NULL ? text : "");
}
