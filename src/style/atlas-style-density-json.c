/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The member "density" of a style: heat or clusters, each with settings of its own (src/style/README.md).
 *
 * Threads: any; nothing is shared. */

#include "style/atlas-style-json-private.h"

#include "style/atlas-color-ramp.h"
#include "style/atlas-density.h"

#include <glib/gi18n-lib.h>

#define MOST_POINTS 1000

static const AtlasJsonWord KINDS[] = {
  { "heat", ATLAS_DENSITY_HEAT },
  { "clusters", ATLAS_DENSITY_CLUSTERS },
};

/* A setting that was read before the others. */
static gboolean
skip (JsonNode             *node,
      const AtlasJsonPlace *place,
      gpointer              out,
      GError              **error)
{
  return TRUE;
}

static gboolean
read_radius (JsonNode             *node,
             const AtlasJsonPlace *place,
             gpointer              out,
             GError              **error)
{
  AtlasZoomRamp *ramp = out;

  if (!_atlas_json_read_ramp (node, place, out, error))
    return FALSE;
  for (guint i = 0; i < ramp->n_stops; i++)
    if (ramp->value[i] < (float) ATLAS_DENSITY_LEAST_RADIUS || ramp->value[i] > (float) ATLAS_DENSITY_MOST_RADIUS)
      return _atlas_json_fail (place, error, _ ("a radius of 5 to 200 pixels was expected"));

  return TRUE;
}

/* That of clusters does not depend on the zoom: they are worked out for whole zooms. */
static gboolean
read_cluster_radius (JsonNode             *node,
                     const AtlasJsonPlace *place,
                     gpointer              out,
                     GError              **error)
{
  double number;

  if (!_atlas_json_get_number (node, place, ATLAS_DENSITY_LEAST_RADIUS, ATLAS_DENSITY_MOST_RADIUS, &number, error))
    return FALSE;

  return read_radius (node, place, out, error);
}

static gboolean
read_ramp (JsonNode             *node,
           const AtlasJsonPlace *place,
           gpointer              out,
           GError              **error)
{
  const AtlasColorRamp *ramp;

  if (!_atlas_json_read_string (node, place, out, error))
    return FALSE;
  ramp = atlas_color_ramp_find (*(char **) out);
  if (ramp == NULL)
    return _atlas_json_fail (place, error, _ ("there is no such colour ramp"));
  if (atlas_color_ramp_get_kind (ramp) == ATLAS_RAMP_QUALITATIVE)
    return _atlas_json_fail (place, error, _ ("a colour ramp with an order was expected"));

  return TRUE;
}

static gboolean
read_opacity (JsonNode             *node,
              const AtlasJsonPlace *place,
              gpointer              out,
              GError              **error)
{
  double number;

  if (!_atlas_json_get_number (node, place, 0.0, 1.0, &number, error))
    return FALSE;
  *(float *) out = (float) number;

  return TRUE;
}

static gboolean
read_min_points (JsonNode             *node,
                 const AtlasJsonPlace *place,
                 gpointer              out,
                 GError              **error)
{
  double number;

  if (!_atlas_json_get_number (node, place, 2.0, MOST_POINTS, &number, error))
    return FALSE;
  *(guint *) out = (guint) number;

  return TRUE;
}

static gboolean
read_kind (JsonNode             *node,
           const AtlasJsonPlace *place,
           AtlasDensityKind     *kind,
           GError              **error)
{
  const AtlasJsonPlace here = { place, "as", 0 };
  int value = 0;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return _atlas_json_fail (place, error, _ ("an object was expected"));
  if (!json_object_has_member (json_node_get_object (node), "as"))
    return _atlas_json_fail (place, error, _ ("“as” is needed: “heat” or “clusters”"));
  if (!_atlas_json_read_word (json_object_get_member (json_node_get_object (node), "as"), &here, KINDS,
                              G_N_ELEMENTS (KINDS), &value, error))
    return FALSE;
  *kind = (AtlasDensityKind) value;

  return TRUE;
}

gboolean
_atlas_style_read_density (JsonNode             *node,
                           const AtlasJsonPlace *place,
                           gpointer              out,
                           GError              **error)
{
  static const AtlasJsonMember heat[] = {
    { "as", skip, 0 },
    { "radius", read_radius, G_STRUCT_OFFSET (AtlasDensity, radius) },
    { "ramp", read_ramp, G_STRUCT_OFFSET (AtlasDensity, ramp) },
    { "reversed", _atlas_json_read_boolean, G_STRUCT_OFFSET (AtlasDensity, reversed) },
    { "weight", _atlas_json_read_string, G_STRUCT_OFFSET (AtlasDensity, weight) },
    { "opacity", read_opacity, G_STRUCT_OFFSET (AtlasDensity, opacity) },
    { "zoom", _atlas_json_read_zooms, G_STRUCT_OFFSET (AtlasDensity, min_zoom) },
  };
  static const AtlasJsonMember clusters[] = {
    { "as", skip, 0 },
    { "radius", read_cluster_radius, G_STRUCT_OFFSET (AtlasDensity, radius) },
    { "color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasDensity, color) },
    { "text-color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasDensity, text_color) },
    { "min-points", read_min_points, G_STRUCT_OFFSET (AtlasDensity, min_points) },
    { "zoom", _atlas_json_read_zooms, G_STRUCT_OFFSET (AtlasDensity, min_zoom) },
  };
  AtlasDensity **density = out;
  AtlasDensityKind kind = ATLAS_DENSITY_HEAT;

  if (!read_kind (node, place, &kind, error))
    return FALSE;

  *density = atlas_density_new (kind);
  if (kind == ATLAS_DENSITY_HEAT)
    return _atlas_json_read_object (node, place, heat, G_N_ELEMENTS (heat), *density, error);
  if (!_atlas_json_read_object (node, place, clusters, G_N_ELEMENTS (clusters), *density, error))
    return FALSE;
  if (!json_object_has_member (json_node_get_object (node), "text-color"))
    (*density)->text_color = atlas_density_contrast (&(*density)->color);

  return TRUE;
}
