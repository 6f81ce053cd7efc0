/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tests of AtlasScene: a project's layers as a picture. */

#include "render/atlas-scene.h"

static const AtlasView VIEW = { .lon = 113.0, .lat = 36.3, .zoom = 9.0, .width = 320, .height = 200, .scale = 1.5 };

static guint32
get_pixel (cairo_surface_t *surface,
           int              x,
           int              y)
{
  const guchar *row = cairo_image_surface_get_data (surface) + (gsize) y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) row)[x] & 0xffffff;
}

static void
test_empty (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasScene) scene = atlas_scene_new (project);
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface = atlas_scene_render (scene, &VIEW, TRUE, NULL, &error);
  gsize n;

  g_assert_no_error (error);
  atlas_scene_get_layers (scene, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 480);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 300);
  g_assert_cmphex (get_pixel (surface, 0, 0), ==, get_pixel (surface, 479, 299));
  g_assert_cmphex (get_pixel (surface, 0, 0), !=, 0);
  cairo_surface_destroy (surface);
}

static void
test_refused (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasScene) scene = atlas_scene_new (project);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  AtlasView huge = VIEW;

  huge.width = 40000;
  g_assert_null (atlas_scene_render (scene, &huge, TRUE, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_null (atlas_scene_render (scene, &VIEW, TRUE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gpointer
render (gpointer data)
{
  return atlas_scene_render (data, &VIEW, TRUE, NULL, NULL);
}

/* The shipped map, painted by several threads at once: the same picture each time, and not an empty one. */
static void
test_threads (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasScene) scene = NULL;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surfaces[4];
  GThread *threads[4];
  guint changes = 0;

  if (!atlas_project_add_shipped (project, TRUE, &error))
    {
      g_test_skip (error->message);
      return;
    }

  scene = atlas_scene_new (project);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("painter", render, scene);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    surfaces[i] = g_thread_join (threads[i]);

  for (int y = 0; y < 300; y++)
    for (int x = 0; x < 480; x++)
      {
        for (gsize i = 1; i < G_N_ELEMENTS (threads); i++)
          g_assert_cmphex (get_pixel (surfaces[0], x, y), ==, get_pixel (surfaces[i], x, y));
        changes += x > 0 && get_pixel (surfaces[0], x, y) != get_pixel (surfaces[0], x - 1, y);
      }
  g_assert_cmpuint (changes, >, 3000);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    cairo_surface_destroy (surfaces[i]);
}

/* A layer that is hidden, or seen through, or without the basemap. */
static void
test_visibility (void)
{
  g_autoptr (AtlasProject) project = atlas_project_new ();
  g_autoptr (AtlasScene) all = NULL;
  g_autoptr (AtlasScene) some = NULL;
  g_autoptr (AtlasLayer) layer = NULL;
  g_autoptr (GError) error = NULL;
  const AtlasLabelLayer *layers;
  gsize n_all, n_some;

  if (!atlas_project_add_shipped (project, TRUE, &error))
    {
      g_test_skip (error->message);
      return;
    }

  all = atlas_scene_new (project);
  atlas_scene_get_layers (all, &n_all);
  atlas_project_set_basemap_opacity (project, 0.5);
  layer = g_list_model_get_item (G_LIST_MODEL (project), 0);
  atlas_layer_set_visible (layer, FALSE);
  some = atlas_scene_new (project);
  layers = atlas_scene_get_layers (some, &n_some);
  g_assert_cmpuint (n_some, ==, n_all - 1);
  g_assert_true (layers[0].ground);
  g_assert_cmpfloat (layers[0].opacity, ==, 0.5);
  g_assert_false (layers[n_some - 1].ground);
  g_assert_cmpfloat (layers[n_some - 1].opacity, ==, 1.0);
  cairo_surface_destroy (atlas_scene_render (some, &VIEW, FALSE, NULL, &error));
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/empty", test_empty);
  g_test_add_func ("/scene/refused", test_refused);
  g_test_add_func ("/scene/threads", test_threads);
  g_test_add_func ("/scene/visibility", test_visibility);

  return g_test_run ();
}
