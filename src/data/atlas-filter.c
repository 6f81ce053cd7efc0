/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasFilter: an expression as a person wrote it, parsed once.  What it means for a table is an AtlasFilterMatcher's
 * (atlas-filter-bind.c).  Owner: whoever holds a reference.  Immutable: any thread. */

#include "data/atlas-filter-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _AtlasFilter
{
  gatomicrefcount   ref_count;
  char             *text;
  AtlasNode        *tree;
  char            **fields;
  char            **names;
};

/* An error of ours carries the place that it is about. */
typedef struct
{
  guint position;
} AtlasFilterErrorPrivate;

static void
atlas_filter_error_private_init (AtlasFilterErrorPrivate *self)
{
  self->position = 0;
}

static void
atlas_filter_error_private_copy (const AtlasFilterErrorPrivate *from,
                                 AtlasFilterErrorPrivate       *to)
{
  to->position = from->position;
}

static void
atlas_filter_error_private_clear (AtlasFilterErrorPrivate *self)
{
}

G_DEFINE_EXTENDED_ERROR (AtlasFilterError, atlas_filter_error)

gboolean
_atlas_filter_fail (GError         **error,
                    AtlasFilterError code,
                    guint            position,
                    const char      *message)
{
  if (error == NULL)
    return FALSE;
  *error = g_error_new_literal (ATLAS_FILTER_ERROR, (int) code, message);
  atlas_filter_error_get_private (*error)->position = position;
  return FALSE;
}

int
atlas_filter_error_get_position (const GError *error)
{
  if (error == NULL || error->domain != ATLAS_FILTER_ERROR)
    return -1;
  return (int) atlas_filter_error_get_private (error)->position;
}

static void
add_once (GPtrArray  *texts,
          const char *text)
{
  if (!g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, g_strdup (text));
}

static void
collect (const AtlasNode *node,
         GPtrArray       *fields,
         GPtrArray       *names)
{
  if (node->kind == ATLAS_NODE_FIELD)
    add_once (fields, node->text);
  if (node->kind == ATLAS_NODE_GEOMETRY && node->geometry == ATLAS_NODE_TEXT)
    add_once (names, node->text);
  for (guint i = 0; i < node->n_args; i++)
    collect (node->args[i], fields, names);
}

static char **
end_list (GPtrArray *texts)
{
  g_ptr_array_add (texts, NULL);
  return (char **) g_ptr_array_free (texts, FALSE);
}

AtlasFilter *
atlas_filter_new (const char *text,
                  GError    **error)
{
  GPtrArray *fields, *names;
  AtlasFilter *self;
  AtlasNode *tree;

  g_return_val_if_fail (text != NULL, NULL);
  tree = _atlas_filter_parse (text, error);
  if (tree == NULL)
    return NULL;
  if (!_atlas_filter_check_types (tree, NULL, error))
    {
      _atlas_node_free (tree);
      return NULL;
    }
  self = g_new0 (AtlasFilter, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->text = g_strdup (text);
  self->tree = tree;
  fields = g_ptr_array_new ();
  names = g_ptr_array_new ();
  collect (tree, fields, names);
  self->fields = end_list (fields);
  self->names = end_list (names);
  return self;
}

AtlasFilter *
atlas_filter_ref (AtlasFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_filter_unref (AtlasFilter *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  _atlas_node_free (self->tree);
  g_strfreev (self->fields);
  g_strfreev (self->names);
  g_free (self->text);
  g_free (self);
}

AtlasNode *
_atlas_filter_get_tree (AtlasFilter *self)
{
  return self->tree;
}

const char *
atlas_filter_get_text (AtlasFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->text;
}

const char *const *
atlas_filter_get_fields (AtlasFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return (const char *const *) self->fields;
}

const char *const *
atlas_filter_get_names (AtlasFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return (const char *const *) self->names;
}

static char *
quote (const char *text,
       char        sign)
{
  GString *quoted = g_string_new (NULL);

  g_string_append_c (quoted, sign);
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == sign)
        g_string_append_c (quoted, sign);
      g_string_append_c (quoted, *at);
    }
  g_string_append_c (quoted, sign);
  return g_string_free (quoted, FALSE);
}

char *
atlas_filter_quote_field (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);
  return _atlas_filter_is_word (name) ? g_strdup (name) : quote (name, '"');
}

char *
atlas_filter_quote_text (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);
  return quote (text, '\'');
}
