/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the style panel that is about points drawn together: offered for layers with points only.  Main thread. */

#include "ui/atlas-style-panel-private.h"

#include <glib/gi18n-lib.h>

#include "ui/atlas-text.h"

/* The end of the list's range means: at all zooms. */
#define MAX_UNTIL 22

static gboolean
has_points (AtlasTable *table)
{
  switch (atlas_table_get_geometry_kind (table))
    {
    case ATLAS_GEOMETRY_POINT:
    case ATLAS_GEOMETRY_MULTI_POINT:
      return TRUE;
    case ATLAS_GEOMETRY_COLLECTION:
      /* Of several kinds; a layer of millions without a point among the first is not worth a pass over it. */
      for (gsize i = 0; i < MIN (atlas_table_get_n_features (table), 10000); i++)
        {
          const AtlasGeometryType type = atlas_table_get_geometry_type (table, i);

          if (type == ATLAS_GEOMETRY_POINT || type == ATLAS_GEOMETRY_MULTI_POINT)
            return TRUE;
        }
      return FALSE;
    case ATLAS_GEOMETRY_NONE:
    case ATLAS_GEOMETRY_LINE:
    case ATLAS_GEOMETRY_POLYGON:
    case ATLAS_GEOMETRY_MULTI_LINE:
    case ATLAS_GEOMETRY_MULTI_POLYGON:
    default:
      return FALSE;
    }
}

static void
fill_weights (AtlasStylePanel *self)
{
  AtlasTable *table = atlas_layer_get_table (self->layer);
  AtlasSchema *schema = atlas_layer_get_schema (self->layer);
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  /* Translators: no field weighs the points */
  gtk_string_list_append (model, C_("weight", "None: all alike"));
  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    {
      const char *name = atlas_table_get_field_name (table, field);
      const AtlasSchemaField *meaning = schema != NULL ? atlas_schema_find_field (schema, name) : NULL;
      g_autofree char *title = atlas_text_show (meaning != NULL ? meaning->title : name, -1, TRUE);

      if (!atlas_style_recipe_takes_field (ATLAS_RENDERER_GRADUATED, table, field))
        continue;
      g_array_append_val (self->weights, field);
      gtk_string_list_append (model, title);
    }
  gtk_drop_down_set_model (self->weight, G_LIST_MODEL (model));
}

static void
on_density_changed (AtlasStylePanel *self)
{
  AtlasStyleRecipe *recipe = self->recipe;
  const guint weight = gtk_drop_down_get_selected (self->weight);
  const double until = gtk_spin_button_get_value (self->until);

  if (self->updating)
    return;
  recipe->radius = (float) gtk_spin_button_get_value (self->radius);
  recipe->until = until < MAX_UNTIL ? (float) until : G_MAXFLOAT;
  g_clear_pointer (&recipe->weight, g_free);
  if (weight > 0 && weight <= self->weights->len)
    recipe->weight = g_strdup (atlas_table_get_field_name (atlas_layer_get_table (self->layer),
                                                           g_array_index (self->weights, guint, weight - 1)));
  _atlas_style_panel_queue_apply (self);
}

void
_atlas_style_panel_init_density (AtlasStylePanel *self)
{
  GtkStringList *renderers = GTK_STRING_LIST (gtk_drop_down_get_model (self->renderer));
  const gboolean before = self->updating;

  self->updating = TRUE;
  self->weights = g_array_new (FALSE, FALSE, sizeof (guint));
  if (has_points (atlas_layer_get_table (self->layer)))
    {
      /* In the order of AtlasRenderer. */
      gtk_string_list_append (renderers, _("Clusters"));
      gtk_string_list_append (renderers, _("Heat"));
    }
  fill_weights (self);
  self->updating = before;
  g_signal_connect_object (self->radius, "value-changed", G_CALLBACK (on_density_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->until, "value-changed", G_CALLBACK (on_density_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->weight, "notify::selected", G_CALLBACK (on_density_changed), self, G_CONNECT_SWAPPED);
}

void
_atlas_style_panel_show_density (AtlasStylePanel *self)
{
  const AtlasStyleRecipe *recipe = self->recipe;
  const gboolean shown = !self->original && atlas_renderer_is_density (recipe->renderer);
  const gboolean before = self->updating;
  AtlasTable *table = atlas_layer_get_table (self->layer);

  gtk_widget_set_visible (self->radius_row, shown);
  gtk_widget_set_visible (self->until_row, shown);
  gtk_widget_set_visible (self->weight_row, shown && recipe->renderer == ATLAS_RENDERER_HEAT);
  if (!shown)
    return;
  self->updating = TRUE;
  gtk_spin_button_set_value (self->radius, atlas_style_recipe_get_radius (recipe));
  gtk_spin_button_set_value (self->until, MIN (recipe->until, MAX_UNTIL));
  gtk_drop_down_set_selected (self->weight, recipe->weight == NULL ? 0 : GTK_INVALID_LIST_POSITION);
  for (guint i = 0; recipe->weight != NULL && i < self->weights->len; i++)
    if (g_str_equal (atlas_table_get_field_name (table, g_array_index (self->weights, guint, i)), recipe->weight))
      gtk_drop_down_set_selected (self->weight, i + 1);
  self->updating = before;
}
