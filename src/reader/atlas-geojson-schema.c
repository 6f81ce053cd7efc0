/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema of a GeoJSON file.  Pure functions.  GDAL folds the values of a field one by one, and what comes out depends on their
 * order; here each part of the file is a function from type to type, and functions can be put together later. */

#include "reader/atlas-geojson-schema.h"

#include <string.h>

#include "reader/atlas-json-scan.h"

/* By the type so far (down) and the type of the value (across): the type from then on.  Letters as in the enumeration: . unknown,
 * b i l r s d t D j, B I L R S for lists, 0 nothing. */
static const char transitions[ATLAS_GEOJSON_N_TYPES][ATLAS_GEOJSON_N_TYPES + 1] = {
  /*      .bilrsdtDjBILRS0 */
  /* . */ ".bilrsdtDjBILRSj",
  /* b */ "bbilrjjjjjBILRSj",
  /* i */ "iiilrjjjjjIILRSj",
  /* l */ "llllrjjjjjLLLRSj",
  /* r */ "rrrrrjjjjjRRRRSj",
  /* s */ "ssssssssssssssSs",
  /* d */ "djjjjsdjDjjjjjjj",
  /* t */ "tjjjjsjtjjjjjjjj",
  /* D */ "DjjjjsDjDjjjjjjj",
  /* j */ "jjjjjjjjjjjjjjjj",
  /* B */ "BBILRjjjjjBILRSB",
  /* I */ "IIILRjjjjjIILRSI",
  /* L */ "LLLLRjjjjjLLLRSL",
  /* R */ "RRRRRjjjjjRRRRSR",
  /* S */ "SSSSSSSSSjSSSSSS",
  /* 0 */ "................",
};

static AtlasGeojsonType
get_next (AtlasGeojsonType before,
          AtlasGeojsonType value)
{
  static const char letters[] = ".bilrsdtDjBILRS0";

  return (AtlasGeojsonType) (strchr (letters, transitions[before][value]) - letters);
}

static void
settle (AtlasGeojsonGuess *self)
{
  self->settled = 0;
  for (guint value = 0; value < ATLAS_GEOJSON_N_TYPES; value++)
    {
      gboolean settled = TRUE;

      for (guint before = 0; before < ATLAS_GEOJSON_N_TYPES; before++)
        settled = settled && get_next (self->after[before], value) == self->after[before];
      self->settled |= (guint32) settled << value;
    }
}

void
atlas_geojson_guess_init (AtlasGeojsonGuess *self)
{
  for (guint before = 0; before < ATLAS_GEOJSON_N_TYPES; before++)
    self->after[before] = (guint8) (before == ATLAS_GEOJSON_NOTHING ? ATLAS_GEOJSON_UNKNOWN : before);
  self->settled = 0;
}

void
atlas_geojson_guess_add (AtlasGeojsonGuess *self,
                         AtlasGeojsonType   type)
{
  for (guint before = 0; before < ATLAS_GEOJSON_N_TYPES; before++)
    self->after[before] = (guint8) get_next (self->after[before], type);
  settle (self);
}

/* The type of a list after one more value in it, or ATLAS_GEOJSON_JSON for good. */
static AtlasGeojsonType
add_to_list (AtlasGeojsonType list,
             AtlasGeojsonType value)
{
  switch (value)
    {
    case ATLAS_GEOJSON_STRING:
      return list == ATLAS_GEOJSON_NOTHING || list == ATLAS_GEOJSON_STRINGS ? ATLAS_GEOJSON_STRINGS : ATLAS_GEOJSON_JSON;
    case ATLAS_GEOJSON_BOOLEAN:
      return list == ATLAS_GEOJSON_NOTHING || list == ATLAS_GEOJSON_BOOLEANS ? ATLAS_GEOJSON_BOOLEANS : ATLAS_GEOJSON_JSON;
    case ATLAS_GEOJSON_INTEGER:
    case ATLAS_GEOJSON_INTEGER64:
    case ATLAS_GEOJSON_REAL:
      if (list == ATLAS_GEOJSON_STRINGS || list == ATLAS_GEOJSON_BOOLEANS)
        return ATLAS_GEOJSON_JSON;
      if (value == ATLAS_GEOJSON_REAL || list == ATLAS_GEOJSON_REALS)
        return ATLAS_GEOJSON_REALS;
      return value == ATLAS_GEOJSON_INTEGER64 || list == ATLAS_GEOJSON_INTEGERS64 ? ATLAS_GEOJSON_INTEGERS64
                                                                                  : ATLAS_GEOJSON_INTEGERS;
    default:
      return ATLAS_GEOJSON_JSON;
    }
}

static AtlasGeojsonType
guess_of_item (const char *p,
               const char *end)
{
  AtlasJsonNumber number;

  switch (*p)
    {
    case '"':
      return ATLAS_GEOJSON_STRING;
    case 't':
    case 'f':
      return ATLAS_GEOJSON_BOOLEAN;
    case '[':
    case '{':
    case 'n':
      return ATLAS_GEOJSON_JSON;
    default:
      atlas_json_scan_number (p, end, &number);
      if (number.type == ATLAS_JSON_REAL)
        return ATLAS_GEOJSON_REAL;
      return number.integer == (gint32) number.integer ? ATLAS_GEOJSON_INTEGER : ATLAS_GEOJSON_INTEGER64;
    }
}

AtlasGeojsonType
atlas_geojson_guess_of_list (const char *text,
                             gsize       length)
{
  const char *end = text + length;
  const char *p = atlas_json_skip_space (text + 1);
  AtlasGeojsonType type = ATLAS_GEOJSON_NOTHING;

  while (*p != ']' && type != ATLAS_GEOJSON_JSON)
    {
      type = add_to_list (type, guess_of_item (p, end));
      p = atlas_json_skip_space (atlas_json_scan_value (p, end));
      if (*p == ',')
        p = atlas_json_skip_space (p + 1);
    }
  return type;
}

/* The graph of what comes behind what, as long as it has no circles. */
typedef struct
{
  guint    n;
  GArray **behind;     /* guint, a field */
  guint   *n_before;
  guint8  *visited;
} Graph;

static gboolean
leads_to (Graph *self,
          guint  from,
          guint  to)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (guint));

  memset (self->visited, 0, self->n);
  self->visited[from] = 1;
  g_array_append_val (waiting, from);
  while (waiting->len > 0)
    {
      guint field = g_array_index (waiting, guint, waiting->len - 1);

      g_array_set_size (waiting, waiting->len - 1);
      if (field == to)
        return TRUE;
      for (guint i = 0; i < self->behind[field]->len; i++)
        {
          guint next = g_array_index (self->behind[field], guint, i);

          if (!self->visited[next])
            {
              self->visited[next] = 1;
              g_array_append_val (waiting, next);
            }
        }
    }
  return FALSE;
}

static gboolean
comes_behind (Graph *self,
              guint  first,
              guint  second)
{
  for (guint i = 0; i < self->behind[first]->len; i++)
    if (g_array_index (self->behind[first], guint, i) == second)
      return TRUE;
  return FALSE;
}

guint *
atlas_geojson_order_fields (const char *const       *names,
                            guint                    n,
                            const AtlasGeojsonOrder *orders,
                            gsize                    n_orders)
{
  Graph graph = { .n = n };
  guint *result = g_new0 (guint, n);
  g_autofree guint8 *done = g_new0 (guint8, n + 1);

  graph.behind = g_new0 (GArray *, n);
  graph.n_before = g_new0 (guint, n + 1);
  graph.visited = g_new0 (guint8, n + 1);
  for (guint i = 0; i < n; i++)
    graph.behind[i] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (gsize i = 0; i < n_orders; i++)
    {
      guint first = orders[i].first;
      guint second = orders[i].second;

      if (first == second || comes_behind (&graph, first, second) || leads_to (&graph, second, first))
        continue;
      g_array_append_val (graph.behind[first], second);
      graph.n_before[second]++;
    }
  for (guint place = 0; place < n; place++)
    {
      guint best = G_MAXUINT;

      for (guint i = 0; i < n; i++)
        if (!done[i] && graph.n_before[i] == 0 && (best == G_MAXUINT || strcmp (names[i], names[best]) < 0))
          best = i;
      result[place] = best;
      done[best] = 1;
      for (guint i = 0; i < graph.behind[best]->len; i++)
        graph.n_before[g_array_index (graph.behind[best], guint, i)]--;
    }
  for (guint i = 0; i < n; i++)
    g_array_unref (graph.behind[i]);
  g_free (graph.behind);
  g_free (graph.n_before);
  g_free (graph.visited);
  return result;
}
