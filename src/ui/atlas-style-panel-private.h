/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/atlas-histogram.h"
#include "ui/atlas-style-panel.h"

G_BEGIN_DECLS

/* What the parts of the style panel share; only the atlas-style-panel*.c files include this. */

struct _AtlasStylePanel
{
  AdwBin            parent_instance;
  AtlasLayer       *layer;
  AtlasStyleRecipe *recipe;         /* what the widgets show */
  gboolean          original;       /* the layer has the style that it came with, and @recipe waits */
  AtlasStyleDraft  *draft;          /* (nullable): what last came of @recipe */
  GArray           *fields;         /* (element-type guint): the lines of the field's list */
  gboolean          updating;       /* widgets are being set, not by a person */
  guint             apply_timeout;
  GCancellable     *applying;       /* (nullable): a worker makes the style */
  GCancellable     *stop;           /* when the panel goes */
  GtkFileChooserNative *chooser;    /* (nullable): while it is open */

  GtkLabel         *title_label;
  GtkSpinner       *spinner;
  GtkLabel         *error_label;
  GtkWidget        *renderer_row, *field_row, *method_row, *n_classes_row, *breaks_row, *ramp_row, *color_row;
  GtkWidget        *shape_row, *size_row, *line_width_row, *opacity_row, *symbol_box, *symbol_heading;
  GtkWidget        *rules_box;      /* of atlas-style-panel-rules.c */
  GtkDropDown      *renderer, *field, *method, *ramp, *shape, *label_field;
  GtkSpinButton    *n_classes, *size, *line_width, *label_size, *min_zoom, *max_zoom;
  GtkEntry         *breaks;
  AtlasHistogram   *histogram;
  GtkToggleButton  *reversed;
  GtkFlowBox       *palette;
  GtkColorButton   *color;
  GtkScale         *opacity;
  GtkListBox       *classes;
  GtkWidget        *radius_row, *weight_row, *until_row;
  GtkSpinButton    *radius, *until;
  GtkDropDown      *weight;
  GArray           *weights;        /* (element-type guint): the lines of the weight's list after the first */
};

/* atlas-style-panel.c: sets the widgets from the recipe. */
void _atlas_style_panel_show_recipe (AtlasStylePanel *self);

/* atlas-style-panel.c: takes another recipe. */
void _atlas_style_panel_take_recipe (AtlasStylePanel  *self,
                                     AtlasStyleRecipe *recipe);

/* atlas-style-panel.c: tells the person a sentence. */
void _atlas_style_panel_say (AtlasStylePanel *self,
                             const char      *text);

/* atlas-style-panel-apply.c: makes the style of the recipe soon, and gives it to the layer. */
void _atlas_style_panel_queue_apply (AtlasStylePanel *self);

/* atlas-style-panel-apply.c: stops what is under way. */
void _atlas_style_panel_stop_applying (AtlasStylePanel *self);

/* atlas-style-panel-apply.c: shows the classes of the layer's style. */
void _atlas_style_panel_show_classes (AtlasStylePanel *self);

/* atlas-style-panel-density.c: offers clusters and heat if the layer has points. */
void _atlas_style_panel_init_density (AtlasStylePanel *self);

/* atlas-style-panel-density.c: sets the widgets from the recipe, and which of them are seen. */
void _atlas_style_panel_show_density (AtlasStylePanel *self);

/* atlas-style-panel-rules.c: makes the list of the recipe's rules anew. */
void _atlas_style_panel_show_rules (AtlasStylePanel *self);

/* atlas-style-panel-rules.c: shows what came of the rules: swatches and counts. */
void _atlas_style_panel_show_rule_results (AtlasStylePanel *self);

/* atlas-style-panel-files.c */
void _atlas_style_panel_class_init_files (GtkWidgetClass *widget_class);

G_END_DECLS
