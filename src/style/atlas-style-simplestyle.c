/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks that a GeoJSON carries in its features' properties, as geojson.io, GitHub and others write them
 * (simplestyle-spec 1.1).  Each combination of values that occurs becomes a rule; what a feature leaves open is the default
 * look.  A value that is no colour or no number counts as left open.
 *
 * Runs when a layer has come, on the main thread: it looks at most at MAX_FEATURES features and keeps MAX_LOOKS looks; what
 * lies beyond has the default look. */

#include "style/atlas-style-default-private.h"
#include "style/atlas-style-private.h"

#include <math.h>
#include <string.h>

#define MAX_FEATURES 20000
#define MAX_LOOKS    64

enum
{
  MARKER_COLOR,
  MARKER_SIZE,
  STROKE,
  STROKE_WIDTH,
  STROKE_OPACITY,
  FILL,
  FILL_OPACITY,
  N_PROPERTIES,
};

static const char *const PROPERTIES[N_PROPERTIES] = {
  [MARKER_COLOR] = "marker-color", [MARKER_SIZE] = "marker-size", [STROKE] = "stroke",
  [STROKE_WIDTH] = "stroke-width", [STROKE_OPACITY] = "stroke-opacity", [FILL] = "fill", [FILL_OPACITY] = "fill-opacity",
};

/* "#rgb" or "#rrggbb", with or without the "#". */
static gboolean
parse_color (const char *text,
             guint32    *rgb)
{
  gsize length;
  char *end;
  guint64 value;

  if (*text == '#')
    text++;
  length = strlen (text);
  if ((length != 3 && length != 6) || strspn (text, "0123456789abcdefABCDEF") != length)
    return FALSE;

  value = g_ascii_strtoull (text, &end, 16);
  if (length == 3)
    value = (value >> 8 & 15) * 0x110000 + (value >> 4 & 15) * 0x1100 + (value & 15) * 0x11;
  *rgb = (guint32) value;

  return TRUE;
}

/* NaN when it is no number from @min to @max. */
static double
parse_number (const char *text,
              double      min,
              double      max)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  return end != text && *end == '\0' && value >= min && value <= max ? value : NAN;
}

static gboolean
is_usable (guint       property,
           const char *text)
{
  guint32 rgb;

  switch (property)
    {
    case MARKER_COLOR:
    case STROKE:
    case FILL:
      return parse_color (text, &rgb);
    case MARKER_SIZE:
      return g_str_equal (text, "small") || g_str_equal (text, "medium") || g_str_equal (text, "large");
    case STROKE_WIDTH:
      return !isnan (parse_number (text, 0.0, 100.0));
    default:
      return !isnan (parse_number (text, 0.0, 1.0));
    }
}

/* A feature's values, NULL where it has none that can be used. */
static void
get_look (AtlasTable *table,
          const int  *fields,
          gsize       feature,
          char      **look)
{
  for (guint i = 0; i < N_PROPERTIES; i++)
    {
      g_autofree char *text = fields[i] >= 0 ? atlas_table_dup_value (table, (guint) fields[i], feature) : NULL;

      look[i] = text != NULL && is_usable (i, text) ? g_steal_pointer (&text) : NULL;
    }
}

static char *
look_key (char **look)
{
  g_autoptr (GString) key = g_string_new (NULL);

  for (guint i = 0; i < N_PROPERTIES; i++)
    g_string_append_printf (key, "%s\n", look[i] != NULL ? look[i] : "");

  return g_string_free (g_steal_pointer (&key), FALSE);
}

static void
set_rgb (AtlasPaint *paint,
         const char *text)
{
  guint32 rgb = 0;

  /* The file asks for one colour, so it is the same on a dark map. */
  parse_color (text, &rgb);
  paint->light = _atlas_color_from_rgb (rgb, paint->light.alpha);
  paint->dark = _atlas_color_from_rgb (rgb, paint->dark.alpha);
}

static void
scale_ramp (AtlasZoomRamp *ramp,
            double         factor)
{
  for (guint i = 0; i < ramp->n_stops; i++)
    ramp->value[i] *= (float) factor;
}

static void
apply_look (AtlasRule *rule,
            char     **look)
{
  if (look[MARKER_COLOR] != NULL)
    set_rgb (&rule->marker.fill, look[MARKER_COLOR]);
  if (look[MARKER_SIZE] != NULL && !g_str_equal (look[MARKER_SIZE], "medium"))
    scale_ramp (&rule->marker.size, g_str_equal (look[MARKER_SIZE], "small") ? 0.75 : 1.5);
  if (look[STROKE] != NULL)
    set_rgb (&rule->strokes[0].color, look[STROKE]);
  if (look[STROKE_WIDTH] != NULL)
    rule->strokes[0].width = _atlas_ramp_constant (parse_number (look[STROKE_WIDTH], 0.0, 100.0));
  if (look[STROKE_OPACITY] != NULL)
    rule->strokes[0].color.light.alpha = rule->strokes[0].color.dark.alpha
      = (float) parse_number (look[STROKE_OPACITY], 0.0, 1.0);
  if (look[FILL] != NULL)
    {
      /* The specification's own default. */
      rule->fill.color.light.alpha = rule->fill.color.dark.alpha = 0.6f;
      set_rgb (&rule->fill.color, look[FILL]);
    }
  if (look[FILL_OPACITY] != NULL)
    rule->fill.color.light.alpha = rule->fill.color.dark.alpha = (float) parse_number (look[FILL_OPACITY], 0.0, 1.0);
}

static void
append_look (GArray     *rules,
             AtlasTable *table,
             guint       color,
             char      **look)
{
  AtlasRule rule;

  _atlas_default_rule (&rule, table, color);
  apply_look (&rule, look);
  rule.conditions = g_new0 (AtlasCondition, N_PROPERTIES);
  for (guint i = 0; i < N_PROPERTIES; i++)
    if (look[i] != NULL)
      rule.conditions[rule.n_conditions++] = (AtlasCondition) { .field = g_strdup (PROPERTIES[i]),
                                                                .values = g_strdupv ((char *[]) { look[i], NULL }) };
  g_array_append_val (rules, rule);
}

/* A feature meets every rule whose values it has, also one that asks for fewer, so those that ask for more come first. */
static int
compare_rules (gconstpointer a,
               gconstpointer b)
{
  return (int) ((const AtlasRule *) b)->n_conditions - (int) ((const AtlasRule *) a)->n_conditions;
}

gboolean
_atlas_default_simplestyle (AtlasTable *table,
                            guint       color,
                            GArray     *rules)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize n = MIN (atlas_table_get_n_features (table), MAX_FEATURES);
  gboolean any = FALSE, has_color = FALSE;
  int fields[N_PROPERTIES];

  for (guint i = 0; i < N_PROPERTIES; i++)
    fields[i] = atlas_table_find_field (table, PROPERTIES[i]);
  has_color = fields[MARKER_COLOR] >= 0 || fields[STROKE] >= 0 || fields[FILL] >= 0;
  for (gsize feature = 0; has_color && feature < n && g_hash_table_size (seen) < MAX_LOOKS; feature++)
    {
      char *look[N_PROPERTIES];
      g_autofree char *key = NULL;

      get_look (table, fields, feature, look);
      key = look_key (look);
      if (strspn (key, "\n") != strlen (key) && g_hash_table_add (seen, g_steal_pointer (&key)))
        {
          append_look (rules, table, color, look);
          any = TRUE;
        }
      for (guint i = 0; i < N_PROPERTIES; i++)
        g_free (look[i]);
    }

  if (any)
    {
      AtlasRule rest;

      g_array_sort (rules, compare_rules);
      _atlas_default_rule (&rest, table, color);
      g_array_append_val (rules, rest);
    }

  return any;
}
