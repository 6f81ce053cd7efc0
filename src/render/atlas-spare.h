/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Large scratch memory that one block of the map leaves for the next.  Any thread. */

/** _atlas_spare_take: Returns: (transfer full) (nullable): @size zeroed bytes, for _atlas_spare_give(); %NULL without memory. */
gpointer _atlas_spare_take (gsize size);

/** _atlas_spare_give: @size: as it was asked for. */
void     _atlas_spare_give (gpointer memory,
                            gsize    size);

G_END_DECLS
