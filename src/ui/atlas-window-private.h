/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/atlas-card.h"
#include "ui/atlas-layer-panel.h"
#include "ui/atlas-measure-bar.h"
#include "ui/atlas-place-popover.h"
#include "ui/atlas-pointer-label.h"
#include "ui/atlas-search-box.h"
#include "ui/atlas-window.h"

G_BEGIN_DECLS

/* What the parts of the window share; only the atlas-window*.c files include this. */

/* A flight of the map to something that is told about when it is there. */
typedef struct
{
  AtlasLayer *layer;                    /* (nullable): of a feature; %NULL: a place */
  gsize       feature;
  char       *title;                    /* (nullable) (owned): of a place */
  double      lon;
  double      lat;
  guint       tick;                     /* while it lasts */
  guint       n_frames;
  guint       n_still;
  AtlasView   last;
} AtlasSearchFlight;

/* Of atlas-window-project.c. */
typedef struct _AtlasWindowWork AtlasWindowWork;

struct _AtlasWindow
{
  AdwApplicationWindow parent_instance;
  AtlasProject        *project;
  AtlasPrefs          *prefs;
  GtkFileChooserNative *chooser;        /* (nullable): while it is open */
  AtlasExtent          to_show;         /* of the layers that were read since the map last stood still */
  GMenu               *recent_menu;

  AtlasSearchFlight    flight;
  gboolean             previewing;      /* what is chosen in the search's list is shown on the map */
  AtlasView            view_before;     /* while it is */

  AtlasMapView        *map;
  AtlasCard           *card;
  AtlasLayerPanel     *panel;
  GtkStack            *side;            /* @panel, and the style panel in its place */
  GtkWidget           *style_panel;     /* (nullable): while it is open */
  GtkWidget           *road_panel;      /* (nullable): once it was asked for; it keeps what it knows */
  AdwToastOverlay     *toasts;
  AdwFlap             *flap;
  AdwSplitButton      *open_button;
  GtkMenuButton       *menu_button;
  GMenu               *recent_submenu;
  GtkOverlay          *map_overlay;
  AtlasPointerLabel   *pointer_label;
  AtlasSearchBox      *search_box;
  AtlasPlacePopover   *place;
  GtkWidget           *drop_hint;
  GtkPaned            *map_paned;       /* the map above the tables */
  GtkWidget           *table_pane;      /* (nullable): once it was opened */
  GtkWidget           *selection_bar;
  guint                arrival;         /* to a feature whose card comes then */
  AtlasMeasureBar     *measure;
  GtkWidget           *layout_window;   /* (nullable): while it is open */
  AtlasWindowWork     *work;            /* the project's file, and whether it is as it was saved */
  GMenu               *bookmark_menu;
  GMenu               *bookmark_submenu;
  GtkLabel            *project_label;
  GtkWidget           *query_panel;     /* (nullable): the filter or the summary of a layer, in place of the layers */
};

/* atlas-window-actions.c */
void _atlas_window_class_init_actions (GtkWidgetClass *widget_class);
void _atlas_window_init_actions (AtlasWindow *self);

/* atlas-window-bookmarks.c */
void _atlas_window_class_init_bookmarks (GtkWidgetClass *widget_class);
void _atlas_window_init_bookmarks (AtlasWindow *self);

/* atlas-window-cluster.c: goes to where the points of a cluster at the place are seen apart.  Returns: whether there is one. */
gboolean _atlas_window_open_cluster (AtlasWindow *self,
                                     double       lon,
                                     double       lat,
                                     double       radius);

/* atlas-window-cluster.c: says how many points the cluster under the pointer stands for. */
void _atlas_window_hover_cluster (AtlasWindow *self,
                                  double       lon,
                                  double       lat);

/** _atlas_window_get_commands: @n: (out).  Returns: (array length=n): what can be done, for the search; made once. */
const AtlasSearchCommand *_atlas_window_get_commands (guint *n);

/* atlas-window-dnd.c */
void _atlas_window_init_dnd (AtlasWindow *self);

/* atlas-window-filter.c */
void _atlas_window_class_init_filter (GtkWidgetClass *widget_class);
void _atlas_window_init_filter (AtlasWindow *self);
void _atlas_window_close_filter (AtlasWindow *self);

/* atlas-window-layout.c */
void _atlas_window_class_init_layout (GtkWidgetClass *widget_class);
void _atlas_window_init_layout (AtlasWindow *self);
void _atlas_window_close_layout (AtlasWindow *self);

/* atlas-window-legend.c */
void _atlas_window_init_legend (AtlasWindow *self);

/* atlas-window-measure.c */
void _atlas_window_init_measure (AtlasWindow *self);

/* atlas-window-open.c */
void _atlas_window_init_open (AtlasWindow *self);
void _atlas_window_choose_files (AtlasWindow *self);
void _atlas_window_remember (AtlasWindow *self,
                             GFile       *file);

/* atlas-window-project.c; _open_project: in the place of the one that is there, whose changes are asked about first; @also:
 * (element-type GFile): files that become layers of it. */
void _atlas_window_class_init_project (GtkWidgetClass *widget_class);
void _atlas_window_init_project (AtlasWindow *self);
void _atlas_window_free_project (AtlasWindow *self);
void _atlas_window_open_project (AtlasWindow *self,
                                 GFile       *file,
                                 GPtrArray   *also);

/** _atlas_window_is_opening_project: Returns: whether layers of a project that was opened are still being read. */
gboolean _atlas_window_is_opening_project (AtlasWindow *self);

/** _atlas_window_may_close: Returns: %FALSE when the person is asked first whether to save; then the window closes itself. */
gboolean _atlas_window_may_close (AtlasWindow *self);

/** _atlas_window_project_changed: to be called after a change that the project and its layers do not tell. */
void _atlas_window_project_changed (AtlasWindow *self);

/* atlas-window-road.c */
void _atlas_window_init_road (AtlasWindow *self);

/** _atlas_window_reset_road: begins the road panel anew, with the journey of the project. */
void _atlas_window_reset_road (AtlasWindow *self);

/** _atlas_window_store_journey: puts what the road panel says into the project. */
void _atlas_window_store_journey (AtlasWindow *self);

/* atlas-window-road.c: a click on one of the road's pins.  Returns: whether it was one. */
gboolean _atlas_window_pick_road (AtlasWindow *self,
                                  double       x,
                                  double       y);

/* atlas-window-search.c */
void _atlas_window_init_search (AtlasWindow *self);
void _atlas_window_close_search (AtlasWindow *self);

/** _atlas_window_fly_to: flies to a feature (or to a place, when @layer is %NULL) to tell about it there. */
void _atlas_window_fly_to (AtlasWindow *self,
                           AtlasLayer  *layer,
                           gsize        feature,
                           double       lon,
                           double       lat);

/** _atlas_window_begin_search: puts the keyboard into the box; @text: (nullable): and this text in it. */
void _atlas_window_begin_search (AtlasWindow *self,
                                 const char  *text);

/** _atlas_window_type_search: a key on the map.  Returns: whether it began a search. */
gboolean _atlas_window_type_search (AtlasWindow     *self,
                                    guint            keyval,
                                    GdkModifierType  state);

/* atlas-window-style.c */
void _atlas_window_init_style (AtlasWindow *self);
void _atlas_window_close_style (AtlasWindow *self);

/* atlas-window-select.c; _clear_selection: returns whether there was anything selected or about to be. */
void _atlas_window_class_init_select (GtkWidgetClass *widget_class);
void _atlas_window_init_select (AtlasWindow *self);
gboolean _atlas_window_clear_selection (AtlasWindow *self);

/* atlas-window-table.c; _show_feature: flies to a feature and opens its card; _go_to_point: near enough to see one point. */
void _atlas_window_class_init_table (GtkWidgetClass *widget_class);
void _atlas_window_init_table (AtlasWindow *self);
void _atlas_window_show_feature (AtlasWindow *self,
                                 AtlasLayer  *layer,
                                 gsize        feature);
void _atlas_window_go_to_point (AtlasWindow *self,
                                double       lon,
                                double       lat);

/* atlas-window.c: asks what lies at a place, with the tolerance of a click; @keyboard: the card takes the focus. */
void _atlas_window_identify (AtlasWindow *self,
                             double       lon,
                             double       lat,
                             gboolean     keyboard);

/* atlas-window.c: takes a layer off the map, with the way back in a message. */
void _atlas_window_remove_layer (AtlasWindow *self,
                                 AtlasLayer  *layer);

G_END_DECLS
