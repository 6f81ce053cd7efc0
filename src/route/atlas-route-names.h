/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

G_BEGIN_DECLS

/* Names as people type them.  Any thread. */

/** atlas_route_names_fold: Returns: (transfer full): @text without blanks, in small letters, full-width forms and dashes of all
 * kinds made plain, so that what a person takes for the same is the same. */
char      *atlas_route_names_fold (const char *text);

/**
 * atlas_route_names_distance:
 *
 * Returns: how many characters must be put in, taken out or changed to make one text of the other (Levenshtein 1966); at most
 *   @most + 1, for more is not counted
 */
guint      atlas_route_names_distance (const char *a,
                                       const char *b,
                                       guint       most);

/**
 * atlas_route_names_suggest:
 * @names: (array length=n_names): may have the same twice
 *
 * Returns: (transfer full): up to five names that are near @text, “…”, “…”; "" when none is
 */
char      *atlas_route_names_suggest (const char        *text,
                                      const char *const *names,
                                      gsize              n_names);

/**
 * atlas_route_names_find_field:
 *
 * Returns: the field with the names of a layer's features, or -1
 */
int        atlas_route_names_find_field (AtlasTable *table);

/** atlas_route_names_get: Returns: (transfer none) (nullable): a feature's text in the field called @field, if there is one. */
const char *atlas_route_names_get (AtlasTable *table,
                                   gsize       feature,
                                   const char *field);

G_END_DECLS
