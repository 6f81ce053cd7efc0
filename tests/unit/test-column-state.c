/* SPDX-License-Identifier: GPL-3.0-or-later */
/* project/atlas-column-state: what is remembered of a layer's columns, and what is not. */

#include "project/atlas-column-state.h"

static AtlasLayer *
new_layer (const char *id,
           const char *path)
{
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;

  return atlas_layer_new (id, id, ATLAS_LAYER_SUBJECT, file);
}

static GVariant *
new_state (const char *field)
{
  return g_variant_new_parsed ("[(%s, 120, true), ('名\\'称', 0, false)]", field);
}

static void
test_round_trip (void)
{
  g_autoptr (AtlasLayer) one = new_layer ("a", "/data/点 1.geojson"), again = new_layer ("b", "/data/点 1.geojson");
  g_autoptr (AtlasLayer) other = new_layer ("a", "/data/other.geojson"), shipped = new_layer ("scenic", NULL);
  g_autoptr (GVariant) expected = g_variant_ref_sink (new_state ("x"));
  g_autofree char *memory = NULL, *more = NULL;

  g_assert_null (atlas_column_state_get (one));
  atlas_column_state_set (one, new_state ("x"));
  memory = atlas_column_state_remember (one, "");
  atlas_column_state_set (shipped, new_state ("grade"));
  more = atlas_column_state_remember (shipped, memory);
  /* The file counts, not the layer's number in a project. */
  atlas_column_state_recall (again, more);
  g_assert_true (g_variant_equal (atlas_column_state_get (again), expected));
  atlas_column_state_recall (other, more);
  g_assert_null (atlas_column_state_get (other));
}

static void
test_limits (void)
{
  g_autoptr (AtlasLayer) first = new_layer ("0", NULL), last = new_layer ("59", NULL);
  g_autofree char *memory = g_strdup ("");

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i), *before = memory;
      g_autoptr (AtlasLayer) layer = new_layer (id, NULL);

      atlas_column_state_set (layer, new_state ("x"));
      memory = atlas_column_state_remember (layer, before);
    }
  atlas_column_state_recall (first, memory);
  g_assert_null (atlas_column_state_get (first));
  atlas_column_state_recall (last, memory);
  g_assert_nonnull (atlas_column_state_get (last));
}

static void
test_nonsense (void)
{
  g_autoptr (AtlasLayer) layer = new_layer ("a", NULL);
  g_autofree char *memory = NULL;

  atlas_column_state_recall (layer, "[('a', [(1");
  atlas_column_state_recall (layer, "{'a': 1}");
  g_assert_null (atlas_column_state_get (layer));
  atlas_column_state_set (layer, g_variant_new_int32 (1));
  g_assert_null (atlas_column_state_get (layer));
  atlas_column_state_set (layer, new_state ("x"));
  memory = atlas_column_state_remember (layer, "nonsense");
  atlas_column_state_set (layer, NULL);
  atlas_column_state_recall (layer, memory);
  g_assert_cmpuint (g_variant_n_children (atlas_column_state_get (layer)), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/column-state/round-trip", test_round_trip);
  g_test_add_func ("/column-state/limits", test_limits);
  g_test_add_func ("/column-state/nonsense", test_nonsense);
  return g_test_run ();
}
