/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The posts along the road, made from its chainage so that a K on the map is the K of the search and the lists. */

#include "project/atlas-km-posts.h"

#include "data/atlas-table-builder.h"
#include "route/atlas-chainage.h"

#define KEY "atlas-km-posts"
#define UNDER_WAY "atlas-km-posts-under-way"

typedef struct
{
  AtlasTable *road;          /* what the posts were made from, as the layer shows it */
  AtlasTable *all;
  AtlasTable *shown;
  GArray     *segments;      /* guint32: of each post, the feature that it stands on */
  AtlasStyle *style;
} Posts;

static void
posts_free (gpointer data)
{
  Posts *posts = data;

  g_clear_pointer (&posts->road, atlas_table_unref);
  g_clear_pointer (&posts->all, atlas_table_unref);
  g_clear_pointer (&posts->shown, atlas_table_unref);
  g_array_unref (posts->segments);
  atlas_style_unref (posts->style);
  g_free (posts);
}

static void
add_posts (AtlasTableBuilder          *builder,
           const AtlasChainageSegment *segment,
           GArray                     *segments)
{
  static const int levels[] = { 50, 10, 5, 1 };

  /* None at the very start: there stand the names of the places that the segment joins. */
  for (int k = 1; k * 1000.0 <= segment->length; k++)
    {
      g_autofree char *text = g_strdup_printf ("K%d", k);
      double lon, lat;
      gsize level = 0;

      while (k % levels[level] != 0)
        level++;
      atlas_route_line_locate (segment->line, k * 1000.0, &lon, &lat);
      atlas_table_builder_begin_feature (builder);
      atlas_table_builder_set_text (builder, 0, text, -1);
      atlas_table_builder_set_integer (builder, 1, levels[level]);
      atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POINT);
      atlas_table_builder_begin_part (builder, ATLAS_PART_POINTS);
      atlas_table_builder_add_vertex (builder, lon, lat);
      atlas_table_builder_end_feature (builder);
      g_array_append_val (segments, segment->feature);
    }
}

static AtlasTable *
make_posts (AtlasTable *road,
            GArray     *segments)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("km-posts", "EPSG:4326", "");
  g_autoptr (AtlasChainage) chainage = atlas_chainage_new (road, NULL);
  g_autoptr (GBytes) image = NULL;

  atlas_table_builder_add_field (builder, "k", ATLAS_FIELD_STRING);
  atlas_table_builder_add_field (builder, "level", ATLAS_FIELD_INTEGER);
  for (guint i = 0; chainage != NULL && i < atlas_chainage_get_n_segments (chainage); i++)
    add_posts (builder, atlas_chainage_get_segment (chainage, i), segments);
  image = atlas_table_builder_finish (builder, NULL);
  return image != NULL ? atlas_table_open (image, NULL) : NULL;
}

/* Takes away the posts of segments that the layer's filter hides. */
static void
update (Posts      *posts,
        AtlasTable *road)
{
  g_clear_pointer (&posts->road, atlas_table_unref);
  g_clear_pointer (&posts->shown, atlas_table_unref);
  posts->road = atlas_table_ref (road);
  if (atlas_table_get_shown (road) == NULL)
    posts->shown = atlas_table_ref (posts->all);
  else
    {
      g_autoptr (GArray) standing = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr (AtlasFeatureSet) set = NULL;

      for (guint32 i = 0; i < posts->segments->len; i++)
        if (atlas_table_is_shown (road, g_array_index (posts->segments, guint32, i)))
          g_array_append_val (standing, i);
      set = atlas_feature_set_new_from_array (posts->segments->len, (const guint32 *) (gpointer) standing->data, standing->len);
      posts->shown = atlas_table_new_filtered (posts->all, set);
    }
}

/* Any thread. */
static Posts *
posts_new (AtlasTable *whole)
{
  Posts *posts = g_new0 (Posts, 1);

  posts->segments = g_array_new (FALSE, FALSE, sizeof (guint32));
  posts->style = atlas_style_new_shipped ("km-posts");
  posts->all = make_posts (whole, posts->segments);
  return posts;
}

static gboolean
has_posts (AtlasLayer *layer)
{
  return atlas_layer_get_table (layer) != NULL && atlas_layer_get_file (layer) == NULL && g_str_equal (atlas_layer_get_id (layer), "taihang1");
}

static void
run_prepare (GTask        *task,
             gpointer      layer,
             gpointer      whole,
             GCancellable *cancellable)
{
  g_task_return_pointer (task, posts_new (whole), posts_free);
}

gboolean
atlas_km_posts_prepare (AtlasLayer          *layer,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  if (!has_posts (layer) || g_object_get_data (G_OBJECT (layer), KEY) != NULL || g_object_get_data (G_OBJECT (layer), UNDER_WAY) != NULL)
    return FALSE;
  g_object_set_data (G_OBJECT (layer), UNDER_WAY, layer);
  task = g_task_new (layer, NULL, callback, user_data);
  g_task_set_task_data (task, atlas_table_ref (atlas_table_get_whole (atlas_layer_get_table (layer))), (GDestroyNotify) atlas_table_unref);
  g_task_run_in_thread (task, run_prepare);
  return TRUE;
}

void
atlas_km_posts_prepare_finish (AtlasLayer   *layer,
                               GAsyncResult *result)
{
  Posts *posts = g_task_propagate_pointer (G_TASK (result), NULL);

  g_object_set_data (G_OBJECT (layer), UNDER_WAY, NULL);
  g_object_set_data_full (G_OBJECT (layer), KEY, posts, posts_free);
}

gboolean
atlas_km_posts_get (AtlasLayer  *layer,
                    AtlasTable **table,
                    AtlasStyle **style)
{
  AtlasTable *road = atlas_layer_get_table (layer);
  Posts *posts = g_object_get_data (G_OBJECT (layer), KEY);

  if (!has_posts (layer) || g_object_get_data (G_OBJECT (layer), UNDER_WAY) != NULL)
    return FALSE;
  if (posts == NULL)
    {
      posts = posts_new (atlas_table_get_whole (road));
      g_object_set_data_full (G_OBJECT (layer), KEY, posts, posts_free);
    }
  if (posts->all == NULL)
    return FALSE;
  if (posts->road != road)
    update (posts, road);
  *table = posts->shown;
  *style = posts->style;
  return TRUE;
}
