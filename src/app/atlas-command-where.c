/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `info --where`: which features of a file an expression is true of.  An expression that is wrong is shown with a mark under
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
