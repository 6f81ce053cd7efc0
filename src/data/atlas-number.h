/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as a person reads them, on the map's paper and in its window alike. */

/**
 * atlas_number_show:
 * @number: in the C locale's form, as atlas_table_dup_value() gives it
 *
 * Returns: (transfer full): the number in the locale's form, with the thousands apart from 10 000 on and at most ten
 *   digits; what is no plain number is given back as it is
 */
char *atlas_number_show (const char *number);

/** atlas_number_show_count: Returns: (transfer full): @n in the locale's form, with the thousands apart from 10 000 on. */
char *atlas_number_show_count (guint64 n);

G_END_DECLS
