/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading JSON strictly: objects by tables of members, each value by a function that checks type and range, errors that
 * name their place.  The values that styles are made of (colours, ramps, zooms) are here too.
 *
 * Threads: any; nothing is shared. */

#include "style/atlas-json-read.h"

#include "data/atlas-filter.h"
#include "data/atlas-locale.h"
#include "style/atlas-style-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

gboolean
_atlas_json_fail (const AtlasJsonPlace *place,
                  GError              **error,
                  const char           *what)
{
  g_autoptr (GString) where = g_string_new (NULL);

  atlas_json_place_append (where, place);
  if (where->len == 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("The style is wrong: %s."), what);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("The style is wrong at %s: %s."), where->str, what);

  return FALSE;
}

JsonNode *
_atlas_json_parse (const char *json,
                   gssize      length,
                   GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) parse_error = NULL;
  const gsize size = length < 0 ? strlen (json) : (gsize) length;

  if (!atlas_json_is_sane (json, size))
    _atlas_json_fail (NULL, error, _ ("it is not a style file, or far too big or deeply nested"));
  else if (!json_parser_load_from_data (parser, json, (gssize) size, &parse_error))
    _atlas_json_fail (NULL, error, parse_error->message);
  else if (json_parser_get_root (parser) == NULL)
    _atlas_json_fail (NULL, error, _ ("the text is empty"));
  else
    return json_parser_steal_root (parser);

  return NULL;
}

gboolean
_atlas_json_read_object (JsonNode              *node,
                         const AtlasJsonPlace  *place,
                         const AtlasJsonMember *members,
                         gsize                  n_members,
                         gpointer               out,
                         GError               **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return _atlas_json_fail (place, error, _ ("an object was expected"));

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &key, &value))
    {
      const AtlasJsonPlace here = { place, key, 0 };
      gsize i = 0;

      while (i < n_members && !g_str_equal (members[i].key, key))
        i++;
      if (i == n_members)
        return _atlas_json_fail (&here, error, _ ("there is no such setting"));
      if (!members[i].read (value, &here, (char *) out + members[i].offset, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_atlas_json_get_number (JsonNode             *node,
                        const AtlasJsonPlace *place,
                        double                min,
                        double                max,
                        double               *out,
                        GError              **error)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return _atlas_json_fail (place, error, _ ("a number was expected"));

  *out = json_node_get_double (node);
  if (!(*out >= min && *out <= max))
    return _atlas_json_fail (place, error, _ ("the number is out of range"));

  return TRUE;
}

const char *
_atlas_json_get_string (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

gboolean
_atlas_json_read_float (JsonNode             *node,
                        const AtlasJsonPlace *place,
                        gpointer              out,
                        GError              **error)
{
  double number;

  if (!_atlas_json_get_number (node, place, 0.0, 10000.0, &number, error))
    return FALSE;
  *(float *) out = (float) number;

  return TRUE;
}

gboolean
_atlas_json_read_int (JsonNode             *node,
                      const AtlasJsonPlace *place,
                      gpointer              out,
                      GError              **error)
{
  double number;

  if (!_atlas_json_get_number (node, place, -1e6, 1e6, &number, error))
    return FALSE;
  *(int *) out = (int) number;

  return TRUE;
}

gboolean
_atlas_json_read_double (JsonNode             *node,
                         const AtlasJsonPlace *place,
                         gpointer              out,
                         GError              **error)
{
  return _atlas_json_get_number (node, place, -G_MAXDOUBLE, G_MAXDOUBLE, out, error);
}

gboolean
_atlas_json_read_boolean (JsonNode             *node,
                          const AtlasJsonPlace *place,
                          gpointer              out,
                          GError              **error)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return _atlas_json_fail (place, error, _ ("true or false was expected"));
  *(gboolean *) out = json_node_get_boolean (node);

  return TRUE;
}

gboolean
_atlas_json_read_string (JsonNode             *node,
                         const AtlasJsonPlace *place,
                         gpointer              out,
                         GError              **error)
{
  const char *text = _atlas_json_get_string (node);

  if (text == NULL)
    return _atlas_json_fail (place, error, _ ("a text was expected"));
  g_free (*(char **) out);
  *(char **) out = g_strdup (text);

  return TRUE;
}

/* A text, or {"en": …, "zh": …}: that of the locale. */
gboolean
_atlas_json_read_title (JsonNode             *node,
                        const AtlasJsonPlace *place,
                        gpointer              out,
                        GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "en", _atlas_json_read_string, 0 },
    { "zh", _atlas_json_read_string, sizeof (char *) },
  };
  char *texts[2] = { NULL, NULL };
  gboolean chinese, ok;

  if (_atlas_json_get_string (node) != NULL)
    return _atlas_json_read_string (node, place, out, error);

  ok = _atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), texts, error);
  if (ok)
    {
      chinese = atlas_locale_is_chinese ();
      g_free (*(char **) out);
      *(char **) out = g_strdup (chinese && texts[1] != NULL ? texts[1] : texts[0] != NULL ? texts[0] : texts[1]);
    }
  g_free (texts[0]);
  g_free (texts[1]);

  return ok;
}

/* "#rrggbb" or "#rrggbbaa". */
static gboolean
read_color (JsonNode             *node,
            const AtlasJsonPlace *place,
            gpointer              out,
            GError              **error)
{
  const char *text = _atlas_json_get_string (node);
  float parts[4] = { 0.0f, 0.0f, 0.0f, 1.0f };
  gsize length = text != NULL ? strlen (text) : 0;

  if ((length != 7 && length != 9) || text[0] != '#')
    return _atlas_json_fail (place, error, _ ("a colour such as “#1f7a6c” was expected"));

  for (gsize i = 1; i < length; i += 2)
    {
      int high = g_ascii_xdigit_value (text[i]);
      int low = g_ascii_xdigit_value (text[i + 1]);

      if (high < 0 || low < 0)
        return _atlas_json_fail (place, error, _ ("a colour such as “#1f7a6c” was expected"));
      parts[i / 2] = (float) (high * 16 + low) / 255.0f;
    }
  *(AtlasColor *) out = (AtlasColor) { parts[0], parts[1], parts[2], parts[3] };

  return TRUE;
}

/* A colour for both schemes, or {"light": …, "dark": …}. */
gboolean
_atlas_json_read_paint (JsonNode             *node,
                        const AtlasJsonPlace *place,
                        gpointer              out,
                        GError              **error)
{
  static const AtlasJsonMember members[] = {
    { "light", read_color, G_STRUCT_OFFSET (AtlasPaint, light) },
    { "dark", read_color, G_STRUCT_OFFSET (AtlasPaint, dark) },
  };
  AtlasPaint *paint = out;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      if (!json_object_has_member (json_node_get_object (node), "light")
          || !json_object_has_member (json_node_get_object (node), "dark"))
        return _atlas_json_fail (place, error, _ ("both “light” and “dark” are needed"));

      return _atlas_json_read_object (node, place, members, G_N_ELEMENTS (members), out, error);
    }

  if (!read_color (node, place, &paint->light, error))
    return FALSE;
  paint->dark = paint->light;

  return TRUE;
}

/* A number, or [[zoom, value], …] with rising zooms. */
static gboolean
read_ramp_in (JsonNode             *node,
              const AtlasJsonPlace *place,
              double                min,
              AtlasZoomRamp        *ramp,
              GError              **error)
{
  JsonArray *stops;
  double number;

  *ramp = (AtlasZoomRamp) { 0 };
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      if (!_atlas_json_get_number (node, place, min, 1000.0, &number, error))
        return FALSE;
      *ramp = _atlas_ramp_constant (number);

      return TRUE;
    }

  stops = json_node_get_array (node);
  if (json_array_get_length (stops) < 1 || json_array_get_length (stops) > ATLAS_RAMP_STOPS)
    return _atlas_json_fail (place, error, _ ("one to eight pairs of zoom and value were expected"));

  for (guint i = 0; i < json_array_get_length (stops); i++)
    {
      const AtlasJsonPlace here = { place, NULL, i };
      JsonNode *stop = json_array_get_element (stops, i);
      JsonArray *pair = JSON_NODE_HOLDS_ARRAY (stop) ? json_node_get_array (stop) : NULL;
      double zoom, value;

      if (pair == NULL || json_array_get_length (pair) != 2)
        return _atlas_json_fail (&here, error, _ ("a pair of zoom and value was expected"));
      if (!_atlas_json_get_number (json_array_get_element (pair, 0), &here, 0.0, 30.0, &zoom, error)
          || !_atlas_json_get_number (json_array_get_element (pair, 1), &here, min, 1000.0, &value, error))
        return FALSE;
      if (i > 0 && zoom <= ramp->zoom[i - 1])
        return _atlas_json_fail (&here, error, _ ("the zooms must rise"));
      ramp->zoom[i] = (float) zoom;
      ramp->value[i] = (float) value;
      ramp->n_stops = i + 1;
    }

  return TRUE;
}

gboolean
_atlas_json_read_ramp (JsonNode             *node,
                       const AtlasJsonPlace *place,
                       gpointer              out,
                       GError              **error)
{
  return read_ramp_in (node, place, 0.0, out, error);
}

gboolean
_atlas_json_read_signed_ramp (JsonNode             *node,
                              const AtlasJsonPlace *place,
                              gpointer              out,
                              GError              **error)
{
  return read_ramp_in (node, place, -1000.0, out, error);
}

/* [from, to]: min_zoom and max_zoom, which are neighbours in all structs; either may be null. */
gboolean
_atlas_json_read_zooms (JsonNode             *node,
                        const AtlasJsonPlace *place,
                        gpointer              out,
                        GError              **error)
{
  float *zooms = out;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) != 2)
    return _atlas_json_fail (place, error, _ ("two zooms were expected: from and to"));

  array = json_node_get_array (node);
  for (guint i = 0; i < 2; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      double number;

      if (JSON_NODE_HOLDS_NULL (element))
        continue;
      if (!_atlas_json_get_number (element, place, 0.0, 30.0, &number, error))
        return FALSE;
      zooms[i] = (float) number;
    }
  if (zooms[0] >= zooms[1])
    return _atlas_json_fail (place, error, _ ("the zooms must rise"));

  return TRUE;
}

gboolean
_atlas_json_read_word (JsonNode             *node,
                       const AtlasJsonPlace *place,
                       const AtlasJsonWord  *words,
                       gsize                 n_words,
                       int                  *out,
                       GError              **error)
{
  const char *text = _atlas_json_get_string (node);
  g_autoptr (GString) known = g_string_new (NULL);
  g_autofree char *what = NULL;

  for (gsize i = 0; i < n_words; i++)
    {
      if (g_strcmp0 (text, words[i].word) == 0)
        {
          *out = words[i].value;

          return TRUE;
        }
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", words[i].word);
    }
  what = g_strdup_printf (_ ("one of these was expected: %s"), known->str);

  return _atlas_json_fail (place, error, what);
}

gboolean
_atlas_json_read_filter (JsonNode             *node,
                         const AtlasJsonPlace *place,
                         gpointer              out,
                         GError              **error)
{
  const char *text = _atlas_json_get_string (node);
  g_autoptr (AtlasFilter) filter = NULL;
  g_autoptr (GError) wrong = NULL;
  g_autofree char *what = NULL;

  if (text == NULL)
    return _atlas_json_fail (place, error, _ ("a text was expected"));
  filter = atlas_filter_new (text, &wrong);
  if (filter == NULL)
    {
      g_autofree char *sentence = g_strdup (wrong->message);

      /* It becomes the end of another sentence. */
      if (g_str_has_suffix (sentence, ".") || g_str_has_suffix (sentence, "。"))
        *g_utf8_find_prev_char (sentence, sentence + strlen (sentence)) = '\0';
      /* Translators: the end of "The style is wrong at …: …"; %s is a sentence */
      what = g_strdup_printf (_ ("at character %1$d of the filter: %2$s"), atlas_filter_error_get_position (wrong) + 1, sentence);

      return _atlas_json_fail (place, error, what);
    }
  if (atlas_filter_get_names (filter)[0] != NULL)
    {
      what = g_strdup_printf (_ ("“@%s” means nothing in a style; only bbox(…) and point(…) do"),
                              atlas_filter_get_names (filter)[0]);

      return _atlas_json_fail (place, error, what);
    }
  g_clear_pointer ((AtlasFilter **) out, atlas_filter_unref);
  *(AtlasFilter **) out = g_steal_pointer (&filter);

  return TRUE;
}

gboolean
_atlas_json_read_icon (JsonNode             *node,
                       const AtlasJsonPlace *place,
                       gpointer              out,
                       GError              **error)
{
  const char *text = _atlas_json_get_string (node);

  if (text == NULL || *text == '\0' || strlen (text) > 64
      || strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen (text))
    return _atlas_json_fail (place, error, _ ("the name of a pictogram was expected (a to z, digits, hyphens)"));

  return _atlas_json_read_string (node, place, out, error);
}

/* In the order of AtlasMarkerShape. */
static const AtlasJsonWord SHAPES[] = {
  { "circle", ATLAS_MARKER_CIRCLE },
  { "square", ATLAS_MARKER_SQUARE },
  { "rounded-square", ATLAS_MARKER_ROUNDED_SQUARE },
  { "diamond", ATLAS_MARKER_DIAMOND },
  { "triangle", ATLAS_MARKER_TRIANGLE },
  { "triangle-down", ATLAS_MARKER_TRIANGLE_DOWN },
  { "pentagon", ATLAS_MARKER_PENTAGON },
  { "hexagon", ATLAS_MARKER_HEXAGON },
  { "cross", ATLAS_MARKER_CROSS },
  { "x", ATLAS_MARKER_X },
  { "star", ATLAS_MARKER_STAR },
  { "ring", ATLAS_MARKER_RING },
  { "double-ring", ATLAS_MARKER_DOUBLE_RING },
  { "none", ATLAS_MARKER_NONE },
};

gboolean
_atlas_json_read_shape (JsonNode             *node,
                        const AtlasJsonPlace *place,
                        gpointer              out,
                        GError              **error)
{
  int value = 0;

  if (!_atlas_json_read_word (node, place, SHAPES, G_N_ELEMENTS (SHAPES), &value, error))
    return FALSE;
  *(AtlasMarkerShape *) out = (AtlasMarkerShape) value;

  return TRUE;
}

const char *
_atlas_json_shape_word (AtlasMarkerShape shape)
{
  g_return_val_if_fail ((gsize) shape < G_N_ELEMENTS (SHAPES), SHAPES[0].word);

  return SHAPES[shape].word;
}
