/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the columns of a layer's table stand, with the layer and in a text that outlives the program.  Main thread. */

#include "project/atlas-column-state.h"

#define QUARK (g_quark_from_static_string ("atlas-column-state"))
#define MEMORY_TYPE "a(s" ATLAS_COLUMN_STATE_TYPE ")"

/* So many layers are remembered, and so many columns of each: the settings are no place for more. */
#define MOST_LAYERS 50
#define MOST_COLUMNS 200

GVariant *
atlas_column_state_get (AtlasLayer *layer)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (layer), NULL);
  return g_object_get_qdata (G_OBJECT (layer), QUARK);
}

void
atlas_column_state_set (AtlasLayer *layer,
                        GVariant   *state)
{
  g_return_if_fail (ATLAS_IS_LAYER (layer));
  if (state != NULL)
    g_variant_ref_sink (state);
  if (state != NULL && !g_variant_is_of_type (state, G_VARIANT_TYPE (ATLAS_COLUMN_STATE_TYPE)))
    g_clear_pointer (&state, g_variant_unref);
  g_object_set_qdata_full (G_OBJECT (layer), QUARK, state, (GDestroyNotify) g_variant_unref);
}

char *
atlas_column_state_dup_key (AtlasLayer *layer)
{
  GFile *file = atlas_layer_get_file (layer);
  AtlasTable *table = atlas_layer_get_table (layer);
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  if (uri == NULL)
    return g_strdup (atlas_layer_get_id (layer));
  return g_strdup_printf ("%s#%s", uri, table != NULL ? atlas_table_get_name (table) : "");
}

static GVariant *
parse (const char *memory)
{
  GVariant *value = *memory != '\0' ? g_variant_parse (G_VARIANT_TYPE (MEMORY_TYPE), memory, NULL, NULL, NULL) : NULL;

  return value != NULL ? value : g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("(s" ATLAS_COLUMN_STATE_TYPE ")"), NULL, 0));
}

char *
atlas_column_state_remember (AtlasLayer *layer,
                             const char *memory)
{
  g_autoptr (GVariant) before = parse (memory), now = NULL;
  g_autofree char *key = atlas_column_state_dup_key (layer);
  GVariant *state = atlas_column_state_get (layer);
  GVariantBuilder builder;
  guint n = 0;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (MEMORY_TYPE));
  if (state != NULL && g_variant_n_children (state) <= MOST_COLUMNS)
    {
      g_variant_builder_add (&builder, "(s@" ATLAS_COLUMN_STATE_TYPE ")", key, state);
      n++;
    }
  for (gsize i = 0; i < g_variant_n_children (before) && n < MOST_LAYERS; i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (before, i), columns = NULL;
      const char *other;

      g_variant_get (entry, "(&s@" ATLAS_COLUMN_STATE_TYPE ")", &other, &columns);
      if (g_str_equal (other, key))
        continue;
      g_variant_builder_add_value (&builder, entry);
      n++;
    }
  now = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_print (now, TRUE);
}

void
atlas_column_state_recall (AtlasLayer *layer,
                           const char *memory)
{
  g_autoptr (GVariant) value = parse (memory);
  g_autofree char *key = atlas_column_state_dup_key (layer);

  for (gsize i = 0; i < g_variant_n_children (value); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (value, i), columns = NULL;
      const char *other;

      g_variant_get (entry, "(&s@" ATLAS_COLUMN_STATE_TYPE ")", &other, &columns);
      if (!g_str_equal (other, key))
        continue;
      atlas_column_state_set (layer, columns);
      return;
    }
}
