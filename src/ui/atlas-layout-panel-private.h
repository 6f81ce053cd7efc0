/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/atlas-layout-panel.h"

G_BEGIN_DECLS

/* What the parts of the layout window's panel share; only the atlas-layout-panel*.c files include this. */

#define ATLAS_LAYOUT_N_FIELDS 6

struct _AtlasLayoutPanel
{
  GtkBox           parent_instance;
  AtlasPageEditor *editor;
  AtlasPageView   *view;          /* (unowned): stands beside it */
  AtlasProject    *project;
  gboolean         updating;      /* the rows are being filled */
  AdwViewStack    *stack;

  /* atlas-layout-panel-page.c */
  GtkWidget       *template_list;
  GtkWidget       *paper;
  GtkWidget       *size_row;
  GtkWidget       *width;
  GtkWidget       *height;
  GtkWidget       *portrait;
  GtkWidget       *landscape;
  GtkWidget       *margins[4];
  GtkWidget       *title;
  GtkWidget       *fields[ATLAS_LAYOUT_N_FIELDS];

  /* atlas-layout-panel-map.c */
  GtkWidget       *scale;
  GtkWidget       *scale_note;
  GtkWidget       *crs;
  GtkWidget       *crs_note;
  GtkWidget       *rotation;
  GtkWidget       *fit;
  GtkWidget       *layer_row;
  GtkWidget       *layer;
  GtkWidget       *standard;

  /* atlas-layout-panel-elements.c */
  GtkWidget       *list;
  GtkWidget       *rows;
};

/* atlas-layout-panel-page.c */
GtkWidget *_atlas_layout_panel_make_page (AtlasLayoutPanel *self);
void       _atlas_layout_panel_fill_page (AtlasLayoutPanel *self);

/* atlas-layout-panel-map.c */
GtkWidget *_atlas_layout_panel_make_map (AtlasLayoutPanel *self);
void       _atlas_layout_panel_fill_map (AtlasLayoutPanel *self);
void       _atlas_layout_panel_class_init_map (GtkWidgetClass *widget_class);

/* atlas-layout-panel-elements.c */
GtkWidget *_atlas_layout_panel_make_elements (AtlasLayoutPanel *self);
void       _atlas_layout_panel_fill_elements (AtlasLayoutPanel *self);
void       _atlas_layout_panel_show_chosen (AtlasLayoutPanel *self);
void       _atlas_layout_panel_class_init_elements (GtkWidgetClass *widget_class);

/** _atlas_layout_panel_say: a sentence for the person. */
void       _atlas_layout_panel_say (AtlasLayoutPanel *self,
                                    const char       *text);

G_END_DECLS
