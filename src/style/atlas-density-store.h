/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * AtlasDensityMakeFunc:
 * @bytes: (out): about how much memory it takes
 *
 * Returns: (transfer full) (nullable): a block of g_atomic_rc_box_alloc() that does not change any more; %NULL when cancelled
 */
typedef gpointer (*AtlasDensityMakeFunc) (gpointer      user_data,
                                          gsize        *bytes,
                                          GCancellable *cancellable);

/**
 * atlas_density_store_get:
 * @key: what it is
 * @make: (nullable): makes it; %NULL: only what is there
 * @clear: frees what the block holds
 *
 * What was worked out of @table and is kept with it, as far as its budget goes (96 MiB and 48 bytes a feature); what was not
 * used for longest goes first.  Two threads that want the same wait for one making.
 *
 * Returns: (transfer full) (nullable): a reference, to be given back with g_atomic_rc_box_release_full (…, @clear)
 */
gpointer atlas_density_store_get (AtlasTable           *table,
                                  const char           *key,
                                  AtlasDensityMakeFunc  make,
                                  GDestroyNotify        clear,
                                  gpointer              user_data,
                                  GCancellable         *cancellable);

G_END_DECLS
