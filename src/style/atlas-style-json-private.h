/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "style/atlas-json-read.h"

G_BEGIN_DECLS

/* AtlasJsonReadFuncs of parts of symbols: all read by tables of members, with bounds. */

/** _atlas_style_read_hatch: AtlasHatch. */
gboolean _atlas_style_read_hatch (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

/** _atlas_style_read_arrows: AtlasArrows. */
gboolean _atlas_style_read_arrows (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

/** _atlas_style_read_size_by: AtlasSizeBy. */
gboolean _atlas_style_read_size_by (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

/** _atlas_style_read_density: AtlasDensity *: (transfer full): must be %NULL before. */
gboolean _atlas_style_read_density (JsonNode *node, const AtlasJsonPlace *place, gpointer out, GError **error);

G_END_DECLS
