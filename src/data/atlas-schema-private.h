/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "data/atlas-schema.h"

G_BEGIN_DECLS

/* Shared by atlas-schema.c and its reading parts; nobody else includes this. */

struct _AtlasSchema
{
  gatomicrefcount ref_count;
  char           *name;
  char           *title;
  GStringChunk   *texts;          /* all other texts; each once */
  GPtrArray      *blocks;         /* words, lists of names */
  GArray         *fields;         /* AtlasSchemaField */
  GArray         *attributes;     /* AtlasSchemaField */
  GArray         *rules;          /* AtlasSchemaRule */
  const char    **geometry;       /* ends with NULL; in blocks */
  int             count;
  const char     *area;
};

/** Where in the text we are: a chain on the stack from the innermost outwards. */
typedef struct _AtlasSchemaPlace AtlasSchemaPlace;
struct _AtlasSchemaPlace
{
  const AtlasSchemaPlace *up;
  const char             *key;      /* NULL: an element of an array */
  guint                   index;
};

/**
 * AtlasSchemaReader:
 * @document: the schema's own text
 * @common: (nullable): common.json; %NULL while that is the document itself
 *
 * What reading needs besides the schema that it fills.
 */
typedef struct
{
  AtlasSchema *schema;
  JsonObject  *document;
  JsonObject  *common;
} AtlasSchemaReader;

/** _atlas_schema_fail: @what: half a sentence.  Returns: %FALSE, with @error set to a sentence that names the place. */
gboolean     _atlas_schema_fail (AtlasSchemaReader       *reader,
                                 const AtlasSchemaPlace  *place,
                                 GError                 **error,
                                 const char              *what);

/** _atlas_schema_check_members: Returns: %FALSE when @object has a member that is not one of @known (ends with NULL). */
gboolean     _atlas_schema_check_members (AtlasSchemaReader       *reader,
                                          JsonObject              *object,
                                          const AtlasSchemaPlace  *place,
                                          const char *const       *known,
                                          GError                 **error);

/* Members: left alone when they are not there, %FALSE when they are of another type. */
gboolean     _atlas_schema_read_text (AtlasSchemaReader       *reader,
                                      JsonNode                *node,
                                      const AtlasSchemaPlace  *place,
                                      const char             **out,
                                      GError                 **error);
gboolean     _atlas_schema_read_number (AtlasSchemaReader       *reader,
                                        JsonNode                *node,
                                        const AtlasSchemaPlace  *place,
                                        double                  *out,
                                        GError                 **error);

/** _atlas_schema_read_list: @out: (out) (array zero-terminated=1): texts; lives as long as the schema. */
gboolean     _atlas_schema_read_list (AtlasSchemaReader       *reader,
                                      JsonNode                *node,
                                      const AtlasSchemaPlace  *place,
                                      const char            ***out,
                                      GError                 **error);

/** _atlas_schema_read_fields: the members of "properties" or "x-attributes", appended to @fields. */
gboolean     _atlas_schema_read_fields (AtlasSchemaReader       *reader,
                                        JsonNode                *node,
                                        JsonObject              *document,
                                        const AtlasSchemaPlace  *place,
                                        GArray                  *fields,
                                        GError                 **error);

/** _atlas_schema_read_layer: "x-layer": geometry, count, area and rules. */
gboolean     _atlas_schema_read_layer (AtlasSchemaReader       *reader,
                                       JsonNode                *node,
                                       const AtlasSchemaPlace  *place,
                                       GError                 **error);

G_END_DECLS
