/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of route/. */

#include "route/atlas-route-error.h"

GQuark
atlas_route_error_quark (void)
{
  return g_quark_from_static_string ("atlas-route-error-quark");
}
