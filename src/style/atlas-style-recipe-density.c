/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of AtlasStyleRecipe that is about points drawn together: its JSON, and the AtlasDensity that comes of it.
 *
 * Threads: any; nothing is shared. */

#include "style/atlas-style-recipe-private.h"

#include "style/atlas-style-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_UNTIL 22.0

gboolean
atlas_renderer_has_classes (AtlasRenderer renderer)
{
  return renderer == ATLAS_RENDERER_CATEGORIZED || renderer == ATLAS_RENDERER_GRADUATED;
}

gboolean
atlas_renderer_is_density (AtlasRenderer renderer)
{
  return renderer == ATLAS_RENDERER_CLUSTERS || renderer == ATLAS_RENDERER_HEAT;
}

float
atlas_style_recipe_get_radius (const AtlasStyleRecipe *self)
{
  g_autoptr (AtlasDensity) usual = NULL;

  g_return_val_if_fail (self != NULL, 0.0f);

  if (self->radius > 0.0f)
    return self->radius;
  usual = atlas_density_new (self->renderer == ATLAS_RENDERER_HEAT ? ATLAS_DENSITY_HEAT : ATLAS_DENSITY_CLUSTERS);

  return (float) atlas_density_get_radius (usual, 0.0);
}

static void
add_number (GString    *text,
            const char *key,
            float       value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  /* As few digits as read back the same. */
  g_ascii_formatd (number, sizeof number, "%.6g", value);
  if ((float) g_ascii_strtod (number, NULL) != value)
    g_ascii_formatd (number, sizeof number, "%.9g", value);
  g_string_append_printf (text, ",\n  \"%s\": %s", key, number);
}

void
_atlas_style_recipe_write_density (const AtlasStyleRecipe *self,
                                   GString                *text)
{
  add_number (text, "radius", atlas_style_recipe_get_radius (self));
  if (self->until < G_MAXFLOAT)
    add_number (text, "until", self->until);
  else
    g_string_append (text, ",\n  \"until\": null");
  if (self->renderer != ATLAS_RENDERER_HEAT)
    return;
  g_string_append_printf (text, ",\n  \"ramp\": \"%s\",\n  \"reversed\": %s", self->ramp, self->reversed ? "true" : "false");
  if (self->weight != NULL)
    {
      g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), self->weight);
      g_autofree char *quoted = json_to_string (node, FALSE);

      g_string_append_printf (text, ",\n  \"weight\": %s", quoted);
    }
}

gboolean
_atlas_style_recipe_read_radius (JsonNode             *node,
                                 const AtlasJsonPlace *place,
                                 gpointer              out,
                                 GError              **error)
{
  double number;

  if (!_atlas_json_get_number (node, place, ATLAS_DENSITY_LEAST_RADIUS, ATLAS_DENSITY_MOST_RADIUS, &number, error))
    return FALSE;
  *(float *) out = (float) number;

  return TRUE;
}

gboolean
_atlas_style_recipe_read_until (JsonNode             *node,
                                const AtlasJsonPlace *place,
                                gpointer              out,
                                GError              **error)
{
  double number;

  if (JSON_NODE_HOLDS_NULL (node))
    {
      *(float *) out = G_MAXFLOAT;
      return TRUE;
    }
  if (!_atlas_json_get_number (node, place, 0.0, MAX_UNTIL, &number, error))
    return FALSE;
  *(float *) out = (float) number;

  return TRUE;
}

gboolean
_atlas_style_recipe_make_density (const AtlasStyleRecipe  *self,
                                  AtlasTable              *table,
                                  AtlasStyle              *style,
                                  GError                 **error)
{
  const gboolean heat = self->renderer == ATLAS_RENDERER_HEAT;
  const AtlasColorRamp *ramp = atlas_color_ramp_find (self->ramp);
  g_autoptr (AtlasDensity) density = atlas_density_new (heat ? ATLAS_DENSITY_HEAT : ATLAS_DENSITY_CLUSTERS);

  if (heat && (ramp == NULL || atlas_color_ramp_get_kind (ramp) == ATLAS_RAMP_QUALITATIVE))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("Heat needs colours that go from few to many. Choose another colour ramp."));
      return FALSE;
    }
  if (heat && self->weight != NULL && atlas_table_find_field (table, self->weight) < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _ ("This layer has no field “%s” to weigh its points by. Choose another field."), self->weight);
      return FALSE;
    }
  density->radius = _atlas_ramp_constant (atlas_style_recipe_get_radius (self));
  g_free (density->ramp);
  density->ramp = g_strdup (self->ramp);
  density->reversed = self->reversed;
  density->weight = heat ? g_strdup (self->weight) : NULL;
  density->color = self->color;
  density->text_color = atlas_density_contrast (&self->color);
  density->min_zoom = self->min_zoom;
  density->max_zoom = MIN (self->until, self->max_zoom);
  _atlas_style_take_density (style, g_steal_pointer (&density));

  return TRUE;
}
