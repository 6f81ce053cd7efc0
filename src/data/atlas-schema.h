/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * AtlasSchema:
 *
 * What the features of a layer may say: the fields in the order of the card, their titles in both languages, types, words and
 * limits, and the rules that hold for the layer as a whole.  Read from a JSON Schema of a feature's properties
 * (data/geo/schema), of which it understands the part that the shipped ones use.  Immutable; any thread.
 */
typedef struct _AtlasSchema AtlasSchema;

/** The type of a value.  A whole number such as 43.0 is fine for an integer, as JSON Schema has it. */
typedef enum
{
  ATLAS_SCHEMA_STRING,
  ATLAS_SCHEMA_INTEGER,
  ATLAS_SCHEMA_NUMBER,
  ATLAS_SCHEMA_BOOLEAN,
} AtlasSchemaType;

/** What a string holds; ATLAS_SCHEMA_NO_TEXT on fields that are no strings. */
typedef enum
{
  ATLAS_SCHEMA_NO_TEXT,
  ATLAS_SCHEMA_ENUM,       /* one of the words, which have an English meaning */
  ATLAS_SCHEMA_CODE,       /* the same in every language: an id, a number plate, pinyin */
  ATLAS_SCHEMA_TEXT,       /* a text, which has an English twin, or is one */
} AtlasSchemaText;

/** Where a value goes on the card. */
typedef enum
{
  ATLAS_SCHEMA_CARD_KIND,    /* joins the line under the name */
  ATLAS_SCHEMA_CARD_FIELD,   /* a line: label and value */
  ATLAS_SCHEMA_CARD_NOTE,    /* long text */
  ATLAS_SCHEMA_CARD_SMALL,   /* told in the small print */
  ATLAS_SCHEMA_CARD_HIDDEN,  /* an id, or told elsewhere */
} AtlasSchemaCard;

/** A word that an enum may hold.  Either meaning is @value itself when the schema gives no other. */
typedef struct
{
  const char *value;       /* what the file says */
  const char *zh;
  const char *en;
} AtlasSchemaWord;

/**
 * AtlasSchemaField:
 * @title: the label in the language that the program ran in when the schema was loaded
 * @description: likewise: what the field means, a line; maybe ""
 * @unit: (nullable): "km", "km²", "m", "min", "%", "mu", "million m³"; "year" for a number that is written without grouping
 * @words: (array length=n_words): what the field may hold, else anything; of an enum, and of some codes
 * @minimum: −infinity when there is none; a value equal to it is too small if @minimum_exclusive
 * @maximum: infinity when there is none
 * @min_length: in characters
 * @pattern: (nullable): a regular expression without anchors of its own, as JSON Schema has it (UTF-8)
 * @twin: (nullable): the field that says the same in English; both are there or neither
 * @twin_of: (nullable): the field that this one says in English
 * @unless: (nullable): a field; where that one has a value, this one is not worth a line on the card
 *
 * A field of a layer, or an attribute of the layer itself.
 */
typedef struct
{
  const char            *name;
  const char            *title;
  const char            *title_zh;
  const char            *title_en;
  const char            *description;
  const char            *unit;
  AtlasSchemaType        type;
  AtlasSchemaText        text;
  AtlasSchemaCard        card;
  gboolean               required;
  const AtlasSchemaWord *words;
  guint                  n_words;
  double                 minimum;
  gboolean               minimum_exclusive;
  double                 maximum;
  guint                  min_length;
  const char            *pattern;
  const char            *twin;
  const char            *twin_of;
  const char            *unless;
} AtlasSchemaField;

/** What holds for a layer as a whole.  The members that each uses are in brackets. */
typedef enum
{
  ATLAS_SCHEMA_RULE_COVERAGE,     /* polygons share their borders: no gap, no overlap [where] */
  ATLAS_SCHEMA_RULE_NETWORK,      /* all lines hang together through equal end vertices [where] */
  ATLAS_SCHEMA_RULE_FLOWS_INTO,   /* the last vertex lies on the line whose id @field holds, if it holds one [layers] */
  ATLAS_SCHEMA_RULE_SUM,          /* the values of @field sum to @total, give or take @tolerance [where] */
  ATLAS_SCHEMA_RULE_INSIDE,       /* lies in the polygon of layers[0] whose @match is the value of @field, if it has one */
  ATLAS_SCHEMA_RULE_ON,           /* meets the line whose id @field holds, if it holds one [layers] */
  ATLAS_SCHEMA_RULE_NEAR,         /* within @km of a feature of layers[0], unless the field @unless has a value */
  ATLAS_SCHEMA_RULE_REFERS,       /* the value of @field, if it has one, is an id of a feature [layers] */
  ATLAS_SCHEMA_RULE_EACH,         /* each value of @match in layers[0] is the value of @field at least once here */
  ATLAS_SCHEMA_RULE_PARTS,        /* the union of the polygons @of is the one polygon @whole */
} AtlasSchemaRuleKind;

/**
 * AtlasSchemaCondition:
 * @field: (nullable): %NULL: every feature
 * @value: as atlas_table_dup_value() writes it: "子流域", "true", "3"
 *
 * Picks features whose @field is @value.
 */
typedef struct
{
  const char *field;
  const char *value;
} AtlasSchemaCondition;

/** AtlasSchemaRule: members that the rule does not use are %NULL or 0; @layers ends with %NULL and is never %NULL. */
typedef struct
{
  AtlasSchemaRuleKind  kind;
  const char          *name;      /* "flows-into": as the schema calls it */
  AtlasSchemaCondition where;
  AtlasSchemaCondition whole;
  AtlasSchemaCondition of;
  const char          *field;
  const char *const   *layers;
  const char          *match;
  const char          *unless;
  double               total;
  double               tolerance;
  double               km;
} AtlasSchemaRule;

/**
 * atlas_schema_find:
 * @layer: the id of a shipped layer, "scenic"
 *
 * Loads a shipped schema, once in the life of the program.
 *
 * Returns: (transfer none) (nullable): the schema, or %NULL when no shipped layer is called so
 */
AtlasSchema              *atlas_schema_find (const char *layer);

/**
 * atlas_schema_find_for_file:
 * @file: any file; its name counts, not what is in it
 *
 * A file that is called as a shipped layer, "scenic.geojson", is taken for another edition of that layer.
 *
 * Returns: (transfer none) (nullable): that layer's schema
 */
AtlasSchema              *atlas_schema_find_for_file (GFile *file);

/** atlas_schema_list: Returns: (transfer full) (array zero-terminated=1): the ids of the shipped schemas, sorted. */
char                    **atlas_schema_list (void);

/**
 * atlas_schema_new_from_data:
 * @text: a JSON Schema; references go to itself ("#/$defs/…") and to the shipped common.json
 * @length: bytes, or -1 when it ends with NUL
 * @name: the layer's id; also tells in errors which schema it is
 *
 * Returns: (transfer full) (nullable): the schema, or %NULL with %ATLAS_DATA_ERROR_FORMAT and a sentence that names the place
 */
AtlasSchema              *atlas_schema_new_from_data (const char  *text,
                                                      gssize       length,
                                                      const char  *name,
                                                      GError     **error);
AtlasSchema              *atlas_schema_ref (AtlasSchema *self);
void                      atlas_schema_unref (AtlasSchema *self);

/** atlas_schema_get_name: Returns: (transfer none): the id of the layer. */
const char               *atlas_schema_get_name (AtlasSchema *self);

/** atlas_schema_get_title: Returns: (transfer none): what the layer is called, in the language of the program. */
const char               *atlas_schema_get_title (AtlasSchema *self);

/* The fields of a feature, in the order of the card: what all layers have and is short first, then the layer's own, then
 * what all layers have and is long, small or hidden. */
guint                     atlas_schema_get_n_fields (AtlasSchema *self);
const AtlasSchemaField   *atlas_schema_get_field (AtlasSchema *self,
                                                  guint        index);

/** atlas_schema_find_field: Returns: (transfer none) (nullable): the field called @name (exact). */
const AtlasSchemaField   *atlas_schema_find_field (AtlasSchema *self,
                                                   const char  *name);

/** atlas_schema_field_find_word: Returns: (transfer none) (nullable): the word of @field whose value is @value. */
const AtlasSchemaWord    *atlas_schema_field_find_word (const AtlasSchemaField *field,
                                                        const char             *value);

/* The attributes of the layer itself (the member "attributes" of its FeatureCollection), in the schema's order. */
guint                     atlas_schema_get_n_attributes (AtlasSchema *self);
const AtlasSchemaField   *atlas_schema_get_attribute (AtlasSchema *self,
                                                      guint        index);
const AtlasSchemaField   *atlas_schema_find_attribute (AtlasSchema *self,
                                                       const char  *name);

/** atlas_schema_get_rules: @n_rules: (out).  Returns: (transfer none) (array length=n_rules): the layer's rules. */
const AtlasSchemaRule    *atlas_schema_get_rules (AtlasSchema *self,
                                                  guint       *n_rules);

/** atlas_schema_allows_geometry: Returns: whether features of the layer may have this geometry. */
gboolean                  atlas_schema_allows_geometry (AtlasSchema       *self,
                                                        AtlasGeometryType  type);

/** atlas_schema_get_geometry: Returns: (transfer none): the geometries, as GeoJSON calls them, ending with %NULL. */
const char *const        *atlas_schema_get_geometry (AtlasSchema *self);

/** atlas_schema_get_count: Returns: how many features the layer has, or -1 when that is open. */
int                       atlas_schema_get_count (AtlasSchema *self);

/** atlas_schema_get_area: Returns: where all of the layer must lie, in degrees. */
AtlasExtent               atlas_schema_get_area (AtlasSchema *self);

/** atlas_schema_get_area_name: Returns: (transfer none): "city", "china" or "world". */
const char               *atlas_schema_get_area_name (AtlasSchema *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSchema, atlas_schema_unref)

G_END_DECLS
