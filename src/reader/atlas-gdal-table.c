/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The types of a CSV table's columns.  GDAL guesses too, but from the first rows alone, and takes the noughts from codes. */

#include "reader/atlas-gdal-table.h"

#include <string.h>

#define MOST_DIGITS 18

typedef enum
{
  COULD_BE_INTEGER = 1 << 0,
  COULD_BE_REAL = 1 << 1,
  COULD_BE_DATE = 1 << 2,
  COULD_BE_DATETIME = 1 << 3,
  HAS_VALUES = 1 << 4,
} Guess;

static const char *
skip_digits (const char *p)
{
  while (g_ascii_isdigit (*p))
    p++;
  return p;
}

/* -12, 3.5, 1e6; without noughts in front. */
static guint
guess_number (const char *text)
{
  const char *p = *text == '-' ? text + 1 : text;
  const char *whole = p;
  guint guess = COULD_BE_INTEGER | COULD_BE_REAL;

  p = skip_digits (p);
  if (p == whole || (*whole == '0' && p - whole > 1))
    return 0;
  if (p - whole > MOST_DIGITS)
    return 0;
  if (*p == '.')
    {
      const char *fraction = p + 1;

      guess = COULD_BE_REAL;
      p = skip_digits (fraction);
      if (p == fraction)
        return 0;
    }
  if (*p == 'e' || *p == 'E')
    {
      const char *exponent = p + 1 + (p[1] == '-' || p[1] == '+');

      guess = COULD_BE_REAL;
      p = skip_digits (exponent);
      if (p == exponent)
        return 0;
    }
  return *p == '\0' ? guess : 0;
}

/* @pattern: d for a digit, else the character itself. */
static const char *
match (const char *text,
       const char *pattern)
{
  for (; *pattern != '\0'; pattern++, text++)
    if (*pattern == 'd' ? !g_ascii_isdigit (*text) : *text != *pattern)
      return NULL;
  return text;
}

/* 2024-01-31, 2024-01-31T08:30[:00[.5]][Z|+08:00]. */
static guint
guess_date (const char *text)
{
  const char *p = match (text, "dddd-dd-dd");
  const char *next;

  if (p == NULL)
    return 0;
  if (*p == '\0')
    return COULD_BE_DATE;
  if (*p != 'T' && *p != ' ')
    return 0;
  p = match (p + 1, "dd:dd");
  if (p == NULL)
    return 0;
  if ((next = match (p, ":dd")) != NULL)
    p = next;
  if (*p == '.' && g_ascii_isdigit (p[1]))
    p = skip_digits (p + 1);
  if (*p == 'Z')
    p++;
  else if ((next = match (p, "+dd:dd")) != NULL || (next = match (p, "-dd:dd")) != NULL)
    p = next;
  return *p == '\0' ? COULD_BE_DATETIME : 0;
}

static AtlasFieldType
get_type (guint guess)
{
  if ((guess & HAS_VALUES) == 0)
    return ATLAS_FIELD_STRING;
  if ((guess & COULD_BE_INTEGER) != 0)
    return ATLAS_FIELD_INTEGER;
  if ((guess & COULD_BE_REAL) != 0)
    return ATLAS_FIELD_REAL;
  if ((guess & COULD_BE_DATE) != 0)
    return ATLAS_FIELD_DATE;
  if ((guess & COULD_BE_DATETIME) != 0)
    return ATLAS_FIELD_DATETIME;
  return ATLAS_FIELD_STRING;
}

GArray *
atlas_gdal_table_guess_types (OGRLayerH layer)
{
  const guint anything = COULD_BE_INTEGER | COULD_BE_REAL | COULD_BE_DATE | COULD_BE_DATETIME;
  gsize n = (gsize) OGR_FD_GetFieldCount (OGR_L_GetLayerDefn (layer));
  g_autofree guint *guesses = g_new (guint, n);
  GArray *types = g_array_sized_new (FALSE, FALSE, sizeof (AtlasFieldType), (guint) n);
  OGRFeatureH feature;

  for (gsize i = 0; i < n; i++)
    guesses[i] = anything;
  OGR_L_ResetReading (layer);
  while ((feature = OGR_L_GetNextFeature (layer)) != NULL)
    {
      for (gsize i = 0; i < n; i++)
        {
          const char *text = OGR_F_GetFieldAsString (feature, (int) i);

          if (*text == '\0' || (guesses[i] & anything) == 0)
            continue;
          guesses[i] = (guesses[i] & (guess_number (text) | guess_date (text))) | HAS_VALUES;
        }
      OGR_F_Destroy (feature);
    }
  OGR_L_ResetReading (layer);
  for (gsize i = 0; i < n; i++)
    {
      AtlasFieldType type = get_type (guesses[i]);

      g_array_append_val (types, type);
    }
  return types;
}
