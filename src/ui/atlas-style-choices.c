/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a symbol can be chosen from: shapes, pictograms, the palette.  Main thread. */

#include "ui/atlas-style-choices.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "style/atlas-color-ramp.h"
#include "style/atlas-style.h"
#include "ui/atlas-ramp-view.h"
#include "ui/atlas-swatch.h"

/* In the order of AtlasMarkerShape. */
static const char *const SHAPES[] = {
  N_("Circle"),        N_("Square"),   N_("Rounded square"), N_("Diamond"),     N_("Triangle"),
  N_("Triangle down"), N_("Pentagon"), N_("Hexagon"),        N_("Plus"),        N_("X"),
  N_("Star"),          N_("Ring"),     N_("Double ring"),    N_("No symbol"),
};

/* In the order of the palette. */
static const char *const COLORS[] = {
  N_("Violet"), N_("Orange"), N_("Teal"), N_("Maroon"), N_("Blue"), N_("Olive"), N_("Grey"), N_("Tan"),
};

/* The symbol set, as src/style/README.md lists it. */
static const struct
{
  const char *name;
  const char *title;
} ICONS[] = {
  { "battery", N_("Energy storage") },
  { "battlefield", N_("Battlefield") },
  { "boat", N_("Boat, landing") },
  { "bolt", N_("Electricity") },
  { "bridge", N_("Bridge") },
  { "bulb", N_("Technology, ideas") },
  { "bus", N_("Bus, coach station") },
  { "cable-car", N_("Cable car") },
  { "camp", N_("Camp site") },
  { "cap", N_("Education, university") },
  { "cave", N_("Cave, grotto") },
  { "charging", N_("Charging station") },
  { "dam", N_("Dam") },
  { "dot", N_("Anything else") },
  { "drop", N_("Water, water supply") },
  { "factory", N_("Factory, industrial park") },
  { "forest", N_("Forest") },
  { "fuel", N_("Petrol station") },
  { "gorge", N_("Gorge") },
  { "hall", N_("Temple, old building") },
  { "hill", N_("Hill that keeps water") },
  { "homestay", N_("Homestay") },
  { "hospital", N_("Hospital") },
  { "hotel", N_("Hotel") },
  { "info", N_("Visitor centre") },
  { "lake", N_("Lake") },
  { "mine", N_("Mine") },
  { "monument", N_("Monument") },
  { "mountain", N_("Mountain") },
  { "museum", N_("Museum, memorial hall") },
  { "pagoda", N_("Pagoda") },
  { "park", N_("Park, garden") },
  { "parking", N_("Car park") },
  { "pipe", N_("Pipes") },
  { "plane", N_("Airport") },
  { "playground", N_("Playground") },
  { "post-house", N_("Post house, rest stop") },
  { "pump", N_("Pumping station") },
  { "recycle", N_("Reclaimed water, recycling") },
  { "restaurant", N_("Restaurant") },
  { "river", N_("River") },
  { "road", N_("Road") },
  { "school", N_("School") },
  { "sewage", N_("Sewage works") },
  { "sluice", N_("Sluice") },
  { "solar", N_("Solar power") },
  { "sports", N_("Sports ground") },
  { "spring", N_("Spring") },
  { "sprout", N_("Farming, ecology") },
  { "star", N_("Revolutionary site") },
  { "stele", N_("Stone carving, stele") },
  { "train", N_("Railway station") },
  { "tree", N_("Green space, old tree") },
  { "viewpoint", N_("Viewpoint") },
  { "village", N_("Village") },
  { "waterfall", N_("Waterfall") },
  { "wind", N_("Wind power") },
};

void
atlas_style_choices_fill_shapes (GtkDropDown *list)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (SHAPES); i++)
    gtk_string_list_append (model, _(SHAPES[i]));
  gtk_drop_down_set_model (list, G_LIST_MODEL (model));
}

guint
atlas_style_choices_n_shapes (void)
{
  return G_N_ELEMENTS (SHAPES);
}

const char *
atlas_style_choices_get_icon (guint index)
{
  return index >= 1 && index <= G_N_ELEMENTS (ICONS) ? ICONS[index - 1].name : NULL;
}

guint
atlas_style_choices_find_icon (const char *icon)
{
  for (guint i = 0; icon != NULL && i < G_N_ELEMENTS (ICONS); i++)
    if (g_str_equal (icon, ICONS[i].name))
      return i + 1;
  return 0;
}

static void
on_setup_icon (GtkListItemFactory *factory,
               GtkListItem        *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (NULL);
  GtkWidget *swatch = g_object_new (ATLAS_TYPE_SWATCH, NULL);

  gtk_widget_set_size_request (swatch, 22, 22);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
on_bind_icon (GtkListItemFactory *factory,
              GtkListItem        *item)
{
  GtkWidget *swatch = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  const char *title = gtk_string_object_get_string (gtk_list_item_get_item (item)), *icon = NULL;
  g_autofree char *json = NULL;
  g_autoptr (AtlasStyle) style = NULL;
  guint n;

  /* The button of a list counts its one line as the first, so the title tells which it is. */
  for (gsize i = 0; i < G_N_ELEMENTS (ICONS); i++)
    if (g_str_equal (title, _(ICONS[i].title)))
      icon = ICONS[i].name;
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (gtk_list_item_get_child (item))), title);
  gtk_widget_set_visible (swatch, icon != NULL);
  if (icon == NULL)
    return;
  json = g_strdup_printf ("{\"rules\": [{\"marker\": {\"shape\": \"rounded-square\", \"size\": 20, \"icon\": \"%s\","
                          " \"color\": {\"light\": \"#4a5560\", \"dark\": \"#8c98a4\"}}}]}", icon);
  style = atlas_style_new_from_json (json, -1, NULL);
  if (style != NULL)
    atlas_swatch_show_rule (ATLAS_SWATCH (swatch), style, atlas_style_get_rules (style, &n), ATLAS_GEOMETRY_POINT);
}

void
atlas_style_choices_fill_icons (GtkDropDown *list)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkExpression) expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  /* Translators: no pictogram in a marker */
  gtk_string_list_append (model, C_("pictogram", "None"));
  for (gsize i = 0; i < G_N_ELEMENTS (ICONS); i++)
    gtk_string_list_append (model, _(ICONS[i].title));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_icon), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_icon), NULL);
  gtk_drop_down_set_factory (list, factory);
  gtk_drop_down_set_expression (list, expression);
  gtk_drop_down_set_enable_search (list, TRUE);
  gtk_drop_down_set_model (list, G_LIST_MODEL (model));
}

AtlasPaint
atlas_style_choices_get_color (guint index)
{
  return atlas_color_ramp_class (atlas_color_ramp_find ("kinds"), index % G_N_ELEMENTS (COLORS), G_N_ELEMENTS (COLORS), FALSE);
}

void
atlas_style_choices_fill_palette (GtkFlowBox *box)
{
  for (guint i = 0; i < G_N_ELEMENTS (COLORS); i++)
    {
      const AtlasPaint paint = atlas_style_choices_get_color (i);
      GtkWidget *view = atlas_ramp_view_new (), *child = gtk_flow_box_child_new ();

      atlas_ramp_view_show_paint (ATLAS_RAMP_VIEW (view), &paint);
      gtk_widget_set_size_request (view, 16, 20);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), view);
      gtk_widget_set_tooltip_text (child, _(COLORS[i]));
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, _(COLORS[i]), -1);
      gtk_flow_box_insert (box, child, -1);
    }
}

void
atlas_style_choices_show_color (GtkFlowBox       *box,
                                GtkColorButton   *button,
                                const AtlasPaint *paint)
{
  const AtlasColor *light = &paint->light;
  const GdkRGBA rgba = { light->red, light->green, light->blue, 1 };

  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (button), &rgba);
  gtk_flow_box_unselect_all (box);
  for (guint i = 0; i < G_N_ELEMENTS (COLORS); i++)
    {
      const AtlasPaint one = atlas_style_choices_get_color (i);

      if (fabsf (one.light.red - light->red) + fabsf (one.light.green - light->green) + fabsf (one.light.blue - light->blue)
          < 0.01f)
        gtk_flow_box_select_child (box, gtk_flow_box_get_child_at_index (box, (int) i));
    }
}
