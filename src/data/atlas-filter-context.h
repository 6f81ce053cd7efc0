/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * AtlasFilterContext:
 *
 * The geometries that an expression may name: `@view`, `@shape`, `@selection`, or whatever the caller calls one.  A context
 * never changes: each function here makes a new one that has one name more (or another geometry for it), and shares the
 * rest.  Coordinates are copied.  Ref-counted; any thread.
 */
typedef struct _AtlasFilterContext AtlasFilterContext;

AtlasFilterContext *atlas_filter_context_ref (AtlasFilterContext *self);
void                atlas_filter_context_unref (AtlasFilterContext *self);

/**
 * atlas_filter_context_with_extent:
 * @self: (nullable): the context to build on
 * @name: without the @
 *
 * Returns: (transfer full): a context in which @name is a box
 */
AtlasFilterContext *atlas_filter_context_with_extent (AtlasFilterContext *self,
                                                      const char         *name,
                                                      const AtlasExtent  *extent);

/** atlas_filter_context_with_ring: @coords: (array): 2 × @n_vertices doubles, an area's outline, open or closed. */
AtlasFilterContext *atlas_filter_context_with_ring (AtlasFilterContext *self,
                                                    const char         *name,
                                                    const double       *coords,
                                                    gsize               n_vertices);

/** atlas_filter_context_with_parts: @parts: (array length=n_parts): as a table gives them; a hole follows its ring. */
AtlasFilterContext *atlas_filter_context_with_parts (AtlasFilterContext *self,
                                                     const char         *name,
                                                     const AtlasPart    *parts,
                                                     gsize               n_parts);

/** atlas_filter_context_with_features: @features: (array length=n): of @table: what is selected, as one geometry. */
AtlasFilterContext *atlas_filter_context_with_features (AtlasFilterContext *self,
                                                        const char         *name,
                                                        AtlasTable         *table,
                                                        const guint32      *features,
                                                        gsize               n);

/** atlas_filter_context_has: Returns: whether @name (without the @) is known. */
gboolean            atlas_filter_context_has (AtlasFilterContext *self,
                                              const char         *name);

/**
 * atlas_filter_context_to_json:
 *
 * An object with a member for each of @names that is known: `{ "box": [west, south, east, north] }` or
 * `{ "parts": [{ "kind": "points" | "line" | "ring" | "hole", "coordinates": [lon, lat, …] }, …] }`, degrees.  One of more than
 * 100 000 vertices is left out.
 *
 * Returns: (transfer full): the object
 */
JsonNode           *atlas_filter_context_to_json (AtlasFilterContext *self,
                                                  const char *const  *names);

/** atlas_filter_context_new_from_json: Returns: (transfer full) (nullable): what atlas_filter_context_to_json() made, or %NULL with
 * %G_IO_ERROR_INVALID_DATA whose message is half a sentence. */
AtlasFilterContext *atlas_filter_context_new_from_json (JsonNode  *node,
                                                        GError   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFilterContext, atlas_filter_context_unref)

G_END_DECLS
