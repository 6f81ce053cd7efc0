/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What thinning does to geometry: how far it moves what is drawn, and whether areas that share a border still meet there. */

#include "data/atlas-table-builder.h"
#include "geo/atlas-mercator.h"
#include "geo/atlas-simplify.h"
#include "render/atlas-painter.h"

#include <math.h>

/* Half a pixel, and what the importance loses as a float. */
#define MOST 0.5001

/* A picture is painted as the painter thins it for one pixel, but FINE times as large: what neighbours leave bare between them
 * because each covers a part of a pixel (as all painters with smooth edges do) stays below a pixel of the large picture. */
#define FINE 8

/* So many bare ones of FINE × FINE are a gap. */
#define GAP 6

/* So far from the outer border pixels must be covered. */
#define MARGIN 2

typedef struct
{
  double x;
  double y;
} Vec;

static double
segment_distance (Vec p,
                  Vec a,
                  Vec b)
{
  double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  double t = length2 > 0.0 ? CLAMP (((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0) : 0.0;

  return hypot (p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/* From each point of one line, its segments cut into pieces, to the nearest of the other. */
static double
one_sided (const Vec *from,
           gsize      n_from,
           const Vec *to,
           gsize      n_to)
{
  double worst = 0.0;

  for (gsize i = 0; i + 1 < n_from; i++)
    for (int k = 0; k <= 4; k++)
      {
        double t = k / 4.0, best = INFINITY;
        Vec p = { from[i].x + t * (from[i + 1].x - from[i].x), from[i].y + t * (from[i + 1].y - from[i].y) };

        for (gsize j = 0; j + 1 < n_to; j++)
          best = MIN (best, segment_distance (p, to[j], to[j + 1]));
        worst = MAX (worst, best);
      }

  return worst;
}

/* The Hausdorff distance of the whole line and the thinned one, in pixels, at several zooms. */
static void
assert_near (const double *coords,
             gsize         n,
             gboolean      closed)
{
  g_autofree float *importance = g_new (float, n);
  g_autofree Vec *whole = g_new (Vec, n), *thin = g_new (Vec, n);

  atlas_simplify_importance (coords, n, closed, importance);
  for (double zoom = 6.0; zoom <= 16.0; zoom += 2.5)
    {
      double size = atlas_mercator_world_size (zoom), distance;
      gsize n_thin = 0;

      for (gsize i = 0; i < n; i++)
        {
          whole[i] = (Vec) { atlas_mercator_x (coords[2 * i]) * size, atlas_mercator_y (coords[2 * i + 1]) * size };
          if (importance[i] >= 0.5 / size)
            thin[n_thin++] = whole[i];
        }
      distance = MAX (one_sided (whole, n, thin, n_thin), one_sided (thin, n_thin, whole, n));
      g_assert_cmpfloat (distance, <=, MOST);
    }
}

static void
test_hausdorff (void)
{
  for (guint32 seed = 0; seed < 40; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      gsize n = (gsize) g_rand_int_range (rand, 3, 300);
      g_autofree double *coords = g_new (double, 2 * n);
      gboolean closed = seed % 2 == 1;
      double heading = 0.0, step = pow (10.0, g_rand_double_range (rand, -4.5, -1.5));

      coords[0] = 113.0;
      coords[1] = 36.2;
      for (gsize i = 1; i < n; i++)
        {
          heading += g_rand_double_range (rand, -1.2, 1.2);
          coords[2 * i] = coords[2 * i - 2] + step * cos (heading);
          coords[2 * i + 1] = coords[2 * i - 1] + step * sin (heading);
        }
      if (closed)
        {
          coords[2 * n - 2] = coords[0];
          coords[2 * n - 1] = coords[1];
        }
      assert_near (coords, n, closed);
    }
}

/* How many pixels show the ground, in the whole picture or, with a mask, where that is set. */
static guint
count_gaps (cairo_surface_t *surface,
            const guint8    *mask)
{
  int width = cairo_image_surface_get_width (surface) / FINE, height = cairo_image_surface_get_height (surface) / FINE;
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  const guchar *data;
  guint n = 0;

  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint bare = 0;

        if (mask != NULL && !mask[(gsize) y * (gsize) width + (gsize) x])
          continue;
        for (int row = y * FINE; row < (y + 1) * FINE; row++)
          for (int column = x * FINE; column < (x + 1) * FINE; column++)
            bare += data[(gsize) row * stride + (gsize) column] < 128;
        if (bare >= GAP)
          g_test_message ("%u of %u bare at pixel %d, %d", bare, FINE * FINE, x, y);
        n += bare >= GAP;
      }

  return n;
}

static cairo_surface_t *
paint (AtlasTable      *table,
       const AtlasView *view)
{
  g_autoptr (AtlasStyle) style = atlas_style_new_from_json ("{\"rules\": [{\"fill\": {\"color\": \"#000000\"}}]}", -1, NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, FINE * view->width, FINE * view->height);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, FINE, FINE);
  g_assert_true (atlas_painter_paint_layer (cr, table, style, view, NULL));
  cairo_destroy (cr);

  return surface;
}

/* Random quadrangles on a grid whose sides wind: corner (i, j), and the side from it to the right or downwards.  */
typedef struct
{
  guint   n;          /* columns and rows */
  guint   n_side;     /* segments of a side */
  Vec    *corners;
  Vec    *sides;      /* the points of the side from a corner: right, then down */
} Mesh;

static void
mesh_init (Mesh  *self,
           GRand *rand,
           double size)
{
  guint n = self->n + 1;

  self->corners = g_new (Vec, n * n);
  self->sides = g_new (Vec, n * n * 2 * (self->n_side + 1));
  for (guint j = 0; j < n; j++)
    for (guint i = 0; i < n; i++)
      self->corners[j * n + i] = (Vec) {
        113.0 + size * (i + (i > 0 && i < self->n ? g_rand_double_range (rand, -0.3, 0.3) : 0.0)),
        36.0 + size * (j + (j > 0 && j < self->n ? g_rand_double_range (rand, -0.3, 0.3) : 0.0)),
      };
  for (guint j = 0; j < n; j++)
    for (guint i = 0; i < n; i++)
      for (guint k = 0; k < 2; k++)
        {
          Vec a = self->corners[j * n + i];
          Vec b = self->corners[MIN (j + (k == 1), self->n) * n + MIN (i + (k == 0), self->n)];
          gboolean outer = k == 0 ? j == 0 || j == self->n : i == 0 || i == self->n;

          for (guint s = 0; s <= self->n_side; s++)
            {
              double t = (double) s / self->n_side, wild = s == 0 || s == self->n_side || outer ? 0.0 : size * 0.06;
              Vec *at = &self->sides[((j * n + i) * 2 + k) * (self->n_side + 1) + s];

              at->x = a.x + t * (b.x - a.x) + g_rand_double_range (rand, -1.0, 1.0) * wild;
              at->y = a.y + t * (b.y - a.y) + g_rand_double_range (rand, -1.0, 1.0) * wild;
              if (s == 0)
                *at = a;
              if (s == self->n_side)
                *at = b;
            }
        }
}

/* Appends a side, without its last point, forwards or backwards. */
static void
append_side (const Mesh *self,
             GArray     *ring,
             guint       i,
             guint       j,
             guint       k,
             gboolean    backwards)
{
  const Vec *side = &self->sides[((j * (self->n + 1) + i) * 2 + k) * (self->n_side + 1)];

  for (guint s = 0; s < self->n_side; s++)
    g_array_append_val (ring, side[backwards ? self->n_side - s : s]);
}

/* Each ring begins at another vertex, and every other one goes the other way round. */
static AtlasTable *
make_coverage (const Mesh *mesh,
               GRand      *rand)
{
  g_autoptr (AtlasTableBuilder) builder = atlas_table_builder_new ("coverage", "EPSG:4326", "GeoJSON");
  g_autoptr (GBytes) image = NULL;
  AtlasTable *table;

  for (guint j = 0; j < mesh->n; j++)
    for (guint i = 0; i < mesh->n; i++)
      {
        g_autoptr (GArray) ring = g_array_new (FALSE, FALSE, sizeof (Vec));
        guint start;

        append_side (mesh, ring, i, j, 0, FALSE);
        append_side (mesh, ring, i + 1, j, 1, FALSE);
        append_side (mesh, ring, i, j + 1, 0, TRUE);
        append_side (mesh, ring, i, j, 1, TRUE);
        start = (guint) g_rand_int_range (rand, 0, (gint32) ring->len);
        atlas_table_builder_begin_feature (builder);
        atlas_table_builder_set_geometry_type (builder, ATLAS_GEOMETRY_POLYGON);
        atlas_table_builder_begin_part (builder, ATLAS_PART_RING);
        for (guint v = 0; v <= ring->len; v++)
          {
            guint at = (i + j) % 2 ? start + v : start + 2 * ring->len - v;
            Vec vertex = g_array_index (ring, Vec, at % ring->len);

            g_assert_true (atlas_table_builder_add_vertex (builder, vertex.x, vertex.y));
          }
        atlas_table_builder_end_feature (builder);
      }
  image = atlas_table_builder_finish (builder, NULL);
  table = atlas_table_open (image, NULL);
  g_assert_nonnull (table);

  return table;
}

/* The straight outer sides are the view's sides but for a margin that is left out, so all of the picture must be covered. */
static void
test_random (void)
{
  for (guint32 seed = 0; seed < 6; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      Mesh mesh = { .n = seed % 2 ? 20 : 5, .n_side = seed % 2 ? 9 : 40 };
      g_autoptr (AtlasTable) table = NULL;
      AtlasView view = { .lon = 113.0 + 0.1, .lat = 36.0 + 0.1, .scale = 1.0 };

      mesh_init (&mesh, rand, 0.2 / mesh.n);
      table = make_coverage (&mesh, rand);
      for (view.zoom = 6.0; view.zoom < 15.0; view.zoom += 0.7)
        {
          double pixels = 0.2 / 360.0 * atlas_mercator_world_size (view.zoom);
          cairo_surface_t *surface;

          view.width = view.height = (int) MIN (160.0, pixels * 0.98 - 4.0);
          /* An area under two pixels is a box. */
          if (view.width < 5 * (int) mesh.n)
            continue;
          surface = paint (table, &view);
          g_assert_cmpuint (count_gaps (surface, NULL), ==, 0);
          cairo_surface_destroy (surface);
        }
      g_free (mesh.corners);
      g_free (mesh.sides);
    }
}

/* Which pixels lie well inside of the union, told by painting it with all its vertices: no pixel around is bare. */
static guint8 *
make_inner_mask (AtlasTable      *table,
                 const AtlasView *view)
{
  guint8 *mask = g_malloc0 ((gsize) view->width * (gsize) view->height);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, view->width, view->height);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  cairo_t *cr = cairo_create (surface);
  const guchar *data;

  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  for (gsize feature = 0; feature < atlas_table_get_n_features (table); feature++)
    {
      cairo_new_path (cr);
      for (gsize k = 0; k < atlas_table_get_n_parts (table, feature); k++)
        {
          AtlasPart part;

          atlas_table_get_part (table, feature, k, &part);
          for (gsize i = 0; i < part.n_vertices; i++)
            {
              double x, y;

              atlas_view_to_pixel (view, part.coords[2 * i], part.coords[2 * i + 1], &x, &y);
              if (i == 0)
                cairo_move_to (cr, x, y);
              else
                cairo_line_to (cr, x, y);
            }
          cairo_close_path (cr);
        }
      cairo_fill (cr);
    }
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int y = MARGIN; y < view->height - MARGIN; y++)
    for (int x = MARGIN; x < view->width - MARGIN; x++)
      {
        gboolean inside = TRUE;

        for (int row = y - MARGIN; row <= y + MARGIN && inside; row++)
          for (int column = x - MARGIN; column <= x + MARGIN && inside; column++)
            inside = data[(gsize) row * stride + (gsize) column] >= 150;
        mask[(gsize) y * (gsize) view->width + (gsize) x] = inside;
      }
  cairo_surface_destroy (surface);

  return mask;
}

static void
test_counties (void)
{
  const char *build = g_getenv ("ATLAS_TEST_BUILDDIR");
  g_autofree char *path = g_strdup_printf ("%s/data/counties.tai", build != NULL ? build : ".");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = atlas_table_open_file (path, &error);
  static const double places[][2] = { { 112.85, 36.48 }, { 113.12, 36.2 }, { 113.05, 36.33 } };

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    for (double zoom = 6.0; zoom < 14.0; zoom += 0.9)
      {
        AtlasTable *table = g_ptr_array_index (tables, 0);
        AtlasView view = { .lon = places[i][0], .lat = places[i][1], .zoom = zoom, .width = 240, .height = 200, .scale = 1.0 };
        cairo_surface_t *surface = paint (table, &view);
        g_autofree guint8 *mask = make_inner_mask (table, &view);

        g_assert_cmpuint (count_gaps (surface, mask), ==, 0);
        cairo_surface_destroy (surface);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coverage/hausdorff", test_hausdorff);
  g_test_add_func ("/coverage/random", test_random);
  g_test_add_func ("/coverage/counties", test_counties);

  return g_test_run ();
}
