/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/atlas-card.h"
#include "ui/atlas-layer-panel.h"
#include "ui/atlas-measure-bar.h"
#include "ui/atlas-pointer-label.h"
#include "ui/atlas-window.h"

G_BEGIN_DECLS

/* What the parts of the window share; only the atlas-window*.c files include this. */

struct _AtlasWindow
{
  AdwApplicationWindow parent_instance;
  AtlasProject        *project;
  AtlasPrefs          *prefs;
  GtkFileChooserNative *chooser;        /* (nullable): while it is open */
  AtlasExtent          to_show;         /* of the layers that were read since the map last stood still */
  GMenu               *recent_menu;

  AtlasMapView        *map;
  AtlasCard           *card;
  AtlasLayerPanel     *panel;
  GtkStack            *side;            /* @panel, and the style panel in its place */
  GtkWidget           *style_panel;     /* (nullable): while it is open */
  AdwToastOverlay     *toasts;
  AdwFlap             *flap;
  AdwSplitButton      *open_button;
  GtkMenuButton       *menu_button;
  GMenu               *recent_submenu;
  GtkOverlay          *map_overlay;
  AtlasPointerLabel   *pointer_label;
  GtkWidget           *drop_hint;
  AtlasMeasureBar     *measure;
  GtkWidget           *query_panel;     /* (nullable): the filter or the summary of a layer, in place of the layers */
};

/* atlas-window-actions.c */
void _atlas_window_class_init_actions (GtkWidgetClass *widget_class);
void _atlas_window_init_actions (AtlasWindow *self);

/* atlas-window-cluster.c: goes to where the points of a cluster at the place are seen apart.  Returns: whether there is one. */
gboolean _atlas_window_open_cluster (AtlasWindow *self,
                                     double       lon,
                                     double       lat,
                                     double       radius);

/* atlas-window-cluster.c: says how many points the cluster under the pointer stands for. */
void _atlas_window_hover_cluster (AtlasWindow *self,
                                  double       lon,
                                  double       lat);

/* atlas-window-dnd.c */
void _atlas_window_init_dnd (AtlasWindow *self);

/* atlas-window-filter.c */
void _atlas_window_class_init_filter (GtkWidgetClass *widget_class);
void _atlas_window_init_filter (AtlasWindow *self);
void _atlas_window_close_filter (AtlasWindow *self);

/* atlas-window-measure.c */
void _atlas_window_init_measure (AtlasWindow *self);

/* atlas-window-open.c */
void _atlas_window_init_open (AtlasWindow *self);
void _atlas_window_choose_files (AtlasWindow *self);

/* atlas-window-style.c */
void _atlas_window_init_style (AtlasWindow *self);
void _atlas_window_close_style (AtlasWindow *self);

/* atlas-window.c: asks what lies at a place, with the tolerance of a click; @keyboard: the card takes the focus. */
void _atlas_window_identify (AtlasWindow *self,
                             double       lon,
                             double       lat,
                             gboolean     keyboard);

/* atlas-window.c: takes a layer off the map, with the way back in a message. */
void _atlas_window_remove_layer (AtlasWindow *self,
                                 AtlasLayer  *layer);

G_END_DECLS
