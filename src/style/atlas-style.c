/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasStyle: the rules of a layer's look, and AtlasStyleMatcher, which binds them to a table.
 *
 * Owner: whoever holds a reference.  Threads: both are immutable once made, so any thread may read them.
 * Limits: none of its own; the parser bounds what a file can ask for. */

#include "style/atlas-style-private.h"

#include <gio/gio.h>
#include <math.h>

struct _AtlasStyle
{
  gatomicrefcount  ref_count;
  AtlasRule       *rules;
  guint            n_rules;
  AtlasDensity    *density;     /* (nullable) */
};

/* A condition bound to a table. */
typedef struct
{
  int      field;       /* -1: the table has no such field, so nothing meets the condition */
  gboolean is_text;
  guint32 *ids;         /* values of a text field */
  double  *numbers;     /* values of a number field */
  guint    n_values;    /* 0: a range */
  double   min_value;
  double   max_value;
} BoundCondition;

typedef struct
{
  BoundCondition *conditions;
  guint           n_conditions;
  gboolean        has_filter;
  AtlasFilterMatcher *filter;     /* NULL: the table has not what the filter speaks of, so nothing meets it */
  int             icon_field;
  guint32        *icon_ids;
  int             size_field;
  int            *width_fields; /* of each stroke; NULL: no width depends on a field */
} BoundRule;

struct _AtlasStyleMatcher
{
  AtlasStyle *style;
  AtlasTable *table;
  BoundRule  *rules;
};

double
atlas_zoom_ramp_at (const AtlasZoomRamp *ramp,
                    double               zoom)
{
  if (ramp->n_stops == 0)
    return 0.0;
  if (!(zoom > ramp->zoom[0]))
    return ramp->value[0];

  for (guint i = 1; i < ramp->n_stops; i++)
    if (zoom < ramp->zoom[i])
      {
        double part = (zoom - ramp->zoom[i - 1]) / (ramp->zoom[i] - ramp->zoom[i - 1]);

        return ramp->value[i - 1] + part * (ramp->value[i] - ramp->value[i - 1]);
      }

  return ramp->value[ramp->n_stops - 1];
}

const AtlasColor *
atlas_paint_get (const AtlasPaint *paint,
                 gboolean          dark)
{
  return dark ? &paint->dark : &paint->light;
}

AtlasZoomRamp
_atlas_ramp_constant (double value)
{
  return (AtlasZoomRamp) { .n_stops = 1, .value = { (float) value } };
}

void
_atlas_rule_init (AtlasRule *rule)
{
  *rule = (AtlasRule) { .min_zoom = -G_MAXFLOAT, .max_zoom = G_MAXFLOAT };
  rule->label.min_zoom = -G_MAXFLOAT;
  rule->label.max_zoom = G_MAXFLOAT;
}

void
_atlas_rule_clear (AtlasRule *rule)
{
  g_free (rule->title);
  for (guint i = 0; i < rule->n_strokes; i++)
    g_free (rule->strokes[i].width_by.field);
  g_free (rule->strokes);
  g_free (rule->marker.size_by.field);
  g_free (rule->marker.icon);
  g_free (rule->marker.icon_field);
  for (guint i = 0; i < rule->marker.n_icons; i++)
    {
      g_free (rule->marker.icons[i].value);
      g_free (rule->marker.icons[i].icon);
      g_free (rule->marker.icons[i].title);
    }
  g_free (rule->marker.icons);
  g_free (rule->label.field);
  g_free (rule->label.field_en);
  g_free (rule->label.priority_field);
  for (guint i = 0; i < rule->n_conditions; i++)
    {
      g_free (rule->conditions[i].field);
      g_strfreev (rule->conditions[i].values);
    }
  g_free (rule->conditions);
  g_clear_pointer (&rule->filter, atlas_filter_unref);
}

GArray *
_atlas_style_rules_new (void)
{
  GArray *rules = g_array_new (FALSE, TRUE, sizeof (AtlasRule));

  g_array_set_clear_func (rules, (GDestroyNotify) _atlas_rule_clear);

  return rules;
}

AtlasStyle *
_atlas_style_new_take (GArray *rules)
{
  AtlasStyle *self = g_new0 (AtlasStyle, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->n_rules = rules->len;
  self->rules = (AtlasRule *) (void *) g_array_free (rules, FALSE);

  return self;
}

AtlasStyle *
atlas_style_ref (AtlasStyle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
atlas_style_unref (AtlasStyle *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < self->n_rules; i++)
    _atlas_rule_clear (&self->rules[i]);
  g_free (self->rules);
  g_clear_pointer (&self->density, atlas_density_free);
  g_free (self);
}

void
_atlas_style_take_density (AtlasStyle   *self,
                           AtlasDensity *density)
{
  self->density = density;
}

const AtlasDensity *
atlas_style_get_density (AtlasStyle *self,
                         double      zoom)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->density == NULL || isnan (zoom))
    return self->density;

  return zoom >= self->density->min_zoom && zoom < self->density->max_zoom ? self->density : NULL;
}

const AtlasRule *
atlas_style_get_rules (AtlasStyle *self,
                       guint      *n)
{
  g_return_val_if_fail (self != NULL, NULL);

  *n = self->n_rules;

  return self->rules;
}

/* How far a stroke, or the arrows on it, reaches beyond its line. */
static double
get_stroke_reach (const AtlasStroke *stroke,
                  double             zoom)
{
  double half = atlas_size_by_get_most (&stroke->width_by, atlas_zoom_ramp_at (&stroke->width, zoom)) / 2.0;

  if (stroke->arrows.visible)
    half = MAX (half, stroke->arrows.size);

  /* Joins are rounded where they would be sharp, so half the width is enough; offset joins reach twice. */
  return half + 2.0 * fabs (atlas_zoom_ramp_at (&stroke->offset, zoom));
}

double
atlas_style_get_reach (AtlasStyle *self,
                       double      zoom)
{
  double reach = 1.0;

  g_return_val_if_fail (self != NULL, reach);

  for (guint i = 0; i < self->n_rules; i++)
    {
      const AtlasRule *rule = &self->rules[i];

      if (zoom < rule->min_zoom || zoom >= rule->max_zoom)
        continue;
      for (guint k = 0; k < rule->n_strokes; k++)
        if (zoom >= rule->strokes[k].min_zoom && zoom < rule->strokes[k].max_zoom)
          reach = MAX (reach, get_stroke_reach (&rule->strokes[k], zoom));
      if (rule->marker.visible)
        reach = MAX (reach, atlas_size_by_get_most (&rule->marker.size_by, atlas_zoom_ramp_at (&rule->marker.size, zoom)) * 0.75
                            + atlas_zoom_ramp_at (&rule->marker.stroke_width, zoom));
    }

  if (atlas_style_get_density (self, zoom) != NULL)
    reach = MAX (reach, atlas_density_get_reach (self->density, zoom));

  /* Antialiasing and snapping to device pixels. */
  return reach + 1.0;
}

static void
bind_condition (BoundCondition       *bound,
                const AtlasCondition *condition,
                AtlasTable           *table)
{
  AtlasFieldType type;

  bound->field = atlas_table_find_field (table, condition->field);
  bound->min_value = condition->min_value;
  bound->max_value = condition->max_value;
  if (bound->field < 0)
    return;

  type = atlas_table_get_field_type (table, (guint) bound->field);
  bound->is_text = type != ATLAS_FIELD_INTEGER && type != ATLAS_FIELD_REAL && type != ATLAS_FIELD_BOOLEAN;
  if (condition->values == NULL)
    return;

  bound->n_values = g_strv_length (condition->values);
  bound->ids = g_new0 (guint32, bound->n_values);
  bound->numbers = g_new0 (double, bound->n_values);
  for (guint i = 0; i < bound->n_values; i++)
    {
      const char *value = condition->values[i];
      char *end = NULL;

      bound->ids[i] = bound->is_text ? atlas_table_find_text (table, value) : G_MAXUINT32;
      bound->numbers[i] = g_ascii_strtod (value, &end);
      if (end == value || *end != '\0')
        bound->numbers[i] = NAN;
      if (type == ATLAS_FIELD_BOOLEAN && g_str_equal (value, "true"))
        bound->numbers[i] = 1.0;
      if (type == ATLAS_FIELD_BOOLEAN && g_str_equal (value, "false"))
        bound->numbers[i] = 0.0;
    }
}

/* Returns: the number field that sizes come from, or -1. */
static int
bind_size (const AtlasSizeBy *by,
           AtlasTable        *table)
{
  int field = by->field != NULL ? atlas_table_find_field (table, by->field) : -1;
  AtlasFieldType type;

  if (field < 0)
    return -1;
  type = atlas_table_get_field_type (table, (guint) field);

  return type == ATLAS_FIELD_INTEGER || type == ATLAS_FIELD_REAL || type == ATLAS_FIELD_BOOLEAN ? field : -1;
}

static void
bind_sizes (BoundRule       *bound,
            const AtlasRule *rule,
            AtlasTable      *table)
{
  bound->size_field = bind_size (&rule->marker.size_by, table);
  for (guint i = 0; i < rule->n_strokes; i++)
    {
      if (rule->strokes[i].width_by.field == NULL)
        continue;
      if (bound->width_fields == NULL)
        {
          bound->width_fields = g_new (int, rule->n_strokes);
          for (guint k = 0; k < rule->n_strokes; k++)
            bound->width_fields[k] = -1;
        }
      bound->width_fields[i] = bind_size (&rule->strokes[i].width_by, table);
    }
}

static void
bind_rule (BoundRule       *bound,
           const AtlasRule *rule,
           AtlasTable      *table)
{
  bound->n_conditions = rule->n_conditions;
  bound->conditions = g_new0 (BoundCondition, rule->n_conditions);
  for (guint i = 0; i < rule->n_conditions; i++)
    bind_condition (&bound->conditions[i], &rule->conditions[i], table);

  bound->has_filter = rule->filter != NULL;
  if (bound->has_filter)
    bound->filter = atlas_filter_bind (rule->filter, table, NULL, NULL);
  bind_sizes (bound, rule, table);
  bound->icon_field = -1;
  if (rule->marker.icon_field == NULL)
    return;

  bound->icon_field = atlas_table_find_field (table, rule->marker.icon_field);
  bound->icon_ids = g_new (guint32, rule->marker.n_icons);
  for (guint i = 0; i < rule->marker.n_icons; i++)
    bound->icon_ids[i] = atlas_table_find_text (table, rule->marker.icons[i].value);
}

AtlasStyleMatcher *
atlas_style_matcher_new (AtlasStyle *style,
                         AtlasTable *table)
{
  AtlasStyleMatcher *self;

  g_return_val_if_fail (style != NULL, NULL);
  g_return_val_if_fail (table != NULL, NULL);

  self = g_new0 (AtlasStyleMatcher, 1);
  self->style = atlas_style_ref (style);
  self->table = atlas_table_ref (table);
  self->rules = g_new0 (BoundRule, style->n_rules);
  for (guint i = 0; i < style->n_rules; i++)
    bind_rule (&self->rules[i], &style->rules[i], table);

  return self;
}

void
atlas_style_matcher_free (AtlasStyleMatcher *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->style->n_rules; i++)
    {
      BoundRule *rule = &self->rules[i];

      for (guint k = 0; k < rule->n_conditions; k++)
        {
          g_free (rule->conditions[k].ids);
          g_free (rule->conditions[k].numbers);
        }
      g_free (rule->conditions);
      g_clear_pointer (&rule->filter, atlas_filter_matcher_unref);
      g_free (rule->icon_ids);
      g_free (rule->width_fields);
    }
  g_free (self->rules);
  atlas_table_unref (self->table);
  atlas_style_unref (self->style);
  g_free (self);
}

static gboolean
condition_is_met (const BoundCondition *condition,
                  AtlasTable           *table,
                  gsize                 feature)
{
  if (condition->field < 0)
    return FALSE;

  if (condition->is_text)
    {
      guint32 id;

      if (condition->n_values == 0)
        {
          gsize length = 0;

          /* No text lies in a range of numbers, but any is a value. */
          return condition->min_value == -INFINITY && condition->max_value == INFINITY
                 && atlas_table_get_text (table, (guint) condition->field, feature, &length) != NULL && length > 0;
        }
      id = atlas_table_get_text_id (table, (guint) condition->field, feature);
      for (guint i = 0; i < condition->n_values; i++)
        if (condition->ids[i] == id && id != G_MAXUINT32)
          return TRUE;
    }
  else
    {
      double number = atlas_table_get_number (table, (guint) condition->field, feature);

      if (condition->n_values == 0)
        return number >= condition->min_value && number < condition->max_value;
      for (guint i = 0; i < condition->n_values; i++)
        if (condition->numbers[i] == number)
          return TRUE;
    }

  return FALSE;
}

static gboolean
rule_is_met (AtlasStyleMatcher *self,
             guint              index,
             gsize              feature,
             double             zoom)
{
  const AtlasRule *rule = &self->style->rules[index];
  const BoundRule *bound = &self->rules[index];
  gboolean met = isnan (zoom) || (zoom >= rule->min_zoom && zoom < rule->max_zoom);

  for (guint k = 0; met && k < bound->n_conditions; k++)
    met = condition_is_met (&bound->conditions[k], self->table, feature);
  if (met && bound->has_filter)
    met = bound->filter != NULL && atlas_filter_matcher_test (bound->filter, feature);

  return met;
}

const AtlasRule *
atlas_style_matcher_match (AtlasStyleMatcher *self,
                           gsize              feature,
                           double             zoom)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->style->n_rules; i++)
    if (rule_is_met (self, i, feature, zoom))
      return &self->style->rules[i];

  return NULL;
}

const AtlasRule *
atlas_style_matcher_match_titled (AtlasStyleMatcher *self,
                                  gsize              feature,
                                  double             zoom)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->style->n_rules; i++)
    if (self->style->rules[i].title != NULL && rule_is_met (self, i, feature, zoom))
      return &self->style->rules[i];

  return NULL;
}

const AtlasIconCase *
atlas_style_matcher_icon_case (AtlasStyleMatcher *self,
                               const AtlasRule   *rule,
                               gsize              feature)
{
  const BoundRule *bound;
  guint32 id;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (rule >= self->style->rules && rule < self->style->rules + self->style->n_rules, NULL);

  bound = &self->rules[rule - self->style->rules];
  if (bound->icon_field < 0)
    return NULL;

  id = atlas_table_get_text_id (self->table, (guint) bound->icon_field, feature);
  for (guint i = 0; i < rule->marker.n_icons; i++)
    if (bound->icon_ids[i] == id && id != G_MAXUINT32)
      return &rule->marker.icons[i];

  return NULL;
}

const char *
atlas_style_matcher_icon (AtlasStyleMatcher *self,
                          const AtlasRule   *rule,
                          gsize              feature)
{
  const AtlasIconCase *found = atlas_style_matcher_icon_case (self, rule, feature);

  g_return_val_if_fail (rule != NULL, NULL);

  return found != NULL ? found->icon : rule->marker.icon;
}

double
atlas_style_matcher_size (AtlasStyleMatcher *self,
                          const AtlasRule   *rule,
                          gsize              feature,
                          double             zoom)
{
  double plain = atlas_zoom_ramp_at (&rule->marker.size, zoom);
  int field;

  g_return_val_if_fail (rule >= self->style->rules && rule < self->style->rules + self->style->n_rules, plain);

  field = self->rules[rule - self->style->rules].size_field;
  if (field < 0)
    return plain;

  return atlas_size_by_at (&rule->marker.size_by, atlas_table_get_number (self->table, (guint) field, feature), plain);
}

double
atlas_style_matcher_width (AtlasStyleMatcher *self,
                           const AtlasRule   *rule,
                           guint              stroke,
                           gsize              feature,
                           double             zoom)
{
  const int *fields;
  double plain;

  g_return_val_if_fail (rule >= self->style->rules && rule < self->style->rules + self->style->n_rules, 0.0);
  g_return_val_if_fail (stroke < rule->n_strokes, 0.0);

  plain = atlas_zoom_ramp_at (&rule->strokes[stroke].width, zoom);
  fields = self->rules[rule - self->style->rules].width_fields;
  if (fields == NULL || fields[stroke] < 0)
    return plain;

  return atlas_size_by_at (&rule->strokes[stroke].width_by,
                           atlas_table_get_number (self->table, (guint) fields[stroke], feature), plain);
}

gboolean
atlas_style_matcher_lookup (AtlasStyleMatcher *self,
                            double             zoom,
                            AtlasStyleLookup  *lookup)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return _atlas_style_lookup_init (lookup, self->style, self->table, zoom);
}
