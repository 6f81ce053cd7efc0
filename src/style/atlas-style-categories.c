/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Classes by a field, found without a click: a text field that sorts the features into a few kinds gives each kind a colour
 * and a line in the legend.  A field that says by its name that it does so (类别, type, 状态 …) comes first.
 *
 * Runs when a layer has come, on the main thread, so it looks at a sample of a large layer; a value that the sample missed
 * belongs to the class of the others. */

#include "style/atlas-style-default-private.h"
#include "style/atlas-style-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_CLASSES 12
#define MAX_SAMPLE  20000
/* Longer texts are descriptions, not kinds. */
#define MAX_BYTES 60

typedef struct
{
  guint32 text;         /* id in the table's pool */
  gsize   feature;      /* one that has it */
  gsize   count;
} Class;

typedef struct
{
  guint   field;
  Class   classes[MAX_CLASSES];
  guint   n_classes;
  gsize   n_values;
  gsize   n_missing;
} Candidate;

/* In the order in which they are looked for. */
static const char *const KIND_FIELDS[] = {
  "类别", "类型", "分类", "种类", "项目类型", "category", "type", "kind", "class", "状态", "status", "等级", "grade", "级别", "level",
  "用途", "landuse", "用地性质",
};

/* These sort features too, but nobody wants to see it on a map. */
static const char *const DULL_FIELDS[] = { "source", "licence", "license", "geom_quality", "来源", "备注", "note" };

static gboolean
is_one_of (const char        *name,
           const char *const *names,
           gsize              n)
{
  for (gsize i = 0; i < n; i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Counts the values of a field; FALSE as soon as they are too many or too long for classes. */
static gboolean
count_classes (AtlasTable *table,
               Candidate  *candidate)
{
  gsize n = atlas_table_get_n_features (table);
  gsize step = MAX (1, n / MAX_SAMPLE);

  for (gsize feature = 0; feature < n; feature += step)
    {
      guint32 text = atlas_table_get_text_id (table, candidate->field, feature);
      gsize length = 0;
      guint i;

      if (text != G_MAXUINT32)
        atlas_table_get_text (table, candidate->field, feature, &length);
      if (length == 0)
        {
          candidate->n_missing++;
          continue;
        }
      for (i = 0; i < candidate->n_classes && candidate->classes[i].text != text; i++)
        ;
      if (i == candidate->n_classes)
        {
          if (i == MAX_CLASSES || length > MAX_BYTES)
            return FALSE;
          candidate->classes[candidate->n_classes++] = (Class) { .text = text, .feature = feature };
        }
      candidate->classes[i].count++;
      candidate->n_values++;
    }

  return TRUE;
}

/* Whether the values look like kinds: at least two, each of several features, and few features without one. */
static gboolean
sorts_well (const Candidate *candidate,
            gboolean         says_so)
{
  return candidate->n_classes >= 2 && candidate->n_values >= (says_so ? 2 : 4) * candidate->n_classes
         && candidate->n_missing <= candidate->n_values;
}

static gboolean
try_field (AtlasTable *table,
           guint       field,
           gboolean    says_so,
           Candidate  *candidate)
{
  *candidate = (Candidate) { .field = field };

  return atlas_table_get_field_type (table, field) == ATLAS_FIELD_STRING && count_classes (table, candidate)
         && sorts_well (candidate, says_so);
}

static gboolean
find_field (AtlasTable *table,
            Candidate  *candidate)
{
  const char *name_field = _atlas_default_name_field (table);
  guint n = atlas_table_get_n_fields (table);

  for (gsize i = 0; i < G_N_ELEMENTS (KIND_FIELDS); i++)
    for (guint field = 0; field < n; field++)
      if (g_ascii_strcasecmp (atlas_table_get_field_name (table, field), KIND_FIELDS[i]) == 0
          && try_field (table, field, TRUE, candidate))
        return TRUE;

  for (guint field = 0; field < n; field++)
    {
      const char *name = atlas_table_get_field_name (table, field);

      if (g_strcmp0 (name, name_field) != 0 && !g_str_has_suffix (name, "_en")
          && !is_one_of (name, DULL_FIELDS, G_N_ELEMENTS (DULL_FIELDS)) && try_field (table, field, FALSE, candidate))
        return TRUE;
    }

  return FALSE;
}

/* The most frequent first; equal ones in the order of the file. */
static int
compare_classes (gconstpointer a,
                 gconstpointer b)
{
  const Class *x = a, *y = b;

  if (x->count != y->count)
    return x->count > y->count ? -1 : 1;
  return x->feature < y->feature ? -1 : 1;
}

int
_atlas_default_kind_field (AtlasTable *table)
{
  Candidate candidate;

  return find_field (table, &candidate) ? (int) candidate.field : -1;
}

/* There are more classes than colours that can be told apart, so the second round of them differs by shape. */
void
_atlas_default_mark_round (AtlasRule *rule,
                           guint      index)
{
  static const double dash[] = { 6.0, 3.0 };

  if (index < ATLAS_DEFAULT_COLORS)
    return;
  rule->marker.shape = ATLAS_MARKER_SQUARE;
  rule->strokes[0].n_dash = G_N_ELEMENTS (dash);
  memcpy (rule->strokes[0].dash, dash, sizeof dash);
  rule->strokes[0].round_caps = FALSE;
  rule->fill.color.light.alpha = rule->fill.color.dark.alpha = 0.6f;
}

void
_atlas_default_condition (AtlasRule  *rule,
                          const char *field,
                          const char *value)
{
  rule->n_conditions = 1;
  rule->conditions = g_new0 (AtlasCondition, 1);
  rule->conditions[0].field = g_strdup (field);
  rule->conditions[0].min_value = -INFINITY;
  rule->conditions[0].max_value = INFINITY;
  if (value != NULL)
    rule->conditions[0].values = g_strdupv ((char *[]) { (char *) value, NULL });
}

void
_atlas_default_grey (AtlasRule *rule)
{
  for (guint i = 0; i < 2; i++)
    {
      AtlasColor grey = _atlas_color_from_rgb (i == 0 ? 0x8a8a86 : 0x8f969c, 1.0f);

      *(i == 0 ? &rule->marker.fill.light : &rule->marker.fill.dark) = grey;
      *(i == 0 ? &rule->strokes[0].color.light : &rule->strokes[0].color.dark) = grey;
      grey.alpha = 0.2f;
      *(i == 0 ? &rule->fill.color.light : &rule->fill.color.dark) = grey;
    }
}

gboolean
_atlas_default_categories (AtlasTable *table,
                           GArray     *rules)
{
  Candidate candidate;

  if (!find_field (table, &candidate))
    return FALSE;

  qsort (candidate.classes, candidate.n_classes, sizeof (Class), compare_classes);
  for (guint i = 0; i < candidate.n_classes; i++)
    {
      const char *text = atlas_table_get_text (table, candidate.field, candidate.classes[i].feature, NULL);
      AtlasRule rule;

      _atlas_default_rule (&rule, table, i);
      _atlas_default_mark_round (&rule, i);
      rule.title = g_strdup (text);
      _atlas_default_condition (&rule, atlas_table_get_field_name (table, candidate.field), text);
      g_array_append_val (rules, rule);
    }
  if (candidate.n_missing > 0 || atlas_table_get_n_features (table) > MAX_SAMPLE)
    {
      AtlasRule rule;

      _atlas_default_rule (&rule, table, 0);
      rule.title = g_strdup (C_ ("class", "Other"));
      _atlas_default_grey (&rule);
      g_array_append_val (rules, rule);
    }

  return TRUE;
}
