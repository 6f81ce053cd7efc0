/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Polygons that share their borders: no gap, no overlap, the same vertices on both sides.  One thread.
 *
 * All edges are laid with the inside on their left and matched with the edge that runs the other way.  Edges without a match
 * bound what the polygons cover together: followed along, turning right wherever there is a choice, they make loops.  A loop
 * that runs clockwise is a hole in the cover: a gap, or with no area an edge with a vertex that the neighbour lacks.
 * Overlaps are looked for by GEOS, but only where a polygon has edges without a match, or where pieces that share no edge
 * at all may lie on each other: in a sound coverage that is the outline, so the cost follows what is wrong. */

#include "check/atlas-check-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "geo/atlas-geodesic.h"

/* Square metres, and the distance in metres at which two edges are meant to be one: coordinates are known to a metre. */
#define MIN_AREA 1.0
#define NEAR_EDGE 5.0
/* Loops with more edges than this name no neighbours; nobody reads them. */
#define MAX_NAMED 3
/* An edge takes 24 bytes and its place in the hash table up to 16. */
#define MAX_VERTICES 100000000

typedef struct
{
  const double *a;          /* its ends, in the direction with the inside on the left */
  const double *b;
  guint32       feature;
  guint32       matched : 1;
  guint32       visited : 1;
  guint32       told : 1;         /* it bounds a gap that was told */
} Edge;

typedef struct
{
  AtlasCheckLayer *layer;
  GArray          *features;       /* gsize: those that the rule is about */
  guint8          *taken;          /* a byte a feature: it is one of them */
  GArray          *edges;          /* Edge */
  guint32         *slots;          /* open addressing, edge + 1 */
  gsize            n_slots;
  guint32         *piece;          /* union-find over features: those that share edges */
  guint8          *open_edges;     /* a byte a feature: it has edges without a match */
  GPtrArray       *loose;          /* Edge *: those, sorted by where they start */
  GEOSGeometry   **shapes;         /* by feature, made when needed */
} Coverage;

static void
coverage_clear (Coverage *self)
{
  GEOSContextHandle_t geos = self->layer->check->geos;

  for (gsize i = 0; self->shapes != NULL && i < atlas_table_get_n_features (self->layer->table); i++)
    if (self->shapes[i] != NULL)
      GEOSGeom_destroy_r (geos, self->shapes[i]);
  g_clear_pointer (&self->features, g_array_unref);
  g_clear_pointer (&self->edges, g_array_unref);
  g_clear_pointer (&self->loose, g_ptr_array_unref);
  g_free (self->taken);
  g_free (self->slots);
  g_free (self->piece);
  g_free (self->open_edges);
  g_free (self->shapes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Coverage, coverage_clear)

static guint32
find_piece (Coverage *self,
            guint32   feature)
{
  while (self->piece[feature] != feature)
    feature = self->piece[feature] = self->piece[self->piece[feature]];
  return feature;
}

static guint64
hash_vertex (const double *vertex)
{
  guint64 x, y;

  memcpy (&x, vertex, sizeof x);
  memcpy (&y, vertex + 1, sizeof y);
  x = (x ^ (x >> 31)) * 0x9e3779b97f4a7c15;
  y = (y ^ (y >> 29)) * 0xbf58476d1ce4e5b9;
  x ^= y + (x >> 32);
  return x * 0x94d049bb133111eb;
}

static gboolean
same_place (const double *a,
            const double *b)
{
  return a[0] == b[0] && a[1] == b[1];
}

/* Matches the edge with one that runs the other way and has no match yet, or puts it in for others to find. */
static void
match_edge (Coverage *self,
            guint32   number)
{
  Edge *edge = &g_array_index (self->edges, Edge, number);
  guint64 hash = hash_vertex (edge->a) + hash_vertex (edge->b);
  gsize slot = (hash ^ (hash >> 33)) & (self->n_slots - 1);

  for (; self->slots[slot] != 0; slot = (slot + 1) & (self->n_slots - 1))
    {
      Edge *other = &g_array_index (self->edges, Edge, self->slots[slot] - 1);

      if (other->matched || !same_place (other->a, edge->b) || !same_place (other->b, edge->a))
        continue;
      other->matched = edge->matched = TRUE;
      self->piece[find_piece (self, edge->feature)] = find_piece (self, other->feature);
      return;
    }
  self->slots[slot] = number + 1;
}

static double
get_turn (const double *a,
          const double *b,
          const double *c)
{
  return (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
}

static void
add_ring (Coverage        *self,
          guint32          feature,
          const AtlasPart *part)
{
  const double *c = part->coords;
  gsize n = part->n_vertices;
  double area = 0;
  gboolean backwards;

  for (gsize i = 1; i + 1 < n; i++)
    area += get_turn (c, c + 2 * i, c + 2 * i + 2);
  backwards = (area < 0) != (part->kind == ATLAS_PART_HOLE);
  for (gsize i = 0; i < n; i++)
    {
      const double *from = c + 2 * i, *to = c + 2 * ((i + 1) % n);
      Edge edge = { backwards ? to : from, backwards ? from : to, feature, 0, 0, 0 };

      /* Between last and first when the ring repeats its first vertex, and where a vertex comes twice. */
      if (!same_place (from, to))
        g_array_append_val (self->edges, edge);
    }
}

static void
collect_edges (Coverage *self)
{
  AtlasTable *table = self->layer->table;

  for (guint f = 0; f < self->features->len; f++)
    {
      gsize feature = g_array_index (self->features, gsize, f);

      for (gsize i = 0; i < atlas_table_get_n_parts (table, feature); i++)
        {
          AtlasPart part;

          atlas_table_get_part (table, feature, i, &part);
          if ((part.kind == ATLAS_PART_RING || part.kind == ATLAS_PART_HOLE) && part.n_vertices >= 3)
            add_ring (self, (guint32) feature, &part);
        }
    }
  for (self->n_slots = 64; self->n_slots < (gsize) self->edges->len * 2; self->n_slots *= 2)
    ;
}

static int
compare_start (const double *a,
               const double *b)
{
  if (a[0] != b[0])
    return a[0] < b[0] ? -1 : 1;
  return a[1] < b[1] ? -1 : a[1] > b[1];
}

static int
compare_edges (gconstpointer a,
               gconstpointer b)
{
  const Edge *x = *(Edge *const *) a, *y = *(Edge *const *) b;
  int order = compare_start (x->a, y->a);

  if (order == 0)
    order = compare_start (x->b, y->b);
  return order != 0 ? order : (x->feature < y->feature ? -1 : x->feature > y->feature);
}

static void
match_edges (Coverage *self)
{
  self->slots = g_new0 (guint32, self->n_slots);
  for (guint32 i = 0; i < self->edges->len; i++)
    match_edge (self, i);
  for (guint i = 0; i < self->edges->len; i++)
    {
      Edge *edge = &g_array_index (self->edges, Edge, i);

      if (edge->matched)
        continue;
      self->open_edges[edge->feature] = TRUE;
      g_ptr_array_add (self->loose, edge);
    }
  g_clear_pointer (&self->slots, g_free);
  g_ptr_array_sort (self->loose, compare_edges);
}

/* -- loops ------------------------------------------------------------------------------------------------------- */

/* The first loose edge that starts at @place. */
static guint
find_start (Coverage     *self,
            const double *place)
{
  guint low = 0, high = self->loose->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const Edge *edge = g_ptr_array_index (self->loose, middle);

      if (compare_start (edge->a, place) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* How far an edge turns left from the direction of the one before; straight back counts as left. */
static double
get_angle (const Edge *from,
           const Edge *to)
{
  double x = from->b[0] - from->a[0], y = from->b[1] - from->a[1];
  double u = to->b[0] - to->a[0], v = to->b[1] - to->a[1];
  double angle = atan2 (x * v - y * u, x * u + y * v);

  return angle <= -G_PI ? G_PI : angle;
}

/* The edge that goes on from @edge, the rightmost; @first, where the loop began, ends it. */
static Edge *
get_next (Coverage   *self,
          const Edge *edge,
          const Edge *first)
{
  Edge *best = NULL;
  double best_angle = G_MAXDOUBLE;

  for (guint i = find_start (self, edge->b); i < self->loose->len; i++)
    {
      Edge *other = g_ptr_array_index (self->loose, i);
      double angle;

      if (!same_place (other->a, edge->b))
        break;
      if (other->visited && other != first)
        continue;
      angle = get_angle (edge, other);
      if (angle < best_angle)
        {
          best = other;
          best_angle = angle;
        }
    }
  return best;
}

/* "a", "a and b", "a, b and others": the features along a loop. */
static char *
dup_neighbours (Coverage  *self,
                GPtrArray *loop,
                guint32   *first)
{
  guint32 found[MAX_NAMED] = { 0 };
  guint n = 0;
  g_autofree char *a = NULL, *b = NULL;

  for (guint i = 0; i < loop->len && n < MAX_NAMED; i++)
    {
      guint32 feature = ((Edge *) g_ptr_array_index (loop, i))->feature;
      guint known = 0;

      while (known < n && found[known] != feature)
        known++;
      if (known == n)
        found[n++] = feature;
    }
  *first = found[0];
  for (guint i = 1; i < n; i++)
    *first = MIN (*first, found[i]);
  a = _atlas_check_dup_label (self->layer, found[0]);
  if (n == 1)
    return g_steal_pointer (&a);
  b = _atlas_check_dup_label (self->layer, found[1]);
  return g_strdup_printf (n == 2 ? _("%s and %s") : _("%s, %s and others"), a, b);
}

/* A loop that runs clockwise, or has no inside: @coords closes it. */
static void
report_hole (Coverage  *self,
             GPtrArray *loop,
             GArray    *coords,
             double     area)
{
  AtlasCheck *check = self->layer->check;
  const Edge *edge = g_ptr_array_index (loop, 0);
  double lon = edge->b[0], lat = edge->b[1];
  g_autofree char *who = NULL;
  guint32 first;
  GEOSGeometry *ring;

  for (guint i = 0; i < loop->len; i++)
    ((Edge *) g_ptr_array_index (loop, i))->told = TRUE;
  who = dup_neighbours (self, loop, &first);
  if (area < MIN_AREA)
    {
      _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "coverage-edge", first, NULL, lon, lat,
                           _("The border of %s is not the same on both sides: a vertex is missing or lies beside. Give both "
                             "the same vertices."), who);
      return;
    }
  ring = _atlas_check_make_ring (check, (const double *) (gconstpointer) coords->data, coords->len / 2);
  if (ring != NULL)
    {
      _atlas_check_get_inside (check, ring, &lon, &lat);
      GEOSGeom_destroy_r (check->geos, ring);
    }
  _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "coverage-gap", first, NULL, lon, lat,
                       _("There is a gap of %.0f m² along %s. Let them share their border."), area, who);
}

static void
follow_loop (Coverage  *self,
             Edge      *first,
             GPtrArray *loop,
             GArray    *coords)
{
  double turn = 0;
  double area;
  Edge *edge = first;

  g_ptr_array_set_size (loop, 0);
  g_array_set_size (coords, 0);
  do
    {
      edge->visited = TRUE;
      g_ptr_array_add (loop, edge);
      g_array_append_vals (coords, edge->a, 2);
      turn += get_turn (first->a, edge->a, edge->b);
      edge = get_next (self, edge, first);
    }
  while (edge != NULL && edge != first);
  /* Every vertex has as many edges that come as go, so loops close. */
  if (edge == NULL)
    return;
  g_array_append_vals (coords, first->a, 2);
  if (turn > 0 && turn > 1e-9)
    return;
  area = atlas_geodesic_ring_area ((const double *) (gconstpointer) coords->data, coords->len / 2);
  if (turn <= 0 || area < MIN_AREA)
    report_hole (self, loop, coords, area);
}

static void
check_loops (Coverage *self)
{
  g_autoptr (GPtrArray) loop = g_ptr_array_new ();
  g_autoptr (GArray) coords = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < self->loose->len; i++)
    {
      Edge *edge = g_ptr_array_index (self->loose, i);

      if (!edge->visited)
        follow_loop (self, edge, loop, coords);
    }
}

/* -- overlaps ---------------------------------------------------------------------------------------------------- */

static const GEOSGeometry *
get_shape (Coverage *self,
           gsize     feature)
{
  if (self->shapes[feature] == NULL && !self->layer->invalid[feature])
    self->shapes[feature] = _atlas_check_make_polygon (self->layer->check, self->layer->table, feature);
  return self->shapes[feature];
}

static void
check_pair (Coverage                   *self,
            gsize                       feature,
            gsize                       other,
            const GEOSPreparedGeometry *prepared)
{
  AtlasCheck *check = self->layer->check;
  const GEOSGeometry *a = get_shape (self, feature), *b = get_shape (self, other);
  GEOSGeometry *both;
  double area, lon = NAN, lat = NAN;

  if (b == NULL || GEOSPreparedIntersects_r (check->geos, prepared, b) != 1)
    return;
  both = GEOSIntersection_r (check->geos, a, b);
  if (both == NULL)
    return;
  area = _atlas_check_measure (check, both);
  if (area >= MIN_AREA)
    {
      g_autofree char *name = _atlas_check_dup_label (self->layer, MAX (feature, other));

      _atlas_check_get_inside (check, both, &lon, &lat);
      _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "coverage-overlap", MIN (feature, other), NULL, lon, lat,
                           _("It overlaps %s by %.0f m². Let them share their border."), name, area);
    }
  GEOSGeom_destroy_r (check->geos, both);
}

/* Whether the overlap of two features must be looked into, and not from the other side already. */
static gboolean
is_suspect (Coverage *self,
            guint32   feature,
            guint32   other)
{
  if (other == feature || !self->taken[other])
    return FALSE;
  if (self->open_edges[feature] && self->open_edges[other])
    return other > feature;
  if (self->open_edges[feature])
    return TRUE;
  if (self->open_edges[other])
    return FALSE;
  return other > feature && find_piece (self, feature) != find_piece (self, other);
}

static void
check_overlaps (Coverage *self)
{
  AtlasCheck *check = self->layer->check;
  guint32 whole = self->features->len > 0 ? find_piece (self, (guint32) g_array_index (self->features, gsize, 0)) : 0;
  gboolean one_piece = TRUE;

  for (guint i = 0; i < self->features->len && one_piece; i++)
    one_piece = find_piece (self, (guint32) g_array_index (self->features, gsize, i)) == whole;
  for (guint i = 0; i < self->features->len; i++)
    {
      gsize feature = g_array_index (self->features, gsize, i);
      AtlasExtent extent = atlas_table_get_feature_extent (self->layer->table, feature);
      const GEOSPreparedGeometry *prepared = NULL;
      g_autoptr (GArray) near = NULL;

      if (one_piece && !self->open_edges[feature])
        continue;
      near = atlas_table_query (self->layer->table, &extent);
      for (guint k = 0; k < near->len; k++)
        {
          guint32 other = g_array_index (near, guint32, k);

          if (!is_suspect (self, (guint32) feature, other) || get_shape (self, feature) == NULL)
            continue;
          if (prepared == NULL)
            prepared = GEOSPrepare_r (check->geos, get_shape (self, feature));
          if (prepared != NULL)
            check_pair (self, feature, other, prepared);
        }
      if (prepared != NULL)
        GEOSPreparedGeom_destroy_r (check->geos, prepared);
    }
}

/* -- edges that run beside a neighbour --------------------------------------------------------------------------- */

/* A gap that is open at one end is no loop of its own: the outline runs in on one side and out on the other.  So an edge of
 * the outline whose middle is next to another polygon, and far nearer than the edge is long, was meant to be shared. */
static void
check_beside (Coverage   *self,
              const Edge *edge)
{
  AtlasTable *table = self->layer->table;
  double lon = (edge->a[0] + edge->b[0]) / 2, lat = (edge->a[1] + edge->b[1]) / 2;
  double length = atlas_geodesic_distance (edge->a[0], edge->a[1], edge->b[0], edge->b[1]);
  double limit = MIN (NEAR_EDGE, length / 10);
  const double margin = 2 * NEAR_EDGE * ATLAS_CHECK_METRE;
  AtlasExtent around = { lon - margin, lat - margin, lon + margin, lat + margin };
  g_autoptr (GArray) near = atlas_table_query (table, &around);

  for (guint i = 0; i < near->len; i++)
    {
      guint32 other = g_array_index (near, guint32, i);
      g_autofree char *name = NULL;
      double distance;

      if (other == edge->feature || !self->taken[other])
        continue;
      distance = atlas_table_distance (table, other, lon, lat);
      if (!(distance < limit))
        continue;
      name = _atlas_check_dup_label (self->layer, other);
      _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "coverage-edge", edge->feature, NULL, lon, lat,
                           _("Its border runs along that of %s without sharing its vertices. Give both the same vertices."),
                           name);
      return;
    }
}

static void
check_outline (Coverage *self)
{
  /* One finding for each feature is enough to go and look. */
  g_autofree guint8 *told = g_new0 (guint8, atlas_table_get_n_features (self->layer->table) + 1);
  guint64 before = self->layer->report.counts[ATLAS_SEVERITY_ERROR];

  for (guint i = 0; i < self->loose->len && !_atlas_check_is_full (self->layer, ATLAS_SEVERITY_ERROR, "coverage-edge"); i++)
    {
      const Edge *edge = g_ptr_array_index (self->loose, i);

      if (edge->told || told[edge->feature])
        continue;
      check_beside (self, edge);
      told[edge->feature] = self->layer->report.counts[ATLAS_SEVERITY_ERROR] > before;
      before = self->layer->report.counts[ATLAS_SEVERITY_ERROR];
    }
}

void
_atlas_check_coverage (AtlasCheckLayer            *layer,
                       const AtlasSchemaCondition *where)
{
  gsize n = atlas_table_get_n_features (layer->table);
  g_auto (Coverage) self = { .layer = layer };

  if (atlas_table_get_n_vertices (layer->table) > MAX_VERTICES)
    {
      _atlas_check_report (layer, ATLAS_SEVERITY_WARNING, "too-big", ATLAS_CHECK_LAYER, NULL, NAN, NAN,
                           _("Gaps and overlaps were not looked for: the layer has more than %d vertices. Check it in parts."),
                           MAX_VERTICES);
      return;
    }
  self.features = g_array_new (FALSE, FALSE, sizeof (gsize));
  self.edges = g_array_new (FALSE, FALSE, sizeof (Edge));
  self.loose = g_ptr_array_new ();
  self.taken = g_new0 (guint8, n + 1);
  self.open_edges = g_new0 (guint8, n + 1);
  self.piece = g_new (guint32, n + 1);
  self.shapes = g_new0 (GEOSGeometry *, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      AtlasGeometryType type = atlas_table_get_geometry_type (layer->table, i);

      self.piece[i] = (guint32) i;
      if ((type != ATLAS_GEOMETRY_POLYGON && type != ATLAS_GEOMETRY_MULTI_POLYGON) || !_atlas_check_meets (layer, i, where))
        continue;
      self.taken[i] = TRUE;
      g_array_append_val (self.features, i);
    }
  collect_edges (&self);
  match_edges (&self);
  check_loops (&self);
  check_overlaps (&self);
  check_outline (&self);
}
