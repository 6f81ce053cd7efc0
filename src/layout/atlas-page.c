/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasPage: the paper and what stands on it.
 *
 * Properties are kept as the JSON that a file has for them, checked when they come in: what is written is what was read, and what a
 * later version adds goes through unharmed.  The nodes are sealed, so a copy shares them with a page in another thread. */

#include "layout/atlas-page-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const struct
{
  const char *name;
  double      width;
  double      height;
} PAPERS[] = {
  { "A4", 210.0, 297.0 }, { "A3", 297.0, 420.0 }, { "A2", 420.0, 594.0 }, { "A1", 594.0, 841.0 }, { "A0", 841.0, 1189.0 },
};

gboolean
atlas_paper_parse (const char  *text,
                   double      *width,
                   double      *height,
                   GError     **error)
{
  char *end;

  g_return_val_if_fail (text != NULL && width != NULL && height != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (PAPERS); i++)
    if (g_ascii_strcasecmp (PAPERS[i].name, text) == 0)
      {
        *width = PAPERS[i].width;
        *height = PAPERS[i].height;
        return TRUE;
      }

  *width = g_ascii_strtod (text, &end);
  if (end != text && (*end == 'x' || *end == 'X' || g_str_has_prefix (end, "×")))
    {
      const char *second = g_utf8_next_char (end);

      *height = g_ascii_strtod (second, &end);
      if (end != second && *end == '\0' && *width >= ATLAS_PAGE_LEAST && *width <= ATLAS_PAGE_MOST && *height >= ATLAS_PAGE_LEAST
          && *height <= ATLAS_PAGE_MOST)
        return TRUE;
    }
  g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PAPER,
               _ ("There is no paper “%s”: use a4, a3, a2, a1, a0, or width and height in millimetres such as "
                              "400x300 (%d to %d each)."),
               text, (int) ATLAS_PAGE_LEAST, (int) ATLAS_PAGE_MOST);

  return FALSE;
}

const char *
atlas_paper_get_name (double width,
                      double height)
{
  for (guint i = 0; i < G_N_ELEMENTS (PAPERS); i++)
    if (fabs (MIN (width, height) - PAPERS[i].width) < 0.5 && fabs (MAX (width, height) - PAPERS[i].height) < 0.5)
      return PAPERS[i].name;

  return NULL;
}

double
atlas_page_round (double millimetres)
{
  return round (millimetres * 1000.0) / 1000.0;
}

static void
node_free (gpointer data)
{
  AtlasPageNode *node = data;

  g_free (node->id);
  json_object_unref (node->members);
  g_free (node);
}

static void
set_box (AtlasPageNode           *node,
         const cairo_rectangle_t *box)
{
  node->element.box = (cairo_rectangle_t) {
    .x = atlas_page_round (box->x),
    .y = atlas_page_round (box->y),
    .width = atlas_page_round (MAX (box->width, 0.0)),
    .height = atlas_page_round (MAX (box->height, 0.0)),
  };
}

AtlasPageNode *
atlas_page_node_new (const char              *id,
                     AtlasPageKind            kind,
                     const cairo_rectangle_t *box,
                     JsonObject              *members)
{
  AtlasPageNode *node = g_new0 (AtlasPageNode, 1);

  node->id = g_strdup (id);
  node->members = members != NULL ? members : json_object_new ();
  node->element.id = node->id;
  node->element.kind = kind;
  node->element.visible = TRUE;
  set_box (node, box);

  return node;
}

/* The members are sealed, so both may have them. */
static JsonObject *
copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (copy, name, json_node_ref (value));

  return copy;
}

AtlasPage *
atlas_page_new (double width,
                double height)
{
  AtlasPage *self = g_new0 (AtlasPage, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup ("");
  self->title = g_strdup ("");
  self->width = width;
  self->height = height;
  for (guint i = 0; i < 4; i++)
    self->margins[i] = 10.0;
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->fields = json_object_new ();
  self->unknown = json_object_new ();
  self->strangers = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);

  return self;
}

AtlasPage *
atlas_page_ref (AtlasPage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
atlas_page_unref (AtlasPage *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->name);
  g_free (self->template_name);
  g_free (self->title);
  g_ptr_array_unref (self->nodes);
  json_object_unref (self->fields);
  json_object_unref (self->unknown);
  g_ptr_array_unref (self->strangers);
  g_free (self);
}

AtlasPage *
atlas_page_copy (AtlasPage *self)
{
  AtlasPage *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = atlas_page_new (self->width, self->height);
  atlas_page_set_name (copy, self->name);
  atlas_page_set_template (copy, self->template_name);
  atlas_page_set_title (copy, self->title);
  memcpy (copy->margins, self->margins, sizeof copy->margins);
  json_object_unref (copy->fields);
  copy->fields = copy_object (self->fields);
  json_object_unref (copy->unknown);
  copy->unknown = copy_object (self->unknown);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const AtlasPageNode *from = g_ptr_array_index (self->nodes, i);
      AtlasPageNode *to
          = atlas_page_node_new (from->id, from->element.kind, &from->element.box, copy_object (from->members));

      to->element.visible = from->element.visible;
      g_ptr_array_add (copy->nodes, to);
    }
  for (guint i = 0; i < self->strangers->len; i++)
    g_ptr_array_add (copy->strangers, json_node_ref (g_ptr_array_index (self->strangers, i)));

  return copy;
}

gboolean
atlas_page_equal (AtlasPage *self,
                  AtlasPage *other)
{
  g_autoptr (JsonNode) left = atlas_page_to_json (self);
  g_autoptr (JsonNode) right = atlas_page_to_json (other);

  return json_node_equal (left, right);
}

const char *
atlas_page_get_name (AtlasPage *self)
{
  return self->name;
}

void
atlas_page_set_name (AtlasPage  *self,
                     const char *name)
{
  g_free (self->name);
  self->name = g_strdup (name);
}

const char *
atlas_page_get_template (AtlasPage *self)
{
  return self->template_name;
}

void
atlas_page_set_template (AtlasPage  *self,
                         const char *name)
{
  g_free (self->template_name);
  self->template_name = g_strdup (name);
}

double
atlas_page_get_width (AtlasPage *self)
{
  return self->width;
}

double
atlas_page_get_height (AtlasPage *self)
{
  return self->height;
}

void
atlas_page_set_size (AtlasPage *self,
                     double     width,
                     double     height)
{
  self->width = CLAMP (width, ATLAS_PAGE_LEAST, ATLAS_PAGE_MOST);
  self->height = CLAMP (height, ATLAS_PAGE_LEAST, ATLAS_PAGE_MOST);
}

void
atlas_page_get_margins (AtlasPage *self,
                        double     margins[4])
{
  memcpy (margins, self->margins, sizeof self->margins);
}

void
atlas_page_set_margins (AtlasPage    *self,
                        const double  margins[4])
{
  for (guint i = 0; i < 4; i++)
    self->margins[i] = CLAMP (margins[i], 0.0, ATLAS_PAGE_MOST);
}

const char *
atlas_page_get_title (AtlasPage *self)
{
  return self->title;
}

void
atlas_page_set_title (AtlasPage  *self,
                      const char *title)
{
  g_free (self->title);
  self->title = g_strdup (title);
}

const char *
atlas_page_get_field (AtlasPage  *self,
                      const char *name)
{
  return json_object_get_string_member_with_default (self->fields, name, NULL);
}

static JsonNode *
seal (JsonNode *node)
{
  json_node_seal (node);

  return node;
}

void
atlas_page_set_field (AtlasPage  *self,
                      const char *name,
                      const char *text)
{
  if (text == NULL)
    json_object_remove_member (self->fields, name);
  else
    json_object_set_member (self->fields, name, seal (json_node_init_string (json_node_alloc (), text)));
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
atlas_page_dup_fields (AtlasPage *self)
{
  GPtrArray *names = g_ptr_array_new ();
  g_autoptr (GList) members = json_object_get_members (self->fields);

  for (GList *l = members; l != NULL; l = l->next)
    g_ptr_array_add (names, g_strdup (l->data));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (names, FALSE);
}

guint
atlas_page_get_n_elements (AtlasPage *self)
{
  return self->nodes->len;
}

const AtlasPageElement *
atlas_page_get_element (AtlasPage *self,
                        guint      index)
{
  g_return_val_if_fail (index < self->nodes->len, NULL);

  return &((AtlasPageNode *) g_ptr_array_index (self->nodes, index))->element;
}

static AtlasPageNode *
find_node (AtlasPage  *self,
           const char *id,
           guint      *index)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      AtlasPageNode *node = g_ptr_array_index (self->nodes, i);

      if (g_strcmp0 (node->id, id) == 0)
        {
          if (index != NULL)
            *index = i;
          return node;
        }
    }

  return NULL;
}

const AtlasPageElement *
atlas_page_find_element (AtlasPage  *self,
                         const char *id)
{
  AtlasPageNode *node = find_node (self, id, NULL);

  return node != NULL ? &node->element : NULL;
}

const AtlasPageElement *
atlas_page_find_kind (AtlasPage     *self,
                      AtlasPageKind  kind)
{
  const AtlasPageElement *first = NULL;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const AtlasPageElement *element = atlas_page_get_element (self, i);

      if (element->kind == kind && element->visible)
        return element;
      if (element->kind == kind && first == NULL)
        first = element;
    }

  return first;
}

const char *
atlas_page_add_element (AtlasPage               *self,
                        AtlasPageKind            kind,
                        const char              *id,
                        const cairo_rectangle_t *box)
{
  g_autofree char *free_id = g_strdup (id != NULL ? id : atlas_page_kind_get_name (kind));
  AtlasPageNode *node;

  g_return_val_if_fail (kind < ATLAS_PAGE_N_KINDS && box != NULL, NULL);

  for (guint i = 2; find_node (self, free_id, NULL) != NULL; i++)
    {
      g_free (free_id);
      free_id = g_strdup_printf ("%s-%u", id != NULL ? id : atlas_page_kind_get_name (kind), i);
    }
  node = atlas_page_node_new (free_id, kind, box, NULL);
  g_ptr_array_add (self->nodes, node);

  return node->id;
}

void
atlas_page_remove_element (AtlasPage  *self,
                           const char *id)
{
  guint index;

  if (find_node (self, id, &index) != NULL)
    g_ptr_array_remove_index (self->nodes, index);
}

void
atlas_page_set_box (AtlasPage               *self,
                    const char              *id,
                    const cairo_rectangle_t *box)
{
  AtlasPageNode *node = find_node (self, id, NULL);

  if (node != NULL)
    set_box (node, box);
}

void
atlas_page_set_visible (AtlasPage  *self,
                        const char *id,
                        gboolean    visible)
{
  AtlasPageNode *node = find_node (self, id, NULL);

  if (node != NULL)
    node->element.visible = visible;
}

void
atlas_page_move_element (AtlasPage  *self,
                         const char *id,
                         guint       index)
{
  AtlasPageNode *node;
  guint from;

  node = find_node (self, id, &from);
  if (node == NULL)
    return;

  g_ptr_array_steal_index (self->nodes, from);
  g_ptr_array_insert (self->nodes, (int) MIN (index, self->nodes->len), node);
}

/* The property, and what the element says for it. */
static const AtlasPageProperty *
look_up (AtlasPage  *self,
         const char *id,
         const char *name,
         JsonNode  **value)
{
  AtlasPageNode *node = find_node (self, id, NULL);
  const AtlasPageProperty *property = node != NULL ? atlas_page_find_property (node->element.kind, name) : NULL;

  *value = property != NULL ? json_object_get_member (node->members, name) : NULL;

  return property;
}

const char *
atlas_page_get_text (AtlasPage  *self,
                     const char *id,
                     const char *name)
{
  JsonNode *value;
  const AtlasPageProperty *property = look_up (self, id, name, &value);

  if (value != NULL && (property->type == ATLAS_PAGE_VALUE_TEXT || property->type == ATLAS_PAGE_VALUE_CHOICE))
    return json_node_get_string (value);

  return property != NULL && property->text != NULL ? property->text : "";
}

double
atlas_page_get_number (AtlasPage  *self,
                       const char *id,
                       const char *name)
{
  JsonNode *value;
  const AtlasPageProperty *property = look_up (self, id, name, &value);

  if (value != NULL && property->type == ATLAS_PAGE_VALUE_NUMBER)
    return json_node_get_double (value);

  return property != NULL ? property->number : NAN;
}

gboolean
atlas_page_get_boolean (AtlasPage  *self,
                        const char *id,
                        const char *name)
{
  JsonNode *value;
  const AtlasPageProperty *property = look_up (self, id, name, &value);

  if (value != NULL && property->type == ATLAS_PAGE_VALUE_BOOLEAN)
    return json_node_get_boolean (value);

  return property != NULL && property->type == ATLAS_PAGE_VALUE_BOOLEAN && property->number > 0.5;
}

char **
atlas_page_dup_texts (AtlasPage  *self,
                      const char *id,
                      const char *name)
{
  JsonNode *value;
  const AtlasPageProperty *property = look_up (self, id, name, &value);
  GPtrArray *texts = g_ptr_array_new ();

  if (value != NULL && property->type == ATLAS_PAGE_VALUE_TEXTS)
    for (guint i = 0; i < json_array_get_length (json_node_get_array (value)); i++)
      g_ptr_array_add (texts, g_strdup (json_array_get_string_element (json_node_get_array (value), i)));
  g_ptr_array_add (texts, NULL);

  return (char **) g_ptr_array_free (texts, FALSE);
}

GArray *
atlas_page_dup_numbers (AtlasPage  *self,
                        const char *id,
                        const char *name)
{
  JsonNode *value;
  const AtlasPageProperty *property = look_up (self, id, name, &value);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));

  if (value != NULL && property->type == ATLAS_PAGE_VALUE_NUMBERS)
    for (guint i = 0; i < json_array_get_length (json_node_get_array (value)); i++)
      {
        double number = json_array_get_double_element (json_node_get_array (value), i);

        g_array_append_val (numbers, number);
      }

  return numbers;
}

/* Puts @value (transfer full) (nullable) in where the element has such a property. */
static void
put (AtlasPage          *self,
     const char         *id,
     const char         *name,
     AtlasPageValueType  type,
     JsonNode           *value)
{
  AtlasPageNode *node = find_node (self, id, NULL);
  const AtlasPageProperty *property = node != NULL ? atlas_page_find_property (node->element.kind, name) : NULL;

  if (property == NULL || property->type != type)
    {
      g_clear_pointer (&value, json_node_unref);
      return;
    }
  if (value == NULL)
    {
      if (json_object_has_member (node->members, name))
        json_object_remove_member (node->members, name);
    }
  else
    json_object_set_member (node->members, name, seal (value));
}

void
atlas_page_set_text (AtlasPage  *self,
                     const char *id,
                     const char *name,
                     const char *text)
{
  JsonNode *old;
  const AtlasPageProperty *property = look_up (self, id, name, &old);

  if (property == NULL || (property->choices != NULL && text != NULL && !g_strv_contains (property->choices, text)))
    return;
  put (self, id, name, property->type == ATLAS_PAGE_VALUE_CHOICE ? ATLAS_PAGE_VALUE_CHOICE : ATLAS_PAGE_VALUE_TEXT,
       text != NULL ? json_node_init_string (json_node_alloc (), text) : NULL);
}

void
atlas_page_set_number (AtlasPage  *self,
                       const char *id,
                       const char *name,
                       double      number)
{
  JsonNode *old;
  const AtlasPageProperty *property = look_up (self, id, name, &old);

  if (property == NULL)
    return;
  put (self, id, name, ATLAS_PAGE_VALUE_NUMBER,
       isnan (number) ? NULL : json_node_init_double (json_node_alloc (), CLAMP (number, property->least, property->most)));
}

void
atlas_page_set_boolean (AtlasPage  *self,
                        const char *id,
                        const char *name,
                        gboolean    value)
{
  put (self, id, name, ATLAS_PAGE_VALUE_BOOLEAN, json_node_init_boolean (json_node_alloc (), value));
}

void
atlas_page_set_texts (AtlasPage         *self,
                      const char        *id,
                      const char        *name,
                      const char *const *texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  put (self, id, name, ATLAS_PAGE_VALUE_TEXTS, json_node_init_array (json_node_alloc (), array));
  json_array_unref (array);
}

void
atlas_page_set_numbers (AtlasPage    *self,
                        const char   *id,
                        const char   *name,
                        const double *numbers,
                        gsize         n)
{
  JsonArray *array = json_array_new ();

  for (gsize i = 0; i < n; i++)
    json_array_add_double_element (array, numbers[i]);
  put (self, id, name, ATLAS_PAGE_VALUE_NUMBERS, json_node_init_array (json_node_alloc (), array));
  json_array_unref (array);
}

const char *
atlas_page_get_main_map (AtlasPage *self)
{
  const AtlasPageElement *map = atlas_page_find_kind (self, ATLAS_PAGE_MAP);

  return map != NULL && map->visible ? map->id : NULL;
}

void
atlas_page_place_map (AtlasPage  *self,
                      const char *id,
                      double      lon,
                      double      lat,
                      double      scale,
                      double      rotation)
{
  atlas_page_set_text (self, id, "fit", "none");
  atlas_page_set_number (self, id, "lon", lon);
  atlas_page_set_number (self, id, "lat", lat);
  atlas_page_set_number (self, id, "scale", scale);
  atlas_page_set_number (self, id, "rotation", rotation);
}

void
atlas_page_fit_map (AtlasPage         *self,
                    const char        *id,
                    const AtlasExtent *extent,
                    gboolean           standard)
{
  const double numbers[4] = { extent->west, extent->south, extent->east, extent->north };

  atlas_page_set_text (self, id, "fit", "extent");
  atlas_page_set_numbers (self, id, "extent", numbers, 4);
  atlas_page_set_boolean (self, id, "standard", standard);
}
