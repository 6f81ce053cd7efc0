/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The types of a CSV table's columns.  GDAL guesses too, but from the first rows alone, and takes the noughts from codes. */

#include "reader/atlas-gdal-table.h"

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

/* A number of one digit at least and @most at most. */
static const char *
scan (const char *text,
      guint       most,
      guint      *value)
{
  const char *p = text;

  for (*value = 0; g_ascii_isdigit (*p) && p - text < (gssize) most; p++)
    *value = *value * 10 + (guint) (*p - '0');
  return p > text ? p : NULL;
}

/* 08:30[:00[.5]][Z|+08[:00]], at the end of the text. */
static gboolean
parse_time (const char *text,
            GString    *result)
{
  guint numbers[3] = { 0 };
  guint offset[2] = { 0 };
  const char *p = scan (text, 2, &numbers[0]);
  const char *fraction;
  gsize n_fraction;
  char sign;

  if (p == NULL || *p != ':' || (p = scan (p + 1, 2, &numbers[1])) == NULL)
    return FALSE;
  if (*p == ':' && (p = scan (p + 1, 2, &numbers[2])) == NULL)
    return FALSE;
  fraction = p;
  if (*p == '.')
    p = skip_digits (p + 1);
  n_fraction = (gsize) (p - fraction);
  sign = *p;
  if (sign == 'Z')
    p++;
  else if (sign == '+' || sign == '-')
    {
      if ((p = scan (p + 1, 2, &offset[0])) == NULL || (*p == ':' && (p = scan (p + 1, 2, &offset[1])) == NULL))
        return FALSE;
    }
  if (*p != '\0' || numbers[0] > 24 || numbers[1] > 59 || numbers[2] > 60 || n_fraction == 1)
    return FALSE;
  if (result == NULL)
    return TRUE;
  g_string_append_printf (result, "T%02u:%02u:%02u", numbers[0], numbers[1], numbers[2]);
  g_string_append_len (result, fraction, (gssize) n_fraction);
  if (sign == 'Z')
    g_string_append_c (result, 'Z');
  else if (sign != '\0')
    g_string_append_printf (result, "%c%02u:%02u", sign, offset[0], offset[1]);
  return TRUE;
}

AtlasFieldType
atlas_gdal_table_parse_date (const char *text,
                             GString    *result)
{
  guint year, month, day;
  const char *p = scan (text, 4, &year);
  char separator;

  if (p == NULL || p - text != 4 || (*p != '-' && *p != '/'))
    return ATLAS_FIELD_STRING;
  separator = *p;
  if ((p = scan (p + 1, 2, &month)) == NULL || *p != separator || (p = scan (p + 1, 2, &day)) == NULL
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return ATLAS_FIELD_STRING;
  if (result != NULL)
    g_string_printf (result, "%04u-%02u-%02u", year, month, day);
  if (*p == '\0')
    return ATLAS_FIELD_DATE;
  if ((*p == 'T' || *p == ' ') && parse_time (p + 1, result))
    return ATLAS_FIELD_DATETIME;
  return ATLAS_FIELD_STRING;
}

static guint
guess_date (const char *text)
{
  AtlasFieldType type = atlas_gdal_table_parse_date (text, NULL);

  return type == ATLAS_FIELD_DATE ? COULD_BE_DATE : type == ATLAS_FIELD_DATETIME ? COULD_BE_DATETIME : 0;
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
