/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu of the map: what one can do with the place under the pointer, or in the middle of the map when the keyboard asked.
 * Main thread. */

#include "ui/atlas-window-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "data/atlas-search-query.h"
#include "ui/atlas-near-popover.h"
#include "ui/atlas-place-words.h"
#include "ui/atlas-road-panel.h"
#include "ui/atlas-text.h"

/* What is looked in before the road panel was asked. */
#define USUAL "scenic"

/* Where the menu was opened. */
typedef struct
{
  AtlasWindow      *window;     /* (unowned) */
  GtkWidget        *popover;
  AtlasNearPopover *near;
  char             *name;       /* (nullable): of the place */
  double            lon;        /* of what is named */
  double            lat;
  double            at_lon;     /* exactly under the pointer */
  double            at_lat;
} Menu;

static void
menu_free (gpointer data)
{
  Menu *menu = data;

  g_free (menu->name);
  g_free (menu);
}

/* -- what is done ------------------------------------------------------------------------------------------------ */

/* The spots, and what else the road panel was told to look in. */
static GPtrArray *
list_layers (AtlasWindow *self)
{
  GPtrArray *layers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      if (self->road_panel != NULL ? atlas_road_panel_looks_in (ATLAS_ROAD_PANEL (self->road_panel), layer)
                                   : g_str_equal (atlas_layer_get_id (layer), USUAL))
        g_ptr_array_add (layers, g_object_ref (layer));
    }
  return layers;
}

static void
on_nearest (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  Menu *menu = data;
  g_autoptr (GPtrArray) layers = list_layers (menu->window);

  if (layers->len == 0)
    atlas_window_say (menu->window, _("There is no layer to look in. Tick one in the road panel under “Filter”."));
  else
    atlas_near_popover_ask (menu->near, layers, menu->name, menu->at_lon, menu->at_lat);
}

static void
on_journey (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  Menu *menu = data;
  const char *which = g_variant_get_string (parameter, NULL);
  AtlasRoadPanel *panel;

  _atlas_window_open_road (menu->window);
  panel = ATLAS_ROAD_PANEL (menu->window->road_panel);
  if (g_str_equal (which, "via"))
    atlas_road_panel_add_via (panel, menu->name, menu->lon, menu->lat, NAN);
  else
    atlas_road_panel_set_place (panel, g_str_equal (which, "to"), menu->name, menu->lon, menu->lat);
}

static void
on_measure (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  Menu *menu = data;

  atlas_measure_bar_begin_at (menu->window->measure, menu->at_lon, menu->at_lat);
}

static void
on_told (Menu       *menu,
         AtlasLayer *layer,
         guint64     feature,
         double      lon,
         double      lat)
{
  _atlas_window_fly_to (menu->window, layer, feature, lon, lat);
}

/* -- the menu ---------------------------------------------------------------------------------------------------- */

static void
append_copy (GMenu      *section,
             const char *label,
             const char *text)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.copy-text", "s", text);
  g_menu_append_item (section, item);
}

static void
append_journey (GMenu      *section,
                const char *label,
                const char *which)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "place.journey", "s", which);
  g_menu_append_item (section, item);
}

/* The place as people write it down. */
static GMenuModel *
new_coordinates (double lon,
                 double lat)
{
  GMenu *menu = g_menu_new ();
  g_autofree char *plain = atlas_text_place_plain (lon, lat), *dms = atlas_place_format_dms (lon, lat);

  append_copy (menu, plain, plain);
  append_copy (menu, dms, dms);
  for (int width = 3; width <= 6; width += 3)
    {
      g_autofree char *label = NULL, *text = NULL;
      double easting, northing;
      int meridian;

      if (!atlas_search_to_grid (lon, lat, width, &easting, &northing, &meridian))
        continue;
      text = g_strdup_printf ("X %.1f, Y %.1f", northing, easting);
      /* Translators: a grid's zone, then its coordinates */
      label = g_strdup_printf (width == 3 ? _("CGCS2000, 3° zone %d: %s") : _("CGCS2000, 6° zone %d: %s"),
                               width == 3 ? meridian / 3 : (meridian + 3) / 6, text);
      append_copy (menu, label, text);
    }
  return G_MENU_MODEL (menu);
}

static GMenuModel *
new_model (Menu *menu)
{
  AtlasWindow *self = menu->window;
  GMenu *model = g_menu_new ();
  g_autoptr (GMenu) look = g_menu_new (), journey = g_menu_new (), copy = g_menu_new (), measure = g_menu_new ();
  g_autoptr (GMenuModel) coordinates = new_coordinates (menu->at_lon, menu->at_lat);
  g_autofree char *title = NULL;
  AtlasRoadSpot spot;
  AtlasView view;

  atlas_map_view_get_view (self->map, &view);
  g_menu_append (look, _("_What is nearest here?"), "place.nearest");
  append_journey (journey, _("_From here"), "from");
  append_journey (journey, _("_By way of here"), "via");
  append_journey (journey, _("_To here"), "to");
  if (atlas_place_words_road (self->roads, &view, menu->at_lon, menu->at_lat, &spot, &title))
    {
      g_autofree char *k = atlas_road_spot_dup_k (&spot, 0), *name = atlas_text_show (atlas_road_spot_get_name (&spot), -1, TRUE);
      g_autofree char *text = g_strstrip (g_strdup_printf ("%s %s", name, k)), *label = g_strdup_printf (_("Copy _K-number: %s"), k);

      append_copy (copy, label, text);
    }
  g_menu_append_submenu (copy, _("_Copy coordinates"), coordinates);
  g_menu_append (measure, _("_Measure from here"), "place.measure");
  g_menu_append_section (model, NULL, G_MENU_MODEL (look));
  g_menu_append_section (model, NULL, G_MENU_MODEL (journey));
  g_menu_append_section (model, NULL, G_MENU_MODEL (copy));
  g_menu_append_section (model, NULL, G_MENU_MODEL (measure));
  return G_MENU_MODEL (model);
}

static void
on_menu (Menu  *menu,
         double lon,
         double lat,
         double x,
         double y)
{
  AtlasWindow *self = menu->window;
  GtkWidget *parent = gtk_widget_get_parent (menu->popover);
  g_autoptr (GMenuModel) model = NULL;
  AtlasView view;

  atlas_map_view_get_view (self->map, &view);
  menu->lon = menu->at_lon = lon;
  menu->lat = menu->at_lat = lat;
  g_free (menu->name);
  menu->name = atlas_place_words_here (self->project, self->roads, &view, &menu->lon, &menu->lat);
  model = new_model (menu);
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (menu->popover), model);
  gtk_popover_popdown (GTK_POPOVER (self->card));
  gtk_popover_popdown (GTK_POPOVER (self->place));
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->map), parent, x, y, &x, &y))
    return;
  gtk_popover_set_pointing_to (GTK_POPOVER (menu->popover), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (menu->popover));
}

void
_atlas_window_init_menu (AtlasWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "nearest", .activate = on_nearest },
    { .name = "journey", .activate = on_journey, .parameter_type = "s" },
    { .name = "measure", .activate = on_measure },
  };
  Menu *menu = g_new0 (Menu, 1);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *parent = GTK_WIDGET (self->map_overlay);

  menu->window = self;
  menu->popover = self->menu = gtk_popover_menu_new_from_model (NULL);
  gtk_widget_set_halign (menu->popover, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (menu->popover), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu->popover), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What to do with this place"), -1);
  gtk_widget_set_parent (menu->popover, parent);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), menu);
  gtk_widget_insert_action_group (parent, "place", G_ACTION_GROUP (actions));
  menu->near = atlas_near_popover_new (parent, self->map);
  self->near = GTK_WIDGET (menu->near);
  g_object_set_data_full (G_OBJECT (self), "atlas-menu", menu, menu_free);
  g_signal_connect_swapped (menu->near, "told", G_CALLBACK (on_told), menu);
  g_signal_connect_swapped (self->map, "menu", G_CALLBACK (on_menu), menu);
}

void
_atlas_window_close_menu (AtlasWindow *self)
{
  g_clear_pointer (&self->near, gtk_widget_unparent);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
}
