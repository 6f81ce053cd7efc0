/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The geometries that a filter names, to JSON and back: a project that is opened tomorrow asks of the same place as today, not of
 * what happens to be in view then.  Pure; any thread. */

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "data/atlas-filter-private.h"

#define MOST_VERTICES 100000

static const char *const kinds[] = {
  [ATLAS_PART_POINTS] = "points",
  [ATLAS_PART_LINE] = "line",
  [ATLAS_PART_RING] = "ring",
  [ATLAS_PART_HOLE] = "hole",
};

static JsonArray *
write_parts (const AtlasPart *parts,
             gsize            n)
{
  JsonArray *list = json_array_new ();

  for (gsize i = 0; i < n; i++)
    {
      JsonObject *part = json_object_new ();
      JsonArray *coords = json_array_new ();

      for (gsize k = 0; k < 2 * parts[i].n_vertices; k++)
        json_array_add_double_element (coords, parts[i].coords[k]);
      json_object_set_string_member (part, "kind", kinds[parts[i].kind]);
      json_object_set_array_member (part, "coordinates", coords);
      json_array_add_object_element (list, part);
    }
  return list;
}

static JsonObject *
write_geometry (AtlasFilterGeometry *geometry)
{
  JsonObject *object;
  const AtlasPart *parts;
  gsize n, total = 0;

  parts = _atlas_filter_geometry_get_parts (geometry, &n);
  for (gsize i = 0; i < n; i++)
    total += parts[i].n_vertices;
  if (total > MOST_VERTICES)
    return NULL;
  object = json_object_new ();
  if (_atlas_filter_geometry_is_box (geometry))
    {
      const AtlasExtent extent = _atlas_filter_geometry_get_extent (geometry);
      JsonArray *box = json_array_new ();

      json_array_add_double_element (box, extent.west);
      json_array_add_double_element (box, extent.south);
      json_array_add_double_element (box, extent.east);
      json_array_add_double_element (box, extent.north);
      json_object_set_array_member (object, "box", box);
    }
  else
    json_object_set_array_member (object, "parts", write_parts (parts, n));
  return object;
}

JsonNode *
atlas_filter_context_to_json (AtlasFilterContext *self,
                              const char *const  *names)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  for (; *names != NULL; names++)
    {
      AtlasFilterGeometry *geometry = _atlas_filter_context_find (self, *names);
      JsonObject *one = geometry != NULL ? write_geometry (geometry) : NULL;

      if (one != NULL)
        json_object_set_object_member (object, *names, one);
    }
  return node;
}

static gboolean
fail (const char *what,
      GError    **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, what);
  return FALSE;
}

/* @coords: (element-type double): what a list says, which must be longitudes and latitudes. */
static gboolean
read_coords (JsonObject *object,
             const char *name,
             GArray     *coords,
             GError    **error)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  const guint n = array != NULL ? json_array_get_length (array) : 1;

  if (n % 2 != 0 || n > 2 * MOST_VERTICES)
    return fail (_("a list of longitudes and latitudes was expected"), error);
  g_array_set_size (coords, 0);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      const GType type = JSON_NODE_HOLDS_VALUE (element) ? json_node_get_value_type (element) : G_TYPE_NONE;
      const double number = type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ? json_node_get_double (element) : NAN;

      if (!(fabs (number) <= (i % 2 == 0 ? 180 : 90)))
        return fail (_("a list of longitudes and latitudes was expected"), error);
      g_array_append_val (coords, number);
    }
  return TRUE;
}

static gboolean
read_kind (JsonObject    *object,
           AtlasPartKind *kind)
{
  JsonNode *node = json_object_get_member (object, "kind");
  const char *word = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                         ? json_node_get_string (node)
                         : NULL;

  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i], word))
      {
        *kind = (AtlasPartKind) i;
        return TRUE;
      }
  return FALSE;
}

static AtlasFilterContext *
read_parts (AtlasFilterContext *context,
            const char         *name,
            JsonArray          *list,
            GError            **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GArray) parts = g_array_new (FALSE, TRUE, sizeof (AtlasPart));

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      GArray *coords = g_array_new (FALSE, FALSE, sizeof (double));
      AtlasPart part = { ATLAS_PART_POINTS, 0, NULL, NULL };

      g_ptr_array_add (all, coords);
      if (!JSON_NODE_HOLDS_OBJECT (node) || !read_kind (json_node_get_object (node), &part.kind))
        {
          fail (_("parts are points, lines, rings and holes"), error);
          return NULL;
        }
      if (!read_coords (json_node_get_object (node), "coordinates", coords, error))
        return NULL;
      part.n_vertices = coords->len / 2;
      part.coords = (const double *) (gconstpointer) coords->data;
      g_array_append_val (parts, part);
    }
  return atlas_filter_context_with_parts (context, name, (const AtlasPart *) (gconstpointer) parts->data, parts->len);
}

static AtlasFilterContext *
read_geometry (AtlasFilterContext *context,
               const char         *name,
               JsonNode           *node,
               GError            **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *parts = object != NULL ? json_object_get_member (object, "parts") : NULL;

  if (object != NULL && json_object_has_member (object, "box"))
    {
      g_autoptr (GArray) box = g_array_new (FALSE, FALSE, sizeof (double));
      const double *sides;

      if (!read_coords (object, "box", box, error))
        return NULL;
      sides = (const double *) (gconstpointer) box->data;
      if (box->len == 4 && sides[0] <= sides[2] && sides[1] <= sides[3])
        {
          const AtlasExtent extent = { sides[0], sides[1], sides[2], sides[3] };

          return atlas_filter_context_with_extent (context, name, &extent);
        }
    }
  else if (parts != NULL && JSON_NODE_HOLDS_ARRAY (parts))
    return read_parts (context, name, json_node_get_array (parts), error);
  fail (_("a place is a box of west, south, east and north, or a list of parts"), error);
  return NULL;
}

AtlasFilterContext *
atlas_filter_context_new_from_json (JsonNode *node,
                                    GError  **error)
{
  g_autoptr (AtlasFilterContext) self = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (_("an object was expected"), error);
      return NULL;
    }
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      AtlasFilterContext *more = read_geometry (self, name, value, error);

      if (more == NULL)
        return NULL;
      g_clear_pointer (&self, atlas_filter_context_unref);
      self = more;
    }
  if (self == NULL)
    fail (_("there is no place in it"), error);
  return g_steal_pointer (&self);
}
