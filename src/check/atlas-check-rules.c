/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of a layer's schema, most of which look into another layer: one that is checked too, else a shipped one.
 * Distances are geodesic metres.  One thread. */

#include "check/atlas-check-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "geo/atlas-geodesic.h"

/* How far from its line a thing may lie that is on it, metres. */
#define ON_LINE 50.0
/* Nearer than this an end is on a line, as far as one sees. */
#define ON_VERTEX 0.5
/* Square metres by which a whole and its parts may differ. */
#define MIN_AREA 1.0

/* A rule while it is checked. */
typedef struct
{
  AtlasCheckLayer       *layer;
  const AtlasSchemaRule *rule;
  int                    field;     /* number of the rule's field in the table, or -1 */
} Rule;

/* "1.2 km", "35 m". */
static char *
dup_distance (double metres)
{
  if (metres >= 950)
    return g_strdup_printf (_("%.1f km"), metres / 1000);
  return metres >= 9.5 ? g_strdup_printf (_("%.0f m"), metres) : g_strdup_printf (_("%.1f m"), metres);
}

/* The other layer, or a warning that it is not there. */
static AtlasCheckLayer *
find_other (const Rule *self,
            const char *name)
{
  AtlasCheckLayer *other = _atlas_check_find_layer (self->layer->check, name);

  if (other == NULL)
    _atlas_check_report (self->layer, ATLAS_SEVERITY_WARNING, "not-checked", ATLAS_CHECK_LAYER, self->rule->field, NAN, NAN,
                         _("The rule “%s” was not checked: there is no layer “%s”. Name its file too."), self->rule->name,
                         name);
  return other;
}

/* The value of the rule's field, for people and comparing; NULL when there is none. */
static char *
dup_value (const Rule *self,
           gsize       feature)
{
  return self->field >= 0 ? atlas_table_dup_value (self->layer->table, (guint) self->field, feature) : NULL;
}

/* -- sum, each --------------------------------------------------------------------------------------------------- */

static void
check_sum (const Rule *self)
{
  AtlasTable *table = self->layer->table;
  double sum = 0, tolerance = MAX (self->rule->tolerance, 0.0005);

  for (gsize i = 0; self->field >= 0 && i < atlas_table_get_n_features (table); i++)
    {
      double value = atlas_table_get_number (table, (guint) self->field, i);

      if (isfinite (value) && _atlas_check_meets (self->layer, i, &self->rule->where))
        sum += value;
    }
  if (fabs (sum - self->rule->total) <= tolerance)
    return;
  if (self->rule->where.field != NULL)
    _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "sum", ATLAS_CHECK_LAYER, self->rule->field, NAN, NAN,
                         _("Where “%s” is %s, the values sum to %.3f; they should sum to %.3f."), self->rule->where.field,
                         self->rule->where.value, sum, self->rule->total);
  else
    _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "sum", ATLAS_CHECK_LAYER, self->rule->field, NAN, NAN,
                         _("The values sum to %.3f; they should sum to %.3f."), sum, self->rule->total);
}

static void
check_each (const Rule *self)
{
  AtlasCheckLayer *other = find_other (self, self->rule->layers[0]);
  int match = other != NULL ? atlas_table_find_field (other->table, self->rule->match) : -1;
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (match < 0)
    return;
  for (gsize i = 0; i < atlas_table_get_n_features (self->layer->table); i++)
    {
      char *value = dup_value (self, i);

      if (value != NULL)
        g_hash_table_add (values, value);
    }
  for (gsize i = 0; i < atlas_table_get_n_features (other->table); i++)
    {
      g_autofree char *value = atlas_table_dup_value (other->table, (guint) match, i);

      if (value == NULL || g_hash_table_contains (values, value))
        continue;
      g_hash_table_add (values, g_strdup (value));
      _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "each", ATLAS_CHECK_LAYER, self->rule->field, NAN, NAN,
                           _("No feature has %s, and each of “%s” should have one at least."), value, other->name);
    }
}

/* -- inside ------------------------------------------------------------------------------------------------------ */

/* The polygon that has @value; ATLAS_CHECK_LAYER when there is none. */
static gsize
find_match (AtlasCheckLayer *other,
            guint            match,
            const char      *value)
{
  for (gsize i = 0; i < atlas_table_get_n_features (other->table); i++)
    {
      g_autofree char *own = atlas_table_dup_value (other->table, match, i);

      if (g_strcmp0 (own, value) == 0)
        return i;
    }
  return ATLAS_CHECK_LAYER;
}

/* How far a feature is from a polygon: of its vertices, the nearest.  @lon, @lat: (out): that one. */
static double
get_distance (AtlasTable *table,
              gsize       feature,
              AtlasTable *polygons,
              gsize       polygon,
              double     *lon,
              double     *lat)
{
  double best = INFINITY;

  for (gsize i = 0; i < atlas_table_get_n_parts (table, feature); i++)
    {
      AtlasPart part;

      atlas_table_get_part (table, feature, i, &part);
      for (gsize v = 0; v < part.n_vertices && best > 0; v++)
        {
          double d = atlas_table_distance (polygons, polygon, part.coords[2 * v], part.coords[2 * v + 1]);

          if (!(d < best))
            continue;
          best = d;
          *lon = part.coords[2 * v];
          *lat = part.coords[2 * v + 1];
        }
    }
  return best;
}

/* The value of the polygon that a place lies in, or NULL. */
static char *
dup_match_at (AtlasCheckLayer *other,
              guint            match,
              double           lon,
              double           lat)
{
  AtlasExtent here = { lon, lat, lon, lat };
  g_autoptr (GArray) near = atlas_table_query (other->table, &here);

  for (guint i = 0; i < near->len; i++)
    {
      guint32 polygon = g_array_index (near, guint32, i);

      if (atlas_table_distance (other->table, polygon, lon, lat) == 0)
        return atlas_table_dup_value (other->table, match, polygon);
    }
  return NULL;
}

static void
check_inside_one (const Rule      *self,
                  gsize            feature,
                  AtlasCheckLayer *other,
                  guint            match,
                  GHashTable      *polygons)
{
  AtlasTable *table = self->layer->table;
  g_autofree char *value = dup_value (self, feature);
  g_autofree char *quoted = NULL, *far = NULL, *actual = NULL;
  int accuracy = atlas_table_find_field (table, "accuracy_m");
  double allowed = accuracy >= 0 ? atlas_table_get_number (table, (guint) accuracy, feature) : NAN;
  double distance, lon = NAN, lat = NAN;
  gpointer polygon;

  if (value == NULL || atlas_table_get_geometry_type (table, feature) == ATLAS_GEOMETRY_NONE)
    return;
  if (!g_hash_table_lookup_extended (polygons, value, NULL, &polygon))
    {
      polygon = GSIZE_TO_POINTER (find_match (other, match, value));
      g_hash_table_insert (polygons, g_strdup (value), polygon);
    }
  quoted = _atlas_check_quote (value);
  if (GPOINTER_TO_SIZE (polygon) == ATLAS_CHECK_LAYER)
    {
      _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "inside", feature, self->rule->field, NAN, NAN,
                           _("There is no %s in the layer “%s”."), quoted, other->name);
      return;
    }
  distance = get_distance (table, feature, other->table, GPOINTER_TO_SIZE (polygon), &lon, &lat);
  if (!(distance > 0))
    return;
  far = dup_distance (distance);
  actual = dup_match_at (other, match, lon, lat);
  if (actual != NULL)
    _atlas_check_report (self->layer, distance <= allowed ? ATLAS_SEVERITY_WARNING : ATLAS_SEVERITY_ERROR, "inside", feature,
                         self->rule->field, lon, lat,
                         _("It is %s outside %s, in %s. Correct its place, or what it names."), far, quoted, actual);
  else
    _atlas_check_report (self->layer, distance <= allowed ? ATLAS_SEVERITY_WARNING : ATLAS_SEVERITY_ERROR, "inside", feature,
                         self->rule->field, lon, lat,
                         _("It is %s outside %s. Correct its place, or what it names."), far, quoted);
}

static void
check_inside (const Rule *self)
{
  AtlasCheckLayer *other = find_other (self, self->rule->layers[0]);
  int match = other != NULL ? atlas_table_find_field (other->table, self->rule->match) : -1;
  g_autoptr (GHashTable) polygons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (match < 0 || self->field < 0)
    return;
  for (gsize i = 0; i < atlas_table_get_n_features (self->layer->table); i++)
    check_inside_one (self, i, other, (guint) match, polygons);
}

/* -- near -------------------------------------------------------------------------------------------------------- */

/* Metres from a feature to one of @other that is not farther than @km, or infinity; with @nearest: to the nearest. */
static double
get_nearest (AtlasTable *table,
             gsize       feature,
             AtlasTable *other,
             double      km,
             gboolean    nearest)
{
  AtlasExtent around = atlas_table_get_feature_extent (table, feature);
  double margin = km * 1000 * ATLAS_CHECK_METRE * 1.02;
  double aside = margin / MAX (0.01, cos (around.north * G_PI / 180));
  g_autoptr (GArray) near = NULL;
  double best = INFINITY;

  around = (AtlasExtent){ around.west - aside, around.south - margin, around.east + aside, around.north + margin };
  near = atlas_table_query (other, &around);
  for (gsize i = 0; i < atlas_table_get_n_parts (table, feature); i++)
    {
      AtlasPart part;

      atlas_table_get_part (table, feature, i, &part);
      for (gsize v = 0; v < part.n_vertices; v++)
        for (guint k = 0; k < near->len && (nearest || best > km * 1000); k++)
          best = MIN (best, atlas_table_distance (other, g_array_index (near, guint32, k), part.coords[2 * v],
                                                  part.coords[2 * v + 1]));
    }
  return best <= km * 1000 ? best : INFINITY;
}

static void
check_near (const Rule *self)
{
  AtlasCheckLayer *other = find_other (self, self->rule->layers[0]);
  AtlasTable *table = self->layer->table;
  int unless = self->rule->unless != NULL ? atlas_table_find_field (table, self->rule->unless) : -1;

  for (gsize i = 0; other != NULL && i < atlas_table_get_n_features (table); i++)
    {
      g_autofree char *limit = dup_distance (self->rule->km * 1000);
      g_autofree char *far = NULL;
      double distance;

      if ((unless >= 0 && !atlas_table_is_null (table, (guint) unless, i))
          || atlas_table_get_geometry_type (table, i) == ATLAS_GEOMETRY_NONE
          || isfinite (get_nearest (table, i, other->table, self->rule->km, FALSE)))
        continue;
      distance = get_nearest (table, i, other->table, self->rule->km * 20, TRUE);
      far = isfinite (distance) ? dup_distance (distance) : g_strdup (_("far"));
      if (self->rule->unless != NULL)
        _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "near", i, NULL, NAN, NAN,
                             _("It is %s from the nearest of “%s”, and may be %s at most. Correct its place, or say why in "
                               "“%s”."), far, other->name, limit, self->rule->unless);
      else
        _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "near", i, NULL, NAN, NAN,
                             _("It is %s from the nearest of “%s”, and may be %s at most. Correct its place."), far,
                             other->name, limit);
    }
}

/* -- refers, flows-into, on -------------------------------------------------------------------------------------- */

/* The feature whose id a feature's field holds; NULL when it holds none, or when there is no such feature, which is told. */
static AtlasCheckLayer *
find_referred (const Rule *self,
               gsize       feature,
               gsize      *found)
{
  g_autofree char *id = dup_value (self, feature);
  g_autofree char *quoted = NULL, *names = NULL;

  if (id == NULL)
    return NULL;
  for (const char *const *name = self->rule->layers; *name != NULL; name++)
    {
      AtlasCheckLayer *other = _atlas_check_find_layer (self->layer->check, *name);

      *found = other != NULL ? _atlas_check_find_id (other, id) : ATLAS_CHECK_LAYER;
      if (*found != ATLAS_CHECK_LAYER)
        return other;
    }
  quoted = _atlas_check_quote (id);
  names = g_strjoinv (", ", (GStrv) self->rule->layers);
  _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, self->rule->kind == ATLAS_SCHEMA_RULE_REFERS ? "refers" :
                       self->rule->kind == ATLAS_SCHEMA_RULE_ON ? "on" : "flows-into", feature, self->rule->field, NAN, NAN,
                       _("There is no feature with the id “%s” in: %s."), quoted, names);
  return NULL;
}

static gboolean
has_vertex (AtlasTable   *table,
            gsize         feature,
            const double *place)
{
  for (gsize i = 0; i < atlas_table_get_n_parts (table, feature); i++)
    {
      AtlasPart part;

      atlas_table_get_part (table, feature, i, &part);
      for (gsize v = 0; v < part.n_vertices; v++)
        if (part.coords[2 * v] == place[0] && part.coords[2 * v + 1] == place[1])
          return TRUE;
    }
  return FALSE;
}

static void
check_flow (const Rule *self,
            gsize       feature)
{
  AtlasTable *table = self->layer->table;
  gsize receiver = 0, n_parts = atlas_table_get_n_parts (table, feature);
  AtlasCheckLayer *other = find_referred (self, feature, &receiver);
  g_autofree char *name = NULL, *far = NULL;
  const double *mouth, *spring;
  double distance;
  AtlasPart first, last;

  if (other == NULL || n_parts == 0)
    return;
  atlas_table_get_part (table, feature, 0, &first);
  atlas_table_get_part (table, feature, n_parts - 1, &last);
  if (first.kind != ATLAS_PART_LINE || last.kind != ATLAS_PART_LINE || first.n_vertices < 2 || last.n_vertices < 2)
    return;
  spring = first.coords;
  mouth = last.coords + 2 * (last.n_vertices - 1);
  if (has_vertex (other->table, receiver, mouth))
    return;
  name = _atlas_check_dup_label (other, receiver);
  if (has_vertex (other->table, receiver, spring))
    {
      _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "flows-into", feature, self->rule->field, spring[0], spring[1],
                           _("It runs upstream: its first vertex is on %s, not its last. Turn its vertices round."), name);
      return;
    }
  distance = atlas_table_distance (other->table, receiver, mouth[0], mouth[1]);
  if (distance < ON_VERTEX)
    {
      _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "flows-into", feature, self->rule->field, mouth[0], mouth[1],
                           _("It ends on %s, but between its vertices. Give that line a vertex here."), name);
      return;
    }
  far = dup_distance (distance);
  _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "flows-into", feature, self->rule->field, mouth[0], mouth[1],
                       _("Its last vertex is not a vertex of %s, but %s away. Snap it to one."), name, far);
}

/* Whether a line runs through a polygon without a vertex near it. */
static gboolean
crosses (AtlasCheck *check,
         AtlasTable *lines,
         gsize       line,
         AtlasTable *polygons,
         gsize       polygon)
{
  GEOSGeometry *area = _atlas_check_make_polygon (check, polygons, polygon);
  gboolean result = FALSE;

  for (gsize i = 0; area != NULL && !result && i < atlas_table_get_n_parts (lines, line); i++)
    {
      GEOSCoordSequence *sequence = NULL;
      GEOSGeometry *way = NULL;
      AtlasPart part;

      atlas_table_get_part (lines, line, i, &part);
      if (part.kind == ATLAS_PART_LINE && part.n_vertices >= 2 && part.n_vertices < G_MAXUINT)
        sequence = GEOSCoordSeq_copyFromBuffer_r (check->geos, part.coords, (unsigned) part.n_vertices, 0, 0);
      if (sequence != NULL)
        way = GEOSGeom_createLineString_r (check->geos, sequence);
      if (way == NULL)
        continue;
      result = GEOSIntersects_r (check->geos, area, way) == 1;
      GEOSGeom_destroy_r (check->geos, way);
    }
  if (area != NULL)
    GEOSGeom_destroy_r (check->geos, area);
  return result;
}

static void
check_on (const Rule *self,
          gsize       feature)
{
  AtlasTable *table = self->layer->table;
  AtlasGeometryType type = atlas_table_get_geometry_type (table, feature);
  gsize line = 0;
  AtlasCheckLayer *other = find_referred (self, feature, &line);
  g_autofree char *name = NULL, *far = NULL;
  double distance, lon = NAN, lat = NAN;

  if (other == NULL || type == ATLAS_GEOMETRY_NONE)
    return;
  distance = get_distance (table, feature, other->table, line, &lon, &lat);
  if (distance <= ON_LINE
      || ((type == ATLAS_GEOMETRY_POLYGON || type == ATLAS_GEOMETRY_MULTI_POLYGON)
          && crosses (self->layer->check, other->table, line, table, feature)))
    return;
  name = _atlas_check_dup_label (other, line);
  far = dup_distance (distance);
  _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "on", feature, self->rule->field, lon, lat,
                       _("It does not lie on %s, but %s away. Correct its place, or what it names."), name, far);
}

static void
check_refers (const Rule *self,
              gsize       feature)
{
  gsize found;

  find_referred (self, feature, &found);
}

static void
check_references (const Rule *self,
                  void      (*check) (const Rule *, gsize))
{
  gboolean any = FALSE;

  for (const char *const *name = self->rule->layers; *name != NULL; name++)
    any |= _atlas_check_find_layer (self->layer->check, *name) != NULL;
  if (!any)
    {
      find_other (self, self->rule->layers[0] != NULL ? self->rule->layers[0] : "");
      return;
    }
  for (gsize i = 0; self->field >= 0 && i < atlas_table_get_n_features (self->layer->table); i++)
    check (self, i);
}

/* -- parts ------------------------------------------------------------------------------------------------------- */

/* The union of the polygons that a condition picks, or NULL: there are none, or some are not valid. */
static GEOSGeometry *
unite (const Rule                 *self,
       const AtlasSchemaCondition *condition,
       gsize                      *first)
{
  AtlasCheck *check = self->layer->check;
  g_autoptr (GPtrArray) shapes = g_ptr_array_new ();
  GEOSGeometry *all, *result = NULL;
  gboolean good = TRUE;

  for (gsize i = 0; i < atlas_table_get_n_features (self->layer->table); i++)
    {
      GEOSGeometry *shape;

      if (!_atlas_check_meets (self->layer, i, condition))
        continue;
      shape = self->layer->invalid[i] ? NULL : _atlas_check_make_polygon (check, self->layer->table, i);
      good = good && shape != NULL;
      if (shape == NULL)
        continue;
      if (shapes->len == 0)
        *first = i;
      g_ptr_array_add (shapes, shape);
    }
  all = GEOSGeom_createCollection_r (check->geos, GEOS_GEOMETRYCOLLECTION, (GEOSGeometry **) shapes->pdata, shapes->len);
  if (all == NULL)
    return NULL;
  if (good && shapes->len > 0)
    result = GEOSUnaryUnion_r (check->geos, all);
  GEOSGeom_destroy_r (check->geos, all);
  return result;
}

static void
check_parts (const Rule *self)
{
  AtlasCheck *check = self->layer->check;
  gsize first = ATLAS_CHECK_LAYER, ignored;
  GEOSGeometry *whole = unite (self, &self->rule->whole, &first);
  GEOSGeometry *parts = unite (self, &self->rule->of, &ignored);
  GEOSGeometry *rest = whole != NULL && parts != NULL ? GEOSSymDifference_r (check->geos, whole, parts) : NULL;
  double area = rest != NULL ? _atlas_check_measure (check, rest) : 0, lon = NAN, lat = NAN;

  if (rest == NULL)
    _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "parts", ATLAS_CHECK_LAYER, NULL, NAN, NAN,
                         _("The whole cannot be compared with its parts: one of them is missing or not valid."));
  else if (area >= MIN_AREA)
    {
      _atlas_check_get_inside (check, rest, &lon, &lat);
      _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "parts", first, NULL, lon, lat,
                           _("It is not the sum of its parts: they differ by %.0f m². Make its outline that of the parts."),
                           area);
    }
  if (rest != NULL)
    GEOSGeom_destroy_r (check->geos, rest);
  if (parts != NULL)
    GEOSGeom_destroy_r (check->geos, parts);
  if (whole != NULL)
    GEOSGeom_destroy_r (check->geos, whole);
}

/* ---------------------------------------------------------------------------------------------------------------- */

static void
check_rule (AtlasCheckLayer       *layer,
            const AtlasSchemaRule *rule)
{
  Rule self = { layer, rule, rule->field != NULL ? atlas_table_find_field (layer->table, rule->field) : -1 };

  switch (rule->kind)
    {
    case ATLAS_SCHEMA_RULE_COVERAGE:
      _atlas_check_coverage (layer, &rule->where);
      break;
    case ATLAS_SCHEMA_RULE_NETWORK:
      _atlas_check_network (layer, &rule->where);
      break;
    case ATLAS_SCHEMA_RULE_FLOWS_INTO:
      check_references (&self, check_flow);
      break;
    case ATLAS_SCHEMA_RULE_SUM:
      check_sum (&self);
      break;
    case ATLAS_SCHEMA_RULE_INSIDE:
      check_inside (&self);
      break;
    case ATLAS_SCHEMA_RULE_ON:
      check_references (&self, check_on);
      break;
    case ATLAS_SCHEMA_RULE_NEAR:
      check_near (&self);
      break;
    case ATLAS_SCHEMA_RULE_REFERS:
      check_references (&self, check_refers);
      break;
    case ATLAS_SCHEMA_RULE_EACH:
      check_each (&self);
      break;
    case ATLAS_SCHEMA_RULE_PARTS:
      check_parts (&self);
      break;
    default:
      g_warn_if_reached ();
    }
}

void
_atlas_check_rules (AtlasCheckLayer *layer)
{
  guint n_rules = 0;
  const AtlasSchemaRule *rules = layer->schema != NULL ? atlas_schema_get_rules (layer->schema, &n_rules) : NULL;

  for (guint i = 0; i < n_rules; i++)
    check_rule (layer, &rules[i]);
}
