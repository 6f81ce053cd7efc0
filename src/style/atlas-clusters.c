/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasClusters: made of cells of a quarter of the radius at most, which are runs of the points in Morton's order, so that
 * the work goes with the cells that are not empty.  What is near is found by a hash of larger cells.
 *
 * Owner: the table's store (atlas-density-store.c).  Threads: any; immutable once made.
 * Limits: the zoom is at most ATLAS_MERCATOR_MAX_ZOOM. */

#include "style/atlas-clusters.h"

#include "geo/atlas-mercator.h"
#include "style/atlas-density-store.h"

#include <math.h>

#define NOBODY G_MAXUINT32

/* Two discs whose edges are nearer than this (pixels) at the whole zoom become one: their rings may just touch. */
#define LEAST_GAP (1.5 * ATLAS_CLUSTER_RING)
#define MERGE_ROUNDS 4

/* Places are found by cells of at least the distance that one looks around. */
typedef struct
{
  guint    shift;         /* bits of a place within a cell */
  guint32  mask;          /* of the hash */
  guint64 *ids;           /* of the cell; G_MAXUINT64: free */
  guint32 *heads;         /* the last that was put in */
  guint32 *next;          /* for each that was put in: the one before */
} Buckets;

typedef struct
{
  gsize   first;          /* points */
  gsize   end;
  double  x;              /* mean, units of AtlasZPlace */
  double  y;
  guint32 seed;           /* number of the seed that it goes to */
} Cell;

typedef struct
{
  double      x;          /* where it begins; then the mean of its points */
  double      y;
  double      sum_x;      /* from where it begins */
  double      sum_y;
  guint32     count;
  guint32     into;       /* the seed that it became part of; itself when none */
  AtlasZPlace from;
  AtlasZPlace to;
} Seed;

typedef struct
{
  const AtlasDensityPoints *points;
  const AtlasDensity       *density;
  int                       level;
  double                    unit;     /* of AtlasZPlace, pixels */
  double                    radius;   /* in units of AtlasZPlace */
  GArray                   *cells;    /* Cell */
  GArray                   *seeds;    /* Seed */
} Making;

static void
buckets_init (Buckets *self,
              gsize    n,
              double   reach)
{
  gsize size = 16;

  while (size < 2 * n)
    size *= 2;
  self->shift = 0;
  while (self->shift < 31 && (double) ((guint32) 1 << self->shift) < 2.0 * reach)
    self->shift++;
  self->mask = (guint32) (size - 1);
  self->ids = g_new (guint64, size);
  for (gsize i = 0; i < size; i++)
    self->ids[i] = G_MAXUINT64;
  self->heads = g_new (guint32, size);
  self->next = g_new (guint32, n);
}

static void
buckets_clear (Buckets *self)
{
  g_free (self->ids);
  g_free (self->heads);
  g_free (self->next);
}

/* A well-mixed number (the finaliser of MurmurHash3, Appleby 2011). */
static guint64
mix (guint64 h)
{
  h ^= h >> 33;
  h *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  h ^= h >> 33;
  h *= G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);

  return h ^ h >> 33;
}

static gsize
find_slot (const Buckets *self,
           guint32        column,
           guint32        row)
{
  const guint64 id = (guint64) row << 32 | column;
  gsize slot = mix (id) & self->mask;

  while (self->ids[slot] != id && self->ids[slot] != G_MAXUINT64)
    slot = (slot + 1) & self->mask;

  return slot;
}

static void
buckets_put (Buckets *self,
             guint32  number,
             double   x,
             double   y)
{
  const guint32 column = (guint32) x >> self->shift, row = (guint32) y >> self->shift;
  const gsize slot = find_slot (self, column, row);

  self->next[number] = self->ids[slot] == G_MAXUINT64 ? NOBODY : self->heads[slot];
  self->ids[slot] = (guint64) row << 32 | column;
  self->heads[slot] = number;
}

/* Returns: the seed nearest to a place within @reach, or NOBODY.  Of two as near, the one that began first. */
static guint32
find_nearest (const Buckets *self,
              const Seed    *seeds,
              double         x,
              double         y,
              double         reach)
{
  const double most = ATLAS_Z_WORLD - 1.0;
  const guint32 from_column = (guint32) CLAMP (x - reach, 0.0, most) >> self->shift;
  const guint32 to_column = (guint32) CLAMP (x + reach, 0.0, most) >> self->shift;
  const guint32 from_row = (guint32) CLAMP (y - reach, 0.0, most) >> self->shift;
  const guint32 to_row = (guint32) CLAMP (y + reach, 0.0, most) >> self->shift;
  double least = reach * reach;
  guint32 nearest = NOBODY;

  for (guint32 row = from_row; row <= to_row; row++)
    for (guint32 column = from_column; column <= to_column; column++)
      {
        const gsize slot = find_slot (self, column, row);

        if (self->ids[slot] == G_MAXUINT64)
          continue;
        for (guint32 i = self->heads[slot]; i != NOBODY; i = self->next[i])
          {
            const double dx = seeds[i].x - x, dy = seeds[i].y - y;
            const double distance = dx * dx + dy * dy;

            if (distance < least || (distance == least && nearest != NOBODY && i < nearest))
              {
                least = distance;
                nearest = i;
              }
          }
      }

  return nearest;
}

static inline gboolean
is_same_cell (AtlasZPlace a,
              AtlasZPlace b,
              guint       shift)
{
  return ((a.x ^ b.x) | (a.y ^ b.y)) >> shift == 0;
}

static void
make_cells (Making *self)
{
  const AtlasDensityPoints *points = self->points;
  guint shift = 32 - ATLAS_Z_BITS, n = 0;

  while (shift < 31 && (double) ((guint32) 1 << (shift + 1)) <= self->radius / 4.0)
    shift++;
  /* Counted first: growing as it goes would copy them several times over. */
  for (gsize i = 0; i < points->n; i++)
    n += i == 0 || !is_same_cell (points->places[i], points->places[i - 1], shift);
  g_array_set_size (self->cells, n);
  n = 0;
  for (gsize first = 0, end; first < points->n; first = end)
    {
      const AtlasZPlace corner = points->places[first];
      double x = 0.0, y = 0.0;

      for (end = first; end < points->n && is_same_cell (points->places[end], corner, shift); end++)
        {
          x += (double) points->places[end].x - corner.x;
          y += (double) points->places[end].y - corner.y;
        }
      g_array_index (self->cells, Cell, n++) = (Cell) { first, end, corner.x + x / (double) (end - first),
                                                        corner.y + y / (double) (end - first), NOBODY };
    }
}

/* Clusters begin in the fullest cells; of those as full, in an order that has nothing to do with where they are. */
static void
begin_clusters (Making  *self,
                Buckets *near)
{
  const gsize n = self->cells->len;
  g_autofree AtlasZKey *order = g_new (AtlasZKey, n);

  for (gsize i = 0; i < n; i++)
    {
      const Cell *cell = &g_array_index (self->cells, Cell, i);
      const guint64 count = MIN (cell->end - cell->first, (gsize) 0xffffff);
      const guint64 id = atlas_z_key (self->points->places[cell->first]) >> 2 * (32 - ATLAS_Z_BITS);

      order[i] = (AtlasZKey) { (0xffffff - count) << 40 | mix (id) >> 24, (guint32) i };
    }
  atlas_z_sort (order, n, 0);
  for (gsize i = 0; i < n; i++)
    {
      const Cell *cell = &g_array_index (self->cells, Cell, order[i].value);
      Seed seed = { .x = cell->x, .y = cell->y, .into = self->seeds->len,
                    .from = { G_MAXUINT32, G_MAXUINT32 }, .to = { 0, 0 } };

      if (find_nearest (near, (const Seed *) (void *) self->seeds->data, cell->x, cell->y, self->radius) != NOBODY)
        continue;
      buckets_put (near, self->seeds->len, seed.x, seed.y);
      g_array_append_val (self->seeds, seed);
    }
}

static void
add_cell (Making     *self,
          const Cell *cell)
{
  Seed *seed = &g_array_index (self->seeds, Seed, cell->seed);
  const gsize n = cell->end - cell->first;

  seed->count += (guint32) n;
  seed->sum_x += (cell->x - seed->x) * (double) n;
  seed->sum_y += (cell->y - seed->y) * (double) n;
  for (gsize i = cell->first; i < cell->end; i++)
    {
      const AtlasZPlace place = self->points->places[i];

      seed->from = (AtlasZPlace) { MIN (seed->from.x, place.x), MIN (seed->from.y, place.y) };
      seed->to = (AtlasZPlace) { MAX (seed->to.x, place.x), MAX (seed->to.y, place.y) };
    }
}

/* Each cell to the nearest seed; then a seed stands for the mean of its points. */
static void
fill_clusters (Making  *self,
               Buckets *near)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      Cell *cell = &g_array_index (self->cells, Cell, i);

      cell->seed = find_nearest (near, (const Seed *) (void *) self->seeds->data, cell->x, cell->y, self->radius * 1.001);
      add_cell (self, cell);
    }
  for (guint i = 0; i < self->seeds->len; i++)
    {
      Seed *seed = &g_array_index (self->seeds, Seed, i);

      if (seed->count > 0)
        {
          seed->x += seed->sum_x / seed->count;
          seed->y += seed->sum_y / seed->count;
        }
    }
}

static void
merge (Seed *into,
       Seed *from)
{
  const double part = (double) from->count / ((double) into->count + from->count);

  into->x += (from->x - into->x) * part;
  into->y += (from->y - into->y) * part;
  into->count += from->count;
  into->from = (AtlasZPlace) { MIN (into->from.x, from->from.x), MIN (into->from.y, from->from.y) };
  into->to = (AtlasZPlace) { MAX (into->to.x, from->to.x), MAX (into->to.y, from->to.y) };
}

/* How near the middles of two discs may be, in units of AtlasZPlace; 0 when one of them is drawn as points. */
static double
get_room (const Making *self,
          const Seed   *a,
          const Seed   *b)
{
  const double radius = self->radius * self->unit;

  if (a->count < self->density->min_points || b->count < self->density->min_points)
    return 0.0;

  return (atlas_cluster_get_disc (a->count, radius) + atlas_cluster_get_disc (b->count, radius) + LEAST_GAP) / self->unit;
}

/* Takes the nearest disc that is too near into that of @number.  Returns: whether there was one. */
static gboolean
merge_one (Making        *self,
           const Buckets *near,
           guint32        number)
{
  const double most = ATLAS_Z_WORLD - 1.0;
  Seed *seed = &g_array_index (self->seeds, Seed, number), *other = NULL;
  const double reach = get_room (self, seed, seed);
  const guint32 from_column = (guint32) CLAMP (seed->x - reach, 0.0, most) >> near->shift;
  const guint32 to_column = (guint32) CLAMP (seed->x + reach, 0.0, most) >> near->shift;
  const guint32 from_row = (guint32) CLAMP (seed->y - reach, 0.0, most) >> near->shift;
  const guint32 to_row = (guint32) CLAMP (seed->y + reach, 0.0, most) >> near->shift;
  double least = INFINITY;

  for (guint32 row = from_row; row <= to_row; row++)
    for (guint32 column = from_column; column <= to_column; column++)
      {
        const gsize slot = find_slot (near, column, row);

        if (near->ids[slot] == G_MAXUINT64)
          continue;
        for (guint32 i = near->heads[slot]; i != NOBODY; i = near->next[i])
          {
            Seed *candidate = &g_array_index (self->seeds, Seed, i);
            const double dx = candidate->x - seed->x, dy = candidate->y - seed->y;
            double distance;

            /* The fuller takes the other; which of the two is asked first makes no difference. */
            if (fabs (dx) > reach || fabs (dy) > reach || i == number || candidate->into != i || candidate->count > seed->count
                || (candidate->count == seed->count && i < number))
              continue;
            distance = hypot (dx, dy);
            if (distance < get_room (self, seed, candidate) && distance < least)
              {
                least = distance;
                other = candidate;
              }
          }
      }
  if (other == NULL)
    return FALSE;
  merge (seed, other);
  other->into = number;

  return TRUE;
}

static void
merge_clusters (Making *self)
{
  const guint n = self->seeds->len;
  gboolean merged = TRUE;
  guint fullest = 0;

  for (guint round = 0; merged && round < MERGE_ROUNDS; round++)
    {
      g_autofree AtlasZKey *order = g_new (AtlasZKey, n);
      Buckets near;
      guint n_alive = 0;

      merged = FALSE;
      for (guint i = 0; i < n; i++)
        if (g_array_index (self->seeds, Seed, i).count > g_array_index (self->seeds, Seed, fullest).count)
          fullest = i;
      buckets_init (&near, n, n > 0 ? get_room (self, &g_array_index (self->seeds, Seed, fullest),
                                                &g_array_index (self->seeds, Seed, fullest)) / 2.0 : 1.0);
      for (guint i = 0; i < n; i++)
        {
          const Seed *seed = &g_array_index (self->seeds, Seed, i);

          if (seed->into != i || seed->count < self->density->min_points)
            continue;
          buckets_put (&near, i, seed->x, seed->y);
          order[n_alive++] = (AtlasZKey) { G_MAXUINT32 - seed->count, i };
        }
      atlas_z_sort (order, n_alive, 0);
      for (guint i = 0; i < n_alive; i++)
        if (g_array_index (self->seeds, Seed, order[i].value).into == order[i].value)
          while (merge_one (self, &near, order[i].value))
            merged = TRUE;
      buckets_clear (&near);
    }
}

static guint32
find_seed (const Making *self,
           guint32       number)
{
  while (g_array_index (self->seeds, Seed, number).into != number)
    number = g_array_index (self->seeds, Seed, number).into;

  return number;
}

static void
put_clusters (const Making  *self,
              AtlasClusters *out)
{
  g_autofree AtlasZKey *order = g_new (AtlasZKey, self->seeds->len);

  for (guint i = 0; i < self->seeds->len; i++)
    {
      const Seed *seed = &g_array_index (self->seeds, Seed, i);

      if (seed->into == i && seed->count >= self->density->min_points)
        order[out->n_clusters++] = (AtlasZKey) { atlas_z_key (atlas_z_place (seed->x / ATLAS_Z_WORLD, seed->y / ATLAS_Z_WORLD)), i };
    }
  atlas_z_sort (order, out->n_clusters, 0);
  out->clusters = g_new (AtlasCluster, out->n_clusters);
  out->places = g_new (AtlasZPlace, out->n_clusters);
  for (gsize i = 0; i < out->n_clusters; i++)
    {
      const Seed *seed = &g_array_index (self->seeds, Seed, order[i].value);

      out->clusters[i] = (AtlasCluster) { seed->x / ATLAS_Z_WORLD, seed->y / ATLAS_Z_WORLD, seed->count, seed->from, seed->to };
      out->places[i] = atlas_z_place (out->clusters[i].x, out->clusters[i].y);
    }
}

/* The points of clusters that are too small for a disc, and a mark for the features of all others. */
static void
put_lone (const Making  *self,
          AtlasClusters *out)
{
  const AtlasDensityPoints *points = self->points;
  g_autoptr (GArray) lone = g_array_new (FALSE, FALSE, sizeof (AtlasLonePoint));
  GArray *places = g_array_new (FALSE, FALSE, sizeof (AtlasZPlace));

  out->hidden = g_malloc0 (points->n_features / 8 + 1);
  for (guint i = 0; i < self->cells->len; i++)
    {
      const Cell *cell = &g_array_index (self->cells, Cell, i);
      const Seed *seed = &g_array_index (self->seeds, Seed, find_seed (self, cell->seed));

      for (gsize k = cell->first; k < cell->end; k++)
        {
          const AtlasLonePoint point = { points->features[k], points->vertices != NULL ? points->vertices[k] : 0 };

          if (seed->count < self->density->min_points)
            {
              g_array_append_val (lone, point);
              g_array_append_val (places, points->places[k]);
            }
          else if (point.vertex == 0)
            out->hidden[point.feature / 8] |= (guint8) (1u << point.feature % 8);
        }
    }
  out->n_lone = lone->len;
  out->lone = (AtlasLonePoint *) (void *) g_array_free (g_steal_pointer (&lone), FALSE);
  out->lone_places = (AtlasZPlace *) (void *) g_array_free (places, FALSE);
}

static void
clear (gpointer data)
{
  AtlasClusters *self = data;

  g_free (self->clusters);
  g_free (self->places);
  g_free (self->lone);
  g_free (self->lone_places);
  g_free (self->hidden);
  g_clear_pointer (&self->style, atlas_style_unref);
}

static gpointer
make (gpointer      user_data,
      gsize        *bytes,
      GCancellable *cancellable)
{
  Making *self = user_data;
  AtlasClusters *out = g_atomic_rc_box_new0 (AtlasClusters);
  Buckets near;

  self->unit = atlas_mercator_world_size (self->level) / ATLAS_Z_WORLD;
  self->radius = atlas_density_get_radius (self->density, self->level) / self->unit;
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  self->seeds = g_array_new (FALSE, FALSE, sizeof (Seed));
  make_cells (self);
  buckets_init (&near, self->cells->len, self->radius);
  begin_clusters (self, &near);
  fill_clusters (self, &near);
  buckets_clear (&near);
  merge_clusters (self);

  out->level = self->level;
  out->radius = self->radius * self->unit;
  out->n_features = self->points->n_features;
  out->style = self->points->style != NULL ? atlas_style_ref (self->points->style) : NULL;
  put_clusters (self, out);
  put_lone (self, out);
  *bytes = out->n_clusters * (sizeof (AtlasCluster) + sizeof (AtlasZPlace))
           + out->n_lone * (sizeof (AtlasLonePoint) + sizeof (AtlasZPlace)) + out->n_features / 8;
  g_array_unref (self->cells);
  g_array_unref (self->seeds);

  return out;
}

AtlasClusters *
atlas_clusters_get (AtlasTable   *table,
                    AtlasStyle   *style,
                    double        zoom,
                    gboolean      may_make,
                    GCancellable *cancellable)
{
  g_autoptr (AtlasDensityPoints) points = NULL;
  const AtlasDensity *density;
  g_autofree char *points_key = NULL, *key = NULL;
  Making making = { 0 };

  g_return_val_if_fail (table != NULL && style != NULL, NULL);

  density = atlas_style_get_density (style, zoom);
  if (density == NULL || density->kind != ATLAS_DENSITY_CLUSTERS || isnan (zoom))
    return NULL;
  making.density = density;
  making.level = (int) CLAMP (floor (zoom), 0.0, ATLAS_MERCATOR_MAX_ZOOM);
  points_key = atlas_density_points_dup_key (table, style);
  key = g_strdup_printf ("clusters %d %a %u %s", making.level, atlas_density_get_radius (density, making.level),
                         density->min_points, points_key);
  if (may_make)
    {
      AtlasClusters *known = atlas_density_store_get (table, key, NULL, clear, NULL, NULL);

      /* The points may have gone meanwhile, and are not needed. */
      if (known != NULL)
        return known;
      points = atlas_density_points_get (table, style, cancellable);
      if (points == NULL)
        return NULL;
      making.points = points;
    }

  return atlas_density_store_get (table, key, may_make ? make : NULL, clear, &making, cancellable);
}

void
atlas_clusters_unref (AtlasClusters *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

gboolean
atlas_clusters_hide (const AtlasClusters *self,
                     gsize                feature)
{
  g_return_val_if_fail (self != NULL && feature < self->n_features, FALSE);

  return (self->hidden[feature / 8] & 1u << feature % 8) != 0;
}

gboolean
atlas_cluster_is_above (const AtlasCluster *a,
                        const AtlasCluster *b)
{
  if (a->count != b->count)
    return a->count > b->count;
  if (a->y != b->y)
    return a->y > b->y;

  return a->x > b->x;
}

typedef struct
{
  const AtlasClusters *clusters;
  const AtlasCluster  *found;
  double               x;
  double               y;
  double               size;      /* of the world, pixels */
} Search;

static void
look (gsize    first,
      gsize    end,
      gpointer user_data)
{
  Search *self = user_data;

  for (gsize i = first; i < end; i++)
    {
      const AtlasCluster *cluster = &self->clusters->clusters[i];
      const double disc = atlas_cluster_get_disc (cluster->count, self->clusters->radius) + ATLAS_CLUSTER_RING;

      if (hypot (cluster->x - self->x, cluster->y - self->y) * self->size <= disc
          && (self->found == NULL || atlas_cluster_is_above (cluster, self->found)))
        self->found = cluster;
    }
}

const AtlasCluster *
atlas_clusters_find (const AtlasClusters *self,
                     double               x,
                     double               y,
                     double               zoom)
{
  const double size = atlas_mercator_world_size (zoom);
  Search search = { self, NULL, x, y, size };
  double reach;

  g_return_val_if_fail (self != NULL, NULL);

  reach = (atlas_cluster_get_disc (G_MAXUINT32, self->radius) + ATLAS_CLUSTER_RING) / size;
  atlas_z_search (self->places, self->n_clusters, atlas_z_place (x - reach, y - reach), atlas_z_place (x + reach, y + reach),
                  look, &search);

  return search.found;
}
