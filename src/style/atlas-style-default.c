/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The style that a layer of a person's own gets when it comes without one: right without a click.  A file that says how it
 * wants to look (simplestyle) gets that; else a field that sorts the features into a few kinds gives classes; else all look
 * alike.
 *
 * The colours were searched for the greatest least difference, as seen with normal eyes and with deuteranopia, protanopia
 * and tritanopia (the unit test measures it), among colours that a thin line on our light or dark ground can have; the
 * first four lie furthest apart. */

#include "style/atlas-style-default-private.h"
#include "style/atlas-style-private.h"

#include <string.h>

typedef struct
{
  guint32 light;
  guint32 dark;
} Pair;

static const Pair PALETTE[ATLAS_DEFAULT_COLORS] = {
  { 0x743cac, 0xcba7ff },   /* violet */
  { 0xd98109, 0xf9a330 },   /* orange */
  { 0x03757f, 0xa3eade },   /* teal */
  { 0x840033, 0xf55462 },   /* maroon */
  { 0x5b92e0, 0x5578d6 },   /* blue */
  { 0x595f08, 0xc6e98b },   /* olive */
  { 0x969696, 0x828c9b },   /* grey */
  { 0xb68942, 0x9b770e },   /* tan */
};

/* In the order in which they are looked for. */
static const char *const NAME_FIELDS[] = {
  "名称", "name", "NAME", "Name", "标题", "title", "TITLE", "Title", "名字", "姓名", "地名", "站名", "景点名称", "项目名称",
  "label", "LABEL", "Label", "name:zh", "name_zh", "NAME_ZH", "NAME_CHN", "名", "name:en", "name_en", "NAME_EN",
};

AtlasColor
_atlas_color_from_rgb (guint32 rgb,
                       float   alpha)
{
  return (AtlasColor) { (float) (rgb >> 16 & 255) / 255.0f, (float) (rgb >> 8 & 255) / 255.0f,
                        (float) (rgb & 255) / 255.0f, alpha };
}

static AtlasPaint
paint_from_pair (Pair  pair,
                 float alpha)
{
  return (AtlasPaint) { _atlas_color_from_rgb (pair.light, alpha), _atlas_color_from_rgb (pair.dark, alpha) };
}

AtlasPaint
_atlas_default_paint (guint color)
{
  return paint_from_pair (PALETTE[color % ATLAS_DEFAULT_COLORS], 1.0f);
}

const char *
_atlas_default_name_field (AtlasTable *table)
{
  for (gsize i = 0; i < G_N_ELEMENTS (NAME_FIELDS); i++)
    {
      int field = atlas_table_find_field (table, NAME_FIELDS[i]);

      if (field >= 0 && atlas_table_get_field_type (table, (guint) field) == ATLAS_FIELD_STRING)
        return NAME_FIELDS[i];
    }

  /* Such as "街道名称" or "road_name". */
  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    {
      const char *name = atlas_table_get_field_name (table, field);
      g_autofree char *lower = g_utf8_strdown (name, -1);

      if (atlas_table_get_field_type (table, field) == ATLAS_FIELD_STRING
          && (g_str_has_suffix (lower, "名称") || g_str_has_suffix (lower, "name")))
        return name;
    }

  return NULL;
}

static AtlasZoomRamp
ramp2 (float zoom1,
       float value1,
       float zoom2,
       float value2)
{
  return (AtlasZoomRamp) { .n_stops = 2, .zoom = { zoom1, zoom2 }, .value = { value1, value2 } };
}

static void
set_marker (AtlasRule *rule,
            Pair       pair,
            gboolean   many)
{
  AtlasMarker *marker = &rule->marker;

  marker->visible = TRUE;
  marker->shape = ATLAS_MARKER_CIRCLE;
  marker->fill = paint_from_pair (pair, 1.0f);
  marker->stroke = paint_from_pair ((Pair) { 0xffffff, 0x14181b }, 1.0f);
  marker->stroke_width = ramp2 (9, many ? 0.5f : 1.0f, 14, 1.5f);
  marker->size = ramp2 (8, many ? 4.0f : 7.0f, 14, 11.0f);
}

static void
set_strokes (AtlasRule        *rule,
             Pair              pair,
             AtlasGeometryType kind,
             gboolean          many)
{
  gboolean area = kind == ATLAS_GEOMETRY_POLYGON || kind == ATLAS_GEOMETRY_MULTI_POLYGON;

  rule->n_strokes = 1;
  rule->strokes = g_new0 (AtlasStroke, 1);
  rule->strokes[0].color = paint_from_pair (pair, 1.0f);
  rule->strokes[0].width = area ? ramp2 (8, many ? 0.5f : 1.0f, 14, 1.6f) : ramp2 (8, many ? 0.8f : 1.6f, 14, 2.8f);
  rule->strokes[0].round_caps = !area;
  rule->strokes[0].min_zoom = -G_MAXFLOAT;
  rule->strokes[0].max_zoom = G_MAXFLOAT;
}

void
_atlas_default_label (AtlasLabel       *label,
                      const char       *field,
                      AtlasGeometryType kind)
{
  label->visible = field != NULL;
  g_free (label->field);
  label->field = g_strdup (field);
  label->placement = kind == ATLAS_GEOMETRY_LINE || kind == ATLAS_GEOMETRY_MULTI_LINE ? ATLAS_LABEL_LINE
                                                                                      : ATLAS_LABEL_POINT;
  label->color = paint_from_pair ((Pair) { 0x3f3a35, 0xd3d8dc }, 1.0f);
  label->halo = paint_from_pair ((Pair) { 0xffffff, 0x14181b }, 0.8f);
  label->halo_width = 1.5f;
  label->size = _atlas_ramp_constant (11.0);
  /* Above the shipped spots and towns, below the county seats: it is what the person came to see. */
  label->priority = 750;
  label->repeat = 400.0f;
}

void
_atlas_default_rule (AtlasRule  *rule,
                     AtlasTable *table,
                     guint       color)
{
  AtlasGeometryType kind = atlas_table_get_geometry_kind (table);
  gboolean many = atlas_table_get_n_features (table) > 3000;
  Pair pair = PALETTE[color % G_N_ELEMENTS (PALETTE)];

  /* Every kind of part gets its symbol, whatever the layer's kind: a collection then needs no case of its own. */
  _atlas_rule_init (rule);
  rule->fill.visible = TRUE;
  rule->fill.color = paint_from_pair (pair, 0.28f);
  set_strokes (rule, pair, kind, many);
  set_marker (rule, pair, many);
  _atlas_default_label (&rule->label, _atlas_default_name_field (table), kind);
}

AtlasStyle *
atlas_style_new_default (AtlasTable *table,
                         guint       nth)
{
  GArray *rules = _atlas_style_rules_new ();

  g_return_val_if_fail (table != NULL, NULL);

  if (!_atlas_default_simplestyle (table, nth, rules) && !_atlas_default_categories (table, rules))
    {
      AtlasRule rule;

      _atlas_default_rule (&rule, table, nth);
      g_array_append_val (rules, rule);
    }

  return _atlas_style_new_take (rules);
}
