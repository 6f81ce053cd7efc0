/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions of texts, numbers and dates, and the patterns of "like".  Where a value is null, so is what is made of it,
 * but for coalesce() and if().  Letters are compared one by one as Unicode has them in lower case.  Any thread. */

#include "data/atlas-filter-private.h"

#include <math.h>
#include <string.h>

#define MAX_DIGITS 15

static const AtlasValue NOTHING = { ATLAS_VALUE_NULL, 0, { 0 } };

static AtlasValue
make_number (double number)
{
  if (!isfinite (number))
    return NOTHING;
  return (AtlasValue) { ATLAS_VALUE_NUMBER, 0, { .number = number } };
}

static AtlasValue
make_truth (gboolean truth)
{
  return (AtlasValue) { ATLAS_VALUE_BOOLEAN, 0, { .number = truth != FALSE } };
}

/* -- patterns ----------------------------------------------------------------------------------------------------- */

gsize
_atlas_pattern_compile (const char *text,
                        gsize       length,
                        gboolean    lower,
                        gunichar   *pattern)
{
  const char *end = text + length;
  gsize n = 0;

  while (text < end)
    {
      gunichar c = g_utf8_get_char (text);

      text = g_utf8_next_char (text);
      if (c == '\\' && text < end && (*text == '%' || *text == '_' || *text == '\\'))
        c = (gunichar) *text++;
      else if (c == '%')
        c = ATLAS_PATTERN_ANY;
      else if (c == '_')
        c = ATLAS_PATTERN_ONE;
      else if (lower)
        c = g_unichar_tolower (c);
      /* Several % are one. */
      if (c != ATLAS_PATTERN_ANY || n == 0 || pattern[n - 1] != ATLAS_PATTERN_ANY)
        pattern[n++] = c;
    }
  return n;
}

/* Going back only ever to the last %: that is enough, and no text makes it slow. */
gboolean
_atlas_pattern_match (const gunichar *pattern,
                      gsize           n,
                      gboolean        lower,
                      const char     *text,
                      gsize           length)
{
  const char *end = text + length, *again = NULL;
  gsize at = 0, after_any = 0;

  while (text < end)
    {
      gunichar c;

      if (at < n && pattern[at] == ATLAS_PATTERN_ANY)
        {
          after_any = ++at;
          again = text;
          continue;
        }
      c = g_utf8_get_char (text);
      if (lower)
        c = g_unichar_tolower (c);
      if (at < n && (pattern[at] == c || pattern[at] == ATLAS_PATTERN_ONE))
        {
          at++;
          text = g_utf8_next_char (text);
        }
      else if (again != NULL)
        {
          again = g_utf8_next_char (again);
          text = again;
          at = after_any;
        }
      else
        return FALSE;
    }
  while (at < n && pattern[at] == ATLAS_PATTERN_ANY)
    at++;
  return at == n;
}

const char *
_atlas_bytes_find (const char *text,
                   gsize       length,
                   const char *part,
                   gsize       part_length)
{
  const char *last;

  if (part_length == 0)
    return text;
  if (part_length > length)
    return NULL;
  last = text + length - part_length;
  while (text <= last)
    {
      text = memchr (text, *part, (gsize) (last - text) + 1);
      if (text == NULL || memcmp (text, part, part_length) == 0)
        return text;
      text++;
    }
  return NULL;
}

/* -- texts -------------------------------------------------------------------------------------------------------- */

static AtlasValue
make_text (AtlasEval  *eval,
           const char *text,
           gsize       length)
{
  AtlasValue value = { ATLAS_VALUE_TEXT, length, { 0 } };
  char *room = _atlas_scratch_alloc (&eval->scratch, length + 1);

  memcpy (room, text, length);
  room[length] = '\0';
  value.as.text = room;
  return value;
}

static AtlasValue
change_case (AtlasEval        *eval,
             const AtlasValue *text,
             gunichar        (*change) (gunichar))
{
  /* A letter of one byte can become one of three. */
  char *room = _atlas_scratch_alloc (&eval->scratch, text->length * 3 + 7);
  AtlasValue value = { ATLAS_VALUE_TEXT, 0, { .text = room } };
  const char *end = text->as.text + text->length;

  for (const char *at = text->as.text; at < end; at = g_utf8_next_char (at))
    value.length += (gsize) g_unichar_to_utf8 (change (g_utf8_get_char (at)), room + value.length);
  room[value.length] = '\0';
  return value;
}

static gsize
count_chars (const char *text,
             gsize       length)
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    n += ((guchar) text[i] & 0xc0) != 0x80;
  return n;
}

static AtlasValue
trim (AtlasEval        *eval,
      const AtlasValue *text)
{
  const char *begin = text->as.text, *end = text->as.text + text->length;

  while (begin < end && g_unichar_isspace (g_utf8_get_char (begin)))
    begin = g_utf8_next_char (begin);
  while (end > begin)
    {
      const char *before = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (before)))
        break;
      end = before;
    }
  return make_text (eval, begin, (gsize) (end - begin));
}

/* From character @start (1: the first; -1: the last), @n of them. */
static AtlasValue
substr (AtlasEval        *eval,
        const AtlasBound *bound,
        const AtlasValue *text)
{
  const double total = (double) count_chars (text->as.text, text->length);
  double start = _atlas_eval_number (eval, bound->args[1]), n = INFINITY;
  double from, to;
  const char *begin, *end;

  if (bound->n_args > 2)
    n = _atlas_eval_number (eval, bound->args[2]);
  if (isnan (start) || isnan (n))
    return NOTHING;
  start = trunc (start);
  from = start < 0 ? total + start : start - 1;
  to = CLAMP (from + MAX (trunc (n), 0), 0, total);
  from = CLAMP (from, 0, to);
  begin = g_utf8_offset_to_pointer (text->as.text, (glong) from);
  end = g_utf8_offset_to_pointer (begin, (glong) (to - from));
  return make_text (eval, begin, (gsize) (end - begin));
}

static AtlasValue
replace (AtlasEval        *eval,
         const AtlasValue *text,
         const AtlasValue *from,
         const AtlasValue *to)
{
  const char *at = text->as.text, *end = text->as.text + text->length, *found;
  g_autoptr (GString) result = NULL;

  if (from->length == 0 || _atlas_bytes_find (at, text->length, from->as.text, from->length) == NULL)
    return *text;
  result = g_string_sized_new (text->length + to->length);
  while ((found = _atlas_bytes_find (at, (gsize) (end - at), from->as.text, from->length)) != NULL)
    {
      g_string_append_len (result, at, found - at);
      g_string_append_len (result, to->as.text, (gssize) to->length);
      at = found + from->length;
    }
  g_string_append_len (result, at, end - at);
  return make_text (eval, result->str, result->len);
}

static AtlasValue
look_for_part (AtlasFilterFunction function,
               const AtlasValue   *text,
               const AtlasValue   *part)
{
  if (part->length > text->length)
    return make_truth (FALSE);
  if (function == ATLAS_FUNC_STARTS_WITH)
    return make_truth (memcmp (text->as.text, part->as.text, part->length) == 0);
  if (function == ATLAS_FUNC_ENDS_WITH)
    return make_truth (memcmp (text->as.text + text->length - part->length, part->as.text, part->length) == 0);
  return make_truth (_atlas_bytes_find (text->as.text, text->length, part->as.text, part->length) != NULL);
}

/* Number @which (0: year) of a date such as 2024, 2024-05, 2024-05-01T08:00 or 2024/5/1. */
static AtlasValue
date_part (const AtlasValue *text,
           guint             which)
{
  const char *at = text->as.text;
  guint number = 0;

  while (g_ascii_isspace (*at))
    at++;
  for (guint i = 0; i <= which; i++)
    {
      guint digits = 0;

      number = 0;
      while (g_ascii_isdigit (*at) && digits < 4)
        {
          number = number * 10 + (guint) g_ascii_digit_value (*at++);
          digits++;
        }
      if (i == 0 ? digits != 4 : digits < 1 || digits > 2)
        return NOTHING;
      /* 20240501 is not read: nobody says whether it is a date. */
      if (g_ascii_isdigit (*at) || (i < which && *at != '-' && *at != '/'))
        return NOTHING;
      at++;
    }
  if ((which == 1 && (number < 1 || number > 12)) || (which == 2 && (number < 1 || number > 31)))
    return NOTHING;
  return make_number (number);
}

static AtlasValue
text_function (AtlasEval        *eval,
               const AtlasBound *bound)
{
  AtlasValue args[3];

  for (guint i = 0; i < bound->n_args; i++)
    {
      if (bound->function == ATLAS_FUNC_SUBSTR && i > 0)
        break;
      args[i] = _atlas_eval_text (eval, bound->args[i]);
      if (args[i].kind == ATLAS_VALUE_NULL)
        return NOTHING;
    }
  switch ((int) bound->function)
    {
    case ATLAS_FUNC_LOWER:
      return change_case (eval, &args[0], g_unichar_tolower);
    case ATLAS_FUNC_UPPER:
      return change_case (eval, &args[0], g_unichar_toupper);
    case ATLAS_FUNC_LENGTH:
      return make_number ((double) count_chars (args[0].as.text, args[0].length));
    case ATLAS_FUNC_TRIM:
      return trim (eval, &args[0]);
    case ATLAS_FUNC_SUBSTR:
      return substr (eval, bound, &args[0]);
    case ATLAS_FUNC_REPLACE:
      return replace (eval, &args[0], &args[1], &args[2]);
    case ATLAS_FUNC_YEAR:
    case ATLAS_FUNC_MONTH:
    case ATLAS_FUNC_DAY:
      return date_part (&args[0], bound->function - ATLAS_FUNC_YEAR);
    default:
      return look_for_part (bound->function, &args[0], &args[1]);
    }
}

/* -- numbers ------------------------------------------------------------------------------------------------------ */

/* Half goes away from nought. */
static double
round_to (double number,
          double digits)
{
  const double scale = pow (10, CLAMP (trunc (digits), -MAX_DIGITS, MAX_DIGITS));
  double scaled = number * scale, rounded;

  if (!isfinite (scaled) || fabs (scaled) >= 1e15)
    return number;
  rounded = round (scaled);
  /* 2.675 is a little less than it says, and so is 267.49999999999997. */
  if (fabs (scaled - trunc (scaled)) < 0.5 && fabs (nextafter (scaled, scaled * 2) - trunc (scaled)) >= 0.5)
    rounded = trunc (scaled) + copysign (1, scaled);
  return rounded / scale;
}

static AtlasValue
number_function (AtlasEval        *eval,
                 const AtlasBound *bound)
{
  const double first = _atlas_eval_number (eval, bound->args[0]);
  double other;

  if (isnan (first))
    return NOTHING;
  switch ((int) bound->function)
    {
    case ATLAS_FUNC_ABS:
      return make_number (fabs (first));
    case ATLAS_FUNC_FLOOR:
      return make_number (floor (first));
    case ATLAS_FUNC_CEIL:
      return make_number (ceil (first));
    case ATLAS_FUNC_SQRT:
      return make_number (first >= 0 ? sqrt (first) : NAN);
    case ATLAS_FUNC_ROUND:
      other = bound->n_args > 1 ? _atlas_eval_number (eval, bound->args[1]) : 0;
      return isnan (other) ? NOTHING : make_number (round_to (first, other));
    default:
      {
        double best = first;

        for (guint i = 1; i < bound->n_args; i++)
          {
            other = _atlas_eval_number (eval, bound->args[i]);
            if (isnan (other))
              return NOTHING;
            best = bound->function == ATLAS_FUNC_MIN ? MIN (best, other) : MAX (best, other);
          }
        return make_number (best);
      }
    }
}

AtlasValue
_atlas_eval_function (AtlasEval        *eval,
                      const AtlasBound *bound)
{
  if (bound->function <= ATLAS_FUNC_REPLACE)
    return text_function (eval, bound);
  if (bound->function <= ATLAS_FUNC_SQRT)
    return number_function (eval, bound);
  if (bound->function <= ATLAS_FUNC_DAY)
    return text_function (eval, bound);
  if (bound->function == ATLAS_FUNC_IF)
    return _atlas_eval_value (eval, bound->args[_atlas_eval_truth (eval, bound->args[0]) == ATLAS_TRUE ? 1 : 2]);
  for (guint i = 0; i < bound->n_args; i++)
    {
      const AtlasValue value = _atlas_eval_value (eval, bound->args[i]);

      if (value.kind != ATLAS_VALUE_NULL)
        return value;
    }
  return NOTHING;
}
