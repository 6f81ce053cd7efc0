/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasDensity: plain data about heat and clusters, and the few sizes that follow from it.  Any thread. */

#include "style/atlas-density.h"

#include "style/atlas-style-default-private.h"
#include "style/atlas-style-private.h"

#include <math.h>

/* Smaller discs have no room for a number. */
#define LEAST_DISC 11.0

AtlasDensity *
atlas_density_new (AtlasDensityKind kind)
{
  AtlasDensity *self = g_new0 (AtlasDensity, 1);

  self->kind = kind;
  self->radius = _atlas_ramp_constant (kind == ATLAS_DENSITY_HEAT ? 30.0 : 56.0);
  self->ramp = g_strdup ("dusk");
  self->opacity = 0.85f;
  self->color = _atlas_default_paint (0);
  self->text_color = atlas_density_contrast (&self->color);
  self->min_points = 2;
  self->min_zoom = -G_MAXFLOAT;
  self->max_zoom = G_MAXFLOAT;

  return self;
}

void
atlas_density_free (AtlasDensity *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->ramp);
  g_free (self->weight);
  g_free (self);
}

double
atlas_density_get_radius (const AtlasDensity *self,
                          double              zoom)
{
  return CLAMP (atlas_zoom_ramp_at (&self->radius, zoom), ATLAS_DENSITY_LEAST_RADIUS, ATLAS_DENSITY_MOST_RADIUS);
}

double
atlas_density_get_reach (const AtlasDensity *self,
                         double              zoom)
{
  const double radius = atlas_density_get_radius (self, zoom);

  if (self->kind == ATLAS_DENSITY_HEAT)
    return radius * 1.2 + 4.0;

  return atlas_cluster_get_disc (G_MAXUINT32, radius) + ATLAS_CLUSTER_RING + 2.0;
}

/* Relative luminance (IEC 61966-2-1). */
static double
get_luminance (const AtlasColor *color)
{
  const float parts[3] = { color->red, color->green, color->blue };
  double linear[3];

  for (guint i = 0; i < 3; i++)
    linear[i] = parts[i] <= 0.04045f ? parts[i] / 12.92 : pow ((parts[i] + 0.055) / 1.055, 2.4);

  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

static AtlasColor
get_contrast (const AtlasColor *color)
{
  /* Where both have the same contrast (WCAG 2.1): (1 + 0.05) / (L + 0.05) = (L + 0.05) / (0.01 + 0.05); white is given some
   * precedence, for it is what one expects on a strong colour. */
  return get_luminance (color) > 0.32 ? _atlas_color_from_rgb (0x14181b, 1) : _atlas_color_from_rgb (0xffffff, 1);
}

AtlasPaint
atlas_density_contrast (const AtlasPaint *color)
{
  return (AtlasPaint) { get_contrast (&color->light), get_contrast (&color->dark) };
}

double
atlas_cluster_get_disc (guint32 count,
                        double  radius)
{
  return MAX (LEAST_DISC, radius * (0.2 + 0.055 * log10 (MAX (count, 1))));
}

char *
atlas_cluster_dup_count (guint64  count,
                         gboolean chinese)
{
  static const struct
  {
    guint64     unit;
    const char *sign;
  } units[2][3] = {
    { { 1000000000, "G" }, { 1000000, "M" }, { 1000, "k" } },
    { { 100000000, "亿" }, { 10000, "万" }, { 0, NULL } },
  };

  for (guint i = 0; i < 3; i++)
    {
      const guint64 unit = units[chinese ? 1 : 0][i].unit;

      if (unit == 0 || count < unit)
        continue;
      /* Downwards, so that 9990 is never said to be 10k. */
      if (count < unit * 10 && count / (unit / 10) % 10 != 0)
        return g_strdup_printf ("%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT "%s", count / unit, count / (unit / 10) % 10,
                                units[chinese ? 1 : 0][i].sign);

      return g_strdup_printf ("%" G_GUINT64_FORMAT "%s", count / unit, units[chinese ? 1 : 0][i].sign);
    }

  return g_strdup_printf ("%" G_GUINT64_FORMAT, count);
}
