/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasStyleLookup: the rules of a style as a table of a field's values, for layers of a million features. */

#include "style/atlas-style-private.h"

/* Returns: whether every condition is a list of values of the one text field, whose number goes to @field. */
static gboolean
is_by_one_text (AtlasStyle *style,
                AtlasTable *table,
                double      zoom,
                int        *field,
                guint      *n_values)
{
  guint n_rules;
  const AtlasRule *rules = atlas_style_get_rules (style, &n_rules);

  *field = -1;
  *n_values = 0;
  if (n_rules > G_MAXINT16)
    return FALSE;
  for (guint i = 0; i < n_rules; i++)
    {
      const AtlasCondition *condition = rules[i].conditions;
      AtlasFieldType type;
      int own;

      if (zoom < rules[i].min_zoom || zoom >= rules[i].max_zoom)
        continue;
      if (rules[i].filter != NULL)
        return FALSE;
      if (rules[i].n_conditions == 0)
        return TRUE;
      if (rules[i].n_conditions > 1 || condition->values == NULL)
        return FALSE;
      own = atlas_table_find_field (table, condition->field);
      if (own < 0)
        continue;
      type = atlas_table_get_field_type (table, (guint) own);
      if (type == ATLAS_FIELD_INTEGER || type == ATLAS_FIELD_REAL || type == ATLAS_FIELD_BOOLEAN
          || (*field >= 0 && *field != own))
        return FALSE;
      *field = own;
      *n_values += g_strv_length (condition->values);
    }

  return TRUE;
}

static void
add_value (AtlasStyleLookup *self,
           guint32           id,
           guint             rule)
{
  guint32 at = id * 2654435761u & self->mask;

  if (id == G_MAXUINT32)
    return;
  while (self->ids[at] != G_MAXUINT32 && self->ids[at] != id)
    at = (at + 1) & self->mask;
  /* The first rule with a value has it. */
  if (self->ids[at] == id)
    return;
  self->ids[at] = id;
  self->rules[at] = (gint16) rule;
}

gboolean
_atlas_style_lookup_init (AtlasStyleLookup *self,
                          AtlasStyle       *style,
                          AtlasTable       *table,
                          double            zoom)
{
  guint n_rules, n_values;
  const AtlasRule *rules = atlas_style_get_rules (style, &n_rules);
  int field;

  *self = (AtlasStyleLookup) { .other = -1 };
  if (!is_by_one_text (style, table, zoom, &field, &n_values))
    return FALSE;
  if (field >= 0)
    self->texts = atlas_table_get_text_ids (table, (guint) field, &self->nulls);

  self->mask = 7;
  while (self->mask < 2 * n_values)
    self->mask = self->mask * 2 + 1;
  self->ids = g_new (guint32, self->mask + 1);
  self->rules = g_new0 (gint16, self->mask + 1);
  for (guint32 i = 0; i <= self->mask; i++)
    self->ids[i] = G_MAXUINT32;

  for (guint i = 0; i < n_rules && self->other < 0; i++)
    {
      if (zoom < rules[i].min_zoom || zoom >= rules[i].max_zoom)
        continue;
      if (rules[i].n_conditions == 0)
        self->other = (gint16) i;
      else if (atlas_table_find_field (table, rules[i].conditions->field) >= 0)
        for (char **value = rules[i].conditions->values; *value != NULL; value++)
          add_value (self, atlas_table_find_text (table, *value), i);
    }

  return TRUE;
}

void
atlas_style_lookup_clear (AtlasStyleLookup *self)
{
  g_clear_pointer (&self->ids, g_free);
  g_clear_pointer (&self->rules, g_free);
}
