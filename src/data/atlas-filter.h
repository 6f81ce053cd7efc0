/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "data/atlas-feature-set.h"
#include "data/atlas-filter-context.h"
#include "data/atlas-table.h"

G_BEGIN_DECLS

#define ATLAS_FILTER_ERROR (atlas_filter_error_quark ())

/**
 * AtlasFilterError:
 * @ATLAS_FILTER_ERROR_EMPTY: there is nothing but blanks
 * @ATLAS_FILTER_ERROR_SYNTAX: something else was expected at this place
 * @ATLAS_FILTER_ERROR_FUNCTION: there is no such function, or it takes other arguments
 * @ATLAS_FILTER_ERROR_TYPE: a number, a text or a condition was expected
 * @ATLAS_FILTER_ERROR_TOO_BIG: it is too long or nested too deeply
 * @ATLAS_FILTER_ERROR_FIELD: the table has no such field
 * @ATLAS_FILTER_ERROR_NAME: the context has no such geometry
 *
 * What can be wrong with an expression; the last two only come when it is bound.  Messages are sentences for a person.
 */
typedef enum
{
  ATLAS_FILTER_ERROR_EMPTY,
  ATLAS_FILTER_ERROR_SYNTAX,
  ATLAS_FILTER_ERROR_FUNCTION,
  ATLAS_FILTER_ERROR_TYPE,
  ATLAS_FILTER_ERROR_TOO_BIG,
  ATLAS_FILTER_ERROR_FIELD,
  ATLAS_FILTER_ERROR_NAME,
} AtlasFilterError;

GQuark       atlas_filter_error_quark (void);

/** atlas_filter_error_get_position: Returns: the character (not byte), from 0, that @error is about; -1 when it is not one of
 * %ATLAS_FILTER_ERROR.  It may be the place after the last. */
int          atlas_filter_error_get_position (const GError *error);

/**
 * AtlasFilter:
 *
 * An expression that picks features by their values and places, such as `人口 > 10000 and 类别 in ('镇', '街道')`.  The language
 * is described in src/style/README.md.  Immutable and ref-counted: any thread.
 */
typedef struct _AtlasFilter AtlasFilter;

/**
 * atlas_filter_new:
 * @text: the expression; at most 65536 characters, nested at most 100 deep
 *
 * Returns: (transfer full) (nullable): the expression, or %NULL with %ATLAS_FILTER_ERROR
 */
AtlasFilter *atlas_filter_new (const char  *text,
                               GError     **error);
AtlasFilter *atlas_filter_ref (AtlasFilter *self);
void         atlas_filter_unref (AtlasFilter *self);

/** atlas_filter_get_text: Returns: (transfer none): what it was made of. */
const char  *atlas_filter_get_text (AtlasFilter *self);

/** atlas_filter_get_fields: Returns: (transfer none) (array zero-terminated): the fields that it speaks of, each once. */
const char *const *atlas_filter_get_fields (AtlasFilter *self);

/** atlas_filter_get_names: Returns: (transfer none) (array zero-terminated): the geometries that it names, without the @. */
const char *const *atlas_filter_get_names (AtlasFilter *self);

/** atlas_filter_quote_field: Returns: (transfer full): how a field is written in an expression: quoted where it must be. */
char        *atlas_filter_quote_field (const char *name);

/** atlas_filter_quote_text: Returns: (transfer full): how a text is written in an expression. */
char        *atlas_filter_quote_text (const char *text);

/**
 * AtlasFilterMatcher:
 *
 * An expression bound to a table: fields found, texts looked up once.  Immutable and ref-counted: any thread.
 */
typedef struct _AtlasFilterMatcher AtlasFilterMatcher;

/**
 * atlas_filter_bind:
 * @context: (nullable): the geometries that may be named
 *
 * Looks up the texts that are compared with, which costs a pass over the table's texts for each new one.
 *
 * Returns: (transfer full) (nullable): the matcher, or %NULL with %ATLAS_FILTER_ERROR_FIELD (near names are suggested),
 *   %ATLAS_FILTER_ERROR_TYPE or %ATLAS_FILTER_ERROR_NAME
 */
AtlasFilterMatcher *atlas_filter_bind (AtlasFilter         *self,
                                       AtlasTable          *table,
                                       AtlasFilterContext  *context,
                                       GError             **error);

/** atlas_filter_check: Returns: whether atlas_filter_bind() would do; costs next to nothing. */
gboolean            atlas_filter_check (AtlasFilter         *self,
                                        AtlasTable          *table,
                                        AtlasFilterContext  *context,
                                        GError             **error);
AtlasFilterMatcher *atlas_filter_matcher_ref (AtlasFilterMatcher *self);
void                atlas_filter_matcher_unref (AtlasFilterMatcher *self);

/** atlas_filter_matcher_test: Returns: whether the expression is true of @feature; "unknown" is not. */
gboolean            atlas_filter_matcher_test (AtlasFilterMatcher *self,
                                               gsize               feature);

/**
 * atlas_filter_matcher_run:
 * @cancellable: (nullable): looked at every few thousand features
 *
 * Tests all features, on all processors; where the expression bounds the place, only those that the index offers.
 *
 * Returns: (transfer full) (nullable): those of which the expression is true, or %NULL with %G_IO_ERROR_CANCELLED
 */
AtlasFeatureSet    *atlas_filter_matcher_run (AtlasFilterMatcher  *self,
                                              GCancellable        *cancellable,
                                              GError             **error);

/** atlas_filter_run: binds and runs: the errors of atlas_filter_bind() and atlas_filter_matcher_run(). */
AtlasFeatureSet    *atlas_filter_run (AtlasFilter         *self,
                                      AtlasTable          *table,
                                      AtlasFilterContext  *context,
                                      GCancellable        *cancellable,
                                      GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFilter, atlas_filter_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFilterMatcher, atlas_filter_matcher_unref)

G_END_DECLS
