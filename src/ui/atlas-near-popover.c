/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasNearPopover: asks a worker, then lists.  A question that is overtaken by another is given up.  Main thread. */

#include "ui/atlas-near-popover.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "project/atlas-near.h"
#include "ui/atlas-place-words.h"
#include "ui/atlas-road-row.h"
#include "ui/atlas-text.h"

#define MOST 6
/* A place that is farther from the road than this is worth a word, metres. */
#define FAR_FROM_ROAD 2000.0

struct _AtlasNearPopover
{
  GtkPopover       parent_instance;
  AtlasMapView    *map;           /* (unowned) */
  GtkLabel        *title;
  GtkToggleButton *by_line;
  GtkToggleButton *by_road;
  GtkListBox      *list;
  GtkLabel        *note;
  GCancellable    *cancellable;   /* (nullable): of the question under way */
  AtlasNear       *near;          /* (nullable) */
  GPtrArray       *layers;        /* (nullable): AtlasLayer, of @near */
  double           lon;
  double           lat;
};

G_DEFINE_FINAL_TYPE (AtlasNearPopover, atlas_near_popover, GTK_TYPE_POPOVER)

static guint told_signal;

static GArray *
get_items (AtlasNearPopover *self)
{
  /* That one is set first when the other is pressed. */
  return gtk_toggle_button_get_active (self->by_line) ? self->near->by_line : self->near->by_road;
}

static AtlasTable *
get_table (AtlasNearPopover    *self,
           const AtlasNearItem *item)
{
  AtlasTable *table = atlas_layer_get_table (g_ptr_array_index (self->layers, item->layer));

  /* The layer may have got other data since. */
  return table != NULL && item->feature < atlas_table_get_n_features (table) ? table : NULL;
}

static GtkWidget *
add_label (GtkWidget  *box,
           const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
new_row (AtlasNearPopover    *self,
         const AtlasNearItem *item)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  g_autofree char *own = atlas_place_words_feature (get_table (self, item), item->feature);
  g_autofree char *name = *own != '\0' ? g_strdup (own) : g_strdup (_("Without a name"));
  g_autofree char *line = atlas_road_text_km (item->distance), *road = NULL, *distances = NULL, *told = NULL;

  if (isfinite (item->road))
    {
      road = atlas_road_text_km (item->road);
      /* Translators: two distances: "straight 3.2 km · by road 4.8 km" */
      distances = g_strdup_printf (_("straight %s · by road %s"), line, road);
    }
  else
    distances = g_strdup_printf (_("straight %s · no road leads there"), line);
  add_label (box, name, "road-name");
  add_label (box, distances, "road-where");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  told = g_strdup_printf ("%s, %s", name, distances);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, told, -1);
  return row;
}

static void
fill (AtlasNearPopover *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; self->near != NULL && i < get_items (self)->len; i++)
    if (get_table (self, &g_array_index (get_items (self), AtlasNearItem, i)) != NULL)
      {
        row = new_row (self, &g_array_index (get_items (self), AtlasNearItem, i));
        g_object_set_data (G_OBJECT (row), "item", GUINT_TO_POINTER (i));
        gtk_list_box_append (self->list, row);
      }
}

static void
on_way_toggled (AtlasNearPopover *self)
{
  if (self->near != NULL)
    fill (self);
}

static void
on_row_activated (AtlasNearPopover *self,
                  GtkListBoxRow    *row)
{
  const guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "item"));
  const AtlasNearItem item = g_array_index (get_items (self), AtlasNearItem, i);
  g_autoptr (AtlasLayer) layer = g_object_ref (g_ptr_array_index (self->layers, item.layer));
  AtlasTable *table = get_table (self, &item);
  AtlasExtent extent;

  gtk_popover_popdown (GTK_POPOVER (self));
  if (table == NULL)
    return;
  extent = atlas_table_get_feature_extent (table, item.feature);
  g_signal_emit (self, told_signal, 0, layer, (guint64) item.feature, (extent.west + extent.east) / 2, (extent.south + extent.north) / 2);
}

/* The map may have moved while the worker looked. */
static void
open_at_place (AtlasNearPopover *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self)), *row;
  double x, y;

  atlas_map_view_to_widget (self->map, self->lon, self->lat, &x, &y);
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->map), parent, x, y, &x, &y))
    return;
  x = CLAMP (x, 0, gtk_widget_get_width (parent));
  y = CLAMP (y, 0, gtk_widget_get_height (parent));
  gtk_popover_set_pointing_to (GTK_POPOVER (self), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self));
  row = gtk_widget_get_first_child (GTK_WIDGET (self->list));
  if (row != NULL)
    gtk_widget_grab_focus (row);
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (AtlasNearPopover) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *far = NULL;
  AtlasNear *near = atlas_near_new_finish (result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      g_clear_pointer (&near, atlas_near_free);
      return;
    }
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->near, atlas_near_free);
  self->near = near;
  fill (self);
  if (near == NULL)
    gtk_label_set_text (self->note, error->message);
  else if (near->by_line->len == 0)
    gtk_label_set_text (self->note, _("Nothing is shown in the layers that are looked in."));
  else if (near->road_offset > FAR_FROM_ROAD)
    {
      far = g_strdup_printf (_("The Taihang No. 1 road is %.1f km from here; that far there is only the straight line."), near->road_offset / 1000);
      gtk_label_set_text (self->note, far);
    }
  else
    gtk_label_set_text (self->note, "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), *gtk_label_get_text (self->note) != '\0');
  open_at_place (self);
}

static void
give_up (AtlasNearPopover *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
atlas_near_popover_ask (AtlasNearPopover *self,
                        GPtrArray        *layers,
                        const char       *title,
                        double            lon,
                        double            lat)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_table_unref);
  g_autofree char *heading = g_strdup_printf (_("Nearest to %s"), title);

  g_return_if_fail (ATLAS_IS_NEAR_POPOVER (self));
  give_up (self);
  g_clear_pointer (&self->near, atlas_near_free);
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  self->layers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < layers->len; i++)
    {
      AtlasTable *table = atlas_layer_get_table (g_ptr_array_index (layers, i));

      if (table == NULL)
        continue;
      g_ptr_array_add (self->layers, g_object_ref (g_ptr_array_index (layers, i)));
      g_ptr_array_add (tables, atlas_table_ref (table));
    }
  self->lon = lon;
  self->lat = lat;
  gtk_label_set_text (self->title, heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  self->cancellable = g_cancellable_new ();
  atlas_near_new_async (lon, lat, g_steal_pointer (&tables), MOST, self->cancellable, on_answered, g_object_ref (self));
}

static void
atlas_near_popover_dispose (GObject *object)
{
  AtlasNearPopover *self = ATLAS_NEAR_POPOVER (object);

  give_up (self);
  g_clear_pointer (&self->near, atlas_near_free);
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  G_OBJECT_CLASS (atlas_near_popover_parent_class)->dispose (object);
}

static void
atlas_near_popover_class_init (AtlasNearPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_near_popover_dispose;
  told_signal = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4,
                              ATLAS_TYPE_LAYER, G_TYPE_UINT64, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
atlas_near_popover_init (AtlasNearPopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *ways = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (GTK_WIDGET (self), "near-popover");
  self->title = GTK_LABEL (add_label (box, "", "heading"));
  self->by_line = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_label (_("Straight line")));
  self->by_road = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_label (_("By road")));
  gtk_toggle_button_set_group (self->by_road, self->by_line);
  gtk_toggle_button_set_active (self->by_line, TRUE);
  gtk_box_set_homogeneous (GTK_BOX (ways), TRUE);
  gtk_widget_add_css_class (ways, "linked");
  gtk_box_append (GTK_BOX (ways), GTK_WIDGET (self->by_line));
  gtk_box_append (GTK_BOX (ways), GTK_WIDGET (self->by_road));
  gtk_box_append (GTK_BOX (box), ways);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "near-list");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  self->note = GTK_LABEL (add_label (box, "", "road-where"));
  gtk_label_set_ellipsize (self->note, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (self->note, TRUE);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  g_signal_connect_swapped (self->by_line, "toggled", G_CALLBACK (on_way_toggled), self);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
}

AtlasNearPopover *
atlas_near_popover_new (GtkWidget    *parent,
                        AtlasMapView *map)
{
  AtlasNearPopover *self = g_object_new (ATLAS_TYPE_NEAR_POPOVER, NULL);

  self->map = map;
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  return self;
}
