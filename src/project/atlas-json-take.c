/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking an object of a project file apart.  Members that we do not know are left for whoever does.  Any thread that owns the
 * tree. */

#include "project/atlas-json-take.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
_atlas_json_take_fail (AtlasJsonTaker       *self,
                       const AtlasJsonPlace *place,
                       const char           *what)
{
  g_autoptr (GString) where = g_string_new (NULL);

  if (self->lenient || self->error != NULL)
    return FALSE;
  atlas_json_place_append (where, place);
  if (where->len == 0)
    self->error = g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s", what);
  else
    /* Translators: "at layers[2].opacity: a number was expected" */
    self->error = g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("at %s: %s"), where->str, what);
  return FALSE;
}

JsonNode *
_atlas_json_take (JsonObject *object,
                  const char *name)
{
  JsonNode *node = json_object_dup_member (object, name);

  if (node != NULL)
    json_object_remove_member (object, name);
  return node;
}

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

void
_atlas_json_take_string (AtlasJsonTaker        *self,
                         JsonObject            *object,
                         const char            *name,
                         const AtlasJsonPlace  *place,
                         gsize                  most,
                         char                 **value)
{
  const AtlasJsonPlace here = { place, name, 0 };
  g_autoptr (JsonNode) node = self->error == NULL ? _atlas_json_take (object, name) : NULL;

  if (node == NULL)
    return;
  if (!holds (node, G_TYPE_STRING))
    _atlas_json_take_fail (self, &here, _("a text was expected"));
  else if (strlen (json_node_get_string (node)) > most)
    _atlas_json_take_fail (self, &here, _("the text is too long"));
  else
    {
      g_free (*value);
      *value = json_node_dup_string (node);
    }
}

void
_atlas_json_take_number (AtlasJsonTaker       *self,
                         JsonObject           *object,
                         const char           *name,
                         const AtlasJsonPlace *place,
                         double                min,
                         double                max,
                         double               *value)
{
  const AtlasJsonPlace here = { place, name, 0 };
  g_autoptr (JsonNode) node = self->error == NULL ? _atlas_json_take (object, name) : NULL;
  double number;

  if (node == NULL)
    return;
  number = holds (node, G_TYPE_INT64) || holds (node, G_TYPE_DOUBLE) ? json_node_get_double (node) : min - 1;
  if (number >= min && number <= max)
    *value = number;
  else
    {
      g_autofree char *what = g_strdup_printf (_("a number from %g to %g was expected"), min, max);

      _atlas_json_take_fail (self, &here, what);
    }
}

void
_atlas_json_take_boolean (AtlasJsonTaker       *self,
                          JsonObject           *object,
                          const char           *name,
                          const AtlasJsonPlace *place,
                          gboolean             *value)
{
  const AtlasJsonPlace here = { place, name, 0 };
  g_autoptr (JsonNode) node = self->error == NULL ? _atlas_json_take (object, name) : NULL;

  if (node == NULL)
    return;
  if (holds (node, G_TYPE_BOOLEAN))
    *value = json_node_get_boolean (node);
  else
    _atlas_json_take_fail (self, &here, _("true or false was expected"));
}

JsonNode *
_atlas_json_take_object (AtlasJsonTaker       *self,
                         JsonObject           *object,
                         const char           *name,
                         const AtlasJsonPlace *place)
{
  const AtlasJsonPlace here = { place, name, 0 };
  g_autoptr (JsonNode) node = self->error == NULL ? _atlas_json_take (object, name) : NULL;

  if (node == NULL || JSON_NODE_HOLDS_OBJECT (node))
    return g_steal_pointer (&node);
  _atlas_json_take_fail (self, &here, _("an object was expected"));
  return NULL;
}

JsonNode *
_atlas_json_take_array (AtlasJsonTaker       *self,
                        JsonObject           *object,
                        const char           *name,
                        const AtlasJsonPlace *place,
                        guint                 most)
{
  const AtlasJsonPlace here = { place, name, 0 };
  g_autoptr (JsonNode) node = self->error == NULL ? _atlas_json_take (object, name) : NULL;
  g_autofree char *what = NULL;

  if (node == NULL || (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) <= most))
    return g_steal_pointer (&node);
  what = g_strdup_printf (_("a list of at most %u was expected"), most);
  _atlas_json_take_fail (self, &here, what);
  return NULL;
}

GStrv
_atlas_json_take_words (AtlasJsonTaker       *self,
                        JsonObject           *object,
                        const char           *name,
                        const AtlasJsonPlace *place,
                        guint                 most)
{
  const AtlasJsonPlace here = { place, name, 0 };
  g_autoptr (JsonNode) node = _atlas_json_take_array (self, object, name, place, most);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  if (node == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonNode *word = json_array_get_element (json_node_get_array (node), i);
      const AtlasJsonPlace element = { &here, NULL, i };

      if (holds (word, G_TYPE_STRING))
        g_strv_builder_add (words, json_node_get_string (word));
      else
        _atlas_json_take_fail (self, &element, _("a text was expected"));
    }
  return g_strv_builder_end (words);
}

void
_atlas_json_put_more (JsonObject *object,
                      JsonObject *more)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (more == NULL)
    return;
  json_object_iter_init_ordered (&iter, more);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!json_object_has_member (object, name))
      json_object_set_member (object, name, json_node_copy (value));
}
