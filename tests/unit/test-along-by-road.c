/* SPDX-License-Identifier: GPL-3.0-or-later */
/* route/atlas-along-by-road: what roads lead to, against distances that are worked out here: feet by small steps along every edge,
 * ways by relaxing all edges until nothing changes (Bellman 1958). */

#include <math.h>

#include "data/atlas-table-builder.h"
#include "geo/atlas-geodesic.h"
#include "route/atlas-along.h"
#include "route/atlas-route-error.h"

/* A trunk from west to east, a branch from each of its nodes, further branches from those, and links between them. */
#define TRUNK 5
#define NODES (3 * TRUNK)
#define EDGES (TRUNK - 1 + 2 * TRUNK + TRUNK - 1)
#define POINTS 150
#define WITHIN 6000.0

/* Where the journey ends: so far along the last edge of the trunk. */
#define END 0.6

/* Along an edge, and again about the best of them. */
#define STEPS 80

/* As exactly as the steps tell, metres. */
#define EXACT 6.0

typedef struct
{
  double lon;
  double lat;
} Place;

typedef struct
{
  Place          nodes[NODES];
  int            from[EDGES];
  int            to[EDGES];
  double         length[EDGES];
  double         distance[NODES];   /* from the line */
  int            origin[NODES];     /* the node of the trunk by which one leaves it; -1: its end */
  Place          points[POINTS];
  AtlasTable    *table;
  AtlasTable    *spots;
  AtlasNetwork  *network;
  AtlasRouteLine *line;
} World;

static double
between (Place a,
         Place b)
{
  return atlas_geodesic_distance (a.lon, a.lat, b.lon, b.lat);
}

static Place
along (const World *world,
       int          edge,
       double       t)
{
  const Place a = world->nodes[world->from[edge]], b = world->nodes[world->to[edge]];

  return (Place){ a.lon + (b.lon - a.lon) * t, a.lat + (b.lat - a.lat) * t };
}

static AtlasTable *
finish (AtlasTableBuilder *builder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = atlas_table_builder_finish (builder, &error);
  AtlasTable *table;

  g_assert_no_error (error);
  table = atlas_table_open (bytes, &error);
  g_assert_no_error (error);
  return table;
}

static void
add (AtlasTableBuilder *builder,
     const Place       *places,
     gsize              n)
{
  atlas_table_builder_begin_feature (builder);
  atlas_table_builder_set_geometry_type (builder, n > 1 ? ATLAS_GEOMETRY_LINE : ATLAS_GEOMETRY_POINT);
  atlas_table_builder_begin_part (builder, n > 1 ? ATLAS_PART_LINE : ATLAS_PART_POINTS);
  for (gsize i = 0; i < n; i++)
    atlas_table_builder_add_vertex (builder, places[i].lon, places[i].lat);
  atlas_table_builder_end_feature (builder);
}

static void
add_edge (World *world,
          int   *n,
          int    from,
          int    to)
{
  world->from[*n] = from;
  world->to[*n] = to;
  world->length[(*n)++] = between (world->nodes[from], world->nodes[to]);
}

static void
relax (World *world)
{
  gboolean changed = TRUE;

  for (int i = 0; i < NODES; i++)
    {
      world->distance[i] = i < TRUNK - 1 ? 0 : INFINITY;
      world->origin[i] = i;
    }
  world->distance[TRUNK - 1] = (1 - END) * world->length[TRUNK - 2];
  world->origin[TRUNK - 1] = -1;
  while (changed)
    {
      changed = FALSE;
      for (int e = 0; e < EDGES; e++)
        for (int turn = 0; turn < 2; turn++)
          {
            const int a = turn ? world->to[e] : world->from[e], b = turn ? world->from[e] : world->to[e];

            if (world->distance[a] + world->length[e] >= world->distance[b])
              continue;
            world->distance[b] = world->distance[a] + world->length[e];
            world->origin[b] = world->origin[a];
            changed = TRUE;
          }
    }
}

static void
world_new (World *world)
{
  g_autoptr (AtlasTableBuilder) roads = atlas_table_builder_new ("roads", "EPSG:4326", ""), spots = atlas_table_builder_new ("spots", "EPSG:4326", "");
  g_autoptr (AtlasChainage) chainage = NULL;
  AtlasRoutePlace ends[2];
  Place last;
  int n = 0;

  for (int i = 0; i < TRUNK; i++)
    {
      world->nodes[i] = (Place){ 113 + 0.06 * i + g_test_rand_double_range (-0.01, 0.01), 36 + g_test_rand_double_range (-0.004, 0.004) };
      world->nodes[TRUNK + i] = (Place){ 113 + 0.06 * i + g_test_rand_double_range (-0.02, 0.02), 36.03 + g_test_rand_double_range (0, 0.03) };
      world->nodes[2 * TRUNK + i] = (Place){ 113 + 0.06 * i + g_test_rand_double_range (-0.03, 0.03), 36.08 + g_test_rand_double_range (0, 0.04) };
    }
  for (int i = 0; i + 1 < TRUNK; i++)
    add_edge (world, &n, i, i + 1);
  for (int i = 0; i < TRUNK; i++)
    {
      add_edge (world, &n, TRUNK + i, i);
      add_edge (world, &n, TRUNK + i, 2 * TRUNK + i);
    }
  for (int i = 0; i + 1 < TRUNK; i++)
    add_edge (world, &n, TRUNK + i, 2 * TRUNK + i + 1);
  g_assert_cmpint (n, ==, EDGES);
  relax (world);
  for (int e = 0; e < EDGES; e++)
    {
      const Place both[2] = { world->nodes[world->from[e]], world->nodes[world->to[e]] };

      add (roads, both, 2);
    }
  for (int i = 0; i < POINTS; i++)
    {
      world->points[i] = (Place){ g_test_rand_double_range (112.97, 113.28), g_test_rand_double_range (35.96, 36.14) };
      add (spots, &world->points[i], 1);
    }
  world->table = finish (roads);
  world->spots = finish (spots);
  chainage = atlas_chainage_new (world->table, NULL);
  world->network = atlas_network_new (chainage, ATLAS_ROUTE_TOUCH);
  last = along (world, TRUNK - 2, END);
  ends[0] = (AtlasRoutePlace){ world->nodes[0].lon, world->nodes[0].lat, "west" };
  ends[1] = (AtlasRoutePlace){ last.lon, last.lat, "east" };
  world->line = atlas_network_find_path (world->network, ends, 2, NULL, NULL);
  g_assert_nonnull (world->line);
}

static void
world_clear (World *world)
{
  atlas_route_line_unref (world->line);
  atlas_network_unref (world->network);
  atlas_table_unref (world->table);
  atlas_table_unref (world->spots);
}

static void
try_place (const World *world,
           int          edge,
           double       t,
           Place        point,
           double      *best,
           double      *at)
{
  const double far = between (point, along (world, edge, t));

  if (far >= *best)
    return;
  *best = far;
  *at = t;
}

/* How far a point is by road, and where one leaves the line for it.  Returns: FALSE when two edges are as near. */
static gboolean
ask_oracle (const World *world,
            Place        point,
            double      *road,
            double      *rest,
            Place       *leave)
{
  double best[EDGES], at[EDGES], second = INFINITY, t, length, by_from, by_to;
  int nearest = 0, origin;

  for (int e = 0; e < EDGES; e++)
    {
      best[e] = INFINITY;
      at[e] = 0;
      for (int step = 0; step <= STEPS; step++)
        try_place (world, e, (double) step / STEPS, point, &best[e], &at[e]);
      /* Once more, finer, about the best. */
      t = at[e];
      for (int step = -STEPS; step <= STEPS; step++)
        try_place (world, e, CLAMP (t + (double) step / (STEPS * STEPS), 0, 1), point, &best[e], &at[e]);
      if (best[e] < best[nearest])
        nearest = e;
    }
  for (int e = 0; e < EDGES; e++)
    if (e != nearest)
      second = MIN (second, best[e]);
  /* At a node two edges are as near, and it does not matter which is taken. */
  if (second - best[nearest] < 2 * EXACT && at[nearest] > 0.002 && at[nearest] < 0.998)
    return FALSE;
  t = at[nearest];
  length = world->length[nearest];
  *rest = best[nearest];
  *road = 0;
  *leave = along (world, nearest, t);
  if (nearest < TRUNK - 2 || (nearest == TRUNK - 2 && t <= END))
    return TRUE;
  by_from = world->distance[world->from[nearest]] + t * length;
  by_to = world->distance[world->to[nearest]] + (1 - t) * length;
  *road = MIN (by_from, by_to);
  origin = by_from < by_to ? world->origin[world->from[nearest]] : world->origin[world->to[nearest]];
  if (nearest == TRUNK - 2)
    {
      *road = MIN (*road, (t - END) * length);
      origin = -1;
    }
  *leave = origin >= 0 ? world->nodes[origin] : along (world, TRUNK - 2, END);
  return TRUE;
}

static AtlasAlong *
look (World          *world,
      AtlasRouteLine *line)
{
  const AtlasAlongOptions options = { .within = WITHIN, .each_passing = TRUE };
  const AtlasAlongLayer layer = { .table = world->spots, .name = "spots" };
  g_autoptr (GError) error = NULL;
  AtlasAlong *list = atlas_along_new_by_road (line, world->network, &layer, 1, &options, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (atlas_along_is_by_road (list));
  return list;
}

static void
test_oracle (void)
{
  guint n_listed = 0, n_far = 0, n_led = 0;

  for (guint round = 0; round < 3; round++)
    {
      World world;
      g_autoptr (AtlasAlong) list = NULL;

      world_new (&world);
      list = look (&world, world.line);
      for (guint i = 0; i < POINTS; i++)
        {
          const AtlasAlongItem *item = NULL;
          double road, rest;
          Place leave;

          if (!ask_oracle (&world, world.points[i], &road, &rest, &leave) || fabs (road + rest - WITHIN) < EXACT)
            continue;
          for (gsize k = 0; k < atlas_along_get_n_items (list); k++)
            if (atlas_along_get_item (list, k)->feature == i)
              item = atlas_along_get_item (list, k);
          g_assert_cmpint (item != NULL, ==, road + rest <= WITHIN);
          n_far += item == NULL;
          if (item == NULL)
            continue;
          n_listed++;
          n_led += road > 0;
          g_assert_cmpfloat_with_epsilon (item->road, road, EXACT);
          g_assert_cmpfloat_with_epsilon (item->rest, rest, EXACT);
          g_assert_cmpfloat (between (leave, (Place){ item->foot_lon, item->foot_lat }), <, EXACT);
          g_assert_cmpfloat (item->offset, <=, item->road + item->rest + EXACT);
        }
      world_clear (&world);
    }
  g_test_message ("%u listed, %u of them over another road, %u too far", n_listed, n_led, n_far);
  g_assert_cmpuint (n_listed, >, 80);
  g_assert_cmpuint (n_led, >, 25);
  g_assert_cmpuint (n_far, >, 80);
}

/* In the order of travel; the other way round it is the list turned round, left and right exchanged. */
static void
test_order (void)
{
  World world;
  g_autoptr (AtlasRouteLine) turned = NULL;
  g_autoptr (AtlasAlong) there = NULL, back = NULL;
  gsize n;

  world_new (&world);
  turned = atlas_route_line_reverse (world.line);
  there = look (&world, world.line);
  back = look (&world, turned);
  n = atlas_along_get_n_items (there);
  g_assert_cmpuint (atlas_along_get_n_items (back), ==, n);
  for (gsize i = 0; i < n; i++)
    {
      const AtlasAlongItem *one = atlas_along_get_item (there, i), *other = atlas_along_get_item (back, n - 1 - i);

      if (i > 0)
        g_assert_cmpfloat (one->measure, >=, atlas_along_get_item (there, i - 1)->measure);
      g_assert_cmpuint (one->feature, ==, other->feature);
      g_assert_cmpfloat_with_epsilon (one->measure + other->measure, atlas_route_line_get_length (world.line), 0.1);
      /* From west to east the branches, which lead north, are on the left. */
      if (one->road > 500 && world.points[one->feature].lat > 36.03 && one->measure > 10 && other->measure > 10)
        {
          g_assert_cmpint (one->side, ==, ATLAS_ROUTE_LEFT);
          g_assert_cmpint (other->side, ==, ATLAS_ROUTE_RIGHT);
        }
    }
  world_clear (&world);
}

static void
test_other_line (void)
{
  static const double coords[] = { 113, 36, 113.1, 36 };
  const AtlasAlongOptions options = { .within = WITHIN };
  World world;
  AtlasAlongLayer layer = { .name = "spots" };
  g_autoptr (AtlasRouteLine) line = atlas_route_line_new (coords, 2, NAN, NULL, NULL);
  g_autoptr (AtlasAlong) list = NULL;
  g_autoptr (GError) error = NULL;

  world_new (&world);
  layer.table = world.spots;
  list = atlas_along_new_by_road (line, world.network, &layer, 1, &options, NULL, &error);
  g_assert_null (list);
  g_assert_error (error, ATLAS_ROUTE_ERROR, ATLAS_ROUTE_ERROR_NO_PATH);
  world_clear (&world);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/along-by-road/oracle", test_oracle);
  g_test_add_func ("/along-by-road/order", test_order);
  g_test_add_func ("/along-by-road/other-line", test_other_line);
  return g_test_run ();
}
