/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scanner of JSON: pure functions, any thread.  Numbers are rounded by Clinger's way (both parts exact) or by that of Eisel
 * and Lemire (128 bits of a power of five); what neither is sure of goes to strtod(). */

#include "reader/atlas-json-scan.h"

#include <math.h>
#include <stdlib.h>

#define FIRST_POWER (-30)
#define LONGEST_NUMBER 1000
#define MOST_MEMBERS 64

/* The 128 most significant bits of 5^q.  Source: D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and
 * Experience 51 (2021), section 6; computed with exact integers. */
static const struct { guint64 high; guint64 low; } powers[] = {
  { 0xa2425ff75e14fc31, 0xa1258379a94d028d },   /* -30 */
  { 0xcad2f7f5359a3b3e, 0x096ee45813a04330 },   /* -29 */
  { 0xfd87b5f28300ca0d, 0x8bca9d6e188853fc },   /* -28 */
  { 0x9e74d1b791e07e48, 0x775ea264cf55347e },   /* -27 */
  { 0xc612062576589dda, 0x95364afe032a819e },   /* -26 */
  { 0xf79687aed3eec551, 0x3a83ddbd83f52205 },   /* -25 */
  { 0x9abe14cd44753b52, 0xc4926a9672793543 },   /* -24 */
  { 0xc16d9a0095928a27, 0x75b7053c0f178294 },   /* -23 */
  { 0xf1c90080baf72cb1, 0x5324c68b12dd6339 },   /* -22 */
  { 0x971da05074da7bee, 0xd3f6fc16ebca5e04 },   /* -21 */
  { 0xbce5086492111aea, 0x88f4bb1ca6bcf585 },   /* -20 */
  { 0xec1e4a7db69561a5, 0x2b31e9e3d06c32e6 },   /* -19 */
  { 0x9392ee8e921d5d07, 0x3aff322e62439fd0 },   /* -18 */
  { 0xb877aa3236a4b449, 0x09befeb9fad487c3 },   /* -17 */
  { 0xe69594bec44de15b, 0x4c2ebe687989a9b4 },   /* -16 */
  { 0x901d7cf73ab0acd9, 0x0f9d37014bf60a11 },   /* -15 */
  { 0xb424dc35095cd80f, 0x538484c19ef38c95 },   /* -14 */
  { 0xe12e13424bb40e13, 0x2865a5f206b06fba },   /* -13 */
  { 0x8cbccc096f5088cb, 0xf93f87b7442e45d4 },   /* -12 */
  { 0xafebff0bcb24aafe, 0xf78f69a51539d749 },   /* -11 */
  { 0xdbe6fecebdedd5be, 0xb573440e5a884d1c },   /* -10 */
  { 0x89705f4136b4a597, 0x31680a88f8953031 },   /* -9 */
  { 0xabcc77118461cefc, 0xfdc20d2b36ba7c3e },   /* -8 */
  { 0xd6bf94d5e57a42bc, 0x3d32907604691b4d },   /* -7 */
  { 0x8637bd05af6c69b5, 0xa63f9a49c2c1b110 },   /* -6 */
  { 0xa7c5ac471b478423, 0x0fcf80dc33721d54 },   /* -5 */
  { 0xd1b71758e219652b, 0xd3c36113404ea4a9 },   /* -4 */
  { 0x83126e978d4fdf3b, 0x645a1cac083126ea },   /* -3 */
  { 0xa3d70a3d70a3d70a, 0x3d70a3d70a3d70a4 },   /* -2 */
  { 0xcccccccccccccccc, 0xcccccccccccccccd },   /* -1 */
  { 0x8000000000000000, 0x0000000000000000 },   /* 0 */
  { 0xa000000000000000, 0x0000000000000000 },   /* 1 */
  { 0xc800000000000000, 0x0000000000000000 },   /* 2 */
  { 0xfa00000000000000, 0x0000000000000000 },   /* 3 */
  { 0x9c40000000000000, 0x0000000000000000 },   /* 4 */
  { 0xc350000000000000, 0x0000000000000000 },   /* 5 */
  { 0xf424000000000000, 0x0000000000000000 },   /* 6 */
  { 0x9896800000000000, 0x0000000000000000 },   /* 7 */
  { 0xbebc200000000000, 0x0000000000000000 },   /* 8 */
  { 0xee6b280000000000, 0x0000000000000000 },   /* 9 */
  { 0x9502f90000000000, 0x0000000000000000 },   /* 10 */
  { 0xba43b74000000000, 0x0000000000000000 },   /* 11 */
  { 0xe8d4a51000000000, 0x0000000000000000 },   /* 12 */
  { 0x9184e72a00000000, 0x0000000000000000 },   /* 13 */
  { 0xb5e620f480000000, 0x0000000000000000 },   /* 14 */
  { 0xe35fa931a0000000, 0x0000000000000000 },   /* 15 */
  { 0x8e1bc9bf04000000, 0x0000000000000000 },   /* 16 */
  { 0xb1a2bc2ec5000000, 0x0000000000000000 },   /* 17 */
  { 0xde0b6b3a76400000, 0x0000000000000000 },   /* 18 */
  { 0x8ac7230489e80000, 0x0000000000000000 },   /* 19 */
  { 0xad78ebc5ac620000, 0x0000000000000000 },   /* 20 */
  { 0xd8d726b7177a8000, 0x0000000000000000 },   /* 21 */
  { 0x878678326eac9000, 0x0000000000000000 },   /* 22 */
};

static const double tens[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
                               1e19, 1e20, 1e21, 1e22 };

double
atlas_json_round (guint64 mantissa,
                  int     exponent)
{
  const int last_power = FIRST_POWER + (int) G_N_ELEMENTS (powers) - 1;
  union { guint64 bits; double number; } result;
  unsigned __int128 product;
  guint64 high, low, m;
  int zeros, top, power;

  if (mantissa == 0)
    return 0;
  /* Both exact, so the quotient is rounded once. */
  if (mantissa < G_GUINT64_CONSTANT (1) << 53 && exponent <= 0 && exponent >= -22)
    return (double) mantissa / tens[-exponent];
  if (exponent < FIRST_POWER || exponent > last_power)
    return NAN;
  zeros = __builtin_clzll (mantissa);
  mantissa <<= zeros;
  product = (unsigned __int128) mantissa * powers[exponent - FIRST_POWER].high;
  high = (guint64) (product >> 64);
  low = (guint64) product;
  if ((high & 0x1ff) == 0x1ff)
    {
      guint64 more = (guint64) ((unsigned __int128) mantissa * powers[exponent - FIRST_POWER].low >> 64);

      low += more;
      high += low < more;
    }
  if (low == G_MAXUINT64 && exponent < -27)
    return NAN;
  top = (int) (high >> 63);
  m = high >> (top + 9);
  /* 217706 / 2^16 is log2 (10), as far as it is needed here. */
  power = ((217706 * exponent) >> 16) + 63 + top - zeros + 1023;
  if (power <= 0 || power >= 0x7ff)
    return NAN;
  /* Exactly between two doubles: to the even one. */
  if (low <= 1 && exponent >= -4 && exponent <= 23 && (m & 3) == 1 && m << (top + 9) == high)
    m &= ~(guint64) 1;
  m += m & 1;
  m >>= 1;
  if (m >= G_GUINT64_CONSTANT (1) << 53)
    {
      m = G_GUINT64_CONSTANT (1) << 52;
      power++;
    }
  if (power >= 0x7ff)
    return NAN;
  result.bits = (m & ~(G_GUINT64_CONSTANT (1) << 52)) | (guint64) power << 52;
  return result.number;
}

static inline const char *
skip_digits (const char *p)
{
  while (*p >= '0' && *p <= '9')
    p++;
  return p;
}

const char *
atlas_json_scan_number (const char      *p,
                        const char      *end,
                        AtlasJsonNumber *number)
{
  const char *start = p;
  const char *whole = p + (*p == '-');
  const char *last = skip_digits (whole);
  char copy[LONGEST_NUMBER + 1];
  gint64 integer = 0;

  if (last == whole || (*whole == '0' && last - whole > 1))
    return NULL;
  number->type = ATLAS_JSON_INTEGER;
  p = last;
  if (*p == '.')
    {
      number->type = ATLAS_JSON_REAL;
      p = skip_digits (p + 1);
      if (p == last + 1)
        return NULL;
    }
  if (*p == 'e' || *p == 'E')
    {
      const char *exponent = p + 1 + (p[1] == '+' || p[1] == '-');

      number->type = ATLAS_JSON_REAL;
      p = skip_digits (exponent);
      if (p == exponent)
        return NULL;
    }
  if (number->type == ATLAS_JSON_INTEGER && p - whole <= 18)
    {
      for (const char *q = whole; q < p; q++)
        integer = integer * 10 + (*q - '0');
      number->integer = *start == '-' ? -integer : integer;
      number->real = (double) number->integer;
      return p;
    }
  /* A dot and 19 digits at most, and no exponent: quick. */
  if (number->type == ATLAS_JSON_REAL && p - whole <= 20 && last[1] >= '0' && p > last + 1
      && memchr (last, 'e', (gsize) (p - last)) == NULL && memchr (last, 'E', (gsize) (p - last)) == NULL)
    {
      guint64 mantissa = 0;

      for (const char *q = whole; q < p; q++)
        if (q != last)
          mantissa = mantissa * 10 + (guint64) (*q - '0');
      number->real = atlas_json_round (mantissa, (int) (last + 1 - p));
      number->integer = 0;
      if (number->real < G_MAXDOUBLE)
        {
          number->real = *start == '-' ? -number->real : number->real;
          return p;
        }
    }
  if (p - start > LONGEST_NUMBER || p > end)
    return NULL;
  memcpy (copy, start, (gsize) (p - start));
  copy[p - start] = '\0';
  if (number->type == ATLAS_JSON_INTEGER)
    {
      number->integer = g_ascii_strtoll (copy, NULL, 10);
      number->real = (double) number->integer;
      return p;
    }
  number->real = g_ascii_strtod (copy, NULL);
  number->integer = 0;
  return isfinite (number->real) ? p : NULL;
}

/* Which bytes of a word are zero: their highest bit is set in the result, of the first of them for sure. */
static inline guint64
find_zeros (guint64 word)
{
  return (word - G_GUINT64_CONSTANT (0x0101010101010101)) & ~word & G_GUINT64_CONSTANT (0x8080808080808080);
}

const char *
atlas_json_scan_text (const char         *p,
                      const char         *end,
                      AtlasJsonTextFlags *flags)
{
  *flags = ATLAS_JSON_PLAIN;
  for (;;)
    {
      for (; p < end; p += 8)
        {
          guint64 word, found;

          memcpy (&word, p, sizeof word);
          found = find_zeros (word ^ G_GUINT64_CONSTANT (0x2222222222222222))
                  | find_zeros (word ^ G_GUINT64_CONSTANT (0x5c5c5c5c5c5c5c5c));
          if (found == 0)
            continue;
          if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
            p += __builtin_ctzll (found) / 8;
          else
            while (*p != '"' && *p != '\\')
              p++;
          break;
        }
      if (p >= end)
        return NULL;
      if (*p == '"')
        return p;
      *flags |= ATLAS_JSON_ESCAPED;
      p += 2;
    }
}

static const char *
scan_hex (const char *p,
          const char *end,
          gunichar   *value)
{
  *value = 0;
  for (guint i = 0; i < 4; i++, p++)
    {
      if (p >= end || !g_ascii_isxdigit (*p))
        return NULL;
      *value = *value << 4 | (gunichar) g_ascii_xdigit_value (*p);
    }
  return p;
}

/* @p: behind "\u". */
static const char *
decode_unicode (const char *p,
                const char *end,
                GString    *result)
{
  gunichar c, low;

  p = scan_hex (p, end, &c);
  if (p == NULL || c == 0)
    return NULL;
  if ((c & 0xfc00) == 0xd800)
    {
      /* Whatever the second half is, GDAL takes it with the first. */
      if (end - p < 2 || p[0] != '\\' || p[1] != 'u')
        c = 0xfffd;
      else
        {
          p = scan_hex (p + 2, end, &low);
          if (p == NULL)
            return NULL;
          c = (low & 0xfc00) == 0xdc00 ? 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff) : 0xfffd;
        }
    }
  else if ((c & 0xfc00) == 0xdc00)
    c = 0xfffd;
  g_string_append_unichar (result, c);
  return p;
}

gboolean
atlas_json_decode_text (const char *text,
                        gsize       length,
                        GString    *result)
{
  const char *const escapes = "\"\\/bfnrt";
  const char *const meanings = "\"\\/\b\f\n\r\t";
  const char *end = text + length;

  while (text < end)
    {
      const char *next = memchr (text, '\\', (gsize) (end - text));
      const char *known;

      if (next == NULL)
        next = end;
      g_string_append_len (result, text, next - text);
      if (next == end)
        break;
      if (next + 1 == end)
        return FALSE;
      text = next + 2;
      known = next[1] != '\0' ? strchr (escapes, next[1]) : NULL;
      if (known != NULL)
        g_string_append_c (result, meanings[known - escapes]);
      else if (next[1] != 'u' || (text = decode_unicode (text, end, result)) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* A text in a value that is passed over: its escapes are looked at, for nobody else does before it is too late. */
static const char *
skip_text (const char *p,
           const char *end)
{
  AtlasJsonTextFlags flags;
  const char *last = atlas_json_scan_text (p, end, &flags);
  g_autoptr (GString) decoded = NULL;

  if (last == NULL || memchr (p, '\0', (gsize) (last - p)) != NULL)
    return NULL;
  if (flags & ATLAS_JSON_ESCAPED)
    {
      decoded = g_string_new (NULL);
      if (!atlas_json_decode_text (p, (gsize) (last - p), decoded))
        return NULL;
    }
  return last + 1;
}

static const char *skip_value (const char *p,
                               const char *end,
                               guint       depth);

static const char *
skip_array (const char *p,
            const char *end,
            guint       depth)
{
  p = atlas_json_skip_space (p);
  if (*p == ']')
    return p + 1;
  for (;;)
    {
      p = skip_value (p, end, depth);
      if (p == NULL)
        return NULL;
      p = atlas_json_skip_space (p);
      if (*p == ']')
        return p + 1;
      if (*p != ',')
        return NULL;
      p = atlas_json_skip_space (p + 1);
    }
}

static const char *
skip_object (const char *p,
             const char *end,
             guint       depth)
{
  struct { const char *name; gsize length; } members[MOST_MEMBERS];
  guint n = 0;

  p = atlas_json_skip_space (p);
  if (*p == '}')
    return p + 1;
  for (;;)
    {
      const char *name = p + 1;
      gsize length;

      if (*p != '"' || n == MOST_MEMBERS || (p = skip_text (name, end)) == NULL)
        return NULL;
      /* Names that are written with escapes could be equal and look different. */
      length = (gsize) (p - 1 - name);
      if (memchr (name, '\\', length) != NULL)
        return NULL;
      for (guint i = 0; i < n; i++)
        if (members[i].length == length && memcmp (members[i].name, name, length) == 0)
          return NULL;
      members[n].name = name;
      members[n++].length = length;
      p = atlas_json_skip_space (p);
      if (*p != ':')
        return NULL;
      p = skip_value (atlas_json_skip_space (p + 1), end, depth);
      if (p == NULL)
        return NULL;
      p = atlas_json_skip_space (p);
      if (*p == '}')
        return p + 1;
      if (*p != ',')
        return NULL;
      p = atlas_json_skip_space (p + 1);
    }
}

static const char *
skip_value (const char *p,
            const char *end,
            guint       depth)
{
  AtlasJsonNumber number;

  if (depth == 0)
    return NULL;
  switch (*p)
    {
    case '"':
      return skip_text (p + 1, end);
    case '{':
      return skip_object (p + 1, end, depth - 1);
    case '[':
      return skip_array (p + 1, end, depth - 1);
    case 't':
      return memcmp (p, "true", 4) == 0 ? p + 4 : NULL;
    case 'f':
      return memcmp (p, "false", 5) == 0 ? p + 5 : NULL;
    case 'n':
      return memcmp (p, "null", 4) == 0 ? p + 4 : NULL;
    default:
      return atlas_json_scan_number (p, end, &number);
    }
}

const char *
atlas_json_scan_value (const char *p,
                       const char *end)
{
  return skip_value (p, end, ATLAS_JSON_DEPTH);
}
