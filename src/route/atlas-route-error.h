/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ATLAS_ROUTE_ERROR (atlas_route_error_quark ())

/**
 * AtlasRouteError:
 * @ATLAS_ROUTE_ERROR_CHAINAGE: a text is no K-number
 * @ATLAS_ROUTE_ERROR_PAST_END: a K-number lies past the end of its line
 * @ATLAS_ROUTE_ERROR_UNKNOWN: no segment or place is called so; the message suggests near names
 * @ATLAS_ROUTE_ERROR_AMBIGUOUS: several are; the message lists them
 * @ATLAS_ROUTE_ERROR_NO_LINE: there is no line where one is needed, or it is a network and not one line
 * @ATLAS_ROUTE_ERROR_NO_LENGTH: the line begins where it ends and has no length
 * @ATLAS_ROUTE_ERROR_NO_PATH: two places are not joined by the network
 * @ATLAS_ROUTE_ERROR_FORMAT: a saved itinerary cannot be read
 *
 * What can go wrong on the road.  Messages are whole sentences for a person.  Cancelling gives %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  ATLAS_ROUTE_ERROR_CHAINAGE,
  ATLAS_ROUTE_ERROR_PAST_END,
  ATLAS_ROUTE_ERROR_UNKNOWN,
  ATLAS_ROUTE_ERROR_AMBIGUOUS,
  ATLAS_ROUTE_ERROR_NO_LINE,
  ATLAS_ROUTE_ERROR_NO_LENGTH,
  ATLAS_ROUTE_ERROR_NO_PATH,
  ATLAS_ROUTE_ERROR_FORMAT,
} AtlasRouteError;

GQuark atlas_route_error_quark (void);

G_END_DECLS
