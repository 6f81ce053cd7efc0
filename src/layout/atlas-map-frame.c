/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasMapFrame: where places lie in a map on paper.
 *
 * Three steps: PROJ takes a place to metres of the plane; an affine map takes those to millimetres of the frame; and for the painter,
 * which knows Web Mercator alone, millimetres become "sheet degrees": the degrees that Web Mercator puts there, with the frame's
 * middle at 0, 0.  Sheet degrees are made for the zoom at which a logical pixel covers as much ground as ATLAS_PAPER_PIXEL mm do, so
 * styles that change by zoom look as they do on the screen at that scale.
 * Immutable, any thread. */

#include "layout/atlas-map-frame.h"

#include "geo/atlas-mercator.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEAST_SCALE 100.0
#define MOST_SCALE 50e6
#define MOST_SIDE 20000.0
/* Places that are looked at along a side of the frame. */
#define STEPS 16

struct _AtlasMapFrame
{
  gatomicrefcount ref_count;
  AtlasCrs *crs;
  double    lon, lat;          /* of the middle */
  double    easting, northing; /* of the middle */
  double    scale;
  double    rotation;          /* degrees */
  double    width, height;     /* mm */
  double    metres;            /* of the plane, in a millimetre */
  double    sine, cosine;      /* of the rotation */
  double    zoom;
};

G_DEFINE_QUARK (atlas-layout-error-quark, atlas_layout_error)

/* What maps of this country are printed at (GB/T 13989 and what planners use), and round ones beyond. */
static const double standard_scales[] = {
  500,   1000,   2000,   5000,   10000,  20000,   25000,   50000,   75000,   100000,  150000,   200000,
  250000, 300000, 400000, 500000, 600000, 750000, 1000000, 1500000, 2000000, 3000000, 5000000, 10000000, 20000000,
};

const double *
atlas_map_frame_get_standard_scales (gsize *n)
{
  *n = G_N_ELEMENTS (standard_scales);

  return standard_scales;
}

static gboolean
check (double    scale,
       double    width,
       double    height,
       GError  **error)
{
  if (!(scale >= LEAST_SCALE && scale <= MOST_SCALE))
    {
      g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_SCALE,
                   _ ("1:%g is no scale for a map: give one from 1:%.0f to 1:%.0f."), scale, LEAST_SCALE, MOST_SCALE);
      return FALSE;
    }
  if (!(width >= 1.0 && height >= 1.0 && width <= MOST_SIDE && height <= MOST_SIDE))
    {
      g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PAPER,
                   _ ("There is no room for a map of %g × %g mm: take larger paper or smaller margins."), width, height);
      return FALSE;
    }

  return TRUE;
}

AtlasMapFrame *
atlas_map_frame_new (AtlasCrs  *crs,
                     double     lon,
                     double     lat,
                     double     scale,
                     double     rotation,
                     double     width,
                     double     height,
                     GError   **error)
{
  double middle[2] = { lon, lat }, factor = 1.0;
  AtlasMapFrame *self;

  g_return_val_if_fail (crs != NULL, NULL);

  if (!check (scale, width, height, error))
    return NULL;
  atlas_crs_forward (crs, middle, 1);
  if (atlas_crs_is_web_mercator (crs))
    atlas_crs_get_factors (crs, lon, lat, &factor, NULL);
  if (!isfinite (middle[0]) || !isfinite (factor) || !(fabs (lat) < ATLAS_MERCATOR_MAX_LATITUDE) || !isfinite (rotation))
    {
      g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PLACE, _ ("The place %.4f, %.4f cannot be drawn in %s."), lon, lat,
                   atlas_crs_get_code (crs));
      return NULL;
    }

  self = g_new0 (AtlasMapFrame, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->crs = atlas_crs_ref (crs);
  self->lon = lon;
  self->lat = lat;
  self->easting = middle[0];
  self->northing = middle[1];
  self->scale = scale;
  self->rotation = rotation;
  self->width = width;
  self->height = height;
  self->metres = scale * factor / 1000.0;
  self->sine = sin (rotation * G_PI / 180.0);
  self->cosine = cos (rotation * G_PI / 180.0);
  self->zoom = log2 (atlas_mercator_metres_per_pixel (lat, 0.0) / (scale * ATLAS_PAPER_PIXEL / 1000.0));

  return self;
}

/* The millimetres that @extent takes at 1:1000, that is metres of the plane, turned: from @box[0], @box[1] to @box[2], @box[3]
 * around the middle of @probe. */
static gboolean
measure_extent (AtlasMapFrame     *probe,
                const AtlasExtent *extent,
                double             box[4])
{
  box[0] = box[1] = INFINITY;
  box[2] = box[3] = -INFINITY;
  for (guint i = 0; i <= STEPS; i++)
    for (guint j = 0; j <= STEPS; j++)
      {
        double x, y;

        if (i != 0 && i != STEPS && j != 0 && j != STEPS)
          continue;
        atlas_map_frame_to_page (probe, extent->west + (extent->east - extent->west) * i / STEPS,
                                 extent->south + (extent->north - extent->south) * j / STEPS, &x, &y);
        if (!isfinite (x))
          return FALSE;
        box[0] = MIN (box[0], x);
        box[1] = MIN (box[1], y);
        box[2] = MAX (box[2], x);
        box[3] = MAX (box[3], y);
      }

  return TRUE;
}

AtlasMapFrame *
atlas_map_frame_new_fit (AtlasCrs           *crs,
                         const AtlasExtent  *extent,
                         gboolean            standard,
                         double              rotation,
                         double              width,
                         double              height,
                         GError            **error)
{
  g_autoptr (AtlasMapFrame) probe = NULL;
  double box[4], middle[2], scale;

  g_return_val_if_fail (crs != NULL && extent != NULL, NULL);

  if (atlas_extent_is_empty (extent))
    {
      g_set_error_literal (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_EMPTY, _ ("There is nothing to fit the map to."));
      return NULL;
    }
  probe = atlas_map_frame_new (crs, (extent->west + extent->east) / 2.0, (extent->south + extent->north) / 2.0, 1e6, rotation, width,
                               height, error);
  if (probe == NULL)
    return NULL;
  if (!measure_extent (probe, extent, box))
    {
      g_set_error (error, ATLAS_LAYOUT_ERROR, ATLAS_LAYOUT_ERROR_PLACE, _ ("What is to be shown reaches beyond what %s can draw."),
                   atlas_crs_get_code (crs));
      return NULL;
    }
  atlas_map_frame_to_place (probe, (box[0] + box[2]) / 2.0, (box[1] + box[3]) / 2.0, &middle[0], &middle[1]);
  scale = MAX (1e6 * MAX ((box[2] - box[0]) / width, (box[3] - box[1]) / height), standard_scales[0]);
  if (standard)
    for (guint i = 0; i < G_N_ELEMENTS (standard_scales); i++)
      if (standard_scales[i] >= scale * (1.0 - 1e-9))
        {
          scale = standard_scales[i];
          break;
        }

  return atlas_map_frame_new (crs, middle[0], middle[1], scale, rotation, width, height, error);
}

AtlasMapFrame *
atlas_map_frame_ref (AtlasMapFrame *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
atlas_map_frame_unref (AtlasMapFrame *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  atlas_crs_unref (self->crs);
  g_free (self);
}

AtlasCrs *
atlas_map_frame_get_crs (AtlasMapFrame *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->crs;
}

double
atlas_map_frame_get_lon (AtlasMapFrame *self)
{
  return self->lon;
}

double
atlas_map_frame_get_lat (AtlasMapFrame *self)
{
  return self->lat;
}

double
atlas_map_frame_get_scale (AtlasMapFrame *self)
{
  return self->scale;
}

double
atlas_map_frame_get_rotation (AtlasMapFrame *self)
{
  return self->rotation;
}

double
atlas_map_frame_get_width (AtlasMapFrame *self)
{
  return self->width;
}

double
atlas_map_frame_get_height (AtlasMapFrame *self)
{
  return self->height;
}

double
atlas_map_frame_get_zoom (AtlasMapFrame *self)
{
  return self->zoom;
}

void
atlas_map_frame_plane_to_page (AtlasMapFrame *self,
                               double         easting,
                               double         northing,
                               double        *x,
                               double        *y)
{
  const double right = (easting - self->easting) / self->metres, down = (self->northing - northing) / self->metres;

  *x = self->width / 2.0 + right * self->cosine - down * self->sine;
  *y = self->height / 2.0 + right * self->sine + down * self->cosine;
}

void
atlas_map_frame_page_to_plane (AtlasMapFrame *self,
                               double         x,
                               double         y,
                               double        *easting,
                               double        *northing)
{
  const double right = x - self->width / 2.0, down = y - self->height / 2.0;

  *easting = self->easting + (right * self->cosine + down * self->sine) * self->metres;
  *northing = self->northing - (down * self->cosine - right * self->sine) * self->metres;
}

void
atlas_map_frame_to_page (AtlasMapFrame *self,
                         double         lon,
                         double         lat,
                         double        *x,
                         double        *y)
{
  double place[2] = { lon, lat };

  g_return_if_fail (self != NULL && x != NULL && y != NULL);

  atlas_crs_forward (self->crs, place, 1);
  if (!isfinite (place[0]))
    *x = *y = INFINITY;
  else
    atlas_map_frame_plane_to_page (self, place[0], place[1], x, y);
}

void
atlas_map_frame_to_place (AtlasMapFrame *self,
                          double         x,
                          double         y,
                          double        *lon,
                          double        *lat)
{
  double place[2];

  g_return_if_fail (self != NULL && lon != NULL && lat != NULL);

  atlas_map_frame_page_to_plane (self, x, y, &place[0], &place[1]);
  atlas_crs_inverse (self->crs, place, 1);
  *lon = place[0];
  *lat = place[1];
}

AtlasExtent
atlas_map_frame_get_extent (AtlasMapFrame *self,
                            double         margin)
{
  AtlasExtent extent = atlas_extent_empty ();
  double places[2 * (STEPS + 1) * (STEPS + 1)];
  gsize n = 0;

  g_return_val_if_fail (self != NULL, extent);

  for (guint i = 0; i <= STEPS; i++)
    for (guint j = 0; j <= STEPS; j++, n++)
      atlas_map_frame_page_to_plane (self, (self->width + 2 * margin) * i / STEPS - margin,
                                     (self->height + 2 * margin) * j / STEPS - margin, &places[2 * n], &places[2 * n + 1]);
  atlas_crs_inverse (self->crs, places, n);
  for (gsize i = 0; i < n; i++)
    atlas_extent_add_point (&extent, places[2 * i], places[2 * i + 1]);

  return extent;
}

void
atlas_map_frame_get_true_scales (AtlasMapFrame *self,
                                 double        *least,
                                 double        *most)
{
  g_return_if_fail (self != NULL && least != NULL && most != NULL);

  *least = INFINITY;
  *most = 0.0;
  for (guint i = 0; i <= STEPS; i++)
    for (guint j = 0; j <= STEPS; j++)
      {
        double lon, lat, factor;

        atlas_map_frame_to_place (self, self->width * i / STEPS, self->height * j / STEPS, &lon, &lat);
        atlas_crs_get_factors (self->crs, lon, lat, &factor, NULL);
        if (!isfinite (factor))
          continue;
        *least = MIN (*least, 1000.0 * self->metres / factor);
        *most = MAX (*most, 1000.0 * self->metres / factor);
      }
}

double
atlas_map_frame_get_convergence (AtlasMapFrame *self)
{
  double angle;

  g_return_val_if_fail (self != NULL, NAN);

  atlas_crs_get_factors (self->crs, self->lon, self->lat, NULL, &angle);

  return angle;
}

void
atlas_map_frame_to_sheet (AtlasMapFrame *self,
                          double        *coords,
                          gsize          n)
{
  const double world = atlas_mercator_world_size (self->zoom) * ATLAS_PAPER_PIXEL;

  g_return_if_fail (self != NULL && (coords != NULL || n == 0));

  atlas_crs_forward (self->crs, coords, n);
  for (gsize i = 0; i < n; i++)
    {
      double x, y;

      if (!isfinite (coords[2 * i]))
        continue;
      atlas_map_frame_plane_to_page (self, coords[2 * i], coords[2 * i + 1], &x, &y);
      coords[2 * i] = atlas_mercator_lon (0.5 + (x - self->width / 2.0) / world);
      coords[2 * i + 1] = atlas_mercator_lat (0.5 + (y - self->height / 2.0) / world);
    }
}

void
atlas_map_frame_get_view (AtlasMapFrame *self,
                          double         detail,
                          AtlasView     *view)
{
  g_return_if_fail (self != NULL && view != NULL);

  *view = (AtlasView){ .zoom = self->zoom,
                       .width = (int) ceil (self->width / ATLAS_PAPER_PIXEL - 1e-6),
                       .height = (int) ceil (self->height / ATLAS_PAPER_PIXEL - 1e-6),
                       .scale = detail };
}
