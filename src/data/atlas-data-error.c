/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of data/: the numbers travel between the reader process and the program, the texts are for people. */

#include "data/atlas-data-error.h"

GQuark
atlas_data_error_quark (void)
{
  return g_quark_from_static_string ("atlas-data-error-quark");
}
