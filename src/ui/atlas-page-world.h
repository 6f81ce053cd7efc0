/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "layout/atlas-page-sheet.h"

G_BEGIN_DECLS

/**
 * AtlasPageWorld:
 *
 * What a page is made of at one moment: the layers as they are shown, what the window shows and what is selected in it.
 * Immutable, ref-counted; any thread.
 */
typedef struct _AtlasPageWorld AtlasPageWorld;

/**
 * atlas_page_world_new:
 * @view: what the window shows, degrees; empty: none
 *
 * Returns: (transfer full): @project as it is now.  Main thread.
 */
AtlasPageWorld *atlas_page_world_new (AtlasProject      *project,
                                      const AtlasExtent *view);
AtlasPageWorld *atlas_page_world_ref (AtlasPageWorld *self);
void            atlas_page_world_unref (AtlasPageWorld *self);

/** atlas_page_world_get_scene: Returns: (transfer none): its layers. */
AtlasScene     *atlas_page_world_get_scene (AtlasPageWorld *self);

/** atlas_page_world_get_context: Returns: (transfer none): what pages do not say themselves; lives as long as @self. */
const AtlasPageContext *atlas_page_world_get_context (AtlasPageWorld *self);

/**
 * atlas_page_world_dup_sheet:
 *
 * atlas_page_sheet_new() with what is in @self: for a worker thread.
 */
AtlasSheet     *atlas_page_world_dup_sheet (AtlasPageWorld  *self,
                                            AtlasPage       *page,
                                            GCancellable    *cancellable,
                                            GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasPageWorld, atlas_page_world_unref)

G_END_DECLS
