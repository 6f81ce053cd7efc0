/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "data/atlas-filter.h"
#include "data/atlas-table-builder.h"

/* What the tests of filters share: tables, and asking for features. */

G_GNUC_UNUSED static void
add_point (AtlasTableBuilder *builder,
           double             lon,
           double             lat)
{
  atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
  atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
  g_assert_true (atlas_table_builder_add_vertex (builder, lon, lat));
}

G_GNUC_UNUSED static AtlasTable *
end_table (AtlasTableBuilder *builder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = atlas_table_builder_finish (builder, &error);
  AtlasTable *table;

  g_assert_no_error (error);
  table = atlas_table_open (image, &error);
  g_assert_no_error (error);
  return table;
}

/* The features as letters: "ac" are the first and the third. */
G_GNUC_UNUSED static char *
find (AtlasTable         *table,
      const char         *text,
      AtlasFilterContext *context)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AtlasFilter) filter = atlas_filter_new (text, &error);
  g_autoptr (AtlasFilterMatcher) matcher = NULL;
  g_autoptr (AtlasFeatureSet) set = NULL;
  GString *found = g_string_new (NULL);

  if (filter != NULL)
    matcher = atlas_filter_bind (filter, table, context, &error);
  if (matcher != NULL)
    set = atlas_filter_matcher_run (matcher, NULL, &error);
  if (error != NULL)
    g_error ("%s: %s (%d)", text, error->message, atlas_filter_error_get_position (error));
  for (gsize i = 0; i < atlas_table_get_n_features (table); i++)
    {
      /* Both ways to ask say the same. */
      g_assert_cmpint (atlas_filter_matcher_test (matcher, i), ==, atlas_feature_set_contains (set, i));
      if (atlas_feature_set_contains (set, i))
        g_string_append_c (found, (char) ('a' + i));
    }
  return g_string_free (found, FALSE);
}

/* 20000 points around Changzhi, then lines and squares. */
G_GNUC_UNUSED static AtlasTable *
make_places (GRand *rand)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("t", "EPSG:4326", "GeoJSON");

  for (int i = 0; i < 24000; i++)
    {
      const double lon = g_rand_double_range (rand, 112, 114), lat = g_rand_double_range (rand, 35.5, 37);

      atlas_table_builder_begin_feature (builder);
      if (i < 20000)
        add_point (builder, lon, lat);
      else if (i < 22000)
        {
          atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_LINE);
          atlas_table_builder_begin_part (builder, ATLAS_PART_LINE);
          for (int k = 0; k < 3; k++)
            atlas_table_builder_add_vertex (builder, lon + k * 0.01, lat + (k % 2) * 0.03);
        }
      else if (i < 23990)
        {
          atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POLYGON);
          atlas_table_builder_begin_part (builder, ATLAS_PART_RING);
          for (int k = 0; k < 5; k++)
            atlas_table_builder_add_vertex (builder, lon + (k == 1 || k == 2) * 0.02, lat + (k == 2 || k == 3) * 0.02);
        }
      /* The last ones have no place. */
      atlas_table_builder_end_feature (builder);
    }
  return end_table (builder);
}
