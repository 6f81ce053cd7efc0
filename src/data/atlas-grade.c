/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes one feature count more than another, for the search's ranking and for lists.  Any thread. */

#include "data/atlas-grade.h"

#include <math.h>
#include <string.h>

int
atlas_grade_find_field (AtlasTable *table)
{
  static const char *const names[] = { "grade", "rank", "population", "pop", "等级", "级别", "人口" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
      if (g_ascii_strcasecmp (atlas_table_get_field_name (table, field), names[i]) == 0)
        return (int) field;
  return -1;
}

float
atlas_grade_get (AtlasTable *table,
                 guint       field,
                 gsize       feature)
{
  const char *name = atlas_table_get_field_name (table, field);
  const char *text = atlas_table_get_text (table, field, feature, NULL);
  const double number = atlas_table_get_number (table, field, feature);

  /* 5A to 1A. */
  if (text != NULL)
    return text[0] >= '1' && text[0] <= '5' && g_ascii_toupper (text[1]) == 'A' ? (text[0] - '0') / 5.0f : 0;
  if (!isfinite (number) || number <= 0)
    return 0;
  /* The first in rank is the greatest. */
  if (g_ascii_strcasecmp (name, "rank") == 0)
    return (float) (1 / MAX (number, 1));
  if (g_ascii_strcasecmp (name, "population") == 0 || g_ascii_strcasecmp (name, "pop") == 0 || strcmp (name, "人口") == 0)
    return (float) MIN (log10 (1 + number) / 8, 1);
  return 0;
}
