/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AtlasSizeBy: sizes of markers and widths of lines by a field's value.
 *
 * Pure functions over plain data; any thread.  Limits: the reader of styles holds the ends finite and apart, and above
 * nought where the scale needs that. */

#include "style/atlas-symbol.h"

#include <math.h>

static double
apply (AtlasScale scale,
       double     value)
{
  switch (scale)
    {
    case ATLAS_SCALE_SQRT:
      return sqrt (value);
    case ATLAS_SCALE_LOG:
      return log (value);
    case ATLAS_SCALE_LINEAR:
    default:
      return value;
    }
}

static double
apply_back (AtlasScale scale,
            double     value)
{
  switch (scale)
    {
    case ATLAS_SCALE_SQRT:
      return value * value;
    case ATLAS_SCALE_LOG:
      return exp (value);
    case ATLAS_SCALE_LINEAR:
    default:
      return value;
    }
}

double
atlas_size_by_at (const AtlasSizeBy *self,
                  double             value,
                  double             plain)
{
  double from, to, part;

  if (self->field == NULL || isnan (value))
    return plain;

  /* Held between the ends first: neither root nor logarithm then meets what they cannot do. */
  value = CLAMP (value, MIN (self->from_value, self->to_value), MAX (self->from_value, self->to_value));
  from = apply (self->scale, self->from_value);
  to = apply (self->scale, self->to_value);
  /* Halves, for the difference of two huge numbers may be infinite. */
  part = (value == self->to_value) ? 1.0
                                   : (apply (self->scale, value) / 2.0 - from / 2.0) / (to / 2.0 - from / 2.0);
  if (!isfinite (part))
    part = 0.0;

  return self->from_size + part * (self->to_size - self->from_size);
}

double
atlas_size_by_get_most (const AtlasSizeBy *self,
                        double             plain)
{
  if (self->field == NULL)
    return plain;

  return MAX (plain, MAX (self->from_size, self->to_size));
}

void
atlas_size_by_sample (const AtlasSizeBy *self,
                      double             values[3])
{
  double low = MIN (self->from_value, self->to_value), high = MAX (self->from_value, self->to_value);
  double middle = apply_back (self->scale, apply (self->scale, low) / 2.0 + apply (self->scale, high) / 2.0);
  double step = pow (10.0, floor (log10 (MAX (fabs (middle), G_MINDOUBLE))));

  values[0] = low;
  values[1] = middle;
  values[2] = high;
  /* One digit where that is still clearly between the ends, else two. */
  for (int i = 0; i < 2; i++, step /= 10.0)
    {
      double round_one = nearbyint (middle / step) * step;

      if (round_one > low + (high - low) * 0.1 && round_one < high - (high - low) * 0.1)
        {
          values[1] = round_one;
          break;
        }
    }
}
