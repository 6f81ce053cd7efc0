/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "project/atlas-trip.h"
#include "route/atlas-itinerary.h"
#include "ui/atlas-place-entry.h"
#include "ui/atlas-road-panel.h"
#include "ui/atlas-road-row.h"

G_BEGIN_DECLS

/* What the parts of the panel share; only the atlas-road-panel*.c files include this. */

#define N_CHOICES 3

/** Where one stops. */
typedef struct
{
  AtlasTable *table;          /* (unowned) of the layer, which the trip keeps */
  guint32     feature;
  guint       passing;
  guint       index;          /* in the list */
  gboolean    day_ends;
} AtlasRoadStop;

struct _AtlasRoadPanel
{
  AdwBin                parent_instance;
  AtlasProject         *project;
  AtlasMapView         *map;
  GCancellable         *stop;           /* while the panel lives */
  GCancellable         *cancellable;    /* (nullable): of the question under way */
  guint                 timer;          /* until a question is asked */
  gboolean              zoom;           /* the next answer is shown as a whole */
  gboolean              focus_list;     /* the keyboard goes to the next answer */
  gboolean              stale;          /* places were changed since the last question */
  gboolean              shown;          /* what it has is on the map */
  gboolean              turned;         /* the trip is the other way round */
  GArray               *lines;          /* (nullable): AtlasTripLine, beside the drop-down */
  AtlasLayer           *feature_layer;  /* (nullable): of the line */
  gsize                 feature;
  GHashTable           *looked_in;      /* ids of layers that were ticked */

  AtlasTrip            *trip;           /* (nullable) */
  GPtrArray            *layers;         /* AtlasLayer: those of the trip */
  GPtrArray            *asked_layers;   /* those of the question under way */
  GArray               *pins;           /* guint: the first item of each pin */
  GPtrArray            *rows;           /* (unowned) AtlasRoadRow: those that show something */
  GArray               *stops;          /* AtlasRoadStop, in the order of travel */
  AtlasItinerary       *itinerary;      /* of @stops */
  AtlasItinerary       *wanted;         /* (nullable): stops of a journey that was saved, until they are found in the answer */
  char                 *wanted_segment; /* (nullable): likewise, until the list of segments is there */
  AtlasPlan            *plan_times;
  GtkFileChooserNative *chooser;        /* (nullable): while it is open */
  char                 *format;         /* (nullable): to save in */

  GtkWidget            *back_button;
  GtkSpinner           *spinner;
  GtkToggleButton      *between_toggle;
  GtkToggleButton      *segment_toggle;
  GtkToggleButton      *feature_toggle;
  GtkStack             *ways;
  GtkBox               *places_box;     /* AtlasPlaceEntry each */
  GtkWidget            *swap_button;
  GtkWidget            *via_button;
  GtkDropDown          *segment;
  GtkBox               *part_box;
  GtkWidget            *part[2];        /* AtlasPlaceEntry */
  GtkLabel             *feature_label;
  GtkSpinButton        *within;
  GtkToggleButton      *filter_toggle;
  GtkToggleButton      *reverse;
  GtkWidget            *filters;
  GtkDropDown          *choices[N_CHOICES];
  GtkEntry             *where;
  GtkLabel             *where_error;
  GtkBox               *layers_box;
  GtkLabel             *summary;
  GtkLabel             *note;
  GtkBox               *suggestions;
  GtkScrolledWindow    *scroller;
  GtkListView          *list;
  GtkWidget            *foot;
  GtkWidget            *journey;
  GtkLabel             *plan;
  GtkLabel             *warning;
  GtkSpinButton        *start;
  GtkSpinButton        *speed;
  GtkLabel             *hint;
};

/* atlas-road-panel.c */
void _atlas_road_panel_say (AtlasRoadPanel *self,
                            const char     *text);

/** _atlas_road_panel_changed: tells that what is asked or where one stops changed. */
void _atlas_road_panel_changed (AtlasRoadPanel *self);

AtlasTripWay     _atlas_road_panel_get_way (AtlasRoadPanel *self);
AtlasPlaceEntry *_atlas_road_panel_get_place (AtlasRoadPanel *self,
                                              guint           index);
guint            _atlas_road_panel_get_n_places (AtlasRoadPanel *self);

/** _atlas_road_panel_add_via: a place by the way, before the last. */
void _atlas_road_panel_add_via (AtlasRoadPanel *self);

/* atlas-road-panel-saved.c: what a saved journey wants of the segments and of the answer that have come. */
void _atlas_road_panel_take_segment (AtlasRoadPanel *self);
void _atlas_road_panel_take_stops (AtlasRoadPanel *self);

/** _atlas_road_panel_ask: asks in a moment, or @now; @zoom: the answer is shown as a whole. */
void _atlas_road_panel_ask (AtlasRoadPanel *self,
                            gboolean        now,
                            gboolean        zoom);

/* atlas-road-panel-filter.c: what to look for and where. */
void _atlas_road_panel_init_filter (AtlasRoadPanel *self);

/** _atlas_road_panel_add_layers: tells @query where to look, and notes it in @asked_layers.  Returns: %FALSE when that is nowhere. */
gboolean _atlas_road_panel_add_layers (AtlasRoadPanel *self,
                                       AtlasTripQuery *query);

/** _atlas_road_panel_dup_choices: Returns: (transfer full) (nullable): an object: what the drop-downs say; %NULL: all. */
JsonNode *_atlas_road_panel_dup_choices (AtlasRoadPanel *self);
void      _atlas_road_panel_set_choices (AtlasRoadPanel *self,
                                         JsonObject     *choices);

/* atlas-road-panel-list.c */
void _atlas_road_panel_init_list (AtlasRoadPanel *self);

/** _atlas_road_panel_show_trip: @trip: (transfer full): takes the place of the one before. */
void _atlas_road_panel_show_trip (AtlasRoadPanel *self,
                                  AtlasTrip      *trip);
void _atlas_road_panel_show_stops (AtlasRoadPanel *self);
void _atlas_road_panel_show_pins (AtlasRoadPanel *self);

/* atlas-road-panel-journey.c */
void _atlas_road_panel_init_journey (AtlasRoadPanel *self);
void _atlas_road_panel_class_init_journey (GtkWidgetClass *widget_class);

/** _atlas_road_panel_carry_stops: finds the stops again in a new list; @turned: it runs the other way. */
void _atlas_road_panel_carry_stops (AtlasRoadPanel *self,
                                    gboolean        turned);
void _atlas_road_panel_plan (AtlasRoadPanel *self);
void _atlas_road_panel_sort_stops (AtlasRoadPanel *self);

/** _atlas_road_panel_find_stop: Returns: the number of the stop at item @index, or -1. */
int  _atlas_road_panel_find_stop (AtlasRoadPanel *self,
                                  guint           index);
void _atlas_road_panel_tick (AtlasRoadPanel *self,
                             guint           index,
                             gboolean        ticked);
void _atlas_road_panel_set_night (AtlasRoadPanel *self,
                                  guint           index,
                                  gboolean        day_ends);

G_END_DECLS
