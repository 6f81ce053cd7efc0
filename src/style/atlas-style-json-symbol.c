/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Parts of symbols in a style's JSON: hatches, arrows, sizes by a field (src/style/README.md documents them).
 *
 * Threads: any.  Limits: what is dense costs time for each pixel or each arrow, so spacings have a lower bound. */

#include "style/atlas-style-json-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEAST_HATCH_SPACING 2.0
#define LEAST_ARROW_SPACING 10.0

/* Reads a number in a range into a float. */
static gboolean
read_float_in (JsonNode             *node,
               const AtlasJsonPlace *place,
               double                min,
               double                max,
               float                *out,
               GError              **error)
{
  double number;

  if (!_atlas_json_get_number (node, place, min, max, &number, error))
    return FALSE;
  *out = (float) number;

  return TRUE;
}

static gboolean
read_pattern (JsonNode             *node,
              const AtlasJsonPlace *place,
              gpointer              out,
              GError              **error)
{
  static const AtlasJsonWord words[] = {
    { "lines", ATLAS_HATCH_LINES },
    { "cross", ATLAS_HATCH_CROSS },
    { "dots", ATLAS_HATCH_DOTS },
  };
  int value = 0;

  if (!_atlas_json_read_word (node, place, words, G_N_ELEMENTS (words), &value, error))
    return FALSE;
  *(AtlasHatchPattern *) out = (AtlasHatchPattern) value;

  return TRUE;
}

static gboolean
read_angle (JsonNode             *node,
            const AtlasJsonPlace *place,
            gpointer              out,
            GError              **error)
{
  return read_float_in (node, place, -180.0, 180.0, out, error);
}

static gboolean
read_hatch_spacing (JsonNode             *node,
                    const AtlasJsonPlace *place,
                    gpointer              out,
                    GError              **error)
{
  return read_float_in (node, place, LEAST_HATCH_SPACING, 1000.0, out, error);
}

static gboolean
read_hatch_width (JsonNode             *node,
                  const AtlasJsonPlace *place,
                  gpointer              out,
                  GError              **error)
{
  return read_float_in (node, place, 0.1, 1000.0, out, error);
}

gboolean
_atlas_style_read_hatch (JsonNode             *node,
                         const AtlasJsonPlace *place,
                         gpointer              out,
                         GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "pattern", read_pattern, G_STRUCT_OFFSET (AtlasHatch, pattern) },
    { "angle", read_angle, G_STRUCT_OFFSET (AtlasHatch, angle) },
    { "spacing", read_hatch_spacing, G_STRUCT_OFFSET (AtlasHatch, spacing) },
    { "width", read_hatch_width, G_STRUCT_OFFSET (AtlasHatch, width) },
    { "color", _atlas_json_read_paint, G_STRUCT_OFFSET (AtlasHatch, color) },
  };
  AtlasHatch *hatch = out;

  *hatch = (AtlasHatch) { .pattern = ATLAS_HATCH_LINES, .angle = 45.0f, .spacing = 8.0f, .width = 1.0f };
  hatch->color.light = hatch->color.dark = (AtlasColor) { 0.0f, 0.0f, 0.0f, 1.0f };
  if (!_atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), out, error))
    return FALSE;
  if (hatch->width >= hatch->spacing)
    return _atlas_json_fail (place, error, _ ("“width” must be less than “spacing”"));

  return TRUE;
}

static gboolean
read_arrow_spacing (JsonNode             *node,
                    const AtlasJsonPlace *place,
                    gpointer              out,
                    GError              **error)
{
  return read_float_in (node, place, LEAST_ARROW_SPACING, 10000.0, out, error);
}

static gboolean
read_arrow_size (JsonNode             *node,
                 const AtlasJsonPlace *place,
                 gpointer              out,
                 GError              **error)
{
  return read_float_in (node, place, 1.0, 200.0, out, error);
}

static gboolean
read_arrow_color (JsonNode             *node,
                  const AtlasJsonPlace *place,
                  gpointer              out,
                  GError              **error)
{
  AtlasArrows *arrows = out;

  arrows->has_color = TRUE;

  return _atlas_json_read_paint (node, place, &arrows->color, error);
}

/* "forward" or "backward": out is whether it is the latter. */
static gboolean
read_arrow_place (JsonNode             *node,
                  const AtlasJsonPlace *place,
                  gpointer              out,
                  GError              **error)
{
  static const AtlasJsonWord words[] = { { "forward", FALSE }, { "backward", TRUE } };

  return _atlas_json_read_word (node, place, words, G_N_ELEMENTS (words), out, error);
}

gboolean
_atlas_style_read_arrows (JsonNode             *node,
                          const AtlasJsonPlace *place,
                          gpointer              out,
                          GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "spacing", read_arrow_spacing, G_STRUCT_OFFSET (AtlasArrows, spacing) },
    { "size", read_arrow_size, G_STRUCT_OFFSET (AtlasArrows, size) },
    { "color", read_arrow_color, 0 },
    { "place", read_arrow_place, G_STRUCT_OFFSET (AtlasArrows, backward) },
  };
  AtlasArrows *arrows = out;

  *arrows = (AtlasArrows) { .visible = TRUE, .spacing = 120.0f, .size = 8.0f };

  return _atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), out, error);
}

/* [value, size]. */
static gboolean
read_end (JsonNode             *node,
          const AtlasJsonPlace *place,
          double               *value,
          float                *size,
          GError              **error)
{
  const AtlasJsonPlace first = { place, NULL, 0 }, second = { place, NULL, 1 };
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (pair == NULL || json_array_get_length (pair) != 2)
    return _atlas_json_fail (place, error, _ ("a pair of value and size was expected"));

  return _atlas_json_get_number (json_array_get_element (pair, 0), &first, -G_MAXDOUBLE, G_MAXDOUBLE, value, error)
         && read_float_in (json_array_get_element (pair, 1), &second, 0.0, 1000.0, size, error);
}

static gboolean
read_from (JsonNode             *node,
           const AtlasJsonPlace *place,
           gpointer              out,
           GError              **error)
{
  AtlasSizeBy *by = out;

  return read_end (node, place, &by->from_value, &by->from_size, error);
}

static gboolean
read_to (JsonNode             *node,
         const AtlasJsonPlace *place,
         gpointer              out,
         GError              **error)
{
  AtlasSizeBy *by = out;

  return read_end (node, place, &by->to_value, &by->to_size, error);
}

static gboolean
read_scale (JsonNode             *node,
            const AtlasJsonPlace *place,
            gpointer              out,
            GError              **error)
{
  static const AtlasJsonWord words[] = {
    { "linear", ATLAS_SCALE_LINEAR },
    { "sqrt", ATLAS_SCALE_SQRT },
    { "log", ATLAS_SCALE_LOG },
  };
  int value = 0;

  if (!_atlas_json_read_word (node, place, words, G_N_ELEMENTS (words), &value, error))
    return FALSE;
  *(AtlasScale *) out = (AtlasScale) value;

  return TRUE;
}

gboolean
_atlas_style_read_size_by (JsonNode             *node,
                           const AtlasJsonPlace *place,
                           gpointer              out,
                           GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "field", _atlas_json_read_string, G_STRUCT_OFFSET (AtlasSizeBy, field) },
    { "from", read_from, 0 },
    { "to", read_to, 0 },
    { "scale", read_scale, G_STRUCT_OFFSET (AtlasSizeBy, scale) },
  };
  AtlasSizeBy *by = out;
  double low;

  by->from_value = by->to_value = NAN;
  if (!_atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), out, error))
    return FALSE;
  if (by->field == NULL || isnan (by->from_value) || isnan (by->to_value))
    return _atlas_json_fail (place, error, _ ("“field”, “from” and “to” are needed"));
  if (by->from_value == by->to_value)
    return _atlas_json_fail (place, error, _ ("the values of “from” and “to” must differ"));

  low = MIN (by->from_value, by->to_value);
  if (by->scale == ATLAS_SCALE_SQRT && low < 0.0)
    return _atlas_json_fail (place, error, _ ("a root needs values that are not negative"));
  if (by->scale == ATLAS_SCALE_LOG && low <= 0.0)
    return _atlas_json_fail (place, error, _ ("a logarithm needs values above nought"));

  return TRUE;
}
