/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page as JSON, both ways (src/layout/README.md).  What is read may be anybody's: each value is checked against the table of
 * properties, and a wrong one is an error that names its place.  Pure; any thread. */

#include "layout/atlas-page-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-json.h"

#define VERSION 1
#define MOST_TEXT 65536
#define MOST_VALUES 4096

static gboolean
fail (GError              **error,
      const AtlasJsonPlace *place,
      const char           *what)
{
  g_autoptr (GString) where = g_string_new (NULL);

  atlas_json_place_append (where, place);
  if (where->len == 0)
    g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_TEMPLATE,
                 _ ("The layout cannot be read: it must be %s."), what);
  else
    g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_TEMPLATE,
                 _ ("The layout cannot be read: “%s” must be %s."), where->str, what);

  return FALSE;
}

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         && strlen (json_node_get_string (node)) <= MOST_TEXT;
}

static gboolean
is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node)
         && (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE)
         && isfinite (json_node_get_double (node));
}

static gboolean
is_array_of (JsonNode *node,
             gboolean  (*is) (JsonNode *))
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  if (json_array_get_length (array) > MOST_VALUES)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!is (json_array_get_element (array, i)))
      return FALSE;

  return TRUE;
}

static gboolean
is_in_range (const AtlasPageProperty *property,
             double                   number)
{
  return number >= property->least && number <= property->most;
}

static gboolean
check_number (const AtlasPageProperty *property,
              JsonNode                *node,
              const AtlasJsonPlace    *place,
              GError                 **error)
{
  g_autofree char *what = NULL;

  if (is_number (node) && is_in_range (property, json_node_get_double (node)))
    return TRUE;
  what = g_strdup_printf (_ ("a number from %g to %g"), property->least, property->most);

  return fail (error, place, what);
}

static gboolean
check_value (const AtlasPageProperty *property,
             JsonNode                *node,
             const AtlasJsonPlace    *place,
             GError                 **error)
{
  switch (property->type)
    {
    case ATLAS_PAGE_VALUE_TEXT:
      return is_text (node) || fail (error, place, _ ("a text"));

    case ATLAS_PAGE_VALUE_NUMBER:
      return check_number (property, node, place, error);

    case ATLAS_PAGE_VALUE_BOOLEAN:
      return (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
             || fail (error, place, _ ("true or false"));

    case ATLAS_PAGE_VALUE_CHOICE:
      if (!is_text (node) || !g_strv_contains (property->choices, json_node_get_string (node)))
        {
          g_autofree char *words = g_strjoinv (", ", (char **) property->choices);
          g_autofree char *what = g_strdup_printf (_ ("one of %s"), words);

          return fail (error, place, what);
        }
      return TRUE;

    case ATLAS_PAGE_VALUE_TEXTS:
      return is_array_of (node, is_text) || fail (error, place, _ ("an array of texts"));

    case ATLAS_PAGE_VALUE_NUMBERS:
      if (!is_array_of (node, is_number))
        return fail (error, place, _ ("an array of numbers"));
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        {
          AtlasJsonPlace here = { .up = place, .index = i };

          if (!check_number (property, json_array_get_element (json_node_get_array (node), i), &here, error))
            return FALSE;
        }
      return TRUE;

    default:
      g_return_val_if_reached (FALSE);
    }
}

/* A sealed copy that nobody else changes. */
static JsonNode *
keep (JsonNode *node)
{
  JsonNode *copy = json_node_copy (node);

  json_node_seal (copy);

  return copy;
}

/* @n numbers from @least to @most. */
static gboolean
read_numbers (JsonObject           *object,
              const char           *name,
              double                least,
              double                most,
              double               *numbers,
              guint                 n,
              const AtlasJsonPlace *up,
              GError              **error)
{
  JsonNode *node = json_object_get_member (object, name);
  AtlasJsonPlace place = { .up = up, .key = name };
  JsonArray *array = node != NULL && is_array_of (node, is_number) ? json_node_get_array (node) : NULL;
  gboolean fine = array != NULL && json_array_get_length (array) == n;
  g_autofree char *what = NULL;

  for (guint i = 0; fine && i < n; i++)
    {
      numbers[i] = json_array_get_double_element (array, i);
      fine = numbers[i] >= least && numbers[i] <= most;
    }
  if (fine)
    return TRUE;
  what = g_strdup_printf (_ ("%u numbers from %g to %g"), n, least, most);

  return fail (error, &place, what);
}

static gboolean
is_of_node (const char *name)
{
  return strcmp (name, "id") == 0 || strcmp (name, "kind") == 0 || strcmp (name, "box") == 0 || strcmp (name, "visible") == 0;
}

static gboolean
read_members (AtlasPageNode        *node,
              JsonObject           *object,
              const AtlasJsonPlace *place,
              GError              **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      const AtlasPageProperty *property = atlas_page_find_property (node->element.kind, name);
      AtlasJsonPlace here = { .up = place, .key = name };

      if (is_of_node (name))
        continue;
      if (property != NULL && !check_value (property, value, &here, error))
        return FALSE;
      json_object_set_member (node->members, name, keep (value));
    }

  return TRUE;
}

static gboolean
read_element (AtlasPage            *self,
              JsonNode             *from,
              const AtlasJsonPlace *place,
              GError              **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (from) ? json_node_get_object (from) : NULL;
  AtlasJsonPlace kind_place = { .up = place, .key = "kind" }, id_place = { .up = place, .key = "id" },
                 visible_place = { .up = place, .key = "visible" };
  JsonNode *kind_node, *id_node, *visible;
  double box[4];
  AtlasPageKind kind;
  AtlasPageNode *node;

  if (object == NULL)
    return fail (error, place, _ ("an object"));
  kind_node = json_object_get_member (object, "kind");
  if (kind_node == NULL || !is_text (kind_node))
    return fail (error, &kind_place, _ ("a text"));
  if (!atlas_page_kind_parse (json_node_get_string (kind_node), &kind))
    {
      g_ptr_array_add (self->strangers, keep (from));
      return TRUE;
    }
  id_node = json_object_get_member (object, "id");
  if (id_node == NULL || !is_text (id_node) || *json_node_get_string (id_node) == '\0'
      || atlas_page_find_element (self, json_node_get_string (id_node)) != NULL)
    return fail (error, &id_place, _ ("a text that no other element has"));
  if (!read_numbers (object, "box", -10000.0, 10000.0, box, 4, place, error))
    return FALSE;
  visible = json_object_get_member (object, "visible");
  if (visible != NULL && !(JSON_NODE_HOLDS_VALUE (visible) && json_node_get_value_type (visible) == G_TYPE_BOOLEAN))
    return fail (error, &visible_place, _ ("true or false"));

  node = atlas_page_node_new (json_node_get_string (id_node), kind,
                              &(cairo_rectangle_t) { .x = box[0], .y = box[1], .width = box[2], .height = box[3] }, NULL);
  node->element.visible = visible == NULL || json_node_get_boolean (visible);
  g_ptr_array_add (self->nodes, node);

  return read_members (node, object, place, error);
}

static gboolean
read_elements (AtlasPage *self,
               JsonNode  *node,
               GError   **error)
{
  AtlasJsonPlace place = { .key = "elements" };
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) > ATLAS_PAGE_MOST_ELEMENTS)
    {
      g_autofree char *what
          = g_strdup_printf (_ ("an array of at most %d elements"), ATLAS_PAGE_MOST_ELEMENTS);

      return fail (error, &place, what);
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      AtlasJsonPlace here = { .up = &place, .index = i };

      if (!read_element (self, json_array_get_element (array, i), &here, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_fields (AtlasPage *self,
             JsonNode  *node,
             GError   **error)
{
  AtlasJsonPlace place = { .key = "fields" };
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, &place, _ ("an object of texts"));
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      AtlasJsonPlace here = { .up = &place, .key = name };

      if (!is_text (value))
        return fail (error, &here, _ ("a text"));
      atlas_page_set_field (self, name, json_node_get_string (value));
    }

  return TRUE;
}

static gboolean
read_text (AtlasPage  *self,
           const char *name,
           JsonNode   *node,
           void        (*set) (AtlasPage *, const char *),
           GError    **error)
{
  AtlasJsonPlace place = { .key = name };

  if (!is_text (node))
    return fail (error, &place, _ ("a text"));
  set (self, json_node_get_string (node));

  return TRUE;
}

static gboolean
read_member (AtlasPage  *self,
             JsonObject *object,
             const char *name,
             JsonNode   *value,
             GError    **error)
{
  if (strcmp (name, "paper") == 0 || strcmp (name, "version") == 0)
    return TRUE;
  if (strcmp (name, "name") == 0)
    return read_text (self, name, value, atlas_page_set_name, error);
  if (strcmp (name, "template") == 0)
    return read_text (self, name, value, atlas_page_set_template, error);
  if (strcmp (name, "title") == 0)
    return read_text (self, name, value, atlas_page_set_title, error);
  if (strcmp (name, "margins") == 0)
    return read_numbers (object, name, 0.0, 1000.0, self->margins, 4, NULL, error);
  if (strcmp (name, "fields") == 0)
    return read_fields (self, value, error);
  if (strcmp (name, "elements") == 0)
    return read_elements (self, value, error);
  json_object_set_member (self->unknown, name, keep (value));

  return TRUE;
}

AtlasPage *
atlas_page_new_from_json (JsonNode  *node,
                          GError   **error)
{
  g_autoptr (AtlasPage) self = NULL;
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  double paper[2];
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (object == NULL)
    {
      fail (error, NULL, _ ("an object"));
      return NULL;
    }
  if (!read_numbers (object, "paper", ATLAS_PAGE_LEAST, ATLAS_PAGE_MOST, paper, 2, NULL, error))
    return NULL;

  self = atlas_page_new (paper[0], paper[1]);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!read_member (self, object, name, value, error))
      return NULL;

  return g_steal_pointer (&self);
}

static void
write_numbers (JsonObject   *object,
               const char   *name,
               const double *numbers,
               guint         n)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < n; i++)
    json_array_add_double_element (array, numbers[i]);
  json_object_set_array_member (object, name, array);
}

/* The members of @from, after what is in @to. */
static void
write_members (JsonObject *to,
               JsonObject *from)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (to, name, json_node_copy (value));
}

static JsonObject *
write_element (const AtlasPageNode *node)
{
  const cairo_rectangle_t *box = &node->element.box;
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", node->id);
  json_object_set_string_member (object, "kind", atlas_page_kind_get_name (node->element.kind));
  write_numbers (object, "box", (const double[]) { box->x, box->y, box->width, box->height }, 4);
  if (!node->element.visible)
    json_object_set_boolean_member (object, "visible", FALSE);
  write_members (object, node->members);

  return object;
}

JsonNode *
atlas_page_to_json (AtlasPage *self)
{
  JsonObject *object = json_object_new (), *fields = json_object_new ();
  JsonArray *elements = json_array_new ();
  JsonNode *node;

  json_object_set_int_member (object, "version", VERSION);
  json_object_set_string_member (object, "name", self->name);
  if (self->template_name != NULL)
    json_object_set_string_member (object, "template", self->template_name);
  json_object_set_string_member (object, "title", self->title);
  write_numbers (object, "paper", (const double[]) { self->width, self->height }, 2);
  write_numbers (object, "margins", self->margins, 4);
  write_members (fields, self->fields);
  json_object_set_object_member (object, "fields", fields);
  for (guint i = 0; i < self->nodes->len; i++)
    json_array_add_object_element (elements, write_element (g_ptr_array_index (self->nodes, i)));
  for (guint i = 0; i < self->strangers->len; i++)
    json_array_add_element (elements, json_node_copy (g_ptr_array_index (self->strangers, i)));
  json_object_set_array_member (object, "elements", elements);
  write_members (object, self->unknown);

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);

  return node;
}
