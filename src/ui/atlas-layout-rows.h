/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The rows of the layout window's panel: what is said at the left, a control at the right.  Main thread. */

/** atlas_layout_rows_new: Returns: (transfer floating): an empty column of rows. */
GtkWidget *atlas_layout_rows_new (void);

/** atlas_layout_rows_add_heading: @text: translated. */
void       atlas_layout_rows_add_heading (GtkWidget  *rows,
                                          const char *text);

/**
 * atlas_layout_rows_add:
 * @title: translated, what the control is called, for the screen reader too
 * @control: (transfer floating)
 *
 * Returns: (transfer none): the row
 */
GtkWidget *atlas_layout_rows_add (GtkWidget  *rows,
                                  const char *title,
                                  GtkWidget  *control);

/** atlas_layout_rows_add_wide: the same with the control below its title. */
GtkWidget *atlas_layout_rows_add_wide (GtkWidget  *rows,
                                       const char *title,
                                       GtkWidget  *control);

/** atlas_layout_rows_add_note: Returns: (transfer none): a line of small print, to be filled in. */
GtkWidget *atlas_layout_rows_add_note (GtkWidget *rows);

/** atlas_layout_spin_new: Returns: (transfer floating): a spin button of millimetres and the like. */
GtkWidget *atlas_layout_spin_new (double least,
                                  double most,
                                  double step,
                                  guint  digits);

/** atlas_layout_drop_down_new: @texts: (array zero-terminated=1): translated.  Returns: (transfer floating). */
GtkWidget *atlas_layout_drop_down_new (const char *const *texts);

/** atlas_layout_set_text: puts @text into an entry unless it is there, so that the cursor stays where it is. */
void       atlas_layout_set_text (GtkEditable *entry,
                                  const char  *text);

G_END_DECLS
