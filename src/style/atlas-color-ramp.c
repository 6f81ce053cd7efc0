/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasColorRamp: the built-in colour ramps.  A ramp is given by a few control colours; between them lie straight lines in
 * OKLab (Björn Ottosson 2020), walked in steps of the same length, so that neighbouring classes differ by as much anywhere.
 * The control colours were chosen in OKLCh: lightness from end to end, then hue and chroma within what screens have.
 *
 * Nothing is allocated; any thread. */

#include "style/atlas-color-ramp.h"

#include "style/atlas-style-default-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_STOPS 5
#define STEPS 64

typedef struct
{
  double l;
  double a;
  double b;
} Oklab;

struct _AtlasColorRamp
{
  const char   *id;
  const char   *title;
  AtlasRampKind kind;
  guint         n_stops;
  guint32       light[MAX_STOPS];
  guint32       dark[MAX_STOPS];
};

static const AtlasColorRamp RAMPS[] = {
  { "blue", NC_ ("color ramp", "Blue"), ATLAS_RAMP_SEQUENTIAL, 3,
    { 0xa7daef, 0x3f95cb, 0x204177 }, { 0x355176, 0x4191c5, 0xb1e9f7 } },
  { "green", NC_ ("color ramp", "Green"), ATLAS_RAMP_SEQUENTIAL, 3,
    { 0xbbe2a6, 0x57a369, 0x0b492f }, { 0x295841, 0x579f68, 0xcbefa8 } },
  { "orange", NC_ ("color ramp", "Orange"), ATLAS_RAMP_SEQUENTIAL, 3,
    { 0xf7d293, 0xdb772f, 0x6d2a1a }, { 0x713d2a, 0xcb7134, 0xfdd990 } },
  { "purple", NC_ ("color ramp", "Purple"), ATLAS_RAMP_SEQUENTIAL, 3,
    { 0xe3c5ea, 0xa968bc, 0x4c276e }, { 0x5d407b, 0xaf6ec3, 0xf1d2f3 } },
  { "dusk", NC_ ("color ramp", "Yellow to indigo"), ATLAS_RAMP_SEQUENTIAL, 3,
    { 0xe6df7e, 0x42a68f, 0x393173 }, { 0x433c80, 0x389f94, 0xe9e87d } },
  { "grey", NC_ ("color ramp", "Grey"), ATLAS_RAMP_SEQUENTIAL, 2, { 0xcccac7, 0x3b3a38 }, { 0x4d5052, 0xe2e5e8 } },
  { "brown-teal", NC_ ("color ramp", "Brown to teal"), ATLAS_RAMP_DIVERGING, 5,
    { 0x723e14, 0xb57b3f, 0xd7d1bb, 0x409a94, 0x00525a }, { 0xfbc77c, 0xbe8448, 0x585951, 0x44a49e, 0x8fe7e1 } },
  { "blue-orange", NC_ ("color ramp", "Blue to orange"), ATLAS_RAMP_DIVERGING, 5,
    { 0x254d90, 0x4a8fc7, 0xcfd3c5, 0xd27e2a, 0x8f3a14 }, { 0x93d4fa, 0x5194d2, 0x5d5658, 0xcc763c, 0xfbc77c } },
  { "purple-green", NC_ ("color ramp", "Purple to green"), ATLAS_RAMP_DIVERGING, 5,
    { 0x622680, 0xa36cbc, 0xe0cbd0, 0x71a255, 0x2e5c29 }, { 0xe5b1f6, 0xac70c6, 0x5e5558, 0x6ca359, 0xbbe98b } },
  { "kinds", NC_ ("color ramp", "Kinds"), ATLAS_RAMP_QUALITATIVE, 0, { 0 }, { 0 } },
};

static double
to_linear (double part)
{
  return part <= 0.04045 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4);
}

static float
from_linear (double part)
{
  part = CLAMP (part, 0.0, 1.0);

  return (float) (part <= 0.0031308 ? 12.92 * part : 1.055 * pow (part, 1.0 / 2.4) - 0.055);
}

static Oklab
to_oklab (const AtlasColor *color)
{
  const double red = to_linear (color->red), green = to_linear (color->green), blue = to_linear (color->blue);
  const double l = cbrt (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const double m = cbrt (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const double s = cbrt (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);

  return (Oklab) { 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                   1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                   0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s };
}

static AtlasColor
from_oklab (Oklab lab,
            float alpha)
{
  const double l = pow (lab.l + 0.3963377774 * lab.a + 0.2158037573 * lab.b, 3);
  const double m = pow (lab.l - 0.1055613458 * lab.a - 0.0638541728 * lab.b, 3);
  const double s = pow (lab.l - 0.0894841775 * lab.a - 1.2914855480 * lab.b, 3);

  return (AtlasColor) { from_linear (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                        from_linear (-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                        from_linear (-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s), alpha };
}

static Oklab
mix (Oklab  x,
     Oklab  y,
     double part)
{
  return (Oklab) { x.l + part * (y.l - x.l), x.a + part * (y.a - x.a), x.b + part * (y.b - x.b) };
}

/* The colour at @part of the way along the control colours. */
static AtlasColor
walk (const guint32 *stops,
      guint          n_stops,
      double         part)
{
  Oklab path[STEPS + 1];
  double length[STEPS + 1] = { 0 };
  int i = 1;

  for (int step = 0; step <= STEPS; step++)
    {
      const double at = (double) step / STEPS * (n_stops - 1);
      const guint stop = MIN ((guint) at, n_stops - 2);
      const AtlasColor from = _atlas_color_from_rgb (stops[stop], 1), to = _atlas_color_from_rgb (stops[stop + 1], 1);

      path[step] = mix (to_oklab (&from), to_oklab (&to), at - stop);
      if (step > 0)
        length[step] = length[step - 1] + sqrt (pow (path[step].l - path[step - 1].l, 2)
                                                + pow (path[step].a - path[step - 1].a, 2)
                                                + pow (path[step].b - path[step - 1].b, 2));
    }
  part = CLAMP (part, 0.0, 1.0) * length[STEPS];
  while (i < STEPS && length[i] < part)
    i++;

  return from_oklab (mix (path[i - 1], path[i], (part - length[i - 1]) / (length[i] - length[i - 1])), 1);
}

const AtlasColorRamp *
atlas_color_ramp_get (guint index)
{
  return index < G_N_ELEMENTS (RAMPS) ? &RAMPS[index] : NULL;
}

const AtlasColorRamp *
atlas_color_ramp_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (RAMPS); i++)
    if (g_strcmp0 (RAMPS[i].id, id) == 0)
      return &RAMPS[i];
  return NULL;
}

const char *
atlas_color_ramp_get_id (const AtlasColorRamp *self)
{
  return self->id;
}

const char *
atlas_color_ramp_get_title (const AtlasColorRamp *self)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "color ramp", self->title);
}

AtlasRampKind
atlas_color_ramp_get_kind (const AtlasColorRamp *self)
{
  return self->kind;
}

AtlasPaint
atlas_color_ramp_class (const AtlasColorRamp *self,
                        guint                 index,
                        guint                 n,
                        gboolean              reversed)
{
  double part;

  if (self->kind == ATLAS_RAMP_QUALITATIVE)
    return _atlas_default_paint (reversed ? ATLAS_DEFAULT_COLORS - 1 - index % ATLAS_DEFAULT_COLORS : index);

  /* One class alone is no end of anything. */
  part = n > 1 ? (double) index / (n - 1) : 0.5;
  if (reversed)
    part = 1 - part;

  return (AtlasPaint) { walk (self->light, self->n_stops, part), walk (self->dark, self->n_stops, part) };
}

AtlasPaint
atlas_paint_for_color (const AtlasColor *color)
{
  /* From here on a line can be seen on the dark ground. */
  const double least = 0.62;
  Oklab lab = to_oklab (color);

  lab.l = MAX (lab.l, least);

  return (AtlasPaint) { *color, from_oklab (lab, color->alpha) };
}
