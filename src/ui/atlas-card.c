/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasCard: tells what lies at a place.  Owns the hits that it leafs through; the words come from atlas-card-fields.c and
 * are shown as text only.  It does not hide by itself when the map is clicked, for that click asks the next question.
 * Main thread. */

#include "ui/atlas-card.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "geo/atlas-mercator.h"
#include "project/atlas-identify.h"
#include "ui/atlas-card-fields.h"
#include "ui/atlas-swatch.h"
#include "ui/atlas-text.h"

/* Half the side of what the card points to: the arrow ends at the edge of a point's symbol. */
#define POINT_REACH 12
#define PLACE_REACH 3
/* A place that is farther from its road has no K of it; logical pixels. */
#define ROAD_REACH 24
/* As near as the map goes to a point. */
#define POINT_ZOOM 14.0
/* What is higher scrolls. */
#define MAX_BODY_HEIGHT 260

struct _AtlasCard
{
  GtkPopover    parent_instance;
  AtlasMapView *map;
  AtlasProject *project;
  AtlasRoads   *roads;          /* (nullable) */
  GSignalGroup *layer_signals;  /* of the layer that is told about */
  GPtrArray    *hits;           /* AtlasHit; (nullable): closed */
  guint         current;
  double        asked_lon;
  double        asked_lat;
  double        lon;            /* what the card points to */
  double        lat;
  int           reach;

  GtkWidget    *head;
  AtlasSwatch  *swatch;
  GtkLabel     *name_label;
  GtkLabel     *kind_label;
  GtkWidget    *close_button;
  GtkScrolledWindow *scroller;
  GtkWidget    *body;
  GtkGrid      *grid;
  GtkLabel     *small_label;
  GtkWidget    *place_button;
  GtkLabel     *place_label;
  GtkWidget    *along_button;
  GtkWidget    *zoom_button;
  GtkWidget    *pager;
  GtkWidget    *previous_button;
  GtkLabel     *pager_label;
  GtkWidget    *next_button;
};

G_DEFINE_FINAL_TYPE (AtlasCard, atlas_card, GTK_TYPE_POPOVER)

static guint along_signal;

static AtlasHit *
current_hit (AtlasCard *self)
{
  return g_ptr_array_index (self->hits, self->current);
}

static void
close_card (AtlasCard *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_closed (AtlasCard *self)
{
  /* The keyboard goes back to where the question came from. */
  if (self->map != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->map));
  if (self->layer_signals != NULL)
    g_signal_group_set_target (self->layer_signals, NULL);
  g_clear_pointer (&self->hits, g_ptr_array_unref);
  if (self->map != NULL)
    atlas_map_view_set_highlight (self->map, NULL, 0);
}

static void
point_to_place (AtlasCard *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  double x, y;

  if (self->hits == NULL)
    return;
  atlas_map_view_to_widget (self->map, self->lon, self->lat, &x, &y);
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->map), parent, x, y, &x, &y))
    return;
  if (!(x >= 0 && y >= 0 && x <= gtk_widget_get_width (parent) && y <= gtk_widget_get_height (parent)))
    {
      close_card (self);
      return;
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self), &(GdkRectangle){ (int) x - self->reach, (int) y - self->reach,
                                                                    2 * self->reach, 2 * self->reach });
}

/* A point is pointed to itself; on a line or area it is the place that was asked about. */
static void
find_place (AtlasCard *self)
{
  const AtlasHit *hit = current_hit (self);
  AtlasTable *table = atlas_layer_get_table (hit->layer);

  self->lon = self->asked_lon;
  self->lat = self->asked_lat;
  self->reach = PLACE_REACH;
  if (atlas_table_get_geometry_type (table, hit->feature) == ATLAS_GEOMETRY_POINT)
    {
      AtlasExtent extent = atlas_table_get_feature_extent (table, hit->feature);

      self->lon = extent.west;
      self->lat = extent.south;
      self->reach = POINT_REACH;
    }
}

static GtkWidget *
new_text (const char *text,
          const char *css_class,
          int         max_chars)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* Else GTK seeks the best width by laying the text out again and again: seconds for a long run of letters. */
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), max_chars);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
on_link_clicked (GtkButton  *button,
                 const char *uri)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (button));

  gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
}

static GtkWidget *
new_link (const AtlasCardField *field)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *uri = atlas_text_show (field->uri, -1, TRUE);

  gtk_label_set_text (GTK_LABEL (label), field->value);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* The host stands first, so it is never the part that is cut. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 34);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, uri);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-link");
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_link_clicked), g_strdup (field->uri),
                         (GClosureNotify) (void *) g_free, 0);
  return button;
}

/* Which K the place of the road has that was asked about.  Returns: whether it has one. */
static gboolean
add_k (AtlasCard *self)
{
  const AtlasHit *hit = current_hit (self);
  GtkWidget *label, *value, *copy, *box;
  g_autofree char *k = NULL, *name = NULL, *whole = NULL;
  AtlasRoadSpot spot;
  AtlasView view;
  double pixel;

  atlas_map_view_get_view (self->map, &view);
  pixel = atlas_mercator_metres_per_pixel (self->asked_lat, view.zoom);
  if (self->roads == NULL || !atlas_roads_find_on (self->roads, hit->layer, hit->feature, self->asked_lon, self->asked_lat, &spot)
      || spot.offset > ROAD_REACH * pixel)
    return FALSE;
  k = atlas_road_spot_dup_k (&spot, pixel);
  name = atlas_text_show (atlas_road_spot_get_name (&spot), -1, TRUE);
  whole = g_strstrip (g_strdup_printf ("%s %s", name, k));
  label = new_text (_("K-number"), "field-label", 14);
  value = new_text (k, "field-value", 24);
  copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_widget_add_css_class (value, "numeric");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, label, NULL, -1);
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_add_css_class (copy, "row-button");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (copy, _("Copy the K-number with the name of the road"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy the K-number with the name of the road"), -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (copy), "s", whole);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "win.copy-text");
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (GTK_BOX (box), copy);
  gtk_grid_attach (self->grid, label, 0, 0, 1, 1);
  gtk_grid_attach (self->grid, box, 1, 0, 1, 1);
  return TRUE;
}

static void
fill_grid (AtlasCard *self,
           GPtrArray *fields)
{
  GtkWidget *child;
  int row = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  if (add_k (self))
    row++;
  for (guint i = 0; i < fields->len; i++)
    {
      const AtlasCardField *field = g_ptr_array_index (fields, i);
      GtkWidget *label = new_text (field->label, "field-label", field->wide ? 40 : 14);
      GtkWidget *value = field->uri != NULL ? new_link (field) : new_text (field->value, "field-value", field->wide ? 40 : 24);

      if (field->uri == NULL)
        gtk_label_set_selectable (GTK_LABEL (value), TRUE);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, label, NULL, -1);
      gtk_widget_set_hexpand (value, TRUE);
      if (field->wide)
        {
          /* Still there for those who cannot see the card. */
          gtk_widget_set_visible (label, !field->lead);
          gtk_grid_attach (self->grid, label, 0, row++, 2, 1);
          gtk_grid_attach (self->grid, value, 0, row++, 2, 1);
          gtk_widget_add_css_class (value, "wide");
        }
      else
        {
          gtk_grid_attach (self->grid, label, 0, row, 1, 1);
          gtk_grid_attach (self->grid, value, 1, row++, 1, 1);
        }
    }
  gtk_widget_set_visible (GTK_WIDGET (self->grid), row > 0);
}

static void
fill_pager (AtlasCard *self)
{
  /* Translators: the card shows feature 1 of 3 that lie at the place */
  g_autofree char *text = g_strdup_printf (_("%u of %u"), self->current + 1, self->hits->len);

  gtk_label_set_text (self->pager_label, text);
  gtk_widget_set_visible (self->pager, self->hits->len > 1);
  gtk_widget_set_sensitive (self->previous_button, self->current > 0);
  gtk_widget_set_sensitive (self->next_button, self->current + 1 < self->hits->len);
}

/* Neither a scrolled window nor a popover (it forgets its shadow) knows how high wrapped labels become, so they are told. */
static void
fit_height (AtlasCard *self)
{
  GtkWidget *box = gtk_popover_get_child (GTK_POPOVER (self));
  int width, height;

  gtk_widget_set_size_request (self->head, -1, -1);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_measure (self->head, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  gtk_widget_set_size_request (self->head, -1, height);
  gtk_widget_measure (self->body, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  height = MIN (height, MAX_BODY_HEIGHT);
  /* The least may never be above the most, not even in between. */
  gtk_scrolled_window_set_min_content_height (self->scroller, -1);
  gtk_scrolled_window_set_max_content_height (self->scroller, height);
  gtk_scrolled_window_set_min_content_height (self->scroller, height);
}

static gboolean
is_line (const AtlasHit *hit)
{
  const AtlasGeometryType type = atlas_table_get_geometry_type (atlas_layer_get_table (hit->layer), hit->feature);

  return type == ATLAS_GEOMETRY_LINE || type == ATLAS_GEOMETRY_MULTI_LINE;
}

static void
show_current (AtlasCard *self)
{
  const AtlasHit *hit = current_hit (self);
  g_autoptr (AtlasCardContent) content = atlas_card_content_new (hit->layer, hit->feature);
  g_autofree char *place = NULL;

  g_signal_group_set_target (self->layer_signals, hit->layer);
  find_place (self);
  place = atlas_text_place (self->lon, self->lat);
  atlas_swatch_show_feature (self->swatch, hit->layer, hit->feature);
  gtk_label_set_text (self->name_label, content->name);
  gtk_label_set_text (self->kind_label, content->kind);
  gtk_widget_set_visible (GTK_WIDGET (self->kind_label), !g_str_equal (content->kind, content->name));
  gtk_label_set_text (self->small_label, content->small);
  gtk_widget_set_visible (GTK_WIDGET (self->small_label), *content->small != '\0');
  gtk_label_set_text (self->place_label, place);
  fill_grid (self, content->fields);
  fill_pager (self);
  gtk_widget_set_visible (self->along_button, is_line (hit));
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), gtk_widget_get_visible (GTK_WIDGET (self->grid)) || *content->small != '\0');
  fit_height (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, content->name, -1);
  atlas_map_view_set_highlight (self->map, hit->layer, hit->feature);
  point_to_place (self);
}

static void
leaf (AtlasCard *self,
      int        steps)
{
  const int next = (int) self->current + steps;

  if (self->hits == NULL || next < 0 || next >= (int) self->hits->len)
    return;
  self->current = (guint) next;
  show_current (self);
  /* A button that has just gone insensitive would lose the keyboard. */
  if (next == 0)
    gtk_widget_grab_focus (self->next_button);
  else if (next + 1 == (int) self->hits->len)
    gtk_widget_grab_focus (self->previous_button);
}

static void
on_previous_clicked (AtlasCard *self)
{
  leaf (self, -1);
}

static void
on_next_clicked (AtlasCard *self)
{
  leaf (self, 1);
}

static void
on_zoom_clicked (AtlasCard *self)
{
  const AtlasHit *hit = current_hit (self);
  AtlasExtent extent = atlas_table_get_feature_extent (atlas_layer_get_table (hit->layer), hit->feature);
  AtlasView view;

  if (extent.west < extent.east || extent.south < extent.north)
    {
      atlas_map_view_show_extent (self->map, &extent, TRUE);
      return;
    }
  atlas_map_view_get_view (self->map, &view);
  atlas_map_view_go_to (self->map, self->lon, self->lat, MAX (view.zoom, POINT_ZOOM), TRUE);
}

static void
on_along_clicked (AtlasCard *self)
{
  const AtlasHit *hit = current_hit (self);
  g_autoptr (AtlasLayer) layer = g_object_ref (hit->layer);
  const guint64 feature = hit->feature;

  close_card (self);
  g_signal_emit (self, along_signal, 0, layer, feature);
}

/* What is not on the map any more has no card. */
static void
on_visible_changed (AtlasCard *self)
{
  AtlasLayer *layer;
  gboolean visible;

  if (self->hits == NULL)
    return;
  layer = current_hit (self)->layer;
  visible = atlas_layer_get_visible (layer);
  if (atlas_layer_get_role (layer) == ATLAS_LAYER_GROUND)
    visible = visible && atlas_project_get_basemap_visible (self->project);
  if (!visible)
    close_card (self);
}

static void
on_items_changed (AtlasCard *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->project));
  AtlasLayer *layer;

  if (self->hits == NULL)
    return;
  layer = current_hit (self)->layer;
  if (atlas_layer_get_role (layer) == ATLAS_LAYER_GROUND)
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AtlasLayer) item = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      if (item == layer)
        return;
    }
  close_card (self);
}

/* A popover keeps the keys that are pressed in it, but the window's keys are to work everywhere. */
static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                AtlasCard             *self)
{
  return gtk_event_controller_key_forward (controller, GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))));
}

static void
atlas_card_dispose (GObject *object)
{
  AtlasCard *self = ATLAS_CARD (object);

  g_clear_pointer (&self->hits, g_ptr_array_unref);
  g_clear_object (&self->layer_signals);
  g_clear_object (&self->roads);
  g_clear_object (&self->map);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (atlas_card_parent_class)->dispose (object);
}

static void
atlas_card_class_init (AtlasCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_card_dispose;
  along_signal = g_signal_new ("along", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                               ATLAS_TYPE_LAYER, G_TYPE_UINT64);
  g_type_ensure (ATLAS_TYPE_SWATCH);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/changzhi/TaihangAtlas/ui/card.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, head);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, swatch);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, name_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, kind_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, close_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, scroller);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, body);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, grid);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, small_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, place_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, place_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, along_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, pager);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, previous_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, pager_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasCard, next_button);
}

static void
atlas_card_init (AtlasCard *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->layer_signals = g_signal_group_new (ATLAS_TYPE_LAYER);
  g_signal_group_connect_swapped (self->layer_signals, "notify::visible", G_CALLBACK (on_visible_changed), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (self, "closed", G_CALLBACK (on_closed), NULL);
  g_signal_connect_swapped (self->close_button, "clicked", G_CALLBACK (close_card), self);
  g_signal_connect_swapped (self->previous_button, "clicked", G_CALLBACK (on_previous_clicked), self);
  g_signal_connect_swapped (self->next_button, "clicked", G_CALLBACK (on_next_clicked), self);
  g_signal_connect_swapped (self->along_button, "clicked", G_CALLBACK (on_along_clicked), self);
  g_signal_connect_swapped (self->zoom_button, "clicked", G_CALLBACK (on_zoom_clicked), self);
}

AtlasCard *
atlas_card_new (GtkWidget    *parent,
                AtlasMapView *map,
                AtlasProject *project)
{
  AtlasCard *self = g_object_new (ATLAS_TYPE_CARD, NULL);

  self->map = g_object_ref (map);
  self->project = g_object_ref (project);
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  g_signal_connect_object (map, "view-changed", G_CALLBACK (point_to_place), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify::basemap-visible", G_CALLBACK (on_visible_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/* The K-numbers of a road that is told about may have come only now. */
static void
on_roads_changed (AtlasCard *self)
{
  if (self->hits != NULL)
    show_current (self);
}

void
atlas_card_set_roads (AtlasCard  *self,
                      AtlasRoads *roads)
{
  g_return_if_fail (ATLAS_IS_CARD (self));
  self->roads = g_object_ref (roads);
  g_signal_connect_object (roads, "changed", G_CALLBACK (on_roads_changed), self, G_CONNECT_SWAPPED);
}

void
atlas_card_show (AtlasCard *self,
                 GPtrArray *hits,
                 double     lon,
                 double     lat,
                 gboolean   keyboard)
{
  g_return_if_fail (ATLAS_IS_CARD (self) && hits != NULL && hits->len > 0);

  g_clear_pointer (&self->hits, g_ptr_array_unref);
  self->hits = hits;
  self->current = 0;
  self->asked_lon = lon;
  self->asked_lat = lat;
  show_current (self);
  gtk_popover_popup (GTK_POPOVER (self));
  if (keyboard)
    gtk_widget_grab_focus (hits->len > 1 ? self->next_button : self->close_button);
}

gboolean
atlas_card_get_place (AtlasCard *self,
                      double    *lon,
                      double    *lat)
{
  g_return_val_if_fail (ATLAS_IS_CARD (self), FALSE);
  if (self->hits == NULL)
    return FALSE;
  *lon = self->lon;
  *lat = self->lat;
  return TRUE;
}

AtlasLayer *
atlas_card_get_feature (AtlasCard *self,
                        gsize     *feature)
{
  g_return_val_if_fail (ATLAS_IS_CARD (self), NULL);
  if (self->hits == NULL)
    return NULL;
  *feature = current_hit (self)->feature;
  return current_hit (self)->layer;
}
