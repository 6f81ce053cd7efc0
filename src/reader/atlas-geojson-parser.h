/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table-piece.h"
#include "reader/atlas-geojson-schema.h"

G_BEGIN_DECLS

/** Cells beside those of AtlasCell: JSON text, an id in the parser's own pool. */
typedef enum
{
  ATLAS_GEOJSON_CELL_LIST = ATLAS_CELL_FIRST_OTHER,
  ATLAS_GEOJSON_CELL_OBJECT,
} AtlasGeojsonCell;

/** Texts of a feature that are looked up together. */
#define ATLAS_GEOJSON_MOST_PENDING 64

/** A field as a parser knows it; its number is that of the piece's column. */
typedef struct
{
  char             *name;
  AtlasGeojsonGuess guess;
  guint64           seen;          /* the feature that had it last */
  guint             behind;        /* what came behind it last time */
  gboolean          is_property;
  gboolean          is_id;         /* it is the features' own id */
} AtlasGeojsonField;

typedef struct
{
  guint64 position;                /* from 0, of the features that a parser was given since it was cleared */
  char   *reason;
} AtlasGeojsonSkip;

/**
 * AtlasGeojsonParser:
 * @piece: the features since it was cleared
 * @n_read: how many it was given since, skipped ones too
 * @n_unnumbered: how many of these had no number for an id; a feature without one has its rank among them in the piece's ids
 * @skips: (element-type AtlasGeojsonSkip): those that were skipped
 * @fields: (element-type AtlasGeojsonField): never cleared
 * @orders: (element-type AtlasGeojsonOrder): what came behind what, in the order in which it was met; a field that was first in its
 *   feature stands behind itself; never cleared
 *
 * Features of GeoJSON text into a piece of a table.  One thread each; several read a file together.
 */
typedef struct
{
  AtlasTablePiece  piece;
  AtlasTextPool   *texts;
  AtlasTextPool   *nested;          /* JSON text of lists and objects */
  gsize            n_read;
  gsize            n_unnumbered;
  GArray          *skips;
  GArray          *fields;
  GArray          *orders;
  /* Of all features: */
  gboolean         has_numbers;     /* as ids of features */
  gboolean         has_texts;
  gboolean         has_null;        /* properties */
  GHashTable      *members;         /* (element-type utf8): of features, beside those that each has */
  AtlasArena      *arena;           /* as long as the parser lives */
  /*< private >*/
  AtlasArena      *scratch;         /* of the piece */
  GArray          *keys;
  AtlasTextPool   *key_texts;
  guint            guessed;         /* the key that is likely to come next */
  guint8          *text_types;      /* AtlasGeojsonType of each text, or UNKNOWN when nobody asked */
  gsize            text_room;
  GString         *decoded;
  struct _AtlasGeojsonPending *pending;
  guint            n_pending;
  GHashTable      *names;           /* of fields, to their numbers + 1 */
  GHashTable      *known_orders;    /* of two fields */
  guint64          feature;         /* number of the present one, from 1 */
  guint            first_field;     /* of the present feature */
  guint            last_field;
  guint            id_field;        /* that stands for the features' own ids */
  gboolean         has_short;       /* a part of it was too short */
  gboolean         is_odd;          /* some coordinate of it is not a longitude or latitude */
} AtlasGeojsonParser;

AtlasGeojsonParser *atlas_geojson_parser_new (void);
void                atlas_geojson_parser_free (AtlasGeojsonParser *self);

/** atlas_geojson_parser_clear: forgets the features, not the fields and texts. */
void                atlas_geojson_parser_clear (AtlasGeojsonParser *self);

/** atlas_geojson_parser_end: there are no more features: what it takes to read some is given back. */
void                atlas_geojson_parser_end (AtlasGeojsonParser *self);

/** atlas_geojson_parser_steal_skips: Returns: (transfer full) (element-type AtlasGeojsonSkip): those until now. */
GArray             *atlas_geojson_parser_steal_skips (AtlasGeojsonParser *self);

/**
 * atlas_geojson_parser_read_feature:
 * @p: its opening brace; see reader/atlas-json-scan.h for what lies behind @end
 *
 * Returns: the place behind it; or %NULL, and the feature was not read: it is cut off by @end, is no GeoJSON to the letter, or has
 *   something in it that GDAL must decide
 */
const char         *atlas_geojson_parser_read_feature (AtlasGeojsonParser *self,
                                                       const char         *p,
                                                       const char         *end);

/* What the two files of the parser share. */

/** atlas_geojson_parser_read_geometry: an object, at its opening brace; its parts are added to the piece. */
const char         *atlas_geojson_parser_read_geometry (AtlasGeojsonParser *self,
                                                        const char         *p,
                                                        const char         *end,
                                                        AtlasGeometryType  *type);

/** atlas_geojson_parser_check_place: Returns: (transfer full) (nullable): why the present feature cannot be on the map. */
char               *atlas_geojson_parser_check_place (AtlasGeojsonParser *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasGeojsonParser, atlas_geojson_parser_free)

G_END_DECLS
