/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data/atlas-table.h"

G_BEGIN_DECLS

/* What counts more among features of a layer: a grade from 5A to 1A, a rank, how many people live there.  Any thread. */

/** atlas_grade_find_field: Returns: the field that grades the features of @table, by its name, or -1. */
int   atlas_grade_find_field (AtlasTable *table);

/** atlas_grade_get: @field: as atlas_grade_find_field() gave it.  Returns: 0 for nothing special up to 1 for the greatest. */
float atlas_grade_get (AtlasTable *table,
                       guint       field,
                       gsize       feature);

G_END_DECLS
