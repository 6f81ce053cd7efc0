/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shape of each feature by itself: its kind, where it lies, its vertices, its rings, and whether GEOS finds it valid
 * (OGC Simple Features).  And features that are there twice.  A pass over all vertices; one thread. */

#include "check/atlas-check-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "geo/atlas-geodesic.h"

/* Smaller than this a ring is a slip of the hand: with five decimals a vertex is known to a metre. */
#define MIN_RING_AREA 1.0

static const char *
get_area_name (AtlasCheckLayer *layer)
{
  const char *name = layer->schema != NULL ? atlas_schema_get_area_name (layer->schema) : "china";

  if (g_str_equal (name, "city"))
    return _("Changzhi and its surroundings");
  return g_str_equal (name, "china") ? _("China") : _("the world");
}

/* Says that a place is far from where the layer belongs.  Once for a feature. */
static void
report_outside (AtlasCheckLayer   *layer,
                gsize              feature,
                const AtlasExtent *area,
                double             lon,
                double             lat)
{
  AtlasSeverity severity = layer->schema != NULL ? ATLAS_SEVERITY_ERROR : ATLAS_SEVERITY_WARNING;
  const char *where = get_area_name (layer);

  if (atlas_extent_contains (area, lat, lon))
    _atlas_check_report (layer, severity, "place-area", feature, NULL, lon, lat,
                         _("Longitude and latitude are swapped: the other way round it is in %s. Write longitude first."),
                         where);
  else if (lon == 0 && lat == 0)
    _atlas_check_report (layer, severity, "place-area", feature, NULL, lon, lat,
                         _("The place is 0, 0, which stands for none. Give it its place or leave the feature out."));
  else
    _atlas_check_report (layer, severity, "place-area", feature, NULL, lon, lat,
                         _("It is outside %s. Check the coordinates and their coordinate system (WGS 84)."), where);
}

static void
check_place (AtlasCheckLayer   *layer,
             gsize              feature,
             const AtlasExtent *area)
{
  AtlasExtent extent = atlas_table_get_feature_extent (layer->table, feature);

  if (atlas_extent_is_empty (&extent)
      || (atlas_extent_contains (area, extent.west, extent.south) && atlas_extent_contains (area, extent.east, extent.north)))
    return;
  for (gsize i = 0; i < atlas_table_get_n_parts (layer->table, feature); i++)
    {
      AtlasPart part;

      atlas_table_get_part (layer->table, feature, i, &part);
      for (gsize v = 0; v < part.n_vertices; v++)
        if (!atlas_extent_contains (area, part.coords[2 * v], part.coords[2 * v + 1]))
          {
            report_outside (layer, feature, area, part.coords[2 * v], part.coords[2 * v + 1]);
            return;
          }
    }
}

static void
check_kind (AtlasCheckLayer *layer,
            gsize            feature)
{
  AtlasGeometryType type = atlas_table_get_geometry_type (layer->table, feature);
  g_autofree char *allowed = NULL;

  if (type == ATLAS_GEOMETRY_NONE)
    {
      _atlas_check_report (layer, layer->schema != NULL ? ATLAS_SEVERITY_ERROR : ATLAS_SEVERITY_WARNING, "geometry-none",
                           feature, NULL, NAN, NAN, _("It has no geometry. Give it one or leave the feature out."));
      return;
    }
  if (layer->schema == NULL || atlas_schema_allows_geometry (layer->schema, type))
    return;
  allowed = g_strjoinv (", ", (GStrv) atlas_schema_get_geometry (layer->schema));
  _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "geometry-kind", feature, NULL, NAN, NAN,
                       _("It is a %s; the layer takes %s."), atlas_geometry_type_get_name (type), allowed);
}

static gboolean
same_place (const double *a,
            const double *b)
{
  return a[0] == b[0] && a[1] == b[1];
}

/* Vertices that say nothing: the same place twice running, and ways that lead back where they came from. */
static void
check_vertices (AtlasCheckLayer *layer,
                gsize            feature,
                const AtlasPart *part)
{
  const double *c = part->coords;
  gboolean twice = FALSE, spike = FALSE;

  for (gsize i = 1; i < part->n_vertices && !(twice && spike); i++)
    {
      const double *v = c + 2 * i;

      if (same_place (v - 2, v))
        {
          if (!twice)
            _atlas_check_report (layer, ATLAS_SEVERITY_WARNING, "vertex-twice", feature, NULL, v[0], v[1],
                                 _("A vertex comes twice running. Delete one of the two."));
          twice = TRUE;
        }
      else if (i >= 2 && same_place (v - 4, v) && !(part->kind != ATLAS_PART_LINE && part->n_vertices <= 3))
        {
          if (!spike)
            _atlas_check_report (layer, ATLAS_SEVERITY_WARNING, "spike", feature, NULL, v[-2], v[-1],
                                 _("A spike: from here it leads straight back. Delete this vertex."));
          spike = TRUE;
        }
    }
}

/* Twice the area in square degrees, positive when the ring runs counter-clockwise; from its first vertex, so that short
 * rings far from 0, 0 keep their digits. */
static double
signed_area (const double *coords,
             gsize         n)
{
  double sum = 0;

  for (gsize i = 1; i + 1 < n; i++)
    sum += (coords[2 * i] - coords[0]) * (coords[2 * i + 3] - coords[1])
           - (coords[2 * i + 2] - coords[0]) * (coords[2 * i + 1] - coords[1]);
  return sum;
}

/* FALSE when GEOS need not be asked about it any more. */
static gboolean
check_ring (AtlasCheckLayer *layer,
            gsize            feature,
            const AtlasPart *part)
{
  const double *c = part->coords;
  gsize n = part->n_vertices;
  gboolean hole = part->kind == ATLAS_PART_HOLE;
  gboolean closed = n > 1 && same_place (c, c + 2 * n - 2);
  double turn;

  if (!closed)
    _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "ring-closed", feature, NULL, c[2 * n - 2], c[2 * n - 1],
                         _("A ring does not close. End it with its first vertex."));
  if (n + !closed < 4)
    {
      _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "ring-short", feature, NULL, c[0], c[1],
                           _("A ring has fewer than four vertices (the last repeating the first), so it has no area. "
                             "Draw it anew or delete it."));
      return FALSE;
    }
  turn = signed_area (c, n);
  if (turn == 0 || (fabs (turn) < 1e-9 && atlas_geodesic_ring_area (c, n) < MIN_RING_AREA))
    _atlas_check_report (layer, ATLAS_SEVERITY_WARNING, "ring-tiny", feature, NULL, c[0], c[1],
                         _("A ring has less than a square metre inside. Delete it, or draw it larger."));
  if (layer->is_geojson && turn != 0 && (turn < 0) != hole)
    _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "ring-direction", feature, NULL, c[0], c[1],
                         hole ? _("A hole runs counter-clockwise; RFC 7946 wants holes clockwise. Turn its vertices round.")
                              : _("An outline runs clockwise; RFC 7946 wants outlines counter-clockwise. Turn its vertices "
                                  "round."));
  return closed;
}

static void
check_line (AtlasCheckLayer *layer,
            gsize            feature,
            const AtlasPart *part)
{
  for (gsize i = 1; i < part->n_vertices; i++)
    if (!same_place (part->coords, part->coords + 2 * i))
      {
        check_vertices (layer, feature, part);
        return;
      }
  _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "line-zero", feature, NULL, part->coords[0], part->coords[1],
                       _("A line has no length: all its vertices are at one place. Draw it anew or delete it."));
}

/* What GEOS says and what to do about it. */
static const struct
{
  const char *reason;
  const char *meaning;
} reasons[] = {
  { "Self-intersection", N_("The outline crosses or touches itself here. Move the vertices apart.") },
  { "Ring Self-intersection", N_("A ring touches itself here. Make two rings of it, or move the vertex.") },
  { "Hole lies outside shell", N_("A hole lies outside its outline. Move it, or make it a polygon of its own.") },
  { "Holes are nested", N_("A hole lies in another hole. Delete one of the two.") },
  { "Nested shells", N_("A part of the area lies inside another part. Delete one of the two.") },
  { "Interior is disconnected", N_("Holes cut the area into pieces. Make several polygons of it.") },
  { "Duplicate Rings", N_("The same ring is there twice. Delete one of the two.") },
  { "Too few points in geometry component", N_("A ring has too few different vertices. Draw it anew or delete it.") },
  { "Invalid Coordinate", N_("A coordinate is not a number. Correct it.") },
  { "Ring is not closed", N_("A ring does not close. End it with its first vertex.") },
};

static const char *
get_meaning (const char *reason)
{
  for (gsize i = 0; reason != NULL && i < G_N_ELEMENTS (reasons); i++)
    if (g_str_equal (reasons[i].reason, reason))
      return _(reasons[i].meaning);
  return _("The area is not valid here. Draw its outline anew.");
}

static void
check_valid (AtlasCheckLayer *layer,
             gsize            feature)
{
  AtlasCheck *check = layer->check;
  GEOSGeometry *geometry = _atlas_check_make_polygon (check, layer->table, feature);
  GEOSGeometry *place = NULL;
  char *reason = NULL;
  double lon = NAN, lat = NAN;
  char valid = geometry != NULL ? GEOSisValidDetail_r (check->geos, geometry, 0, &reason, &place) : 2;

  if (valid != 1)
    {
      layer->invalid[feature] = TRUE;
      if (place != NULL && GEOSisEmpty_r (check->geos, place) == 0)
        {
          GEOSGeomGetX_r (check->geos, place, &lon);
          GEOSGeomGetY_r (check->geos, place, &lat);
        }
      _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "geometry-valid", feature, NULL, lon, lat, "%s",
                           get_meaning (reason));
    }
  if (reason != NULL)
    GEOSFree_r (check->geos, reason);
  if (place != NULL)
    GEOSGeom_destroy_r (check->geos, place);
  if (geometry != NULL)
    GEOSGeom_destroy_r (check->geos, geometry);
}

static void
check_feature (AtlasCheckLayer   *layer,
               gsize              feature,
               const AtlasExtent *area)
{
  gboolean has_rings = FALSE, sound = TRUE;

  check_kind (layer, feature);
  check_place (layer, feature, area);
  for (gsize i = 0; i < atlas_table_get_n_parts (layer->table, feature); i++)
    {
      AtlasPart part;

      atlas_table_get_part (layer->table, feature, i, &part);
      if (part.n_vertices == 0 || part.kind == ATLAS_PART_POINTS)
        continue;
      if (part.kind == ATLAS_PART_LINE)
        check_line (layer, feature, &part);
      else
        {
          has_rings = TRUE;
          check_vertices (layer, feature, &part);
          sound = check_ring (layer, feature, &part) && sound;
        }
    }
  if (has_rings && sound)
    check_valid (layer, feature);
  layer->invalid[feature] |= !sound;
}

void
_atlas_check_geometry (AtlasCheckLayer *layer)
{
  gsize n = atlas_table_get_n_features (layer->table);
  const char *crs = atlas_table_get_crs (layer->table);
  AtlasExtent area = _atlas_check_get_area (layer);

  if (layer->is_geojson && *crs != '\0' && !g_str_equal (crs, "EPSG:4326") && !g_str_equal (crs, "OGC:CRS84"))
    _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "crs", ATLAS_CHECK_LAYER, NULL, NAN, NAN,
                         _("The file says that its coordinates are %s. RFC 7946 knows WGS 84 alone: convert it and leave out "
                           "“crs”."), crs);
  if (layer->schema != NULL && atlas_schema_get_count (layer->schema) >= 0
      && layer->report.n_features != (guint64) atlas_schema_get_count (layer->schema))
    _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "count", ATLAS_CHECK_LAYER, NULL, NAN, NAN,
                         g_dngettext (GETTEXT_PACKAGE, "The layer has %llu feature; there should be %d.",
                                      "The layer has %llu features; there should be %d.",
                                      (gulong) layer->report.n_features),
                         (unsigned long long) layer->report.n_features, atlas_schema_get_count (layer->schema));
  for (gsize i = 0; i < n; i++)
    check_feature (layer, i, &area);
}

/* -- features that are there twice ------------------------------------------------------------------------------- */

/* A geometry as a key: all its coordinates. */
typedef struct
{
  AtlasTable *table;
  gsize       feature;
  guint       hash;
} Shape;

static guint
hash_shape (gconstpointer data)
{
  return ((const Shape *) data)->hash;
}

static gboolean
equal_shape (gconstpointer a,
             gconstpointer b)
{
  const Shape *x = a, *y = b;
  gsize n = atlas_table_get_n_parts (x->table, x->feature);

  if (x->hash != y->hash || n != atlas_table_get_n_parts (y->table, y->feature))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      AtlasPart p, q;

      atlas_table_get_part (x->table, x->feature, i, &p);
      atlas_table_get_part (y->table, y->feature, i, &q);
      if (p.n_vertices != q.n_vertices || memcmp (p.coords, q.coords, p.n_vertices * 2 * sizeof (double)) != 0)
        return FALSE;
    }
  return TRUE;
}

static Shape
make_shape (AtlasTable *table,
            gsize       feature)
{
  Shape shape = { table, feature, 0 };
  guint64 hash = 0xcbf29ce484222325;

  for (gsize i = 0; i < atlas_table_get_n_parts (table, feature); i++)
    {
      AtlasPart part;

      atlas_table_get_part (table, feature, i, &part);
      for (gsize v = 0; v < 2 * part.n_vertices; v++)
        {
          guint64 bits;

          memcpy (&bits, part.coords + v, sizeof bits);
          hash = (hash ^ bits ^ (bits >> 29)) * 0x9e3779b97f4a7c15;
          hash ^= hash >> 32;
        }
    }
  shape.hash = (guint) hash;
  return shape;
}

static void
report_twice (AtlasCheckLayer *layer,
              gsize            feature,
              gsize            first)
{
  AtlasTable *table = layer->table;
  AtlasGeometryType type = atlas_table_get_geometry_type (table, feature);
  gboolean point = type == ATLAS_GEOMETRY_POINT || type == ATLAS_GEOMETRY_MULTI_POINT;
  const char *rule = point ? "point-twice" : "shape-twice";
  g_autofree char *other = _atlas_check_dup_label (layer, first);
  gboolean same_name;

  same_name = layer->name_field >= 0
              && atlas_table_get_text_id (table, layer->name_field, feature)
                 == atlas_table_get_text_id (table, layer->name_field, first)
              && !atlas_table_is_null (table, layer->name_field, feature);
  if (same_name)
    _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, rule, feature, NULL, NAN, NAN,
                         _("It is there twice: %s has the same name and place. Delete one of the two."), other);
  else
    _atlas_check_report (layer, ATLAS_SEVERITY_WARNING, rule, feature, NULL, NAN, NAN,
                         point ? _("%s is at exactly the same place. Check both.")
                               : _("%s has exactly the same shape. Check both."), other);
}

void
_atlas_check_twice (AtlasCheckLayer *layer)
{
  gsize n = atlas_table_get_n_features (layer->table);
  g_autofree Shape *shapes = g_new (Shape, n + 1);
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_shape, equal_shape);

  for (gsize i = 0; i < n; i++)
    {
      const Shape *first;

      shapes[i] = make_shape (layer->table, i);
      if (atlas_table_get_geometry_type (layer->table, i) == ATLAS_GEOMETRY_NONE)
        continue;
      first = g_hash_table_lookup (seen, &shapes[i]);
      if (first == NULL)
        g_hash_table_add (seen, &shapes[i]);
      else
        report_twice (layer, i, first->feature);
    }
}
