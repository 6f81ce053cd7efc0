/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* From JSON text to values, as fast as may be and no faster than right: numbers are rounded as strtod() rounds, what is not JSON to
 * the letter is refused.  Pure functions over a run of bytes that ends at @end and is readable, and zero, for ATLAS_JSON_PADDING
 * bytes behind that.  A scan returns the place behind what it read, or %NULL. */

/** Bytes behind the text that may be looked at. */
#define ATLAS_JSON_PADDING 64

/** Objects and arrays may be nested so deep. */
#define ATLAS_JSON_DEPTH 64

typedef enum
{
  ATLAS_JSON_INTEGER,
  ATLAS_JSON_REAL,
} AtlasJsonNumberType;

typedef struct
{
  AtlasJsonNumberType type;
  gint64              integer;     /* as near as 64 bits allow */
  double              real;        /* of an integer, too */
} AtlasJsonNumber;

typedef enum
{
  ATLAS_JSON_PLAIN = 0,
  ATLAS_JSON_ESCAPED = 1 << 0,     /* there are backslashes in it */
} AtlasJsonTextFlags;

/** atlas_json_scan_text: @p: behind the opening quote.  Returns: the closing quote, or %NULL when there is none. */
const char *atlas_json_scan_text (const char         *p,
                                  const char         *end,
                                  AtlasJsonTextFlags *flags);

/**
 * atlas_json_decode_text:
 * @text: what lies between the quotes
 * @result: the text is appended here; half a surrogate pair becomes U+FFFD
 *
 * Returns: %FALSE for an escape that JSON does not know, and for NUL
 */
gboolean    atlas_json_decode_text (const char *text,
                                    gsize       length,
                                    GString    *result);

/** atlas_json_scan_number: an integer or a real number, not infinite. */
const char *atlas_json_scan_number (const char      *p,
                                    const char      *end,
                                    AtlasJsonNumber *number);

/** atlas_json_scan_value: any value, checked and passed over.  %NULL also for an object with two members of one name, for \\u0000
 * and for what is nested deeper than ATLAS_JSON_DEPTH. */
const char *atlas_json_scan_value (const char *p,
                                   const char *end);

/** atlas_json_round: Returns: the double that is nearest to @mantissa × 10^@exponent; not finite when it is not known. */
double      atlas_json_round (guint64 mantissa,
                              int     exponent);

/** atlas_json_skip_space: Returns: the next byte that is not blank. */
static inline const char *
atlas_json_skip_space (const char *p)
{
  if ((guchar) *p > ' ')
    return p;
  for (;;)
    {
      guint64 word;

      while (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')
        {
          p++;
          memcpy (&word, p, sizeof word);
          if (word == G_GUINT64_CONSTANT (0x2020202020202020))
            break;
        }
      if (*p != ' ')
        return p;
      do
        {
          p += sizeof word;
          memcpy (&word, p, sizeof word);
        }
      while (word == G_GUINT64_CONSTANT (0x2020202020202020));
    }
}

/** atlas_json_scan_coordinate: a number as a double; quick when it is short and has no exponent. */
static inline const char *
atlas_json_scan_coordinate (const char *p,
                            const char *end,
                            double     *value)
{
  static const double powers[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
                                   1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
  const char *start = p;
  gboolean negative = *p == '-';
  guint64 mantissa = 0;
  const char *whole, *fraction;
  double magnitude;
  guint digit;

  p += negative;
  whole = p;
  while ((digit = (guint) (guchar) *p - '0') <= 9)
    {
      mantissa = mantissa * 10 + digit;
      p++;
    }
  if (p == whole || (*whole == '0' && p - whole > 1) || *p != '.')
    goto other;
  fraction = ++p;
  for (;;)
    {
      guint64 word;

      /* Eight digits at a time: none has a bit above the fourth but those of '0', even after 6 was added. */
      memcpy (&word, p, sizeof word);
      if (G_BYTE_ORDER != G_LITTLE_ENDIAN
          || ((word & G_GUINT64_CONSTANT (0xf0f0f0f0f0f0f0f0))
              | ((word + G_GUINT64_CONSTANT (0x0606060606060606)) & G_GUINT64_CONSTANT (0xf0f0f0f0f0f0f0f0)) >> 4)
                 != G_GUINT64_CONSTANT (0x3333333333333333))
        break;
      word -= G_GUINT64_CONSTANT (0x3030303030303030);
      word = word * 10 + (word >> 8);
      word = ((word & G_GUINT64_CONSTANT (0x000000ff000000ff)) * G_GUINT64_CONSTANT (0x000f424000000064)
              + (word >> 16 & G_GUINT64_CONSTANT (0x000000ff000000ff)) * G_GUINT64_CONSTANT (0x0000271000000001)) >> 32;
      mantissa = mantissa * 100000000 + (guint32) word;
      p += sizeof word;
    }
  while ((digit = (guint) (guchar) *p - '0') <= 9)
    {
      mantissa = mantissa * 10 + digit;
      p++;
    }
  if (p == fraction || p - whole > 20 || (*p | 0x20) == 'e')
    goto other;
  if (mantissa < G_GUINT64_CONSTANT (1) << 53)
    magnitude = (double) mantissa / powers[p - fraction];
  else
    {
      magnitude = atlas_json_round (mantissa, (int) (fraction - p));
      if (!(magnitude < G_MAXDOUBLE))
        goto other;
    }
  *value = negative ? -magnitude : magnitude;
  return p;

other:
  {
    AtlasJsonNumber number;

    p = atlas_json_scan_number (start, end, &number);
    *value = p != NULL ? number.real : 0;
    return p;
  }
}

G_END_DECLS
