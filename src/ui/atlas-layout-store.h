/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/atlas-page.h"
#include "project/atlas-project.h"

G_BEGIN_DECLS

/* The layouts of a project.  Main thread. */

/** atlas_layout_store_load: Returns: (transfer full) (element-type AtlasPage): those that can be read, maybe none. */
GPtrArray *atlas_layout_store_load (AtlasProject *project);

/** atlas_layout_store_save: @pages: (element-type AtlasPage): all layouts that there are now. */
void       atlas_layout_store_save (AtlasProject *project,
                                    GPtrArray    *pages);

G_END_DECLS
