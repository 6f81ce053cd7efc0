/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in the locale's form.  Any thread, as long as nobody changes the locale. */

#include "data/atlas-number.h"

#include <locale.h>
#include <math.h>
#include <string.h>

/* Puts the separator between the thousands of @digits, from 10 000 on: a year is no amount. */
static void
append_grouped (GString    *result,
                const char *digits,
                gsize       n)
{
  const char *separator = localeconv ()->thousands_sep;

  if (separator == NULL || *separator == '\0')
    separator = ",";
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && n > 4 && (n - i) % 3 == 0)
        g_string_append (result, separator);
      g_string_append_c (result, digits[i]);
    }
}

char *
atlas_number_show (const char *number)
{
  GString *result;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const char *at = number, *fraction;
  char *end;
  double value = g_ascii_strtod (number, &end);
  gsize n;

  if (end == number || *end != '\0' || !isfinite (value))
    return g_strdup (number);
  if (strchr (number, '.') != NULL)
    at = g_ascii_formatd (buffer, sizeof buffer, "%.10g", value);
  result = g_string_new (NULL);
  if (*at == '-')
    {
      g_string_append (result, "−");
      at++;
    }
  n = strspn (at, "0123456789");
  fraction = at + n;
  append_grouped (result, at, n);
  if (*fraction == '.')
    {
      g_string_append (result, localeconv ()->decimal_point);
      fraction++;
    }
  g_string_append (result, fraction);
  return g_string_free (result, FALSE);
}

char *
atlas_number_show_count (guint64 n)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  GString *result = g_string_new (NULL);

  append_grouped (result, digits, strlen (digits));
  return g_string_free (result, FALSE);
}
