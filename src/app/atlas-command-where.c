/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `info --where`: which features of a file an expression is true of; `render --where`: only these are drawn.  An expression that is wrong is shown with a mark under
 * the character.  Main thread; the table is looked through on all processors. */

#include "app/atlas-command.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LABEL 60

/* As wide as terminals show it. */
void
atlas_command_complain_where (const char   *text,
                              const GError *error)
{
  const int position = atlas_filter_error_get_position (error);
  g_autoptr (GString) line = g_string_new (NULL), mark = g_string_new (NULL);
  int n = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at), n++)
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_iscntrl (c))
        c = ' ';
      g_string_append_unichar (line, c);
      if (n < position && !g_unichar_iszerowidth (c))
        g_string_append (mark, g_unichar_iswide (c) ? "  " : " ");
    }
  g_printerr ("taihang-atlas: %s\n", error->message);
  if (position >= 0 && g_utf8_validate (text, -1, NULL))
    g_printerr ("  %s\n  %s^\n", line->str, mark->str);
}

/* What a feature may be called: its first text. */
static char *
dup_label (AtlasTable *table,
           gsize       feature)
{
  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    {
      gsize length = 0;
      const char *text = atlas_table_get_text (table, field, feature, &length);

      if (text != NULL && length > 0)
        return g_utf8_strlen (text, -1) > MAX_LABEL ? g_utf8_substring (text, 0, MAX_LABEL) : g_strdup (text);
    }
  return g_strdup ("");
}

static void
print_layer (AtlasTable      *table,
             AtlasFeatureSet *set)
{
  g_print (_("Layer: %s\n"), *atlas_table_get_name (table) != '\0' ? atlas_table_get_name (table) : _("(no name)"));
  g_print (_("  Matching: %zu of %zu\n"), atlas_feature_set_get_count (set), atlas_table_get_n_features (table));
  for (gsize i = atlas_feature_set_next (set, 0); i != G_MAXSIZE; i = atlas_feature_set_next (set, i + 1))
    {
      g_autofree char *label = dup_label (table, i);
      const char *id = atlas_table_get_id (table, i);

      g_print ("    %zu%s%s  %s\n", i + 1, id != NULL ? "  " : "", id != NULL ? id : "", g_strdelimit (label, "\r\n\t", ' '));
    }
}

static void
add_layer (JsonBuilder     *builder,
           AtlasTable      *table,
           AtlasFeatureSet *set)
{
  json_builder_begin_object (builder);
  atlas_command_add_string (builder, "name", atlas_table_get_name (table));
  json_builder_set_member_name (builder, "features");
  json_builder_add_int_value (builder, (gint64) atlas_table_get_n_features (table));
  json_builder_set_member_name (builder, "matching");
  json_builder_add_int_value (builder, (gint64) atlas_feature_set_get_count (set));
  json_builder_set_member_name (builder, "matches");
  json_builder_begin_array (builder);
  for (gsize i = atlas_feature_set_next (set, 0); i != G_MAXSIZE; i = atlas_feature_set_next (set, i + 1))
    {
      g_autofree char *label = dup_label (table, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "number");
      json_builder_add_int_value (builder, (gint64) i + 1);
      atlas_command_add_string (builder, "id", atlas_table_get_id (table, i));
      atlas_command_add_string (builder, "label", label);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

int
atlas_command_where (GPtrArray  *tables,
                     const char *text,
                     gboolean    as_json)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasFilter) filter = atlas_filter_new (text, &error);
  guint n_good = 0;

  if (filter == NULL)
    {
      atlas_command_complain_where (text, error);
      return EXIT_USAGE;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "layers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tables->len; i++)
    {
      AtlasTable *table = g_ptr_array_index (tables, i);
      g_autoptr (AtlasFeatureSet) set = NULL;

      /* Of several layers, only some need to have the fields. */
      g_clear_error (&error);
      set = atlas_filter_run (filter, table, NULL, NULL, &error);
      if (set == NULL)
        continue;
      n_good++;
      if (as_json)
        add_layer (builder, table, set);
      else
        print_layer (table, set);
    }
  if (n_good == 0)
    {
      atlas_command_complain_where (text, error);
      return EXIT_FAILURE;
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (as_json)
    atlas_command_print_json (builder);
  return EXIT_SUCCESS;
}

/* -- of the layers that are drawn --------------------------------------------------------------------------------- */

static gboolean
is_called (AtlasLayer *layer,
           const char *name)
{
  GFile *file = atlas_layer_get_file (layer);
  g_autofree char *base = file != NULL ? g_file_get_basename (file) : NULL;
  const char *dot = base != NULL ? strrchr (base, '.') : NULL;
  g_autofree char *stem = dot != NULL ? g_strndup (base, (gsize) (dot - base)) : NULL;

  return g_str_equal (atlas_layer_get_id (layer), name) || g_strcmp0 (atlas_layer_get_title (layer), name) == 0
         || g_strcmp0 (base, name) == 0 || g_strcmp0 (stem, name) == 0;
}

/* The layers that @where is for, and its expression: what stands before an equals sign is a layer only if one is called so. */
static GPtrArray *
find_layers (AtlasProject  *project,
             const char    *where,
             const char   **expression)
{
  const char *equals = strchr (where, '=');
  g_autofree char *name = equals != NULL ? g_strstrip (g_strndup (where, (gsize) (equals - where))) : NULL;
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) called = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (project)); i++)
    {
      AtlasLayer *layer = g_list_model_get_item (G_LIST_MODEL (project), i);

      if (name != NULL && is_called (layer, name))
        g_ptr_array_add (called, g_object_ref (layer));
      g_ptr_array_add (all, layer);
    }
  *expression = called->len > 0 ? equals + 1 : where;
  if (called->len == 0)
    return all;
  g_ptr_array_unref (all);
  return g_steal_pointer (&called);
}

/* A layer that has a filter already must meet both. */
static gboolean
filter_layer (AtlasLayer         *layer,
              AtlasFilter        *filter,
              AtlasFilterContext *context,
              GError            **error)
{
  AtlasTable *table = atlas_table_get_whole (atlas_layer_get_table (layer));
  AtlasFilter *before = atlas_layer_get_filter (layer);
  g_autoptr (AtlasFilter) both = NULL;
  g_autoptr (AtlasFeatureSet) found = NULL;

  if (!atlas_filter_check (filter, table, context, error))
    return FALSE;
  if (before != NULL)
    {
      g_autofree char *text = g_strdup_printf ("(%s) and (%s)", atlas_filter_get_text (before), atlas_filter_get_text (filter));

      both = atlas_filter_new (text, error);
      if (both == NULL)
        return FALSE;
    }
  found = atlas_filter_run (both != NULL ? both : filter, table, context, NULL, error);
  if (found == NULL)
    return FALSE;
  atlas_layer_set_filter (layer, both != NULL ? both : filter, context, found);
  return TRUE;
}

int
atlas_command_filter_layers (AtlasProject       *project,
                             const char *const  *wheres,
                             const AtlasExtent  *view)
{
  g_autoptr (AtlasFilterContext) context = atlas_filter_context_with_extent (NULL, "view", view);

  for (; wheres != NULL && *wheres != NULL; wheres++)
    {
      const char *expression;
      g_autoptr (GPtrArray) layers = find_layers (project, *wheres, &expression);
      g_autoptr (GError) error = NULL;
      g_autoptr (AtlasFilter) filter = atlas_filter_new (expression, &error);
      guint n_good = 0;

      for (guint i = 0; filter != NULL && i < layers->len; i++)
        {
          g_autoptr (GError) wrong = NULL;

          if (filter_layer (g_ptr_array_index (layers, i), filter, context, &wrong))
            n_good++;
          else if (error == NULL)
            error = g_steal_pointer (&wrong);
        }
      if (n_good > 0)
        continue;
      if (error == NULL)
        return atlas_command_wrong_use ("render", "%s", _("--where needs a layer whose features can be chosen from."));
      atlas_command_complain_where (expression, error);
      return EXIT_USAGE;
    }
  return EXIT_SUCCESS;
}
