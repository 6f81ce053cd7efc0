/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which field of a layer names its features: lists, tables and files for other programs agree on it.  Main thread. */

#include "project/atlas-layer-names.h"

#include "data/atlas-locale.h"

int
atlas_layer_find_name_field (AtlasLayer *layer)
{
  static const char *const usual[] = { "name", "名称", "Name", "NAME", "title", "Title", "label", "地名", "项目名称" };
  AtlasTable *table = atlas_layer_get_table (layer);
  AtlasStyle *style = atlas_layer_get_style (layer);
  const AtlasRule *rules = NULL;
  guint n = 0;
  int field = -1;

  if (!atlas_locale_is_chinese ())
    field = atlas_table_find_field (table, "name_en");
  if (field < 0 && style != NULL)
    rules = atlas_style_get_rules (style, &n);
  for (guint i = 0; i < n && field < 0; i++)
    if (rules[i].label.field != NULL)
      field = atlas_table_find_field (table, rules[i].label.field);
  for (gsize i = 0; i < G_N_ELEMENTS (usual) && field < 0; i++)
    field = atlas_table_find_field (table, usual[i]);
  return field;
}
