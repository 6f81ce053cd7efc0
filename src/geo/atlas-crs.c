/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasCrs: a projected system, by PROJ.
 *
 * Immutable; any thread: PROJ's objects belong to one thread at a time, so each call takes a set of them from a pool and gives it
 * back.  Limits: degrees are those of WGS 84; CGCS2000 is taken for the same, all other datums are reached by PROJ's best way
 * without files from the network. */

#include "geo/atlas-crs.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <string.h>

/* Of WGS 84; CGCS2000's differs in the ninth digit of the flattening. */
#define SEMI_MAJOR 6378137.0
#define ECCENTRICITY_2 0.00669437999014

/* The 3° zones of CGCS2000 without a number before the easting: central meridians 75° to 135° E. */
#define FIRST_ZONE_CODE 4534
#define FIRST_MERIDIAN 75
#define LAST_MERIDIAN 135

/** What one thread works with. */
typedef struct
{
  PJ_CONTEXT *context;
  PJ         *operation;   /* degrees (longitude first) or radians to metres (easting first) */
  PJ         *projection;  /* (nullable): for the factors */
} Worker;

struct _AtlasCrs
{
  gatomicrefcount  ref_count;
  char            *code;
  char            *name;
  char            *projection;   /* PROJ's words for the projection alone */
  gboolean         same_datum;   /* as WGS 84's: the projection is all */
  gboolean         web_mercator;
  GMutex           lock;
  GPtrArray       *idle;         /* (element-type Worker): under lock */
};

G_DEFINE_QUARK (atlas-crs-error-quark, atlas_crs_error)

static void
worker_free (gpointer data)
{
  Worker *self = data;

  if (self->operation != self->projection)
    g_clear_pointer (&self->operation, proj_destroy);
  g_clear_pointer (&self->projection, proj_destroy);
  proj_context_destroy (self->context);
  g_free (self);
}

static PJ_CONTEXT *
create_context (void)
{
  PJ_CONTEXT *context = proj_context_create ();

  proj_log_level (context, PJ_LOG_NONE);
  proj_context_set_enable_network (context, 0);

  return context;
}

static Worker *
worker_new (AtlasCrs *self)
{
  Worker *worker = g_new0 (Worker, 1);

  worker->context = create_context ();
  worker->projection = proj_create (worker->context, self->projection);
  if (self->same_datum)
    worker->operation = worker->projection;
  else
    {
      PJ *any = proj_create_crs_to_crs (worker->context, "EPSG:4326", self->code, NULL);

      if (any != NULL)
        worker->operation = proj_normalize_for_visualization (worker->context, any);
      proj_destroy (any);
    }
  if (worker->operation == NULL)
    g_clear_pointer (&worker, worker_free);

  return worker;
}

static Worker *
take (AtlasCrs *self)
{
  Worker *worker = NULL;

  g_mutex_lock (&self->lock);
  if (self->idle->len > 0)
    worker = g_ptr_array_steal_index_fast (self->idle, self->idle->len - 1);
  g_mutex_unlock (&self->lock);

  return worker != NULL ? worker : worker_new (self);
}

static void
give_back (AtlasCrs *self,
           Worker   *worker)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->idle, worker);
  g_mutex_unlock (&self->lock);
}

/* PROJ's words for a system are those for its projection and a few that make it a system. */
static char *
dup_projection (PJ_CONTEXT *context,
                PJ         *crs)
{
  const char *text = proj_as_proj_string (context, crs, PJ_PROJ_5, NULL);
  g_autoptr (GString) string = NULL;

  if (text == NULL)
    return NULL;
  string = g_string_new (text);
  g_string_replace (string, " +type=crs", "", 0);

  return g_string_free (g_steal_pointer (&string), FALSE);
}

static gboolean
is_metric (PJ_CONTEXT *context,
           PJ         *crs)
{
  PJ *system = proj_crs_get_coordinate_system (context, crs);
  double factor = 0.0;
  gboolean metric;

  metric = system != NULL && proj_cs_get_axis_info (context, system, 0, NULL, NULL, NULL, &factor, NULL, NULL, NULL)
           && fabs (factor - 1.0) < 1e-12;
  proj_destroy (system);

  return metric;
}

static gboolean
has_same_datum (PJ_CONTEXT *context,
                PJ         *crs)
{
  PJ *geodetic = proj_crs_get_geodetic_crs (context, crs);
  const char *name = geodetic != NULL ? proj_get_name (geodetic) : NULL;
  gboolean same = g_strcmp0 (name, "China Geodetic Coordinate System 2000") == 0 || g_strcmp0 (name, "WGS 84") == 0;

  proj_destroy (geodetic);

  return same;
}

/* "4547", "EPSG:4547", "epsg 4547" → "EPSG:4547"; NULL when it is none of these. */
static char *
dup_code (const char *text)
{
  g_autofree char *upper = g_ascii_strup (text, -1);
  const char *digits = g_strstrip (upper);
  gsize n;

  if (g_str_has_prefix (digits, "EPSG"))
    digits += strspn (digits + 4, ": ") + 4;
  n = strspn (digits, "0123456789");
  if (n == 0 || n > 6 || digits[n] != '\0')
    return NULL;

  return g_strconcat ("EPSG:", digits, NULL);
}

AtlasCrs *
atlas_crs_new (const char  *text,
               GError     **error)
{
  g_autoptr (AtlasCrs) self = NULL;
  g_autofree char *code = NULL;
  PJ_CONTEXT *context;
  PJ *crs = NULL;
  Worker *worker;

  g_return_val_if_fail (text != NULL, NULL);

  code = dup_code (text);
  context = create_context ();
  if (code != NULL)
    crs = proj_create (context, code);
  if (crs == NULL)
    {
      g_set_error (error, ATLAS_CRS_ERROR, ATLAS_CRS_ERROR_UNKNOWN,
                   _ ("“%s” is no coordinate reference system that is known here: give its EPSG code, such as EPSG:4547."), text);
      proj_context_destroy (context);
      return NULL;
    }
  if (proj_get_type (crs) != PJ_TYPE_PROJECTED_CRS || !is_metric (context, crs))
    {
      g_set_error (error, ATLAS_CRS_ERROR, ATLAS_CRS_ERROR_NOT_METRIC,
                   _ ("%s is not in metres on a plane, so a map in it has no scale: take a projected one, such as EPSG:4547."), code);
      proj_destroy (crs);
      proj_context_destroy (context);
      return NULL;
    }

  self = g_new0 (AtlasCrs, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->idle = g_ptr_array_new_with_free_func (worker_free);
  self->code = g_steal_pointer (&code);
  self->name = g_strdup (proj_get_name (crs));
  self->projection = dup_projection (context, crs);
  self->same_datum = self->projection != NULL && has_same_datum (context, crs);
  self->web_mercator = g_strcmp0 (self->name, "WGS 84 / Pseudo-Mercator") == 0;
  proj_destroy (crs);
  proj_context_destroy (context);

  worker = self->projection != NULL ? worker_new (self) : NULL;
  if (worker == NULL)
    {
      g_set_error (error, ATLAS_CRS_ERROR, ATLAS_CRS_ERROR_UNKNOWN, _ ("Places cannot be converted to %s here."), self->code);
      return NULL;
    }
  give_back (self, worker);

  return g_steal_pointer (&self);
}

AtlasCrs *
atlas_crs_new_for_longitude (double lon)
{
  const double meridian = CLAMP (3.0 * round ((isfinite (lon) ? lon : 0.0) / 3.0), FIRST_MERIDIAN, LAST_MERIDIAN);
  g_autofree char *code = g_strdup_printf ("EPSG:%d", FIRST_ZONE_CODE + ((int) meridian - FIRST_MERIDIAN) / 3);
  g_autoptr (GError) error = NULL;
  AtlasCrs *self = atlas_crs_new (code, &error);

  if (self == NULL)
    g_error ("PROJ's database is missing or too old: %s", error->message);

  return self;
}

AtlasCrs *
atlas_crs_ref (AtlasCrs *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
atlas_crs_unref (AtlasCrs *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->idle);
  g_mutex_clear (&self->lock);
  g_free (self->projection);
  g_free (self->name);
  g_free (self->code);
  g_free (self);
}

const char *
atlas_crs_get_code (AtlasCrs *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->code;
}

const char *
atlas_crs_get_name (AtlasCrs *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

gboolean
atlas_crs_is_web_mercator (AtlasCrs *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->web_mercator;
}

char *
atlas_crs_dup_title (AtlasCrs *self)
{
  /* The datums that Chinese maps are in, by their names before the slash. */
  static const struct
  {
    const char *name;
    const char *title;
  } datums[] = {
    { "CGCS2000 / ", N_ ("China Geodetic Coordinate System 2000") },
    { "Xian 1980 / ", N_ ("Xi'an 1980") },
    { "Beijing 1954 / ", N_ ("Beijing 1954") },
  };

  g_return_val_if_fail (self != NULL, NULL);

  if (self->web_mercator)
    return g_strdup (_ ("WGS 84, Web Mercator"));
  for (guint i = 0; i < G_N_ELEMENTS (datums); i++)
    if (g_str_has_prefix (self->name, datums[i].name))
      {
        const char *rest = self->name + strlen (datums[i].name);
        int number;

        if (sscanf (rest, "3-degree Gauss-Kruger CM %dE", &number) == 1)
          return g_strdup_printf (_ ("%s, Gauss–Krüger, 3° zone, central meridian %d° E"), _ (datums[i].title), number);
        if (sscanf (rest, "3-degree Gauss-Kruger zone %d", &number) == 1)
          return g_strdup_printf (_ ("%s, Gauss–Krüger, 3° zone %d"), _ (datums[i].title), number);
        if (sscanf (rest, "Gauss-Kruger CM %dE", &number) == 1)
          return g_strdup_printf (_ ("%s, Gauss–Krüger, 6° zone, central meridian %d° E"), _ (datums[i].title), number);
        if (sscanf (rest, "Gauss-Kruger zone %d", &number) == 1)
          return g_strdup_printf (_ ("%s, Gauss–Krüger, 6° zone %d"), _ (datums[i].title), number);
      }

  return g_strdup (self->name);
}

char *
atlas_crs_dup_wkt (AtlasCrs *self,
                   gboolean  esri)
{
  const char *const options[] = { "MULTILINE=NO", NULL };
  PJ_CONTEXT *context;
  PJ *crs;
  char *wkt;

  g_return_val_if_fail (self != NULL, NULL);

  context = create_context ();
  crs = proj_create (context, self->code);
  wkt = g_strdup (crs != NULL ? proj_as_wkt (context, crs, esri ? PJ_WKT1_ESRI : PJ_WKT1_GDAL, options) : NULL);
  proj_destroy (crs);
  proj_context_destroy (context);

  return wkt;
}

static void
convert (AtlasCrs     *self,
         double       *coords,
         gsize         n,
         PJ_DIRECTION  direction)
{
  Worker *worker = take (self);

  if (worker == NULL)
    {
      for (gsize i = 0; i < 2 * n; i++)
        coords[i] = INFINITY;
      return;
    }
  if (self->same_datum && direction == PJ_FWD)
    for (gsize i = 0; i < 2 * n; i++)
      coords[i] = proj_torad (coords[i]);
  proj_errno_reset (worker->operation);
  (void) proj_trans_generic (worker->operation, direction, coords, 2 * sizeof (double), n, coords + 1, 2 * sizeof (double), n, NULL, 0, 0,
                             NULL, 0, 0);
  if (self->same_datum && direction == PJ_INV)
    for (gsize i = 0; i < 2 * n; i++)
      coords[i] = proj_todeg (coords[i]);
  for (gsize i = 0; i < n; i++)
    if (!isfinite (coords[2 * i]) || !isfinite (coords[2 * i + 1]))
      coords[2 * i] = coords[2 * i + 1] = INFINITY;
  give_back (self, worker);
}

void
atlas_crs_forward (AtlasCrs *self,
                   double   *coords,
                   gsize     n)
{
  g_return_if_fail (self != NULL && (coords != NULL || n == 0));

  convert (self, coords, n, PJ_FWD);
}

void
atlas_crs_inverse (AtlasCrs *self,
                   double   *coords,
                   gsize     n)
{
  g_return_if_fail (self != NULL && (coords != NULL || n == 0));

  convert (self, coords, n, PJ_INV);
}

/* Web Mercator has a sphere's formulas for an ellipsoid's latitude, which PROJ's factors do not know.  East–west the plane is
 * a / (N cos φ) times the ground, north–south a / (M cos φ), with the radii of curvature of Snyder 1987, eq. 4-18 and 4-20. */
static double
web_mercator_scale (double lat)
{
  const double phi = lat * G_PI / 180.0, w2 = 1.0 - ECCENTRICITY_2 * sin (phi) * sin (phi);
  const double n = SEMI_MAJOR / sqrt (w2), m = SEMI_MAJOR * (1.0 - ECCENTRICITY_2) / (w2 * sqrt (w2));

  return SEMI_MAJOR / cos (phi) / sqrt (n * m);
}

void
atlas_crs_get_factors (AtlasCrs *self,
                       double    lon,
                       double    lat,
                       double   *scale,
                       double   *convergence)
{
  double areal = NAN, angle = NAN;

  g_return_if_fail (self != NULL);

  if (self->web_mercator)
    {
      areal = pow (web_mercator_scale (lat), 2.0);
      angle = 0.0;
    }
  else
    {
      Worker *worker = take (self);

      if (worker != NULL && worker->projection != NULL)
        {
          PJ_FACTORS factors;

          proj_errno_reset (worker->projection);
          factors = proj_factors (worker->projection, proj_coord (proj_torad (lon), proj_torad (lat), 0, 0));
          if (proj_errno (worker->projection) == 0)
            {
              areal = factors.areal_scale;
              angle = proj_todeg (factors.meridian_convergence);
            }
        }
      if (worker != NULL)
        give_back (self, worker);
    }
  if (scale != NULL)
    *scale = sqrt (areal);
  if (convergence != NULL)
    *convergence = angle;
}
