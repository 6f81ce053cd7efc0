/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/atlas-table-columns.h"
#include "ui/atlas-table-model.h"
#include "ui/atlas-table-view.h"

G_BEGIN_DECLS

/* What the parts of a table's view share; only the atlas-table-view*.c files include this. */

struct _AtlasTableView
{
  AdwBin               parent_instance;
  AtlasLayer          *layer;
  AtlasTable          *whole;          /* whose columns are shown */
  AtlasTableModel     *model;
  GPtrArray           *columns;        /* AtlasTableColumn */
  GPtrArray           *view_columns;   /* GtkColumnViewColumn, of the same places */
  int                  sort_field;     /* -1: the source's order */
  gboolean             descending;
  int                  asked;          /* the first column that was asked to compare */
  gboolean             only_selected;
  gboolean             reveal;         /* scrolls to the selection when the rows are there */
  guint                spinner_timer;
  guint                keep_timer;     /* until the columns are kept as they stand */
  gboolean             filling;        /* the columns are being made by us */
  GCancellable        *sorting;        /* (nullable) */

  GtkColumnView       *view;
  GtkScrolledWindow   *scroller;
  GtkLabel            *count;
  GtkSpinner          *spinner;
  GtkWidget           *only_button;
  GtkWidget           *columns_box;    /* in the menu of columns */
  GMenu               *export_menu;
};

/* atlas-table-view.c: says something in the window around. */
void _atlas_table_view_say (AtlasTableView *self,
                            const char     *text);

/* atlas-table-view-columns.c: makes the columns of the table that the layer has now; a menu for them. */
void       _atlas_table_view_fill_columns (AtlasTableView *self);
void       _atlas_table_view_keep_columns (AtlasTableView *self);   /* now, if they were changed */
GtkWidget *_atlas_table_view_new_columns_menu (AtlasTableView *self);
void       _atlas_table_view_class_init_columns (GtkWidgetClass *widget_class);

/* atlas-table-view-export.c: saving and copying; _update_export: the menu tells what would be saved. */
void _atlas_table_view_class_init_export (GtkWidgetClass *widget_class);
void _atlas_table_view_update_export (AtlasTableView *self);

G_END_DECLS
