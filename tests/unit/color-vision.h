/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "style/atlas-symbol.h"

#include <math.h>

/* How colours look to people, for the tests of palettes and ramps. */

typedef struct
{
  double l;
  double a;
  double b;
} Lab;

static inline double
linear (double part)
{
  return part <= 0.04045 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4);
}

static inline double
lab_curve (double t)
{
  return t > 216.0 / 24389.0 ? cbrt (t) : (24389.0 / 27.0 * t + 16.0) / 116.0;
}

/* sRGB to CIE L*a*b* (D65), seen with full dichromacy: matrices of Machado, Oliveira and Fernandes 2009, severity 1. */
static inline Lab
see (const AtlasColor *color,
     int               eye)
{
  static const double eyes[4][9] = {
    { 1, 0, 0, 0, 1, 0, 0, 0, 1 },
    { 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998 },
    { 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881 },
    { 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900 },
  };
  const double *m = eyes[eye];
  double in[3] = { linear (color->red), linear (color->green), linear (color->blue) }, rgb[3], x, y, z;

  for (int i = 0; i < 3; i++)
    rgb[i] = CLAMP (m[3 * i] * in[0] + m[3 * i + 1] * in[1] + m[3 * i + 2] * in[2], 0.0, 1.0);
  x = lab_curve ((0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047);
  y = lab_curve (0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2]);
  z = lab_curve ((0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883);

  return (Lab) { 116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z) };
}

/* How far apart two colours look: ΔE 1976. */
static inline double
lab_distance (Lab x,
              Lab y)
{
  return sqrt (pow (x.l - y.l, 2) + pow (x.a - y.a, 2) + pow (x.b - y.b, 2));
}
