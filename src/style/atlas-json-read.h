/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "data/atlas-json.h"
#include "style/atlas-symbol.h"

G_BEGIN_DECLS

/* Strict reading of JSON by tables of members.  All functions give %G_IO_ERROR_INVALID_DATA whose message names the place. */

/** Checks @node and puts its value at @out, whose type depends on the function. */
typedef gboolean (*AtlasJsonReadFunc) (JsonNode              *node,
                                       const AtlasJsonPlace  *place,
                                       gpointer               out,
                                       GError               **error);

/** A member of an object: its key, how to read it, where to put it. */
typedef struct
{
  const char        *key;
  AtlasJsonReadFunc  read;
  gsize              offset;
} AtlasJsonMember;

typedef struct
{
  const char *word;
  int         value;
} AtlasJsonWord;

/** _atlas_json_fail: @what: half a sentence.  Returns: %FALSE, with @error set. */
gboolean    _atlas_json_fail (const AtlasJsonPlace  *place,
                              GError               **error,
                              const char            *what);

/**
 * _atlas_json_parse:
 * @length: bytes or -1
 *
 * What every text begins with: parsed, unless it is far too big or deeply nested.
 *
 * Returns: (transfer full) (nullable): the root, or %NULL
 */
JsonNode   *_atlas_json_parse (const char  *json,
                               gssize       length,
                               GError     **error);

/** _atlas_json_read_object: reads the members that are there; one that @members does not list is an error. */
gboolean    _atlas_json_read_object (JsonNode               *node,
                                     const AtlasJsonPlace   *place,
                                     const AtlasJsonMember  *members,
                                     gsize                   n_members,
                                     gpointer                out,
                                     GError                **error);

gboolean    _atlas_json_get_number (JsonNode              *node,
                                    const AtlasJsonPlace  *place,
                                    double                 min,
                                    double                 max,
                                    double                *out,
                                    GError               **error);

/** _atlas_json_get_string: Returns: (transfer none) (nullable): the text, if @node is one. */
const char *_atlas_json_get_string (JsonNode *node);

gboolean    _atlas_json_read_word (JsonNode              *node,
                                   const AtlasJsonPlace  *place,
                                   const AtlasJsonWord   *words,
                                   gsize                  n_words,
                                   int                   *out,
                                   GError               **error);

/* AtlasJsonReadFuncs, by the type of @out: float (not negative), int, double, gboolean, char * (replaced). */
gboolean    _atlas_json_read_float (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);
gboolean    _atlas_json_read_int (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);
gboolean    _atlas_json_read_double (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);
gboolean    _atlas_json_read_boolean (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);
gboolean    _atlas_json_read_string (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

/** _atlas_json_read_title: char *: a text, or {"en": …, "zh": …}, of which that of the locale is taken. */
gboolean    _atlas_json_read_title (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

/** _atlas_json_read_paint: AtlasPaint: "#rrggbb", "#rrggbbaa", or {"light": …, "dark": …}. */
gboolean    _atlas_json_read_paint (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

/** _atlas_json_read_ramp: AtlasZoomRamp: a number that is not negative, or [[zoom, value], …] with rising zooms. */
gboolean    _atlas_json_read_ramp (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);
gboolean    _atlas_json_read_signed_ramp (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

/** _atlas_json_read_filter: AtlasFilter * (replaced): an expression that names no place of the window's (@view). */
gboolean    _atlas_json_read_filter (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

/** _atlas_json_read_icon: char * (replaced): a name of the symbol set, which becomes part of a resource path. */
gboolean    _atlas_json_read_icon (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

/** _atlas_json_read_shape: AtlasMarkerShape. */
gboolean    _atlas_json_read_shape (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

/** _atlas_json_shape_word: Returns: (transfer none): how a shape is written. */
const char *_atlas_json_shape_word (AtlasMarkerShape shape);

/** _atlas_json_read_zooms: float[2]: [from, to], either of which may be null: left as it is. */
gboolean    _atlas_json_read_zooms (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

G_END_DECLS
