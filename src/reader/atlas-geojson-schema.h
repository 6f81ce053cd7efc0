/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which fields a GeoJSON file has: of which type and in which order.  The file does not say; the rules are those of GDAL's driver,
 * so that a layer looks the same whoever reads it. */

/** What a field has held so far; the first is for nothing but null. */
typedef enum
{
  ATLAS_GEOJSON_UNKNOWN,
  ATLAS_GEOJSON_BOOLEAN,
  ATLAS_GEOJSON_INTEGER,
  ATLAS_GEOJSON_INTEGER64,
  ATLAS_GEOJSON_REAL,
  ATLAS_GEOJSON_STRING,
  ATLAS_GEOJSON_DATE,
  ATLAS_GEOJSON_TIME,
  ATLAS_GEOJSON_DATETIME,
  ATLAS_GEOJSON_JSON,
  ATLAS_GEOJSON_BOOLEANS,
  ATLAS_GEOJSON_INTEGERS,
  ATLAS_GEOJSON_INTEGERS64,
  ATLAS_GEOJSON_REALS,
  ATLAS_GEOJSON_STRINGS,
  ATLAS_GEOJSON_NOTHING,          /* of values: an empty list */
  ATLAS_GEOJSON_N_TYPES,
} AtlasGeojsonType;

/**
 * AtlasGeojsonGuess:
 *
 * What the values of a part of a file make of a field's type, whatever it was before that part.  So the parts can be looked at in
 * any order.
 */
typedef struct
{
  guint8  after[ATLAS_GEOJSON_N_TYPES];     /* by the type before */
  guint32 settled;                          /* a bit for each type of value that changes nothing any more */
} AtlasGeojsonGuess;

void             atlas_geojson_guess_init (AtlasGeojsonGuess *self);

/** atlas_geojson_guess_add: a value of @type comes. */
void             atlas_geojson_guess_add (AtlasGeojsonGuess *self,
                                          AtlasGeojsonType   type);

/** atlas_geojson_guess_is_settled: Returns: whether a value of @type would change nothing. */
static inline gboolean
atlas_geojson_guess_is_settled (const AtlasGeojsonGuess *self,
                                AtlasGeojsonType         type)
{
  return (self->settled >> type & 1) != 0;
}

/** atlas_geojson_guess_of_list: Returns: the type of an array, given as JSON text that was scanned. */
AtlasGeojsonType atlas_geojson_guess_of_list (const char *text,
                                              gsize       length);

/** That the second field came right behind the first in a feature. */
typedef struct
{
  guint first;
  guint second;
} AtlasGeojsonOrder;

/**
 * atlas_geojson_order_fields:
 * @names: (array length=n): of the fields, in the order in which they were met
 * @orders: (array length=n_orders): in the order in which they were met
 *
 * Returns: (transfer full) (array length=n): the numbers of the fields in the order of the layer: each behind those that it came
 *   behind, else by name
 */
guint           *atlas_geojson_order_fields (const char *const       *names,
                                             guint                    n,
                                             const AtlasGeojsonOrder *orders,
                                             gsize                    n_orders);

G_END_DECLS
