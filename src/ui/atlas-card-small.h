/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "data/atlas-table.h"

G_BEGIN_DECLS

/**
 * atlas_card_small_print:
 *
 * Returns: (transfer full): how exact a feature is, where it is from and on what terms: a sentence a line, fit to be shown as
 *   it is; maybe ""
 */
char     *atlas_card_small_print (AtlasTable *table,
                                  gsize       feature);

/** atlas_card_small_knows: Returns: whether the small print tells what a field called @name holds. */
gboolean  atlas_card_small_knows (const char *name);

G_END_DECLS
