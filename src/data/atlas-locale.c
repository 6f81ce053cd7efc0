/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the locale says about names on the map.  A question to the C library; any thread. */

#include "data/atlas-locale.h"

gboolean
atlas_locale_is_chinese (void)
{
  const char *const *names = g_get_language_names_with_category ("LC_MESSAGES");

  return g_str_has_prefix (names[0], "zh");
}
