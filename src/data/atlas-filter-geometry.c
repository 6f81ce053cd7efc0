/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places in expressions: whether a feature lies in or meets a geometry (GEOS, on the plane of longitude and latitude), how far
 * it is from it, how long and large it is (geodesic).
 *
 * GEOS builds the index of a prepared geometry when it is first asked, without a lock.  So each thread works with a kit of
 * its own: a handle and the matcher's geometries prepared; a matcher keeps the kits that nobody uses.  Most answers need no
 * GEOS: boxes and points are compared directly. */

#include "data/atlas-filter-private.h"

#include <geos_c.h>
#include <math.h>
#include <string.h>

#include "geo/atlas-geodesic.h"

/* Metres in a degree of latitude: at least, on WGS 84. */
#define METRES_PER_DEGREE 110570.0

static const AtlasValue NOTHING = { ATLAS_VALUE_NULL, 0, { 0 } };

struct _AtlasFilterGeometry
{
  gatomicrefcount  ref_count;
  gboolean         is_box;          /* or a point, when the box has no size */
  AtlasExtent      extent;
  AtlasPart       *parts;
  gsize            n_parts;
  double          *coords;
};

/* The points, lines and areas of a geometry apart: GEOS has no predicates for mixtures. */
#define N_KINDS 3

typedef struct
{
  GEOSGeometry               *geometry[N_KINDS];    /* (nullable) */
  const GEOSPreparedGeometry *prepared[N_KINDS];
} Prepared;

struct _AtlasGeometryKit
{
  GEOSContextHandle_t  geos;
  Prepared            *prepared;    /* one a geometry of the matcher */
  guint                n;
};

typedef struct _AtlasGeometryKit Kit;

/* -- geometries --------------------------------------------------------------------------------------------------- */

AtlasFilterGeometry *
_atlas_filter_geometry_new (const AtlasPart *parts,
                            gsize            n_parts)
{
  AtlasFilterGeometry *self = g_new0 (AtlasFilterGeometry, 1);
  gsize n = 0, at = 0;

  g_atomic_ref_count_init (&self->ref_count);
  self->extent = atlas_extent_empty ();
  for (gsize i = 0; i < n_parts; i++)
    n += parts[i].n_vertices;
  self->parts = g_new (AtlasPart, n_parts);
  self->n_parts = n_parts;
  self->coords = g_new (double, 2 * n);
  for (gsize i = 0; i < n_parts; i++)
    {
      double *coords = self->coords + 2 * at;

      if (parts[i].n_vertices > 0)
        memcpy (coords, parts[i].coords, parts[i].n_vertices * 2 * sizeof (double));
      self->parts[i] = (AtlasPart) { parts[i].kind, parts[i].n_vertices, coords, NULL };
      for (gsize k = 0; k < parts[i].n_vertices; k++)
        atlas_extent_add_point (&self->extent, coords[2 * k], coords[2 * k + 1]);
      at += parts[i].n_vertices;
    }
  self->is_box = n == 1;
  return self;
}

AtlasFilterGeometry *
_atlas_filter_geometry_new_box (const AtlasExtent *extent)
{
  const double coords[10] = { extent->west, extent->south, extent->east, extent->south, extent->east,
                              extent->north, extent->west, extent->north, extent->west, extent->south };
  const gboolean point = extent->west == extent->east && extent->south == extent->north;
  const AtlasPart part = { point ? ATLAS_PART_POINTS : ATLAS_PART_RING, point ? 1 : 5, coords, NULL };
  AtlasFilterGeometry *self = _atlas_filter_geometry_new (&part, atlas_extent_is_empty (extent) ? 0 : 1);

  self->is_box = !atlas_extent_is_empty (extent);
  return self;
}

AtlasFilterGeometry *
_atlas_filter_geometry_ref (AtlasFilterGeometry *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
_atlas_filter_geometry_unref (AtlasFilterGeometry *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->parts);
  g_free (self->coords);
  g_free (self);
}

AtlasExtent
_atlas_filter_geometry_get_extent (AtlasFilterGeometry *self)
{
  return self->extent;
}

const AtlasPart *
_atlas_filter_geometry_get_parts (AtlasFilterGeometry *self,
                                  gsize               *n)
{
  *n = self->n_parts;
  return self->parts;
}

gboolean
_atlas_filter_geometry_is_box (AtlasFilterGeometry *self)
{
  return self->is_box;
}

AtlasExtent
_atlas_filter_grow (AtlasExtent extent,
                    double      metres)
{
  const double up = MAX (metres, 0) * 1.01 / METRES_PER_DEGREE + 1e-6;
  const double farthest = MAX (fabs (extent.south), fabs (extent.north)) + up;
  const double aside = farthest < 89 ? up / cos (farthest * G_PI / 180) : 360;

  if (atlas_extent_is_empty (&extent))
    return extent;
  /* A place beyond the antimeridian is near too; then every longitude may be. */
  if (extent.west - aside < -180 || extent.east + aside > 180)
    return (AtlasExtent) { -180, extent.south - up, 180, extent.north + up };
  return (AtlasExtent) { extent.west - aside, extent.south - up, extent.east + aside, extent.north + up };
}

/* -- to GEOS ------------------------------------------------------------------------------------------------------ */

static GEOSGeometry *
make_ring (Kit             *kit,
           const AtlasPart *part)
{
  const gsize n = part->n_vertices;
  const gboolean closed = n > 1 && part->coords[0] == part->coords[2 * n - 2] && part->coords[1] == part->coords[2 * n - 1];
  g_autofree double *copy = NULL;
  GEOSCoordSequence *sequence;

  if (n + !closed < 4 || n >= G_MAXINT)
    return NULL;
  if (!closed)
    {
      copy = g_new (double, 2 * (n + 1));
      memcpy (copy, part->coords, 2 * n * sizeof (double));
      memcpy (copy + 2 * n, part->coords, 2 * sizeof (double));
    }
  sequence = GEOSCoordSeq_copyFromBuffer_r (kit->geos, copy != NULL ? copy : part->coords, (unsigned) (n + !closed), 0, 0);
  return sequence != NULL ? GEOSGeom_createLinearRing_r (kit->geos, sequence) : NULL;
}

static void
add_polygon (Kit          *kit,
             GPtrArray    *polygons,
             GEOSGeometry *shell,
             GPtrArray    *holes)
{
  GEOSGeometry *polygon;

  if (shell == NULL)
    return;
  polygon = GEOSGeom_createPolygon_r (kit->geos, shell, (GEOSGeometry **) holes->pdata, holes->len);
  g_ptr_array_set_size (holes, 0);
  if (polygon != NULL)
    g_ptr_array_add (polygons, polygon);
}

/* One geometry of several, which it takes; NULL of none. */
static GEOSGeometry *
collect (Kit       *kit,
         GPtrArray *members,
         int        type)
{
  GEOSGeometry *result;

  if (members->len == 0)
    return NULL;
  if (members->len == 1)
    result = g_ptr_array_index (members, 0);
  else
    result = GEOSGeom_createCollection_r (kit->geos, type, (GEOSGeometry **) members->pdata, members->len);
  g_ptr_array_set_size (members, 0);
  return result;
}

static void
add_simple (Kit             *kit,
            GPtrArray       *points,
            GPtrArray       *lines,
            const AtlasPart *part)
{
  if (part->kind == ATLAS_PART_POINTS)
    {
      for (gsize i = 0; i < part->n_vertices; i++)
        g_ptr_array_add (points, GEOSGeom_createPointFromXY_r (kit->geos, part->coords[2 * i], part->coords[2 * i + 1]));
      return;
    }
  if (part->n_vertices >= 2 && part->n_vertices < G_MAXINT)
    {
      GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromBuffer_r (kit->geos, part->coords, (unsigned) part->n_vertices, 0, 0);
      GEOSGeometry *line = sequence != NULL ? GEOSGeom_createLineString_r (kit->geos, sequence) : NULL;

      if (line != NULL)
        g_ptr_array_add (lines, line);
    }
}

/* The points, lines and areas of @parts; each may be NULL. */
static void
make_geometries (Kit             *kit,
                 const AtlasPart *parts,
                 gsize            n_parts,
                 GEOSGeometry    *out[N_KINDS])
{
  g_autoptr (GPtrArray) points = g_ptr_array_new ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autoptr (GPtrArray) polygons = g_ptr_array_new ();
  g_autoptr (GPtrArray) holes = g_ptr_array_new ();
  GEOSGeometry *shell = NULL;

  for (gsize i = 0; i < n_parts; i++)
    {
      GEOSGeometry *ring;

      if (parts[i].kind == ATLAS_PART_POINTS || parts[i].kind == ATLAS_PART_LINE)
        {
          add_simple (kit, points, lines, &parts[i]);
          continue;
        }
      ring = make_ring (kit, &parts[i]);
      if (parts[i].kind == ATLAS_PART_RING)
        {
          add_polygon (kit, polygons, shell, holes);
          shell = ring;
        }
      else if (shell != NULL && ring != NULL)
        g_ptr_array_add (holes, ring);
      else if (ring != NULL)
        GEOSGeom_destroy_r (kit->geos, ring);
    }
  add_polygon (kit, polygons, shell, holes);
  out[0] = collect (kit, points, GEOS_MULTIPOINT);
  out[1] = collect (kit, lines, GEOS_MULTILINESTRING);
  out[2] = collect (kit, polygons, GEOS_MULTIPOLYGON);
}

/* Areas that overlap or share an edge become one, those that cross themselves are mended. */
static GEOSGeometry *
mend (Kit          *kit,
      GEOSGeometry *area,
      gboolean      dissolve)
{
  GEOSGeometry *better = NULL;

  if (GEOSisValid_r (kit->geos, area) == 0)
    better = GEOSMakeValid_r (kit->geos, area);
  if (better == NULL && !dissolve)
    return area;
  if (better != NULL)
    {
      GEOSGeom_destroy_r (kit->geos, area);
      area = better;
    }
  if (dissolve && (better = GEOSUnaryUnion_r (kit->geos, area)) != NULL)
    {
      GEOSGeom_destroy_r (kit->geos, area);
      area = better;
    }
  return area;
}

static Kit *
kit_new (AtlasFilterMatcher *matcher)
{
  Kit *kit = g_new0 (Kit, 1);

  kit->geos = GEOS_init_r ();
  kit->n = matcher->geometries->len;
  kit->prepared = g_new0 (Prepared, kit->n);
  for (guint i = 0; i < kit->n; i++)
    {
      const AtlasFilterGeometry *geometry = g_ptr_array_index (matcher->geometries, i);
      Prepared *prepared = &kit->prepared[i];

      make_geometries (kit, geometry->parts, geometry->n_parts, prepared->geometry);
      if (prepared->geometry[2] != NULL)
        prepared->geometry[2] = mend (kit, prepared->geometry[2], geometry->n_parts > 1);
      for (guint k = 0; k < N_KINDS; k++)
        if (prepared->geometry[k] != NULL)
          prepared->prepared[k] = GEOSPrepare_r (kit->geos, prepared->geometry[k]);
    }
  return kit;
}

void
_atlas_geometry_kit_free (gpointer data)
{
  Kit *kit = data;

  for (guint i = 0; i < kit->n; i++)
    for (guint k = 0; k < N_KINDS; k++)
      {
        if (kit->prepared[i].prepared[k] != NULL)
          GEOSPreparedGeom_destroy_r (kit->geos, kit->prepared[i].prepared[k]);
        if (kit->prepared[i].geometry[k] != NULL)
          GEOSGeom_destroy_r (kit->geos, kit->prepared[i].geometry[k]);
      }
  g_free (kit->prepared);
  GEOS_finish_r (kit->geos);
  g_free (kit);
}

void
_atlas_geometry_kit_give_back (AtlasFilterMatcher *matcher,
                               Kit                *kit)
{
  g_mutex_lock (&matcher->kits_lock);
  g_ptr_array_add (matcher->kits, kit);
  g_mutex_unlock (&matcher->kits_lock);
}

static Kit *
get_kit (AtlasEval *eval)
{
  AtlasFilterMatcher *matcher = eval->matcher;

  if (eval->kit != NULL)
    return eval->kit;
  g_mutex_lock (&matcher->kits_lock);
  if (matcher->kits->len > 0)
    eval->kit = g_ptr_array_steal_index_fast (matcher->kits, matcher->kits->len - 1);
  g_mutex_unlock (&matcher->kits_lock);
  if (eval->kit == NULL)
    eval->kit = kit_new (matcher);
  return eval->kit;
}

/* -- within and intersects ----------------------------------------------------------------------------------------- */

static AtlasPart *
get_parts (AtlasEval *eval,
           gsize     *n)
{
  AtlasPart *parts;

  *n = atlas_table_get_n_parts (eval->table, eval->feature);
  parts = g_new (AtlasPart, *n);
  for (gsize i = 0; i < *n; i++)
    atlas_table_get_part (eval->table, eval->feature, i, &parts[i]);
  return parts;
}

/* Asks GEOS about each kind of the feature: within needs all of them to lie in the place, intersects one that meets it.
 * Returns: one of the three answers; unknown when GEOS gives none. */
static int
ask (AtlasEval *eval,
     guint      number,
     gboolean   within)
{
  Kit *kit = get_kit (eval);
  const Prepared *place = &kit->prepared[number];
  GEOSGeometry *own[N_KINDS] = { NULL };
  g_autofree AtlasPart *parts = NULL;
  int result = ATLAS_UNKNOWN;
  gsize n;

  parts = get_parts (eval, &n);
  make_geometries (kit, parts, n, own);
  for (guint k = 0; k < N_KINDS; k++)
    {
      int met = ATLAS_FALSE;

      if (own[k] == NULL)
        continue;
      for (guint i = 0; i < N_KINDS && met != ATLAS_TRUE; i++)
        {
          int one;

          if (place->prepared[i] == NULL)
            continue;
          one = within ? GEOSPreparedCovers_r (kit->geos, place->prepared[i], own[k])
                       : GEOSPreparedIntersects_r (kit->geos, place->prepared[i], own[k]);
          if (one != 0)
            met = one == 1 ? ATLAS_TRUE : ATLAS_UNKNOWN;
        }
      if (result == ATLAS_UNKNOWN || met == (within ? ATLAS_FALSE : ATLAS_TRUE))
        result = met;
      GEOSGeom_destroy_r (kit->geos, own[k]);
    }
  return result;
}

static int
is_within (AtlasEval                 *eval,
           const AtlasFilterGeometry *geometry,
           guint                      number)
{
  const AtlasExtent own = atlas_table_get_feature_extent (eval->table, eval->feature);
  const AtlasExtent *place = &geometry->extent;

  if (atlas_extent_is_empty (&own))
    return ATLAS_UNKNOWN;
  if (!(own.west >= place->west && own.south >= place->south && own.east <= place->east && own.north <= place->north))
    return ATLAS_FALSE;
  return geometry->is_box ? ATLAS_TRUE : ask (eval, number, TRUE);
}

static int
meets (AtlasEval                 *eval,
       const AtlasFilterGeometry *geometry,
       guint                      number)
{
  const AtlasExtent own = atlas_table_get_feature_extent (eval->table, eval->feature);
  const AtlasExtent *place = &geometry->extent;

  if (atlas_extent_is_empty (&own))
    return ATLAS_UNKNOWN;
  if (!atlas_extent_intersects (&own, place))
    return ATLAS_FALSE;
  if (geometry->is_box && own.west >= place->west && own.south >= place->south && own.east <= place->east
      && own.north <= place->north)
    return ATLAS_TRUE;
  return ask (eval, number, FALSE);
}

/* -- distance ------------------------------------------------------------------------------------------------------ */

/* The nearest two places so far, on a plane that touches the earth near both. */
typedef struct
{
  double kx;            /* metres in a degree of longitude and of latitude there */
  double ky;
  double least;         /* square metres */
  double from[2];
  double to[2];
} Nearest;

/* From one vertex to a part. */
static void
look_from (Nearest         *nearest,
           const double    *vertex,
           const AtlasPart *part)
{
  for (gsize i = 0; i < part->n_vertices; i++)
    {
      const double *b = part->coords + 2 * i;
      const double *a = i > 0 && part->kind != ATLAS_PART_POINTS ? b - 2 : b;
      const double x = (a[0] - vertex[0]) * nearest->kx, y = (a[1] - vertex[1]) * nearest->ky;
      const double dx = (b[0] - a[0]) * nearest->kx, dy = (b[1] - a[1]) * nearest->ky;
      const double length = dx * dx + dy * dy;
      const double t = length > 0 ? CLAMP (-(x * dx + y * dy) / length, 0, 1) : 0;
      const double px = x + t * dx, py = y + t * dy;

      if (px * px + py * py < nearest->least)
        {
          nearest->least = px * px + py * py;
          nearest->from[0] = vertex[0];
          nearest->from[1] = vertex[1];
          nearest->to[0] = a[0] + t * (b[0] - a[0]);
          nearest->to[1] = a[1] + t * (b[1] - a[1]);
        }
    }
}

static void
look_between (Nearest         *nearest,
              const AtlasPart *from,
              gsize            n_from,
              const AtlasPart *to,
              gsize            n_to)
{
  for (gsize i = 0; i < n_from; i++)
    for (gsize v = 0; v < from[i].n_vertices; v++)
      for (gsize k = 0; k < n_to; k++)
        look_from (nearest, from[i].coords + 2 * v, &to[k]);
}

/* Metres between the feature and the place.  Two lines that do not cross are nearest at a vertex of one of them, so it is
 * enough to look from all vertices of both; the nearest two places are then measured on the ellipsoid. */
static double
get_distance (AtlasEval                 *eval,
              const AtlasFilterGeometry *geometry,
              guint                      number)
{
  const AtlasExtent own = atlas_table_get_feature_extent (eval->table, eval->feature);
  Nearest nearest = { .least = INFINITY };
  g_autofree AtlasPart *parts = NULL;
  double lat;
  gsize n;

  if (atlas_extent_is_empty (&own) || atlas_extent_is_empty (&geometry->extent))
    return NAN;
  if (geometry->is_box && geometry->parts[0].kind == ATLAS_PART_POINTS)
    return atlas_table_distance (eval->table, eval->feature, geometry->coords[0], geometry->coords[1]);
  if (atlas_extent_intersects (&own, &geometry->extent) && meets (eval, geometry, number) == ATLAS_TRUE)
    return 0;
  parts = get_parts (eval, &n);
  /* Between the feature and the place's edge that faces it. */
  lat = ((own.south + own.north) / 2 + CLAMP ((own.south + own.north) / 2, geometry->extent.south, geometry->extent.north)) / 2;
  nearest.ky = atlas_geodesic_distance (0, lat - 0.05, 0, lat + 0.05) / 0.1;
  nearest.kx = atlas_geodesic_distance (0, lat, 0.1, lat) / 0.1;
  look_between (&nearest, parts, n, geometry->parts, geometry->n_parts);
  look_between (&nearest, geometry->parts, geometry->n_parts, parts, n);
  if (!isfinite (nearest.least))
    return NAN;
  return atlas_geodesic_distance (nearest.from[0], nearest.from[1], nearest.to[0], nearest.to[1]);
}

AtlasValue
_atlas_eval_place (AtlasEval        *eval,
                   const AtlasBound *bound)
{
  const AtlasFilterGeometry *geometry = g_ptr_array_index (eval->matcher->geometries, bound->geometry);
  int truth;

  if (bound->function == ATLAS_FUNC_DISTANCE)
    {
      const double metres = get_distance (eval, geometry, bound->geometry);

      return isfinite (metres) ? (AtlasValue) { ATLAS_VALUE_NUMBER, 0, { .number = metres } } : NOTHING;
    }
  truth = bound->function == ATLAS_FUNC_WITHIN ? is_within (eval, geometry, bound->geometry)
                                               : meets (eval, geometry, bound->geometry);
  return truth != ATLAS_UNKNOWN ? (AtlasValue) { ATLAS_VALUE_BOOLEAN, 0, { .number = truth } } : NOTHING;
}

/* -- measures ------------------------------------------------------------------------------------------------------ */

AtlasValue
_atlas_eval_measure (AtlasEval    *eval,
                     AtlasNodeKind what)
{
  const AtlasExtent own = atlas_table_get_feature_extent (eval->table, eval->feature);
  double sum = 0;

  if (atlas_extent_is_empty (&own))
    return NOTHING;
  if (what == ATLAS_NODE_X || what == ATLAS_NODE_Y)
    return (AtlasValue) { ATLAS_VALUE_NUMBER, 0,
                          { .number = what == ATLAS_NODE_X ? (own.west + own.east) / 2 : (own.south + own.north) / 2 } };
  for (gsize i = 0; i < atlas_table_get_n_parts (eval->table, eval->feature); i++)
    {
      AtlasPart part;

      atlas_table_get_part (eval->table, eval->feature, i, &part);
      if (part.kind == ATLAS_PART_POINTS)
        continue;
      if (what == ATLAS_NODE_LENGTH)
        sum += atlas_geodesic_length (part.coords, part.n_vertices) / 1000;
      else if (part.kind != ATLAS_PART_LINE)
        sum += (part.kind == ATLAS_PART_HOLE ? -1 : 1) * atlas_geodesic_ring_area (part.coords, part.n_vertices) / 1e6;
    }
  return (AtlasValue) { ATLAS_VALUE_NUMBER, 0, { .number = MAX (sum, 0) } };
}
